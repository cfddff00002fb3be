import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectForEverybody } from './support/accessibility.ts'
import { pagesOfThisFile } from './support/opened.ts'
import { ownTime } from './support/own-time.ts'

const open = pagesOfThisFile()

/** A group of ana, ben and cleo as one of them sees it. */
const opened = async (viewer = 'ana'): Promise<Page> => {
  const page = await open()
  await page.evaluate(async (user) => {
    const { as, show } = window.playground
    const group = await as('ana').conversations.startGroup({ title: 'Lisbon', userIds: ['ben', 'cleo'] })
    const spoken = await as('ben').messages.send({
      conversationId: group.id,
      body: 'ask **@Ana Braga**, not @Cleo',
      mentions: ['ana'],
    })
    await as('ana').messages.pin({ messageId: spoken.id })
    await as('cleo').messages.send({ conversationId: group.id, body: 'I heard that' })
    show(user, 'msg-conversation', { 'conversation-id': group.id })
  }, viewer)
  await page.getByRole('article').last().waitFor()
  return page
}

test('somebody is mentioned by an @ and a few letters; who is meant goes with the message, and stands out in it', async () => {
  const page = await opened()
  const field = page.getByRole('textbox', { name: 'Message Lisbon' })
  await field.pressSequentially('hello @ok')
  await page.getByRole('option', { name: 'Ben Okri' }).waitFor()
  await expectForEverybody(page)
  await field.press('Escape')
  await page.getByRole('listbox').waitFor({ state: 'detached' })
  await expect.poll(() => field.inputValue()).toBe('hello @ok')
  await field.press('Backspace')
  await page.getByRole('option', { name: 'Ben Okri' }).waitFor()
  await field.press('Tab')
  await expect.poll(() => field.inputValue()).toBe('hello @Ben Okri ')
  await field.pressSequentially('and @')
  await page.getByRole('option', { name: 'Cleo Wu' }).waitFor()
  await field.press('ArrowDown')
  await field.press('Enter')
  await expect.poll(() => field.inputValue()).toBe('hello @Ben Okri and @Cleo Wu ')
  await field.press('Enter')
  const sent = page.getByRole('article', { name: 'You: hello @Ben Okri and @Cleo Wu' })
  await sent.getByText('Sent', { exact: true }).waitFor()
  await expect.poll(() => sent.locator('.mention').allInnerTexts()).toEqual(['@Ben Okri', '@Cleo Wu'])
  const mentions = await page.evaluate(async () => {
    const { conversations } = await window.playground.as('ben').inbox.list()
    return conversations[0]?.lastMessage?.mentions
  })
  expect(mentions?.toSorted()).toEqual(['ben', 'cleo'])
  await expect.poll(() => page.locator('.mention.me').allInnerTexts()).toEqual(['@Ana Braga'])
})

test('who was chosen of those suggested stays so while others are looked for', async () => {
  const page = await opened()
  const time = await ownTime(page)
  const field = page.getByRole('textbox', { name: 'Message Lisbon' })
  await field.pressSequentially('@')
  await page.getByRole('option', { name: 'Ben Okri' }).waitFor()
  await field.press('ArrowDown')
  await time.pass(1_000)
  await field.press('Enter')
  await expect.poll(() => field.inputValue()).toBe('@Cleo Wu ')
})

test('in a crowd whoever is called so is found for a mention, whoever they are', async () => {
  const page = await open()
  await page.evaluate(async () => {
    const { as, show } = window.playground
    const { id: conversationId } = await as('ben').conversations.openRoom({ title: 'Hall' })
    for (let n = 1; n <= 110; n += 1) await as(`guest${n}`).members.join({ conversationId })
    await as('ana').members.join({ conversationId })
    await as('cleo').members.join({ conversationId })
    show('ana', 'msg-conversation', { 'conversation-id': conversationId })
  })
  const field = page.getByRole('textbox', { name: 'Message Hall' })
  await field.pressSequentially('hello @wu')
  await page.getByRole('option', { name: 'Cleo Wu' }).waitFor()
  await field.press('Tab')
  await expect.poll(() => field.inputValue()).toBe('hello @Cleo Wu ')
  await field.pressSequentially('and @be')
  await page.getByRole('option', { name: 'Ben Okri' }).click()
  await field.press('Enter')
  const sent = page.getByRole('article', { name: 'You: hello @Cleo Wu and @Ben Okri' })
  await expect.poll(() => sent.locator('.mention').allInnerTexts()).toEqual(['@Cleo Wu', '@Ben Okri'])
})

