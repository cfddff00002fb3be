import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { pagesOfThisFile } from './support/opened.ts'

const open = pagesOfThisFile()

/** A direct in which ana said one thing, as she sees it. */
const said = (page: Page, body: string, lang = 'en'): Promise<void> =>
  page.evaluate(
    async ([text, locale]) => {
      const { as, show } = window.playground
      const { id } = await as('ana').conversations.startDirect({ userId: 'ben' })
      await as('ana').messages.send({ conversationId: id, body: text })
      show('ana', 'msg-conversation', { 'conversation-id': id })
      document.querySelector('msg-provider')?.setAttribute('locale', locale)
    },
    [body, lang] as const,
  )

test('in a narrow place code is no wider than that, and scrolls', async () => {
  const page = await open(320)
  await said(page, `\`\`\`\n${'far '.repeat(100)}\n\`\`\``)
  const code = page.getByRole('article').locator('pre')
  await expect.poll(() => code.evaluate((box) => box.getBoundingClientRect().left >= 0)).toBe(true)
  await expect.poll(() => code.evaluate((box) => box.scrollWidth > box.clientWidth)).toBe(true)
})

test.each([
  ['- one\n- two', 'ar', 'li', 'ltr'],
  ['- واحد\n- اثنان', 'en', 'li', 'rtl'],
  ['> one', 'ar', 'blockquote', 'ltr'],
  ['> واحد', 'en', 'blockquote', 'rtl'],
])('the marks of %j in a page in %s stand where its words begin', async (body, lang, tag, direction) => {
  const page = await open()
  await said(page, body, lang)
  await page.locator(`msg-provider[lang=${lang}], msg-provider:not([lang])`).waitFor()
  const one = page.getByRole('article').locator(tag).first()
  await expect.poll(() => one.evaluate((box) => getComputedStyle(box).direction)).toBe(direction)
  await expect.poll(() => one.locator('p').evaluate((words) => getComputedStyle(words).direction)).toBe(direction)
})

test('where what reads Markdown cannot be loaded, messages are as they were written, until it can', async () => {
  const page = await open(800, 640, { expected: /Failed to load resource/ })
  const isReader = (url: URL): boolean => url.pathname.startsWith('/markdown-')
  await page.route(isReader, (route) => route.abort())
  const asked = page.waitForRequest((request) => isReader(new URL(request.url())))
  await said(page, 'all **now**')
  await page.getByText('all **now**').waitFor()
  await asked
  await page.unroute(isReader)
  await page.evaluate(async () => {
    const { conversations } = await window.playground.as('ben').inbox.list()
    await window.playground.as('ben').messages.send({ conversationId: conversations[0]?.id ?? '', body: '**then**' })
  })
  await page.getByRole('strong').filter({ hasText: 'then' }).waitFor()
  await page.getByRole('strong').filter({ hasText: 'now' }).waitFor()
})
