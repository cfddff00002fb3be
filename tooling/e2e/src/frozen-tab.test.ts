import type { Browser, BrowserContext, Page, WebSocket } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, launchFreezable } from './chromium.ts'
import { demoInBrowser } from './demo-in-browser.ts'

const stage = demoInBrowser(launchFreezable)
let others: Browser

beforeAll(async () => {
  others = await launch()
})
afterAll(() => others?.close())

/** A tab in the lobby, and the sockets it has opened. */
const openIn = async (context: BrowserContext, person: string) => {
  const page = await context.newPage()
  const sockets: WebSocket[] = []
  page.on('websocket', (socket) => sockets.push(socket))
  page.on('pageerror', (error) => expect.fail(`the page failed: ${error.message}`))
  await page.goto(`${stage.demo.url}/messages/?as=${person}`)
  await page.getByRole('button', { name: /^Lobby/ }).click()
  await page.getByRole('textbox', { name: /^Message / }).waitFor()
  return { page, sockets }
}

const write = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('textbox', { name: /^Message / }).fill(text)
  await page.keyboard.press('Enter')
}

const shown = (page: Page, text: string) => page.getByRole('log').getByText(text, { exact: true })

/** Has the browser do with a tab what it does with those that are long in the background, or takes it back. */
const turn = async (page: Page, state: 'frozen' | 'active'): Promise<void> => {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Page.setWebLifecycleState', { state })
  await devtools.detach()
}

test('a tab that is frozen closes its link, and shows what it missed, once, over another when it is taken back', async () => {
  const { page: alice, sockets } = await openIn(stage.browser.context, 'alice')
  const { page: bob } = await openIn(await others.newContext(), 'bob')
  await write(bob, 'while it was awake')
  await shown(alice, 'while it was awake').waitFor()
  expect(sockets).toHaveLength(1)

  await turn(alice, 'frozen')
  await write(bob, 'while it was frozen')
  await shown(bob, 'while it was frozen').waitFor()
  await bob.getByText('Sending', { exact: true }).waitFor({ state: 'detached' })

  await turn(alice, 'active')
  await shown(alice, 'while it was frozen').waitFor()
  await alice.locator('msg-status [part=bar]').waitFor({ state: 'detached' })
  await write(bob, 'live again')
  await shown(alice, 'live again').waitFor()
  await expect.poll(() => sockets.map((socket) => socket.isClosed())).toEqual([true, false])
  for (const text of ['while it was awake', 'while it was frozen', 'live again'])
    await expect.poll(() => shown(alice, text).count()).toBe(1)
  await write(alice, 'and it answers')
  await shown(bob, 'and it answers').waitFor()
  await alice.close()
  await bob.context().close()
})

test('a tab that is frozen with the link of its browser leaves it to another tab', async () => {
  const [first, second] = [await openIn(stage.browser.context, 'alice'), await openIn(stage.browser.context, 'alice')]
  const { page: bob } = await openIn(await others.newContext(), 'bob')
  await write(bob, 'to both')
  for (const { page } of [first, second]) await shown(page, 'to both').waitFor()
  expect([first.sockets.length, second.sockets.length]).toEqual([1, 0])

  await turn(first.page, 'frozen')
  await write(bob, 'to the one that is awake')
  await shown(second.page, 'to the one that is awake').waitFor()
  expect(second.sockets).toHaveLength(1)

  await turn(first.page, 'active')
  await shown(first.page, 'to the one that is awake').waitFor()
  await write(bob, 'to both again')
  for (const { page } of [first, second]) {
    await shown(page, 'to both again').waitFor()
    await expect.poll(() => shown(page, 'to the one that is awake').count()).toBe(1)
  }
  expect([first.sockets.length, second.sockets.length]).toEqual([1, 1])
  for (const { page } of [first, second]) await page.close()
  await bob.context().close()
})

test('a tab that is frozen while it is the one that sends leaves that to another tab', async () => {
  const [first, second] = [await openIn(stage.browser.context, 'alice'), await openIn(stage.browser.context, 'alice')]
  const { page: bob } = await openIn(await others.newContext(), 'bob')
  await turn(first.page, 'frozen')
  await write(second.page, 'written while the other was frozen')
  await shown(bob, 'written while the other was frozen').waitFor()

  await turn(first.page, 'active')
  await second.page.close()
  await write(first.page, 'written once it was taken back')
  await shown(bob, 'written once it was taken back').waitFor()
  await expect.poll(() => shown(first.page, 'written while the other was frozen').count()).toBe(1)
  await first.page.close()
  await bob.context().close()
})