test('Tab leaves the field when nothing is offered, and keys mark what is selected', async () => {
  const page = await opened()
  const field = page.getByRole('textbox', { name: 'Message Lisbon' })
  await field.fill('hello')
  await field.press('ControlOrMeta+a')
  await field.press('ControlOrMeta+b')
  await expect.poll(() => field.inputValue()).toBe('**hello**')
  for (const [key, marked] of [
    ['i', '*hello*'],
    ['e', '`hello`'],
  ] as const) {
    await field.fill('hello')
    await field.press('ControlOrMeta+a')
    await field.press(`ControlOrMeta+${key}`)
    await expect.poll(() => field.inputValue()).toBe(marked)
  }
  await field.press('Tab')
  await expect.poll(() => field.evaluate((editor) => editor.matches(':focus'))).toBe(false)
  await field.fill('')
  await field.press('Shift+ArrowUp')
  await page.getByText('Replying to Cleo Wu').waitFor()
  await field.press('Escape')
  await page.getByText('Replying to').waitFor({ state: 'detached' })
  await page.getByRole('article').last().focus()
  await page.keyboard.type('x')
  await expect.poll(() => field.inputValue()).toBe('x')
})

test('what marks, a name or an emoji put into the text is taken back by undo, and what was typed before it after that', async () => {
  const page = await opened()
  const field = page.getByRole('textbox', { name: 'Message Lisbon' })
  await field.pressSequentially('one')
  await field.press('Shift+Enter')
  await field.pressSequentially('two')
  await field.press('ControlOrMeta+a')
  await field.press('ControlOrMeta+b')
  await expect.poll(() => field.inputValue()).toBe('**one\ntwo**')
  await field.press('ControlOrMeta+z')
  await expect.poll(() => field.inputValue()).toBe('one\ntwo')
  await field.press('End')
  await field.pressSequentially(' @ok')
  await page.getByRole('option', { name: 'Ben Okri' }).click()
  await expect.poll(() => field.inputValue()).toBe('one\ntwo @Ben Okri ')
  await page.getByRole('button', { name: 'Emoji' }).click()
  await page.getByRole('searchbox', { name: 'Search emoji' }).fill('rocket')
  await page.getByRole('gridcell', { name: 'rocket' }).click()
  await expect.poll(() => field.inputValue()).toBe('one\ntwo @Ben Okri 🚀')
  await field.press('ControlOrMeta+z')
  await expect.poll(() => field.inputValue()).toBe('one\ntwo @Ben Okri ')
  await field.press('ControlOrMeta+z')
  await expect.poll(() => field.inputValue()).toBe('one\ntwo @ok')
})

test('Enter sends, but not with Shift, and not what confirms a word; where the host wants it, only with Mod', async () => {
  const page = await opened()
  const field = page.getByRole('textbox', { name: 'Message Lisbon' })
  const sent = (text: string) => page.getByRole('article', { name: `You: ${text}`, exact: true })
  await field.fill('one')
  await field.press('Shift+Enter')
  await field.pressSequentially('two')
  await field.dispatchEvent('keydown', { key: 'Enter', isComposing: true, cancelable: true })
  // Safari has ended the word by then, and tells by the code alone.
  await field.dispatchEvent('keydown', { key: 'Enter', keyCode: 229, cancelable: true })
  await field.pressSequentially(' three')
  await field.press('Enter')
  await sent('one two three').waitFor()
  await page.locator('msg-composer').evaluate((composer) => composer.setAttribute('send-key', 'mod-enter'))
  await field.pressSequentially('four')
  await field.press('Enter')
  await field.pressSequentially('five')
  await field.press('ControlOrMeta+Enter')
  await sent('four five').waitFor()
})

test('an emoji is suggested by a word after a colon, and written in its place', async () => {
  const page = await opened()
  const field = page.getByRole('textbox', { name: 'Message Lisbon' })
  await field.pressSequentially('to the moon :rocket')
  await page.getByRole('option', { name: 'rocket' }).waitFor()
  await field.press('Enter')
  await expect.poll(() => field.inputValue()).toBe('to the moon 🚀 ')
  await field.pressSequentially('at 10:30 :zzzzz')
  await expect.poll(() => page.getByRole('listbox').count()).toBe(0)
  await field.fill('gone')
  await field.press('ControlOrMeta+a')
  await field.press('ControlOrMeta+Shift+X')
  await expect.poll(() => field.inputValue()).toBe('~~gone~~')
})

