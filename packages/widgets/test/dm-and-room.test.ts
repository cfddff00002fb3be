import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { MsgDm } from '../src/elements/dm/msg-dm.ts'
import { expectForEverybody } from './support/accessibility.ts'
import { heldBy } from './support/held.ts'
import { pagesOfThisFile } from './support/opened.ts'
import { tabStops } from './support/tab-stops.ts'

const open = pagesOfThisFile()

test('the button of a person opens the direct with them, Escape closes it, and the focus is back on the button; opened again it shows what was missed', async () => {
  const page = await open()
  await page.evaluate(() => window.playground.show('ana', 'msg-dm', { 'user-id': 'ben', label: 'Message Ben' }))
  const launcher = page.getByRole('button', { name: 'Message Ben', exact: true })
  await launcher.click()
  const field = page.getByRole('textbox', { name: 'Message Ben Okri' })
  await field.fill('hi')
  await field.press('Enter')
  await page.getByRole('article', { name: 'You: hi' }).waitFor()
  await field.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await expect.poll(() => launcher.evaluate((button) => button.matches(':focus'))).toBe(true)
  const { conversations } = await page.evaluate(() => window.playground.as('ben').inbox.list())
  expect(conversations.map(({ lastMessage }) => lastMessage?.body)).toEqual(['hi'])
  await page.evaluate(
    (conversationId) => window.playground.as('ben').messages.send({ conversationId, body: 'while it was closed' }),
    conversations[0]?.id ?? '',
  )
  await launcher.click()
  await page.getByRole('article', { name: 'Ben Okri: while it was closed' }).waitFor()
})

test('a button without a label is called Messages, and so is what it opens; the tools in it are of that conversation', async () => {
  const page = await open()
  await page.evaluate(() => window.playground.show('ana', 'msg-dm', { 'user-id': 'ben' }))
  await page.getByRole('button', { name: 'Messages', exact: true }).click()
  const panel = page.getByRole('dialog', { name: 'Messages', exact: true })
  await panel.getByRole('toolbar', { name: 'Messages with Ben Okri' }).waitFor()
})

