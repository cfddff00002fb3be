import { createServer } from 'node:net'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { launch } from './chromium.ts'
import { demoInBrowser } from './demo-in-browser.ts'
import { demoThatEnds } from './demo-server.ts'
import { networkOf } from './network.ts'
import { createPageFaults } from './page-faults.ts'

const stage = demoInBrowser(launch)
const faults = createPageFaults()

afterEach(() => {
  const found = faults.take()
  if (found.length > 0) throw new Error(`in the pages went wrong:\n${found.join('\n')}`)
})

/** A browser of somebody's own, in whose pages nothing may go wrong. */
const newContext = async (): Promise<BrowserContext> => {
  const context = await stage.browser.newContext()
  await faults.watch(context)
  return context
}

/** A person in a browser of their own. */
const openAs = async (person: string): Promise<Page> => openIn(await newContext(), person)

/** The same in a browser that may have tabs already. */
const openIn = async (context: BrowserContext, person: string): Promise<Page> => {
  const page = await context.newPage()
  await page.goto(`${stage.demo.url}/messages/?as=${person}`)
  await page.getByRole('button', { name: /^Lobby/ }).click()
  await page.getByRole('heading', { name: 'Lobby' }).waitFor()
  return page
}

const write = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('textbox', { name: /^Message / }).fill(text)
  await page.keyboard.press('Enter')
}

/** The message of that text: a paragraph of the list, whoever wrote it. */
const shown = (page: Page, text: string) => page.getByRole('log').getByText(text, { exact: true })

/** What is said below a message of one's own until the server has it. */
const onItsWay = (page: Page) => page.getByText(/^(Sending|Waiting to send)$/)

test('two browsers talk live in both directions', async () => {
  const [alice, bob] = [await openAs('alice'), await openAs('bob')]
  await write(alice, 'hello from alice')
  await shown(bob, 'hello from alice').waitFor()
  await write(bob, 'hello from bob <b>not bold</b>')
  await shown(alice, 'hello from bob <b>not bold</b>').waitFor()
  await expect.poll(() => alice.getByRole('log').locator('b').count()).toBe(0)
  await alice.context().close()
  await bob.context().close()
})

test('each conversation has an address below the page, which opens it again and leads back to the list', async () => {
  const page = await openAs('alice')
  await page.waitForURL(/\/messages\/[\w-]{36}\?as=alice$/)
  await page.reload()
  const lobby = page.getByRole('heading', { name: 'Lobby' })
  await lobby.waitFor()
  await page.goBack()
  await lobby.waitFor({ state: 'detached' })
  await expect.poll(() => page.url()).toBe(`${stage.demo.url}/messages/?as=alice`)
  await page.context().close()
})

test('the tabs of a browser share one live link; when the one that has it is closed, another goes on', async () => {
  const context = await newContext()
  let sockets = 0
  context.on('page', (page) => page.on('websocket', () => (sockets += 1)))
  const [first, second] = [await openIn(context, 'alice'), await openIn(context, 'alice')]
  const bob = await openAs('bob')
  await write(bob, 'to both tabs')
  for (const tab of [first, second]) await shown(tab, 'to both tabs').waitFor()
  expect(sockets).toBe(1)
  await first.close()
  await write(bob, 'to the other tab')
  await shown(second, 'to the other tab').waitFor()
  expect(sockets).toBe(2)
  await context.close()
  await bob.context().close()
})

test('a conversation started by one appears with the other, unread until opened', async () => {
  const [carol, bob] = [await openAs('carol'), await openAs('bob')]
  await carol.getByRole('button', { name: 'New conversation' }).first().click()
  await carol.getByRole('combobox', { name: /^Name/ }).fill('bob')
  await carol.getByRole('combobox', { name: /^Name/ }).press('Enter')
  await carol.getByRole('button', { name: 'Start' }).click()
  await carol.getByRole('textbox', { name: 'Message Bob Marsh' }).waitFor()
  await write(carol, 'psst')
  await bob.getByRole('button', { name: /^Carol Quinn 1 unread message psst/ }).click()
  await shown(bob, 'psst').waitFor()
  const read = bob.getByRole('button', { name: /^Carol Quinn psst/ })
  await read.waitFor()
  await expect.poll(() => read.innerText()).not.toMatch(/\b1\b.*unread/)
  await carol.context().close()
  await bob.context().close()
})

test('open pages catch up by themselves after the server was killed, and what was written meanwhile goes out once', async () => {
  const [alice, bob] = [await openAs('alice'), await openAs('bob')]
  await write(alice, 'before the crash')
  await shown(bob, 'before the crash').waitFor()
  await stage.demo.end('SIGKILL')
  await alice.locator('msg-status [part=bar]').waitFor()
  await write(alice, 'written while it was down')
  await alice.getByText('Waiting to send', { exact: true }).waitFor()
  await stage.restart()
  await shown(bob, 'written while it was down').waitFor()
  await onItsWay(alice).waitFor({ state: 'detached' })
  await write(bob, 'still here')
  await shown(alice, 'still here').waitFor()
  await expect.poll(() => shown(bob, 'written while it was down').count()).toBe(1)
  await expect.poll(() => shown(bob, 'before the crash').count()).toBe(1)
  await bob.reload()
  await shown(bob, 'written while it was down').waitFor()
  await expect.poll(() => shown(bob, 'written while it was down').count()).toBe(1)
  await alice.context().close()
  await bob.context().close()
})

