import { launch } from '@msg/e2e/chromium'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { servePage } from './support/page-server.ts'
import type { PageServer } from './support/page-server.ts'

let browser: Browser
let server: PageServer

beforeAll(async () => {
  browser = await launch()
  server = await servePage()
})
afterAll(async () => {
  await browser?.close()
  await server?.[Symbol.asyncDispose]()
})

/** A page with the conversation of ana and ben, seen by ana; what goes wrong in it fails the test that asks. */
const opened = async (count: number): Promise<{ readonly page: Page; readonly wrong: string[] }> => {
  const page = await browser.newPage({ viewport: { width: 800, height: 640 } })
  const wrong: string[] = []
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('console', (message) => (message.type() === 'error' ? wrong.push(message.text()) : undefined))
  await page.goto(server.url)
  await page.waitForFunction(() => 'playground' in window)
  await page.evaluate(async (messages) => {
    const id = await window.playground.fill(messages)
    await window.playground.show('ana', `msg-conversation#${id}`)
  }, count)
  return { page, wrong }
}

test('a conversation is shown from its end, under the strictest policy', async () => {
  const { page, wrong } = await opened(60)
  await page.getByRole('heading', { name: 'Ben Okri' }).waitFor()
  await page.getByRole('article').last().waitFor()
  expect(await page.getByRole('article').last().innerText()).toContain('60')
  expect(wrong).toEqual([])
  await page.close()
})

test('what I write is there at once and is sent; what the other writes comes by itself, and the end is followed', async () => {
  const { page, wrong } = await opened(60)
  const field = page.getByRole('textbox', { name: 'Message Ben Okri' })
  await field.fill('one **two** <b>three</b>')
  await field.press('Enter')
  await page.getByText('<b>three</b>').waitFor()
  await page.getByText('Sent', { exact: true }).waitFor()
  await page.evaluate(async () => {
    const { conversations } = await window.playground.as('ben').inbox.list()
    await window.playground.as('ben').messages.send({ conversationId: conversations[0]?.id ?? '', body: 'an answer' })
  })
  const last = page.getByRole('article', { name: 'Ben Okri: an answer' })
  await last.waitFor()
  await expect.poll(() => last.evaluate((row) => row.getBoundingClientRect().bottom < innerHeight)).toBe(true)
  await page.getByText('Sent', { exact: true }).waitFor({ state: 'visible' })
  expect(await page.locator('b').count()).toBe(0)
  expect(wrong).toEqual([])
  await page.close()
})

/** Scrolls up in small steps through pages that are loaded on the way; answers by how much what is read ever jumped, in pixels. */
const largestJump = (page: Page, steps: number): Promise<number> =>
  page.evaluate(async (count) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    const find = (root: ParentNode): HTMLElement | null => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.matches('.viewport')) return element
        const inner = element.shadowRoot === null ? null : find(element.shadowRoot)
        if (inner !== null) return inner
      }
      return null
    }
    const viewport = find(document)
    if (viewport === null) throw new Error('there is no viewport')
    const middle = viewport.getBoundingClientRect().top + viewport.clientHeight / 2
    const anchor = () => {
      const rows = [...viewport.querySelectorAll<HTMLElement>('.row')]
      const row = rows.find((one) => one.getBoundingClientRect().bottom > middle)
      return { id: row?.dataset['id'] ?? '', top: row?.getBoundingClientRect().top ?? 0 }
    }
    let largest = 0
    for (let step = 0; step < count && viewport.scrollTop > 0; step += 1) {
      const before = anchor()
      viewport.scrollTop -= 120
      await frame()
      await frame()
      const row = viewport.querySelector(`.row[data-id="${before.id}"]`)
      if (row === null) throw new Error('what was read is gone')
      if (viewport.scrollTop > 0) largest = Math.max(largest, Math.abs(row.getBoundingClientRect().top - before.top - 120))
    }
    return largest
  }, steps)

