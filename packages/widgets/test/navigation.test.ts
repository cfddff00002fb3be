import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectForEverybody } from './support/accessibility.ts'
import { pagesOfThisFile } from './support/opened.ts'

const open = pagesOfThisFile()

/** A page with ana's inbox, in which two groups without a title were begun; answers their ids, the newest first. */
const begun = async (page: Page): Promise<readonly [string, string]> =>
  page.evaluate(async () => {
    const { as, show } = window.playground
    const { conversations, messages } = as('ana')
    const begin = async (userIds: readonly string[], body: string): Promise<string> => {
      const { id } = await conversations.startGroup({ userIds })
      await messages.send({ conversationId: id, body })
      return id
    }
    const first = await begin(['ben'], 'said in the first')
    const second = await begin(['ben', 'cleo'], 'said in the second')
    show('ana', 'msg-inbox')
    return [second, first] as const
  })

test('a conversation that the host opens after one that a search had led into shows its own messages', async () => {
  const page = await open(1000)
  const [second, first] = await begun(page)
  const field = page.getByRole('searchbox', { name: 'Search' })
  await field.fill('said in the second')
  await page.getByRole('button', { name: /said in the second$/ }).click()
  await page.getByRole('article', { name: 'You: said in the second' }).waitFor()
  const show = (id: string) =>
    page.locator('msg-inbox').evaluate((box, to) => Reflect.set(box, 'conversationId', to), id)
  await show(first)
  await page.getByRole('article', { name: 'You: said in the first' }).waitFor()
  await expect.poll(() => page.getByRole('article').count()).toBe(1)
  await show(second)
  await page.getByRole('article', { name: 'You: said in the second' }).waitFor()
})

test('the conversation that is open is not navigated to again', async () => {
  const page = await open(1000)
  await begun(page)
  await page.evaluate(() =>
    document
      .querySelector('msg-inbox')
      ?.addEventListener('msg-navigate', () => history.pushState(null, '', location.pathname)),
  )
  const row = page.locator('msg-conversation-list').getByRole('listitem').first().getByRole('button')
  const before = await page.evaluate(() => history.length)
  for (let press = 0; press < 3; press += 1) await row.click()
  await page.getByRole('article', { name: 'You: said in the second' }).waitFor()
  await expect.poll(() => page.evaluate(() => history.length)).toBe(before + 1)
})

test('a title that is being written for one conversation is none of the next one', async () => {
  const page = await open(1000)
  await begun(page)
  const rows = page.locator('msg-conversation-list').getByRole('listitem')
  await rows.nth(0).getByRole('button').click()
  await page.getByRole('button', { name: 'Rename' }).click()
  const field = page.getByRole('textbox', { name: 'Title (optional)' })
  await field.fill('Lisbon')
  await rows.nth(1).getByRole('button').click()
  await page.getByRole('article', { name: 'You: said in the first' }).waitFor()
  await page.getByRole('button', { name: 'Rename' }).waitFor()
  await expect.poll(() => field.count()).toBe(0)
})

test('why a title could not be changed is seen, in that conversation, until it is tried again', async () => {
  const page = await open(320)
  await page.evaluate(async () => {
    const session = window.playground.as('ana')
    const { id } = await session.conversations.startGroup({ userIds: ['ben'], title: 'Lisbon' })
    await session.conversations.startGroup({ userIds: ['ben'], title: 'Madrid' })
    let refused = false
    const update: typeof session.conversations.update = (input) => {
      if (refused) return session.conversations.update(input)
      refused = true
      return Promise.reject(new Error('not now'))
    }
    const conversations = { ...session.conversations, update }
    window.playground.put({ ...session, conversations }, 'msg-inbox', { 'conversation-id': id })
  })
  const heading = (name: string) => page.getByRole('heading', { name, exact: true })
  await heading('Lisbon').waitFor()
  const said = page.getByText('That did not work.')
  const rename = async (to: string): Promise<void> => {
    // Where there is no room for that button, there is for the list of members.
    await page.locator('msg-title button').dispatchEvent('click')
    await page.getByRole('textbox', { name: 'Title (optional)' }).fill(to)
    await page.keyboard.press('Enter')
  }
  await rename('Porto')
  await said.waitFor()
  const box = await said.boundingBox()
  expect(box?.height).toBeGreaterThan(10)
  expect(box?.x).toBeGreaterThanOrEqual(0)
  await expectForEverybody(page)
  await page.getByRole('button', { name: 'Back' }).click()
  await page.getByRole('button', { name: /^Madrid/ }).click()
  await heading('Madrid').waitFor()
  await expect.poll(() => said.count()).toBe(0)
  await rename('Sevilla')
  await heading('Sevilla').waitFor()
})

