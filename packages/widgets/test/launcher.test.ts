import type { Page, Route } from 'playwright-core'
import { expect, test } from 'vitest'
import { pagesOfThisFile } from './support/opened.ts'

const open = pagesOfThisFile()

const launcher = (page: Page) => page.getByRole('button', { name: 'Message Ben', exact: true })

/** What a page asks the server of `/chat` for, which knows whom it talks to and answers nothing else. */
const asked = async (page: Page, config: Parameters<Route['fulfill']>[0]): Promise<readonly string[]> => {
  const paths: string[] = []
  await page.route('**/chat/**', (route) => {
    const { pathname } = new URL(route.request().url())
    paths.push(pathname)
    return pathname === '/chat/config' ? route.fulfill(config) : route.fulfill({ status: 503 })
  })
  return paths
}

const ana = {
  json: { me: 'ana', features: { directs: true, rooms: true, websocket: false }, limits: {} },
}

/** The button of ben, and one of a third person's. */
const showLaunchers = (page: Page, ...userIds: readonly string[]): Promise<void> =>
  page.evaluate((ids) => {
    for (const id of ids) window.playground.from('/chat', 'msg-dm', { 'user-id': id, label: `Message ${id}` })
  }, userIds)

/** Whether anything was asked for but who one is. */
const isConnected = (paths: readonly string[]): boolean => paths.some((path) => path !== '/chat/config')

test('a closed launcher asks the server who one is, and for nothing else; there is none for oneself', async () => {
  const page = await open(800, 640, { expected: /503/ })
  const paths = await asked(page, ana)
  await showLaunchers(page, 'ana', 'Ben')
  // The answer has come: whoever connects has begun to.
  await expect.poll(() => page.getByRole('button').allInnerTexts()).toEqual(['Message Ben'])
  expect(isConnected(paths)).toBe(false)
  await launcher(page).click()
  await expect.poll(() => isConnected(paths)).toBe(true)
})

test('where nobody is signed in, a launcher says so when it is opened, and asks no more', async () => {
  const page = await open(800, 640, { expected: /401/ })
  const paths = await asked(page, { status: 401 })
  await page.evaluate(() =>
    document.addEventListener('msg-unauthorized', () => document.body.setAttribute('data-told', ''), { once: true }),
  )
  await showLaunchers(page, 'Ben')
  // Before that it does not know.
  await page.locator('[data-told]').waitFor()
  await launcher(page).click()
  await page.getByRole('button', { name: 'Sign in to message Message Ben' }).waitFor()
  expect(paths).toEqual(['/chat/config'])
})

test('a page of launchers connects by itself where something was not sent', async () => {
  const page = await open(800, 640, { expected: /503/ })
  await page.evaluate(async () => {
    const id = await window.playground.fill(1)
    const line = window.playground.over('ana', 'up', 'msg-conversation', { 'conversation-id': id })
    document.addEventListener('cut', () => line.set('down'))
  })
  await page.getByRole('article').waitFor()
  await page.evaluate(() => document.dispatchEvent(new Event('cut')))
  await page.getByRole('textbox').fill('later')
  await page.getByRole('textbox').press('Enter')
  await page.getByText('Waiting to send', { exact: true }).waitFor()
  const paths = await asked(page, ana)
  await page.reload()
  await page.waitForFunction(() => 'playground' in window)
  await showLaunchers(page, 'Ben')
  await expect.poll(() => isConnected(paths)).toBe(true)
})

test('what cannot be loaded when a launcher is opened says so, in the language of the page, and is loaded by Retry', async () => {
  const page = await open(800, 640, { expected: /ERR_FAILED/ })
  await page.route('**/direct-*.js', (route) => route.abort())
  await page.evaluate(() => window.playground.show('ana', 'msg-dm', { 'user-id': 'ben', label: 'Message Ben' }))
  await page.locator('msg-provider').evaluate((provider) => provider.setAttribute('locale', 'de'))
  await launcher(page).click()
  await page.getByRole('alert').filter({ hasText: 'Der Server ist nicht erreichbar.' }).waitFor()
  const again = page.getByRole('button', { name: 'Noch einmal' })
  await again.click()
  await again.waitFor()
  await page.unroute('**/direct-*.js')
  await again.click()
  await page.getByRole('textbox', { name: 'Ben Okri' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await expect.poll(() => launcher(page).evaluate((button) => button.matches(':focus'))).toBe(true)
})