test('keys lead to the very first message and to the newest, loaded or not', async () => {
  const page = await open()
  await page.evaluate(async () =>
    window.playground.show('ana', 'msg-conversation', { 'conversation-id': await window.playground.fill(300) }),
  )
  const newest = page.getByRole('article', { name: /: 300 / })
  await newest.waitFor()
  await page.getByRole('log').focus()
  await page.keyboard.press('ControlOrMeta+Home')
  const first = page.getByRole('article', { name: /: 1 / })
  await expect.poll(() => first.evaluate((row) => row.matches(':focus'))).toBe(true)
  await page.keyboard.press('ControlOrMeta+End')
  await expect.poll(() => newest.evaluate((row) => row.matches(':focus'))).toBe(true)
})

test('what is pinned is listed, and leads to its place', async () => {
  const page = await opened()
  await page.getByRole('button', { name: 'Pinned' }).click()
  const dialog = page.getByRole('dialog', { name: 'Pinned' })
  const pinned = dialog.getByRole('button', { name: /^Ben Okri.*ask/ })
  await pinned.waitFor()
  await expectForEverybody(page)
  const time = await ownTime(page)
  await pinned.click()
  await dialog.waitFor({ state: 'detached' })
  const led = page.locator('.row.flash')
  await led.waitFor()
  await time.pass(2_000)
  await led.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Pinned' }).click()
  await dialog.getByRole('button', { name: /^Unpin/ }).click()
  await dialog.getByText('Nothing is pinned here.').waitFor()
})

test('a dialog that is asked for as soon as it was closed is shown', async () => {
  const page = await opened()
  for (const name of ['Members', 'Pinned']) {
    const opens = page.getByRole('button', { name })
    await opens.click()
    const dialog = page.getByRole('dialog', { name })
    const closes = dialog.getByRole('button', { name: 'Close' })
    // The dialog tells that it was closed a task later: by then it is open again.
    const again = await closes.evaluateHandle(
      async (button: HTMLElement, opener) => {
        const told = new Promise((done) => button.closest('dialog')?.addEventListener('close', done))
        button.click()
        for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
        if (opener instanceof HTMLElement) opener.click()
        await told
      },
      await opens.elementHandle(),
    )
    await again.dispose()
    await dialog
      .getByText(name === 'Members' ? '3 members' : /ask/)
      .first()
      .waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => opens.evaluate((button) => button.matches(':focus'))).toBe(true)
  }
})

test('the title is changed in its place by those who may', async () => {
  const page = await opened()
  await page.getByRole('button', { name: 'Rename' }).click()
  const field = page.getByRole('textbox', { name: 'Title (optional)' })
  await expect.poll(() => field.inputValue()).toBe('Lisbon')
  await field.press('Escape')
  await page.getByRole('heading', { name: 'Lisbon' }).waitFor()
  await page.getByRole('textbox', { name: 'Message Lisbon' }).press('Shift+ArrowUp')
  await page.getByText('Replying to Cleo Wu').waitFor()
  await page.getByRole('button', { name: 'Rename' }).click()
  await field.waitFor()
  await expectForEverybody(page)
  await field.fill('Porto')
  await field.press('Enter')
  await page.getByRole('heading', { name: 'Porto' }).waitFor()
  const other = await opened('ben')
  await other.getByRole('heading', { name: 'Lisbon' }).waitFor()
  await expect.poll(() => other.getByRole('button', { name: 'Rename' }).count()).toBe(0)
})

test('keys lead through an inbox', async () => {
  const page = await open(1100, 700)
  await page.evaluate(async () => {
    await window.playground.furnish()
    window.playground.show('ana', 'msg-inbox')
  })
  const rows = page.locator('msg-conversation-list').getByRole('button')
  await rows.first().press('Enter')
  await page.getByRole('heading', { name: 'Ben Okri, Cleo Wu' }).waitFor()
  await page.keyboard.press('Alt+ArrowDown')
  await page.getByRole('heading', { name: 'Team Beta' }).waitFor()
  await page.keyboard.press('Alt+ArrowUp')
  await page.getByRole('heading', { name: 'Ben Okri, Cleo Wu' }).waitFor()
  await rows.first().focus()
  await page.keyboard.type('te')
  await expect
    .poll(() => page.getByRole('button', { name: /^Team Beta/ }).evaluate((row) => row.matches(':focus')))
    .toBe(true)
  await page.getByRole('log').waitFor()
  await page.keyboard.press('F6')
  await expect
    .poll(() => page.evaluate(() => document.querySelector('msg-inbox')?.conversation?.focusedPart))
    .toBe('messages')
  await page.keyboard.press('F6')
  await expect.poll(() => page.getByRole('textbox').evaluate((field) => field.matches(':focus'))).toBe(true)
  await page.keyboard.press('ControlOrMeta+k')
  await expect.poll(() => page.getByRole('searchbox').evaluate((field) => field.matches(':focus'))).toBe(true)
})