test('a title that was refused is there again as it was typed, to be changed or tried once more', async () => {
  const page = await open(1000)
  await page.evaluate(async () => {
    const session = window.playground.as('ana')
    const { id } = await session.conversations.startGroup({ userIds: ['ben'], title: 'Lisbon' })
    const direct = await session.conversations.startDirect({ userId: 'ben' })
    // The title of a direct is nobody's.
    const refused: typeof session.conversations.update = (input) =>
      session.conversations.update({ ...input, conversationId: direct.id })
    const { update } = session.conversations
    const conversations = { ...session.conversations, update: refused }
    document.addEventListener('allow', () => Object.assign(conversations, { update }))
    window.playground.put({ ...session, conversations }, 'msg-conversation', { 'conversation-id': id })
  })
  await page.getByRole('button', { name: 'Rename' }).click()
  const field = page.getByRole('textbox', { name: 'Title (optional)' })
  const refuse = async (): Promise<void> => {
    await page.keyboard.press('Enter')
    await page.getByText('That did not work.').waitFor()
    await expect.poll(() => field.inputValue()).toBe('Porto')
    await expect.poll(() => field.evaluate((input) => input.matches(':focus'))).toBe(true)
  }
  await field.fill('Porto')
  await refuse()
  await refuse()
  await page.evaluate(() => document.dispatchEvent(new Event('allow')))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Porto' }).waitFor()
  await expect.poll(() => page.getByText('That did not work.').count()).toBe(0)
  await page.getByRole('button', { name: 'Rename' }).click()
  await expect.poll(() => field.inputValue()).toBe('Porto')
})

test('who was chosen for one conversation is not asked into the next one', async () => {
  const page = await open(1000)
  await begun(page)
  const rows = page.locator('msg-conversation-list').getByRole('listitem')
  await rows.nth(1).getByRole('button').click()
  const people = async () => {
    await page.getByRole('button', { name: 'Members' }).click()
    await page.getByRole('button', { name: 'Add people' }).click()
  }
  await people()
  await page.getByRole('option', { name: 'Cleo Wu' }).click()
  const chosen = page.getByRole('button', { name: 'Remove: Cleo Wu' })
  await chosen.waitFor()
  // The history of a browser, too, leads on while a dialog is open.
  const second = (await rows.nth(0).getAttribute('data-id')) ?? ''
  await page.locator('msg-inbox').evaluate((box, id) => Reflect.set(box, 'conversationId', id), second)
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByRole('article', { name: 'You: said in the second' }).waitFor()
  await people()
  await page.getByRole('combobox').waitFor()
  await expect.poll(() => page.locator('msg-user-picker .chips button').count()).toBe(0)
})