test('a page whose network is cut says so, keeps what is written across a reload and shows it, and sends it once and in order when it is back', async () => {
  const context = await newContext()
  const network = await networkOf(context, /\/chat\//)
  const [alice, bob] = [await openIn(context, 'alice'), await openAs('bob')]
  await write(alice, 'before the cut')
  await shown(bob, 'before the cut').waitFor()
  await onItsWay(alice).waitFor({ state: 'detached' })

  await network.cut()
  await alice.locator('msg-status').getByText('You are offline.').waitFor()
  const waiting = ['one, offline', 'two, offline', 'three, offline']
  for (const text of waiting) await write(alice, text)
  await expect.poll(() => alice.getByText('Waiting to send', { exact: true }).count()).toBe(3)
  await alice.getByText('3 messages waiting').waitFor()
  await write(bob, 'bob, meanwhile')
  await onItsWay(bob).waitFor({ state: 'detached' })
  await alice.reload()
  await alice.getByText('The server cannot be reached.').first().waitFor()
  await expect.poll(() => alice.locator('msg-conversation .kept li').allInnerTexts()).toEqual(waiting)

  network.restore()
  const expected = ['before the cut', 'bob, meanwhile', ...waiting]
  for (const page of [alice, bob]) {
    for (const text of expected) await shown(page, text).waitFor()
    const texts = page.getByRole('log').getByText(/^before the cut$|, meanwhile$|, offline$/)
    await expect.poll(() => texts.allTextContents()).toEqual(expected)
  }
  await expect.poll(() => onItsWay(alice).count()).toBe(0)
  await context.close()
  await bob.context().close()
})

test('an article has a room beside it, and a profile a button that opens the direct', async () => {
  const page = await openAs('dave')
  await page.goto(`${stage.demo.url}/journal/lighthouse`)
  await page.getByRole('button', { name: 'Join' }).click()
  await write(page, 'who lights it now?')
  await shown(page, 'who lights it now?').waitFor()
  await page.goto(`${stage.demo.url}/people/sam`)
  await page.getByRole('button', { name: 'Message Sam Gamgee', exact: true }).click()
  await page.getByRole('textbox', { name: 'Message Sam Gamgee' }).fill('hello Sam')
  await page.keyboard.press('Enter')
  await shown(page, 'hello Sam').waitFor()
  await expect.poll(() => page.getByRole('log').count()).toBe(1)
  await page.context().close()
})

test('a page of closed launchers learns of the server who one is, and has none for oneself', async () => {
  const page = await (await newContext()).newPage()
  await page.goto(`${stage.demo.url}/people/gandalf?as=dave`)
  await page.getByRole('button', { name: 'Message Gandalf' }).waitFor()
  await page.evaluate(`{
    const provider = document.createElement('msg-provider')
    Object.assign(provider, { src: '/chat/', headers: { authorization: 'Demo dave' } })
    for (const id of ['dave', 'sam']) {
      const launcher = document.createElement('msg-dm')
      Object.assign(launcher, { userId: id, label: 'Write to ' + id })
      provider.append(launcher)
    }
    document.body.append(provider)
  }`)
  await expect.poll(() => page.getByRole('button', { name: /^Write to/ }).allInnerTexts()).toEqual(['Write to sam'])
  await page.context().close()
})

test('a folder in use is refused with the holder, a taken port and a database that is away with what to do', async () => {
  const locked = await demoThatEnds({ DATA_DIR: stage.folder, PORT: '0' })
  expect(locked.code).toBe(1)
  expect(locked.output).toMatch(/did not start: .*\b\d+\b/)
  expect(locked.output).not.toContain('    at ')

  const other = join(stage.folder, 'other')
  const holder = createServer()
  await new Promise<void>((listening) => holder.listen(0, '127.0.0.1', listening))
  const address = holder.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const taken = await demoThatEnds({ DATA_DIR: other, PORT: String(port) })
  await new Promise((closed) => holder.close(closed))
  expect(taken.code).toBe(1)
  expect(taken.output).toMatch(/this port is taken: set PORT/)

  const away = await demoThatEnds({ DATABASE_URL: 'postgres://me:canary@127.0.0.1:1/app', PORT: '0' })
  expect(away.code).toBe(1)
  expect(away.output).toMatch(/did not start: .*ECONNREFUSED.*: check DATABASE_URL/)
  expect(away.output).not.toMatch(/canary|    at /)

  const production = await demoThatEnds({ DATA_DIR: other, PORT: '0', NODE_ENV: 'production' })
  expect(production).toMatchObject({ code: 1, output: expect.stringContaining('NODE_ENV=production') })
})

test('Ctrl-C ends it gracefully, and nothing said is lost', async () => {
  const alice = await openAs('alice')
  await write(alice, 'the last word')
  await shown(alice, 'the last word').waitFor()
  await onItsWay(alice).waitFor({ state: 'detached' })
  expect(await stage.demo.end('SIGINT')).toBe(0)
  await stage.restart()
  await shown(alice, 'the last word').waitFor()
  await alice.reload()
  await shown(alice, 'the last word').waitFor()
  await alice.context().close()
})
