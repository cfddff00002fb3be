import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from './chromium.ts'
import { demoThatEnds, startDemo } from './demo-server.ts'
import type { DemoServer } from './demo-server.ts'

let folder = ''
let browser: Browser
let demo: DemoServer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msg-demo-'))
  browser = await launch()
  demo = await startDemo(folder)
})
afterAll(async () => {
  await browser?.close()
  await demo?.end('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

/** A person in a browser of their own; fails the test on any error of the page. */
const openAs = async (person: string): Promise<Page> => {
  const context = await browser.newContext()
  const page = await context.newPage()
  page.on('pageerror', (error) => expect.fail(`the page failed: ${error.message}`))
  await page.goto(`${demo.url}/${person}`)
  await page.locator('.status[data-state=online]').waitFor()
  await page.getByRole('button', { name: /Lobby/ }).click()
  return page
}

const write = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Write a message' }).fill(text)
  await page.keyboard.press('Enter')
}

const shown = (page: Page, text: string) => page.getByRole('log').getByText(text, { exact: true })

test('two browsers talk live in both directions', async () => {
  const [alice, bob] = [await openAs('alice'), await openAs('bob')]
  await write(alice, 'hello from alice')
  await shown(bob, 'hello from alice').waitFor()
  await write(bob, 'hello from bob <b>not bold</b>')
  await shown(alice, 'hello from bob <b>not bold</b>').waitFor()
  expect(await alice.locator('.message b').count()).toBe(0)
  await alice.context().close()
  await bob.context().close()
})

test('a conversation started by one appears with the other, unread until opened', async () => {
  const [carol, bob] = [await openAs('carol'), await openAs('bob')]
  await carol.getByRole('button', { name: 'Talk to bob' }).click()
  await write(carol, 'psst')
  const row = bob.locator('.conversations button', { hasText: 'Carol Quinn: psst' })
  await row.waitFor()
  expect(await row.locator('.unread').textContent()).toBe('1')
  await row.click()
  await shown(bob, 'psst').waitFor()
  await row.locator('.unread').waitFor({ state: 'detached' })
  await carol.context().close()
  await bob.context().close()
})

test('open pages catch up by themselves after the server was killed, and what was written meanwhile goes out once', async () => {
  const [alice, bob] = [await openAs('alice'), await openAs('bob')]
  await write(alice, 'before the crash')
  await shown(bob, 'before the crash').waitFor()
  await demo.end('SIGKILL')
  await alice.locator('.status:not([data-state=online])').waitFor()
  await write(alice, 'written while it was down')
  await alice.getByText('not sent').waitFor()
  demo = await startDemo(folder, demo.port)
  await shown(bob, 'written while it was down').waitFor({ timeout: 60_000 })
  await alice.locator('.unsent').waitFor({ state: 'detached' })
  await write(bob, 'still here')
  await shown(alice, 'still here').waitFor()
  expect(await shown(bob, 'written while it was down').count()).toBe(1)
  expect(await shown(bob, 'before the crash').count()).toBe(1)
  await bob.reload()
  await shown(bob, 'written while it was down').waitFor()
  expect(await shown(bob, 'written while it was down').count()).toBe(1)
  await alice.context().close()
  await bob.context().close()
}, 120_000)

test('a folder in use is refused with the holder, a taken port with what to do', async () => {
  const locked = await demoThatEnds({ DATA_DIR: folder, PORT: '0' })
  expect(locked.code).toBe(1)
  expect(locked.output).toMatch(/did not start: .*\b\d+\b/)
  expect(locked.output).not.toContain('    at ')

  const other = join(folder, 'other')
  const holder = createServer()
  await new Promise<void>((listening) => holder.listen(0, '127.0.0.1', listening))
  const address = holder.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const taken = await demoThatEnds({ DATA_DIR: other, PORT: String(port) })
  await new Promise((closed) => holder.close(closed))
  expect(taken.code).toBe(1)
  expect(taken.output).toMatch(/this port is taken: set PORT/)

  const production = await demoThatEnds({ DATA_DIR: other, PORT: '0', NODE_ENV: 'production' })
  expect(production).toMatchObject({ code: 1, output: expect.stringContaining('NODE_ENV=production') })
})

test('Ctrl-C ends it gracefully, and nothing said is lost', async () => {
  const alice = await openAs('alice')
  await write(alice, 'the last word')
  await alice.locator('.message:not(.unsent)', { hasText: 'the last word' }).waitFor()
  expect(await demo.end('SIGINT')).toBe(0)
  demo = await startDemo(folder, demo.port)
  await shown(alice, 'the last word').waitFor()
  await alice.reload()
  await shown(alice, 'the last word').waitFor()
  await alice.context().close()
})