test('keys lead from one conversation to the next one, and the next, while nothing of them is there', async () => {
  const page = await open(1000)
  const server = await page.evaluateHandle(async () => {
    const { as, furnish, put } = window.playground
    await furnish.call(window.playground)
    const session = as('ana')
    const asked = new Set<() => void>()
    const get: typeof session.conversations.get = async (...input) => {
      if (held.isSilent) await new Promise<void>((speaks) => asked.add(speaks))
      return session.conversations.get(...input)
    }
    put({ ...session, conversations: { ...session.conversations, get } }, 'msg-inbox')
    const held = {
      isSilent: false,
      speak() {
        held.isSilent = false
        for (const speaks of asked) speaks()
      },
    }
    return held
  })
  await page.locator('msg-conversation-list').getByRole('listitem').first().getByRole('button').click()
  const field = page.getByRole('textbox', { name: /^Message ./ })
  await field.focus()
  await server.evaluate((held) => void Object.assign(held, { isSilent: true }))
  const inbox = page.locator('msg-inbox')
  const shown = [await inbox.getAttribute('conversation-id')]
  for (let press = 0; press < 2; press += 1) {
    await page.keyboard.press('Alt+ArrowDown')
    await expect.poll(async () => shown.includes(await inbox.getAttribute('conversation-id'))).toBe(false)
    shown.push(await inbox.getAttribute('conversation-id'))
    await page.keyboard.type('not yet')
    await page.keyboard.press('Control+b')
    await expect
      .poll(() => page.locator('msg-composer textarea:disabled, msg-composer [aria-disabled=true]').count())
      .toBe(1)
  }
  await server.evaluate((held) => held.speak())
  await expect.poll(() => field.isEnabled()).toBe(true)
  await page.keyboard.type('hi')
  await expect.poll(() => field.inputValue()).toBe('hi')
})

test('where the direct with somebody who was found cannot be begun, that is said; one that comes late does not lead away', async () => {
  const page = await open(1000)
  const server = await page.evaluateHandle(() => {
    const session = window.playground.as('ana')
    let answer = (): void => {}
    const answered = new Promise<void>((resolve) => (answer = resolve))
    const held = { refuses: true, answer, direct: Promise.resolve<unknown>(null) }
    const startDirect: typeof session.conversations.startDirect = (input) => {
      if (held.refuses) return Promise.reject(new Error('not now'))
      const direct = answered.then(() => session.conversations.startDirect(input))
      held.direct = direct
      return direct
    }
    window.playground.put({ ...session, conversations: { ...session.conversations, startDirect } }, 'msg-inbox')
    return held
  })
  const somebody = page.getByRole('button', { name: 'Cleo Wu' })
  await page.getByRole('searchbox', { name: 'Search' }).fill('cleo')
  await somebody.click()
  const failed = page.getByRole('alert').filter({ hasText: 'That did not work.' })
  await failed.waitFor()
  await server.evaluate((held) => void Object.assign(held, { refuses: false }))
  await somebody.click()
  await failed.waitFor({ state: 'detached' })
  const inbox = page.locator('msg-inbox')
  const group = await page.evaluate(async () => {
    const { id } = await window.playground.as('ana').conversations.startGroup({ title: 'Lisbon', userIds: ['ben'] })
    return id
  })
  await page.getByRole('searchbox', { name: 'Search' }).press('Escape')
  await page.getByRole('button', { name: /^Lisbon/ }).click()
  await page.getByRole('heading', { name: 'Lisbon' }).waitFor()
  await server.evaluate((held) => {
    held.answer()
    return held.direct
  })
  // What would lead away has done so by the next frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)))
  await expect.poll(() => inbox.getAttribute('conversation-id')).toBe(group)
})

test('the direct with somebody who was found opens when the server answers, whatever keys one looks up meanwhile', async () => {
  const page = await open(1000)
  await page.evaluate(() => {
    const session = window.playground.as('ana')
    const answered = new Promise((resolve) => document.addEventListener('answer', resolve))
    const startDirect: typeof session.conversations.startDirect = async (input) => {
      await answered
      return session.conversations.startDirect(input)
    }
    window.playground.put({ ...session, conversations: { ...session.conversations, startDirect } }, 'msg-inbox')
  })
  await page.getByRole('searchbox', { name: 'Search' }).fill('cleo')
  await page.getByRole('button', { name: 'Cleo Wu' }).click()
  await page.keyboard.press('ControlOrMeta+/')
  const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await keys.waitFor()
  await page.keyboard.press('Escape')
  await keys.waitFor({ state: 'detached' })
  await page.evaluate(() => document.dispatchEvent(new Event('answer')))
  await page.getByRole('heading', { name: 'Cleo Wu' }).waitFor()
})
