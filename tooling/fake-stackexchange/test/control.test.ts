import { spawn } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { createManualClock, renderMarkdown } from '../src/index.ts'
import { useBrowser, useFake } from './browser.ts'

test('the typing page offers the rooms and the people', async () => {
  const fake = await useFake()
  const page = await (await fetch(`${fake.server.chatOrigin}/__fake/`)).text()
  expect(page).toContain('<option value="1">Sandbox</option>')
  expect(page).toContain('<option value="8">Bob Builder</option>')
  expect(page).not.toContain('Feeds')
})

test('the control verbs can be called from another process', async () => {
  const fake = await useFake()
  const call = async (body: unknown): Promise<unknown> =>
    (await fetch(`${fake.server.chatOrigin}/__fake/control`, { method: 'POST', body: JSON.stringify(body) })).json()
  expect(await call({ verb: 'say', args: [8, 1, 'typed'] })).toEqual({ result: expect.any(Number) })
  expect(await (await fetch(`${fake.server.chatOrigin}/__fake/rooms/1`)).json()).toMatchObject([
    { name: 'Bob Builder', text: 'typed' },
  ])
  expect(await call({ verb: 'constructor', args: [] })).toHaveProperty('error')
  expect(await call({ nothing: true })).toHaveProperty('error')
})

test('the log of requests holds no key, address or password', async () => {
  const fake = await useFake()
  const browser = await useBrowser(fake, 7)
  await browser.post('/chats/1/messages/new', { text: 'hi', email: 'a@b', password: 'p' })
  expect(fake.requests().at(-1)).toEqual({
    server: 'chat',
    method: 'POST',
    path: '/chats/1/messages/new',
    form: { fkey: '[redacted]', text: 'hi', email: '[redacted]', password: '[redacted]' },
    status: 200,
  })
  expect(JSON.stringify(fake.requests())).not.toContain(browser.fkey)
})

test('a request nobody foresaw is told', async () => {
  const fake = await useFake()
  fake.assertNoUnexpected()
  await fetch(`${fake.server.chatOrigin}/no/such/thing`)
  expect(() => fake.assertNoUnexpected()).toThrow('GET /no/such/thing')
})

const statuses = async (probability: number, seed: number) => {
  const fake = await useFake()
  fake.fault({ path: '/', effect: { kind: 'status', status: 503 }, times: 99, probability, seed })
  const answers: number[] = []
  for (let at = 0; at < 20; at += 1) answers.push((await fetch(`${fake.server.chatOrigin}/`)).status)
  return answers
}

describe('a fault', () => {
  test('by chance is the same with the same seed', async () => {
    const first = await statuses(0.5, 42)
    expect(first).toEqual(await statuses(0.5, 42))
    expect(new Set(first)).toEqual(new Set([200, 503]))
  })

  test('meets as many requests as it should, after as many as it should, and can be withdrawn', async () => {
    const fake = await useFake()
    const get = async () => (await fetch(`${fake.server.chatOrigin}/`)).status
    fake.fault({ path: '/', effect: { kind: 'status', status: 500 }, after: 1, times: 2 })
    expect([await get(), await get(), await get(), await get()]).toEqual([200, 500, 500, 200])
    fake.fault({ path: '/', effect: { kind: 'status', status: 500 } })()
    expect(await get()).toBe(200)
  })

  test('that resets after processing has been processed', async () => {
    const fake = await useFake()
    const browser = await useBrowser(fake, 7)
    for (const kind of ['reset-before', 'reset-after'] as const) {
      fake.fault({ path: '/chats/1/messages/new', effect: { kind } })
      await expect(browser.post('/chats/1/messages/new', { text: kind })).rejects.toThrow('fetch failed')
    }
    expect([...fake.world.messages.values()].map(({ revisions }) => revisions[0]?.source)).toEqual(['reset-after'])
  })
})

test('the command serves until it is told to stop', async () => {
  const cli = new URL('../src/cli.ts', import.meta.url).pathname
  const child = spawn(process.execPath, ['--conditions=@msg/source', cli, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => void child.on('close', resolve))
  let text = ''
  const page = await new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const address = /type +(\S+)/.exec(text)?.[1]
      if (address) resolve(address)
    })
  })
  expect(await (await fetch(page)).text()).toContain('<option value="8">Bob</option>')
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('the clock fires timers in order and only as far as it is moved', async () => {
  const clock = createManualClock(0)
  const fired: string[] = []
  clock.timer('late', 300, () => void fired.push(`late ${clock.now()}`))
  clock.timer('soon', 100, () => {
    fired.push(`soon ${clock.now()}`)
    clock.timer('then', 50, () => void fired.push(`then ${clock.now()}`))
  })
  clock.timer('never', 100, () => void fired.push('never'))()
  clock.advance(200)
  expect([...fired, clock.now()]).toEqual(['soon 100', 'then 150', 200])
  expect(clock.pending()).toEqual([{ name: 'late', in: 100 }])
  expect((await clock.untilTimer('late')).in).toBe(100)
})

test.each([
  ['plain < & >', 'plain &lt; &amp; &gt;'],
  ['*i* **b** ---s---', '<i>i</i> <b>b</b> <strike>s</strike>'],
  ['`*code* <`', '<code>*code* &lt;</code>'],
  ['[a b](https://example.org/x "t")', '<a href="https://example.org/x" title="t" rel="nofollow">a b</a>'],
  ['see https://example.org/x', 'see <a href="https://example.org/x" rel="nofollow">example.org/x</a>'],
  ['> quoted', '<div class="quote">quoted</div>'],
  ['one\n*two*', "<div class='full'>one <br> *two*</div>"],
  ['    code\n      more', "<pre class='full'>code\n  more</pre>"],
])('%j is drawn as %j', (source, html) => {
  expect(renderMarkdown(source)).toBe(html)
})

test('long texts are cut, unless asked for whole', () => {
  const source = Array.from({ length: 20 }, (_, at) => `line ${at}`).join('\n')
  expect(renderMarkdown(source)).toMatch(/^<div class='partial'>/)
  expect(renderMarkdown(source)).not.toContain('line 19')
  expect(renderMarkdown(source, true)).toContain('line 19')
})
