import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectForEverybody } from './support/accessibility.ts'
import { pagesOfThisFile } from './support/opened.ts'

const open = pagesOfThisFile()

/** The inbox of ana with the direct of ben open, in which much was said. */
const opened = async (attributes: Readonly<Record<string, string>> = {}): Promise<Page> => {
  const page = await open(1100, 640)
  await page.evaluate(async (given) => {
    await window.playground.furnish()
    window.playground.show('ana', 'msg-inbox', given)
  }, attributes)
  await page
    .locator('msg-conversation-list')
    .getByRole('button', { name: /^Ben Okri(?!,)/ })
    .click()
  await page.getByRole('article').last().waitFor()
  return page
}

test('the keys are listed where one asks for them, in the language of the page, and Escape leads back', async () => {
  const page = await opened()
  const field = page.getByRole('textbox', { name: 'Message Ben Okri' })
  await field.press('ControlOrMeta+/')
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await dialog.getByText('Previous, next unread conversation').waitFor()
  await expect.poll(() => dialog.getByText('Search in this conversation').count()).toBe(0)
  await page.evaluate(() => document.querySelector('msg-provider')?.setAttribute('locale', 'de'))
  await page.getByRole('dialog', { name: 'Tastenkürzel' }).getByText('Meine letzte Nachricht bearbeiten').waitFor()
  await expectForEverybody(page)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await expect.poll(() => field.evaluate((editor) => editor.matches(':focus'))).toBe(true)
})

test('a conversation lists no keys of an inbox', async () => {
  const page = await open()
  await page.evaluate(async () =>
    window.playground.show('ana', 'msg-conversation', {
      'conversation-id': await window.playground.fill(3),
      'find-key': '',
    }),
  )
  await page.getByRole('textbox').press('ControlOrMeta+/')
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await dialog.getByText('Search in this conversation').waitFor()
  await expect.poll(() => dialog.getByText('Previous, next conversation').count()).toBe(0)
  await page.keyboard.press('ControlOrMeta+/')
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('log').focus()
  await page.keyboard.press('F6')
  await expect.poll(() => page.getByRole('textbox').evaluate((field) => field.matches(':focus'))).toBe(true)
  await page.keyboard.press('Shift+F6')
  await expect
    .poll(() => page.evaluate(() => document.querySelector('msg-conversation')?.focusedPart ?? null))
    .toBe('messages')
})

test('Mod+F searches in a conversation where the host wants it, leads to what was found, and back to it', async () => {
  const page = await opened({ 'find-key': '' })
  await page.getByRole('textbox', { name: 'Message Ben Okri' }).press('ControlOrMeta+f')
  const dialog = page.getByRole('dialog', { name: 'Search in this conversation' })
  await expect.poll(() => dialog.getByRole('searchbox').evaluate((field) => field.matches(':focus'))).toBe(true)
  await page.keyboard.type('release')
  const found = dialog.getByRole('button', { name: / 1 the release is out/ })
  await found.waitFor()
  await expectForEverybody(page)
  await found.press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  const first = page.getByRole('article', { name: 'You: 1 the release is out' })
  await expect.poll(() => first.evaluate((row) => row.getBoundingClientRect().top > 0)).toBe(true)
  await page.getByRole('button', { name: 'Back to results' }).click()
  await expect.poll(() => found.evaluate((result) => result.matches(':focus'))).toBe(true)
  await expect.poll(() => dialog.getByRole('searchbox').inputValue()).toBe('release')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  // The dialog is hidden at once; the page hears that it closed a task later.
  await expect.poll(() => page.getByRole('button', { name: 'Back to results' }).count()).toBe(0)
  await page.keyboard.press('ControlOrMeta+Shift+F')
  await expect
    .poll(() =>
      page.getByRole('searchbox', { name: 'Search', exact: true }).evaluate((field) => field.matches(':focus')),
    )
    .toBe(true)
})

test('keys of what lies behind an open dialog do nothing', async () => {
  const page = await open(1100, 700)
  await page.evaluate(async () => {
    await window.playground.furnish()
    window.playground.show('ana', 'msg-inbox', { 'find-key': '' })
  })
  await page.getByRole('button', { name: /^Ben Okri, Cleo Wu/ }).click()
  const heading = page.getByRole('heading', { name: 'Ben Okri, Cleo Wu', exact: true })
  const row = page.getByRole('article', { name: 'Ben Okri: three of us' })
  await page.getByRole('textbox').fill('mine')
  await page.getByRole('textbox').press('Enter')
  const mine = page.getByRole('article', { name: 'You: mine' })
  await mine.getByText('Sent', { exact: true }).waitFor()
  const dialog = page.locator('dialog[open]')
  const behind = ['Alt+ArrowDown', 'Alt+Shift+ArrowDown', 'ControlOrMeta+k', 'ControlOrMeta+f', 'ControlOrMeta+/', 'F6']
  for (const opens of [
    () => page.getByRole('button', { name: 'Members' }).click(),
    async () => {
      await mine.focus()
      await page.keyboard.press('Delete')
    },
  ]) {
    await opens()
    await dialog.waitFor()
    const name = await dialog.getAttribute('aria-label')
    for (const key of behind) await page.keyboard.press(key)
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)))
    await expect.poll(() => dialog.getAttribute('aria-label')).toBe(name)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await row.waitFor()
    await heading.first().waitFor()
  }
  await row.focus()
  await page.keyboard.press('Alt+ArrowDown')
  await page.getByRole('heading', { name: 'Team Beta', exact: true }).waitFor()
})

