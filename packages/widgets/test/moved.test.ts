import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { pagesOfThisFile } from './support/opened.ts'

const open = pagesOfThisFile()

/** Puts the widget into another place on the page, as hosts do that sort a list or show it beside something else. */
const move = (page: Page, tag: string): Promise<void> =>
  page.locator(tag).evaluate((widget) => {
    const place = document.createElement('div')
    place.style.height = '100%'
    widget.parentElement?.append(place)
    place.append(widget)
  })

/** A conversation in which ana wrote one message and began another with a file, and edits the first. */
const editing = async (page: Page): Promise<void> => {
  await page.evaluate(async () => {
    const id = await window.playground.fill(1)
    window.playground.show('ana', 'msg-conversation', { 'conversation-id': id })
  })
  const field = page.getByRole('textbox', { name: 'Message Ben Okri' })
  await field.fill('begun before')
  const files = [{ name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('a plan') }]
  await page.locator('msg-composer input[type=file]').setInputFiles(files)
  await page.getByRole('button', { name: 'Remove: plan.txt' }).waitFor()
  await page.locator('msg-composer progress').waitFor({ state: 'detached' })
  await page.getByRole('article', { name: 'You: 1 the release is out' }).focus()
  await page.keyboard.press('e')
  await page.getByText('Editing your message').waitFor()
  await field.fill('1 the release is late')
}

test('a message that is edited while the widget is moved stays that message, and what was begun before stays too', async () => {
  const page = await open()
  await editing(page)
  await move(page, 'msg-conversation')
  const field = page.getByRole('textbox', { name: 'Message Ben Okri' })
  await expect.poll(() => field.isEnabled()).toBe(true)
  await expect.poll(() => field.inputValue()).toBe('1 the release is late')
  await field.press('Enter')
  await page.getByRole('article', { name: 'You: 1 the release is late' }).waitFor()
  await expect.poll(() => field.inputValue()).toBe('begun before')
  await page.getByRole('button', { name: 'Remove: plan.txt' }).waitFor()
})

test('an edit that is interrupted because one has to sign in again puts nothing else in the place of the message', async () => {
  const page = await open()
  await editing(page)
  await page.locator('msg-provider').evaluate((provider) => {
    const session = Reflect.get(provider, 'session')
    Reflect.set(provider, 'session', null)
    requestAnimationFrame(() => Reflect.set(provider, 'session', session))
  })
  const field = page.getByRole('textbox', { name: 'Message Ben Okri' })
  await expect.poll(() => field.inputValue()).toBe('begun before')
  await field.press('Enter')
  await page.getByRole('article', { name: 'You: begun before' }).waitFor()
  await page.getByRole('article', { name: 'You: 1 the release is out' }).waitFor()
})

test('an open panel that is taken away while it changes, and put back, is open again', async () => {
  const page = await open()
  await page.evaluate(() => window.playground.show('ana', 'msg-dm', { 'user-id': 'ben', open: '' }))
  const panel = page.getByRole('dialog')
  await panel.waitFor()
  await page.locator('msg-dm').evaluate(async (widget) => {
    const { parentElement } = widget
    widget.remove()
    widget.setAttribute('label', 'Ben')
    await Reflect.get(widget, 'updateComplete')
    parentElement?.append(widget)
  })
  await expect.poll(() => panel.getAttribute('aria-label')).toBe('Ben')
  await expect.poll(() => panel.evaluate((shown) => shown.matches(':popover-open'))).toBe(true)
})

test('what is pinned is there again after the widget was moved while something was being unpinned', async () => {
  const page = await open()
  await page.evaluate(async () => {
    const id = await window.playground.fill(2)
    const session = window.playground.as('ana')
    const { messages } = await session.messages.list({ conversationId: id })
    for (const { id: messageId } of messages) await session.messages.pin({ messageId })
    // It is never heard whether that was done.
    const unpin: typeof session.messages.unpin = async (input, options) => {
      if (options?.signal?.aborted !== true && !('heard' in document.body.dataset)) {
        document.body.dataset['heard'] = ''
        return new Promise(() => {})
      }
      return session.messages.unpin(input, options)
    }
    const over = { ...session, messages: { ...session.messages, unpin } }
    window.playground.put(over, 'msg-conversation', { 'conversation-id': id })
  })
  await page.getByRole('button', { name: 'Pinned' }).click()
  const unpins = page.getByRole('button', { name: /^Unpin/ })
  await expect.poll(() => unpins.count()).toBe(2)
  await unpins.first().click()
  await expect.poll(() => page.evaluate(() => 'heard' in document.body.dataset)).toBe(true)
  await move(page, 'msg-conversation')
  await expect.poll(() => unpins.count()).toBe(1)
  await page.getByRole('dialog', { name: 'Pinned' }).getByRole('button', { name: 'Close' }).click()
  await expect.poll(() => unpins.count()).toBe(0)
})
