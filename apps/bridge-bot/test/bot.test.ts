import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { createServer as createHost } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startBot } from './bot-process.ts'
import { onPostgres } from './on-postgres.ts'
import { ALICE, eventually, openSetting, ROOM } from './setting.ts'
import type { Way } from './setting.ts'

/** What holds whichever way the bot reaches the conversations. */
const anyWay = (url: string, way: Way): void => {
  test('relays both ways, tells how it fares, and stops when asked', async () => {
    const { fake, carol, conversationId, configPath, configure, env } = await openSetting(url, way)
    await configure({ healthPort: 0 })
    const bot = startBot({ args: ['--config', configPath], env })
    const health = await eventually(() => {
      const [, address] = /"health":"([^"]+)"/.exec(bot.output()) ?? []
      if (address === undefined) throw new Error(`not ready: ${bot.output()}`)
      return address
    })
    await eventually(async () => expect((await fetch(health)).status).toBe(200))
    fake.say(ALICE, ROOM, 'from there')
    await carol.messages.send({ conversationId, body: 'from here' })
    await eventually(async () => {
      const { messages } = await carol.messages.list({ conversationId, order: 'asc' })
      expect(messages.map(({ body }) => body)).toEqual(expect.arrayContaining(['from there', 'from here']))
    })
    await eventually(() =>
      expect([...fake.world.messages.values()].map(({ revisions }) => revisions.at(-1)?.source)).toContain(
        '**[carol]** from here',
      ),
    )
    expect(await bot.end('SIGTERM')).toBe(0)
    const lines = bot
      .output()
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
    for (const value of Object.values(env)) expect(bot.output()).not.toContain(value)
    expect(lines.at(-1)).toMatchObject({ level: 'info', message: 'stopped' })
  }, 60_000)
}

describe('over HTTP, with a memory in a folder of its own', () => {
  anyWay('', 'HTTP, in memory')
})

/** A server that takes connections and never says a word. */
const openSilent = async () => {
  const server = createServer((socket) => socket.on('error', () => {}))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  return { silent: server, host: `127.0.0.1:${typeof address === 'object' ? address?.port : ''}` }
}

test('a Postgres that does not answer is not waited for for ever', async () => {
  const { configPath, configure, env } = await openSetting('', 'HTTP, in memory')
  await configure({ memory: undefined })
  const { host } = await openSilent()
  const bot = startBot({ args: ['--config', configPath], env: { ...env, DATABASE_URL: `postgres://bot@${host}/chat` } })
  onTestFinished(async () => void (await bot.end('SIGKILL')))
  expect(await bot.exited).toBe(1)
  expect(bot.output()).toContain('DATABASE_URL does not answer')
}, 60_000)

test('asked to stop while a server keeps it waiting, it stops', async () => {
  const { configPath, configure, env } = await openSetting('', 'HTTP, in memory')
  const { silent, host } = await openSilent()
  const origin = `http://${host}`
  await configure({ server: { chatOrigin: origin, loginOrigin: origin, chatCookie: 'chat' } })
  const bot = startBot({ args: ['--config', configPath], env })
  await once(silent, 'connection')
  expect(await bot.end('SIGTERM')).toBe(0)
  expect(JSON.parse(bot.output())).toMatchObject({ message: 'stopped' })
}, 60_000)