test('Escape closes one thing at a time, and few tab stops lead through the panel and out of it', async () => {
  const page = await open()
  await page.evaluate(async () => {
    await window.playground.fill(1)
    window.playground.show('ana', 'msg-dm', { 'user-id': 'ben', label: 'Message Ben' })
  })
  await page.getByRole('button', { name: 'Message Ben', exact: true }).click()
  await page.getByRole('article').last().waitFor()
  const panel = page.getByRole('dialog', { name: 'Message Ben' })
  await expectForEverybody(page)
  await page.getByRole('button', { name: 'Emoji' }).click()
  await page.getByRole('searchbox').press('Escape')
  await page.getByRole('searchbox').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Members' }).click()
  const members = page.getByRole('dialog', { name: 'Members' })
  await members.waitFor()
  await page.keyboard.press('Escape')
  await members.waitFor({ state: 'detached' })
  await expect.poll(() => panel.isVisible()).toBe(true)
  const field = page.getByRole('textbox')
  await field.pressSequentially('hello @be')
  await page.getByRole('option', { name: 'Ben Okri' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('option').waitFor({ state: 'detached' })
  await expect.poll(() => field.inputValue()).toBe('hello @be')
  await expect.poll(() => panel.isVisible()).toBe(true)
  // The button that opens the panel is another.
  for (const key of ['Tab', 'Shift+Tab'] as const) expect((await tabStops(page, key)).length).toBeLessThanOrEqual(7)
})

test('a dialog that is closed inside the panel is not told of as the panel', async () => {
  const page = await open()
  await page.evaluate(() => window.playground.show('ana', 'msg-dm', { 'user-id': 'ben' }))
  const told = await page.evaluateHandle(() => {
    const names: string[] = []
    for (const name of ['msg-open', 'msg-close']) addEventListener(name, () => names.push(name))
    return names
  })
  await page.getByRole('button', { name: 'Messages' }).click()
  for (const name of ['Members', 'Search in this conversation']) {
    await page.getByRole('button', { name, exact: true }).press('Enter')
    const dialog = page.locator('dialog[open]')
    await dialog.getByRole('button', { name: 'Close' }).click()
    await dialog.waitFor({ state: 'hidden' })
  }
  expect(await told.jsonValue()).toEqual(['msg-open'])
  await page.keyboard.press('Escape')
  await expect.poll(() => told.jsonValue()).toEqual(['msg-open', 'msg-close'])
})

test('a widget writes no attribute on itself where it was given none: what a server rendered stays as it is', async () => {
  const page = await open()
  const widgets = ['msg-inbox', 'msg-dm', 'msg-room', 'msg-conversation', 'msg-unread-badge']
  for (const tag of widgets) await page.evaluate((name) => window.playground.over('ana', 'up', name), tag)
  await page.getByRole('button', { name: 'New conversation' }).first().waitFor()
  const written = await page
    .locator(['msg-provider', ...widgets].join())
    .evaluateAll((all) => all.flatMap((one) => one.getAttributeNames().map((name) => `${one.localName} ${name}`)))
  expect(written).toEqual([])
})

test('there is no button for oneself', async () => {
  const page = await open()
  await page.evaluate(() => {
    for (const id of ['ana', 'ben']) window.playground.over('ana', 'up', 'msg-dm', { 'user-id': id, label: id })
  })
  await page.getByRole('button', { name: 'ben' }).waitFor()
  await expect.poll(() => page.getByRole('button').count()).toBe(1)
})

test('where the host has switched off directs or rooms, nothing leads there', async () => {
  const page = await open()
  await page.evaluate(() => {
    window.playground.without('directs', 'msg-dm', { 'user-id': 'ben', label: 'Message Ben' })
    window.playground.without('rooms', 'msg-room', { 'target-type': 'article', 'target-id': '7' })
    window.playground.without('rooms', 'msg-dm', { 'user-id': 'ben', label: 'Message Ben there' })
  })
  await page.getByRole('button', { name: 'Message Ben there' }).waitFor()
  await expect.poll(() => page.getByRole('button').count()).toBe(1)
  await expect.poll(() => page.locator('msg-room').evaluate((room) => room.shadowRoot?.textContent?.trim())).toBe('')
})

test('a room shows a little of itself before one joins, and all of it after', async () => {
  const page = await open()
  await page.evaluate(async () => {
    const id = await window.playground.furnish()
    window.playground.show('ana', 'msg-room', { 'room-id': id })
  })
  await page.getByText('2 members').waitFor()
  await page.getByText('Who is in for Lisbon?').waitFor()
  await expectForEverybody(page)
  await page.getByRole('button', { name: 'Join' }).click()
  await page.getByRole('textbox', { name: 'Message Travel' }).fill('count me in')
  await page.keyboard.press('Enter')
  await page.getByRole('article', { name: 'You: count me in' }).waitFor()
  await page.getByText('3 members').waitFor()
  await page.getByText('Ana Braga joined').waitFor()
  await page.getByRole('button', { name: 'Leave' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Leave' }).click()
  await page.getByRole('button', { name: 'Join' }).waitFor()
})

test('where the page wants no mark of what was deleted, nothing of it is left: no mark, no day without a message', async () => {
  const page = await open()
  await page.evaluate(async () => {
    const { as, over } = window.playground
    const { messages, conversations } = as('ana')
    const say = (conversationId: string, body: string) => messages.send({ conversationId, body })
    const slip = async (conversationId: string) =>
      messages.retract({ messageId: (await say(conversationId, 'a slip')).id })
    const direct = await conversations.startDirect({ userId: 'ben' })
    const room = await conversations.openRoom({ title: 'Attic' })
    const group = await conversations.startGroup({ title: 'Many slips', userIds: ['cleo'] })
    await say(group.id, 'the first word')
    for (let n = 0; n < 120; n += 1) await slip(group.id)
    await slip(direct.id)
    await say(room.id, 'what stays')
    await slip(room.id)
    const off = { 'show-deleted': 'no' }
    over('ana', 'up', 'msg-inbox', { ...off, 'conversation-id': direct.id })
    over('ana', 'up', 'msg-dm', { ...off, 'user-id': 'ben', mode: 'inline' })
    over('ana', 'up', 'msg-room', { ...off, 'room-id': room.id })
    over('ben', 'up', 'msg-room', { ...off, 'room-id': room.id })
    over('ana', 'up', 'msg-conversation', { ...off, 'conversation-id': group.id })
  })
  const days = (tag: string) => page.locator(tag).getByRole('separator')
  const marks = page.locator('msg-inbox, msg-dm, msg-room').getByText('Message deleted')
  const leavesNothing = async () => {
    await expect.poll(() => page.getByText('Nothing here yet. Say hello!').count()).toBe(2)
    await page.getByRole('article', { name: 'You: what stays' }).waitFor()
    await page.getByRole('listitem').filter({ hasText: 'what stays' }).getByText('Ana Braga').waitFor()
    await expect.poll(() => marks.count()).toBe(0)
    await expect.poll(() => days('msg-inbox, msg-dm').count()).toBe(0)
  }
  await leavesNothing()
  // More of them than are loaded at once.
  await page.getByRole('article', { name: 'You: the first word' }).waitFor()
  await expect.poll(() => days('msg-conversation[show-deleted]').count()).toBe(1)
  const wants = (showDeleted: string) =>
    page
      .locator('msg-inbox, msg-dm, msg-room')
      .evaluateAll((all, value) => all.forEach((one) => one.setAttribute('show-deleted', value)), showDeleted)
  await wants('yes')
  // In the direct twice, in the room, before it, and in the list as the last of all three.
  await expect.poll(() => marks.count()).toBe(7)
  await wants('no')
  await leavesNothing()
})

test('who stands before a room sees what is said, and when, and who comes and goes meanwhile, from the first word on', async () => {
  const page = await open()
  await page.evaluate(async () => {
    const { id } = await window.playground.as('cleo').conversations.openRoom({ title: 'Attic' })
    window.playground.show('ana', 'msg-room', { 'room-id': id, preview: '2' })
  })
  await page.getByText('1 member').waitFor()
  const lastSaid = page.getByText(/^Last message: \d/)
  await expect.poll(() => lastSaid.count()).toBe(0)
  await page.evaluate(async () => {
    const cleo = window.playground.as('cleo')
    const { conversations } = await cleo.rooms.browse({ query: 'Attic' })
    const conversationId = conversations[0]?.id ?? ''
    await window.playground.as('ben').members.join({ conversationId })
    for (const body of ['one', 'two', 'three']) await cleo.messages.send({ conversationId, body })
  })
  await page.getByText('three').waitFor()
  await page.getByText('2 members').waitFor()
  await expect
    .poll(() => page.getByRole('listitem').allInnerTexts())
    .toEqual([expect.stringContaining('two'), expect.stringContaining('three')])
  await lastSaid.waitFor()
  await page.evaluate(async () => {
    const ben = window.playground.as('ben')
    const { conversations } = await ben.inbox.list()
    await ben.members.leave({ conversationId: conversations[0]?.id ?? '' })
  })
  await page.getByText('1 member').waitFor()
})

test('a room without a title is called as the page says, and no name makes it wider than its place', async () => {
  const page = await open(400)
  const heading = 'Discussion of the last keeper of the lighthouse above the strait'
  await page.evaluate(async (said) => {
    const { id } = await window.playground.as('ana').conversations.openRoom({})
    window.playground.show('ana', 'msg-room', { 'room-id': id, heading: said })
  }, heading)
  await page.getByRole('heading', { name: heading }).waitFor()
  const field = page.getByRole('textbox', { name: `Message ${heading}` })
  await expect.poll(() => field.evaluate((box) => box.getBoundingClientRect().right)).toBeLessThan(400)
})

/** Shows a direct and puts it away again, so many times, each time until its messages are there: by its button, then all of it. */
const shownAndPutAway = (page: Page, times: number): Promise<void> =>
  page.locator('msg-dm').evaluate(async (widget, count) => {
    const dm = widget as MsgDm
    const provider = dm.parentElement
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    const shows = async (): Promise<void> => {
      const list = () => dm.conversation?.shadowRoot?.querySelector('msg-message-list')
      while (!list()?.shadowRoot?.querySelector('.bubble')) await frame()
    }
    for (let n = 0; n < count; n += 1) {
      dm.show()
      await shows()
      dm.close()
    }
    dm.mode = 'inline'
    for (let n = 0; n < count; n += 1) {
      await shows()
      dm.remove()
      // Half the time it is only moved.
      if (n % 2 === 0) await frame()
      provider?.append(dm)
    }
    await shows()
    dm.mode = 'popover'
  }, times)

test('opened and closed fifty times, taken away and put back fifty times, a widget leaves nothing behind', async () => {
  const page = await open()
  await page.evaluate(async () => {
    const id = await window.playground.fill(20)
    window.line = window.playground.over('ana', 'up', 'msg-dm', { 'user-id': 'ben', label: 'Message Ben' })
    // Beside it, one that stays: a few nodes that the browser itself keeps are no leak.
    window.playground.over('ana', 'up', 'msg-conversation', { 'conversation-id': id })
  })
  // What is loaded and kept at the first times is kept once.
  await shownAndPutAway(page, 10)
  const devtools = await page.context().newCDPSession(page)
  const before = await heldBy(devtools)
  await shownAndPutAway(page, 50)
  const more = async () => {
    const { nodes, listeners } = await heldBy(devtools)
    return Math.max(nodes / before.nodes, listeners / before.listeners)
  }
  await expect.poll(more).toBeLessThanOrEqual(1.02)
  await page.evaluate(() => document.querySelector('msg-provider:has(msg-dm)')?.remove())
  await expect.poll(() => page.evaluate(() => window.line.subscriptions)).toBe(0)
})