test('scrolling up through older messages never moves what is being read', async () => {
  const { page, wrong } = await opened(400)
  await page.getByRole('article').last().waitFor()
  expect(await largestJump(page, 100)).toBeLessThanOrEqual(1)
  expect(await page.evaluate(() => document.querySelector('msg-conversation') !== null)).toBe(true)
  expect(wrong).toEqual([])
  await page.close()
})

test('nor does it on a slow machine', async () => {
  const { page } = await opened(400)
  await page.getByRole('article').last().waitFor()
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  expect(await largestJump(page, 100)).toBeLessThanOrEqual(1)
  await page.close()
})

test('a message is answered, reacted to, edited and deleted with the keyboard alone', async () => {
  const { page, wrong } = await opened(12)
  const field = page.getByRole('textbox', { name: 'Message Ben Okri' })
  await field.fill('a first draft')
  await field.press('Enter')
  const mine = page.getByRole('article', { name: 'You: a first draft' })
  await mine.waitFor()
  await page.getByText('Sent', { exact: true }).waitFor()

  await field.press('ArrowUp')
  await field.fill('a second draft')
  await field.press('Enter')
  await page.getByRole('article', { name: 'You: a second draft' }).getByText('edited').waitFor()

  await page.getByRole('log').focus()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowUp')
  const theirs = page.getByRole('article', { name: /^Ben Okri: 12/ })
  await expect.poll(() => theirs.evaluate((row) => row.matches(':focus'))).toBe(true)
  await page.keyboard.press('+')
  await theirs.getByRole('button', { name: '👍, 1 person, including you' }).waitFor()
  await page.keyboard.press('r')
  await page.getByText('Replying to Ben Okri').waitFor()
  await page.keyboard.type('an answer')
  await page.keyboard.press('Enter')
  await page.getByRole('article', { name: 'You: an answer' }).getByText(/Ben Okri: 12/).waitFor()

  await page.getByRole('log').focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Delete')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).press('Enter')
  await page.getByRole('article', { name: 'You: Message deleted' }).waitFor()
  expect(wrong).toEqual([])
  await page.close()
})

test('what I write survives a reload, and a conversation without messages says so', async () => {
  const { page, wrong } = await opened(0)
  await page.getByText('Nothing here yet. Say hello!').waitFor()
  const field = page.getByRole('textbox', { name: 'Message Ben Okri' })
  await field.fill('half a thought')
  await page.waitForFunction(() => Object.keys(localStorage).length > 0)
  await page.reload()
  await page.waitForFunction(() => 'playground' in window)
  await page.evaluate(async () => window.playground.show('ana', `msg-conversation#${await window.playground.fill(0)}`))
  await expect.poll(() => page.getByRole('textbox').inputValue()).toBe('half a thought')
  expect(wrong).toEqual([])
  await page.close()
})

const directions = { ltr: 'en', rtl: 'ar' } as const

test.each(['light', 'dark'] as const)('nobody is shut out: no violation of axe in the %s scheme, in any width or direction', async (colorScheme) => {
  const { page, wrong } = await opened(30)
  await page.getByRole('article').last().waitFor()
  await page.emulateMedia({ colorScheme })
  const { source } = await import('axe-core')
  for (const [direction, locale] of Object.entries(directions))
    for (const width of [320, 768, 1280]) {
      await page.setViewportSize({ width, height: 640 })
      await page.evaluate((tag) => document.querySelector('msg-provider')?.setAttribute('locale', tag), locale)
      await page.waitForFunction((dir) => document.querySelector('msg-provider')?.matches(`:dir(${dir})`), direction)
      await page.getByRole('article').last().hover()
      // The policy forbids scripts in the page; the tool comes in by the back door.
      const found = await page.evaluate(`(() => { ${source}; return axe.run() })()`)
      expect(violationsIn(found), `${colorScheme} ${direction} ${width}`).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
      if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/${colorScheme}-${direction}-${width}.png` })
    }
  expect(wrong).toEqual([])
  await page.close()
})

const violationsIn = (found: unknown): readonly string[] => {
  const { violations } = found as { readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[] }
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