/** The direct of ana and ben twice on a page: the drafts of both are one. */
const twice = async (): Promise<Page> => {
  const page = await open()
  await page.evaluate(async () => {
    const { playground } = window
    const id = await playground.fill(1)
    for (const heading of ['one', 'other']) {
      const attributes = { 'conversation-id': id, heading }
      playground.put(playground.as('ana'), 'msg-conversation', attributes)
    }
  })
  return page
}

const drafts = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith('msg-draft:'))
    return keys.map((key) => localStorage.getItem(key) ?? '')
  })

test('a draft outlives a field that only stood empty beside it', async () => {
  const page = await twice()
  const fields = page.getByRole('textbox')
  await expect.poll(() => fields.count()).toBe(2)
  await fields.first().fill('begun here')
  await expect.poll(() => drafts(page)).toEqual(['begun here'])
  await page
    .locator('msg-conversation')
    .last()
    .evaluate((other) => other.remove())
  await expect.poll(() => drafts(page)).toEqual(['begun here'])
  await fields.fill('begun here, and not yet kept')
  await page.locator('msg-conversation').evaluate((one) => one.remove())
  await expect.poll(() => drafts(page)).toEqual(['begun here, and not yet kept'])
})

test('a draft that is written on, or sent, in another tab is so here, unless something else is written here', async () => {
  const page = await open()
  await page.evaluate(async () => {
    const id = await window.playground.fill(1)
    window.playground.show('ana', 'msg-conversation', { 'conversation-id': id })
  })
  const field = page.getByRole('textbox', { name: 'Message Ben Okri' })
  await field.fill('begun here')
  await expect.poll(() => drafts(page)).toEqual(['begun here'])
  /** As another tab has it. */
  const becomes = (text: string | null): Promise<void> =>
    page.evaluate((now) => {
      const key = Object.keys(localStorage).find((one) => one.startsWith('msg-draft:')) ?? ''
      if (now === null) localStorage.removeItem(key)
      else localStorage.setItem(key, now)
      dispatchEvent(new StorageEvent('storage', { key }))
    }, text)
  await becomes('begun here, gone on there')
  await expect.poll(() => field.inputValue()).toBe('begun here, gone on there')
  await becomes(null)
  await expect.poll(() => field.inputValue()).toBe('')
  await field.fill('mine')
  await expect.poll(() => drafts(page)).toEqual(['mine'])
  await field.fill('mine alone')
  await becomes('not mine')
  await expect.poll(() => drafts(page)).toEqual(['mine alone'])
  await expect.poll(() => field.inputValue()).toBe('mine alone')
  // Who signs out has it forgotten, and then no field.
  await page.evaluate(() => localStorage.clear())
  await page.locator('msg-provider').evaluate((provider) => void Reflect.set(provider, 'session', null))
  await expect.poll(() => field.count()).toBe(0)
  await expect.poll(() => drafts(page)).toEqual([])
})

test('in a low window what is suggested first is in sight, and so is what arrows lead to', async () => {
  const page = await opened()
  await page.setViewportSize({ width: 320, height: 256 })
  const field = page.getByRole('textbox', { name: 'Message Lisbon' })
  const options = page.getByRole('option')
  const inSight = (at: number) =>
    options.nth(at).evaluate((option) => {
      const { top, bottom, left } = option.getBoundingClientRect()
      const shown = option.getRootNode()
      const hit = (y: number) => shown instanceof ShadowRoot && option.contains(shown.elementFromPoint(left + 20, y))
      return hit(top + 1) && hit(bottom - 1)
    })
  await field.pressSequentially(':smi')
  await expect.poll(() => options.count()).toBe(6)
  await expect.poll(() => inSight(0)).toBe(true)
  for (let press = 0; press < 5; press += 1) await field.press('ArrowDown')
  await expect.poll(() => inSight(5)).toBe(true)
})
