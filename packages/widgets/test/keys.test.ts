import { expect, test } from 'vitest'
import { expectForEverybody } from './support/accessibility.ts'
import { pagesOfThisFile } from './support/opened.ts'
import type { OpenedPage } from './support/opened.ts'

const open = pagesOfThisFile()

/** The inbox of ana with the direct of ben open, in which much was said. */
const opened = async (attributes: Readonly<Record<string, string>> = {}): Promise<OpenedPage> => {
  const { page, wrong } = await open(1100, 640)
  await page.evaluate(async (given) => {
    await window.playground.furnish()
    window.playground.show('ana', 'msg-inbox', given)
  }, attributes)
  await page
    .locator('msg-conversation-list')
    .getByRole('button', { name: /^Ben Okri(?!,)/ })
    .click()
  await page.getByRole('article').last().waitFor()
  return { page, wrong }
}

test('the keys are listed where one asks for them, in the language of the page, and Escape leads back', async () => {
  const { page, wrong } = await opened()
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
  expect(wrong).toEqual([])
  await page.close()
})

test('a conversation lists no keys of an inbox', async () => {
  const { page, wrong } = await open()
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
  expect(wrong).toEqual([])
  await page.close()
})

test('Mod+F searches in a conversation where the host wants it, leads to what was found, and back to it', async () => {
  const { page, wrong } = await opened({ 'find-key': '' })
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
  expect(wrong).toEqual([])
  await page.close()
})

test('without that, Mod+F is for the search of the browser', async () => {
  const { page } = await opened()
  const taken = await page.evaluateHandle(() => {
    const ours: boolean[] = []
    addEventListener('keydown', ({ key, defaultPrevented }) => (key === 'f' ? ours.push(defaultPrevented) : undefined))
    return ours
  })
  await page.getByRole('textbox', { name: 'Message Ben Okri' }).press('ControlOrMeta+f')
  await expect.poll(() => taken.jsonValue()).toEqual([false])
  await page.close()
})

test('where a widget is told that Mod and Enter send, Enter begins a line in it', async () => {
  const { page, wrong } = await open()
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
  expect(wrong).toEqual([])
  await page.close()
})