test('without that, Mod+F is for the search of the browser', async () => {
  const page = await opened()
  const taken = await page.evaluateHandle(() => {
    const ours: boolean[] = []
    addEventListener('keydown', ({ key, defaultPrevented }) => (key === 'f' ? ours.push(defaultPrevented) : undefined))
    return ours
  })
  await page.getByRole('textbox', { name: 'Message Ben Okri' }).press('ControlOrMeta+f')
  await expect.poll(() => taken.jsonValue()).toEqual([false])
})

test('with Shift, the keys for conversations pass over what is read', async () => {
  const page = await opened()
  const rows = page.locator('msg-conversation-list').getByRole('listitem')
  await page.evaluate(async () => {
    const { inbox, receipts } = window.playground.as('ana')
    const { conversations } = await inbox.list()
    const team = conversations.find(({ title }) => title === 'Team Beta')
    await receipts.markRead({ conversationId: team?.id ?? '', seq: 1 })
  })
  await page.getByRole('button', { name: /^Team Beta Cleo Wu/ }).waitFor()
  await page.keyboard.press('Alt+Shift+ArrowUp')
  await page.getByRole('heading', { name: 'Ben Okri, Cleo Wu' }).waitFor()
  // The others are listed above what has news, and read. The key that is pressed next goes where the focus still is, in a row that moved.
  await page.evaluate(async () => {
    const { as } = window.playground
    const { conversations } = await as('ana').inbox.list()
    const [team, ...others] = conversations.toSorted((one) => (one.title === 'Team Beta' ? -1 : 1))
    await as('cleo').messages.send({ conversationId: team?.id ?? '', body: 'news' })
    for (const { id } of others.toSorted((one, other) => one.kind.localeCompare(other.kind))) {
      const { seq } = await as('ana').messages.send({ conversationId: id, body: 'read' })
      await as('ana').receipts.markRead({ conversationId: id, seq })
    }
  })
  await expect
    .poll(() => rows.allInnerTexts())
    .toEqual([/read/, /read/, /news/].map((text) => expect.stringMatching(text)))
  await expect.poll(() => rows.getByText('unread message').count()).toBe(1)
  await page.keyboard.press('Alt+Shift+ArrowDown')
  await page.getByRole('heading', { name: 'Team Beta' }).waitFor()
})

test('keys lead through pages of messages, and into what one can do to one and out of it', async () => {
  const page = await opened()
  const log = page.getByRole('log')
  const last = page.getByRole('article').last()
  const leadsDown = page.getByRole('button', { name: 'Jump to latest' })
  await log.focus()
  // A list that is still looking for its place takes back what is scrolled.
  await expect.poll(() => page.keyboard.press('PageUp').then(() => leadsDown.count())).toBe(1)
  await expect.poll(() => page.keyboard.press('PageDown').then(() => leadsDown.count())).toBe(0)
  await page.keyboard.press('End')
  await last.and(page.locator(':focus')).waitFor()
  const actions = last.locator('.actions button')
  for (const key of ['Enter', 'ArrowRight']) {
    await page.keyboard.press(key)
    await actions.first().and(page.locator(':focus')).waitFor()
    await page.keyboard.press('ArrowRight')
    await actions.nth(1).and(page.locator(':focus')).waitFor()
    await page.keyboard.press('Escape')
    await last.and(page.locator(':focus')).waitFor()
  }
  const copied = await page.evaluateHandle(() => {
    const texts: string[] = []
    navigator.clipboard.writeText = async (text) => void texts.push(text)
    return texts
  })
  await page.keyboard.press('c')
  await expect.poll(() => copied.jsonValue()).toEqual(['30 まだです'])
  await page.evaluate(() => (navigator.clipboard.writeText = () => Promise.reject(new DOMException('denied'))))
  await page.keyboard.press('c')
  await page.getByRole('alert').getByText('That did not work.').waitFor()
})

test('where a widget is told that Mod and Enter send, Enter begins a line in it', async () => {
  const page = await open()
  await page.evaluate(async () => {
    const { over } = window.playground
    const direct = await window.playground.fill(1)
    const room = await window.playground.as('ana').conversations.openRoom({ title: 'Attic' })
    const keyed = { 'send-key': 'mod-enter' }
    over('ana', 'up', 'msg-conversation', { ...keyed, 'conversation-id': direct })
    over('ana', 'up', 'msg-dm', { ...keyed, 'user-id': 'cleo', mode: 'inline' })
    over('ana', 'up', 'msg-room', { ...keyed, 'room-id': room.id })
    over('ana', 'up', 'msg-inbox', { ...keyed, 'conversation-id': direct })
  })
  const fields = page.locator('textarea:enabled')
  await expect.poll(() => fields.count()).toBe(4)
  await expect
    .poll(() => fields.evaluateAll((all) => all.map((field) => field.getAttribute('enterkeyhint'))))
    .toEqual(['enter', 'enter', 'enter', 'enter'])
  const field = page.locator('msg-inbox').getByRole('textbox', { name: 'Message Ben Okri' })
  await field.press('ControlOrMeta+/')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Ctrl+Enter').waitFor()
  await page.keyboard.press('Escape')
  await field.fill('one')
  await field.press('Enter')
  await field.pressSequentially('two')
  await expect.poll(() => field.inputValue()).toBe('one\ntwo')
  await field.press('ControlOrMeta+Enter')
  await page.locator('msg-inbox').getByRole('article', { name: 'You: one two' }).waitFor()
})