test('what keeps it from starting is told, also where its memory cannot be closed', async () => {
  const { configPath, configure, env, folder } = await openSetting('', 'HTTP, in memory')
  // Of the memory it has just opened the lock is gone when it is to be released.
  const host = createHost((_, response) => {
    rmSync(join(folder, 'memory.lock'), { recursive: true, force: true })
    response.writeHead(401).end()
  })
  host.listen(0, '127.0.0.1')
  await once(host, 'listening')
  onTestFinished(() => void host.close())
  const address = host.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/chat`
  await configure({ messaging: { url } })
  const bot = startBot({ args: ['--config', configPath], env })
  expect(await bot.exited).toBe(1)
  expect(bot.output()).toContain('does not know this bridge by BRIDGE_SECRET')
}, 60_000)

test('a host that does not know the bridge is told of, without the secret', async () => {
  const { configPath, env } = await openSetting('', 'HTTP, in memory')
  const args = ['--config', configPath, '--dry-run']
  const canary = 'canary-secret-of-somebody-else-altogether'
  const wrong = startBot({ args, env: { ...env, BRIDGE_SECRET: canary } })
  expect(await wrong.exited).toBe(1)
  expect(wrong.output()).toContain('does not know this bridge by BRIDGE_SECRET')
  expect(wrong.output()).not.toContain(canary)
  const { BRIDGE_COOKIES = '' } = env
  const none = startBot({ args, env: { BRIDGE_COOKIES } })
  expect(await none.exited).toBe(1)
  expect(none.output()).toContain('set BRIDGE_SECRET')
})

onPostgres((url) => {
  anyWay(url, 'the database')

  test('a dry run tells what it would link and writes nothing', async () => {
    const { fake, carol, conversationId, configPath, cookies } = await openSetting(url)
    await carol.messages.send({ conversationId, body: 'not to be posted' })
    const bot = startBot({
      args: ['--config', configPath, '--dry-run'],
      env: { DATABASE_URL: url, BRIDGE_COOKIES: cookies },
    })
    expect(await bot.exited).toBe(0)
    expect(bot.output()).toContain('"message":"would link"')
    expect(bot.output()).toContain('"room":"Sandbox"')
    expect(fake.world.messages.size).toBe(0)
  })

  test('secrets come from a file, which only its owner may read, or from standard input, and never appear', async () => {
    const { configPath, secretsFile, folder, cookies } = await openSetting(url)
    const canary = 'canary-password-of-the-bot'
    const good = `DATABASE_URL=${url}\nChatExchangeU=bot@example.org\nChatExchangeP=${canary}\n`
    const printed: string[] = []
    const run = async (args: readonly string[], stdin = '') => {
      const bot = startBot({ args: ['--config', configPath, '--dry-run', ...args], stdin })
      const code = await bot.exited
      printed.push(bot.output())
      return code
    }
    expect(await run(['--secrets', await secretsFile(good)])).toBe(0)
    expect((await stat(join(folder, 'bridge-session.json'))).mode & 0o077).toBe(0)
    expect(await run(['--secrets', '-'], good)).toBe(0)
    expect(await run(['--secrets', await secretsFile(good, 0o644)])).toBe(1)
    expect(printed.at(-1)).toContain('chmod 600')
    await rm(join(folder, 'bridge-session.json'))
    expect(await run(['--secrets', '-'], good.replace(canary, `${canary}-wrong`))).toBe(1)
    expect(printed.at(-1)).toContain('login-rejected')
    expect(
      await run(['--secrets', '-'], good.replace('postgres://', 'postgres://user:canary-of-the-database@127.0.0.1:1/')),
    ).toBe(1)
    expect(await run(['--secrets', '-'], `DATABASE_URL=${url}\nBRIDGE_COOKIES=${cookies}\n`)).toBe(0)
    const all = printed.join('\n')
    const [, acct = 'none'] = /acct=([^;]+)/.exec(cookies) ?? []
    for (const secret of [canary, acct, 'canary-of-the-database']) expect(all).not.toContain(secret)
  })

  test.each([
    [{ links: [{ conversationId: '0192f000-0000-7000-8000-00000000dead', roomId: 1 }] }, 'there is no conversation'],
    [{ directory: './nowhere.mjs' }, 'cannot be loaded'],
    [{ schema: 'nothing_here' }, 'npx @msg/drizzle migrate'],
  ])('a configuration with %j does not start and says what to do', async (change, advice) => {
    const { configPath, configure, cookies } = await openSetting(url)
    await configure(change)
    const bot = startBot({ args: ['--config', configPath], env: { DATABASE_URL: url, BRIDGE_COOKIES: cookies } })
    expect(await bot.exited).toBe(1)
    expect(bot.output()).toContain(advice)
    expect(bot.output().trim().split('\n')).toHaveLength(1)
  })

  test('without an account, or in a room that is not there, it does not start', async () => {
    const { configPath, configure, conversationId, cookies } = await openSetting(url)
    const anonymous = startBot({ args: ['--config', configPath], env: { DATABASE_URL: url } })
    expect(await anonymous.exited).toBe(1)
    expect(anonymous.output()).toContain('set BRIDGE_COOKIES')
    await configure({ links: [{ conversationId, roomId: 404 }] })
    const lost = startBot({ args: ['--config', configPath], env: { DATABASE_URL: url, BRIDGE_COOKIES: cookies } })
    expect(await lost.exited).toBe(1)
    expect(lost.output()).toContain('there is no room 404')
  })
})
