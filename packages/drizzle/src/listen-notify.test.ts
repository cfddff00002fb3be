import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { createMessaging } from '@msg/core'
import type { LiveEvent } from '@msg/core'
import { fakeClock, newId, upTo } from '@msg/testing'
import { Client, Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { onPostgres } from '../test/on-postgres.ts'
import { startWireProxy } from '../test/wire-proxy.ts'
import { openListenNotify } from './listen-notify.ts'
import { openPostgres } from './postgres.ts'
import { makePostgresSchema } from './postgres-testing.ts'
import type { PostgresSchema } from './postgres-testing.ts'

test('one NOTIFY is under way at a time, and nothing that is to be said is lost', async () => {
  const answers: (() => void)[] = []
  const asked: string[] = []
  const client = {
    connect: async () => {},
    end: async () => {},
    on: () => {},
    query: (text: string, values: readonly string[] = []) => {
      asked.push([text, ...values].join(' '))
      return text.startsWith('listen') ? Promise.resolve() : new Promise<void>((answer) => answers.push(answer))
    },
  }
  const line = await openListenNotify(client, 'wake', { onWake: () => {}, onLost: () => {} })
  const told = [line.notify(''), line.notify('["it\'s"]'), line.notify('')]
  await expect.poll(() => asked).toEqual(['listen "wake"', 'notify "wake"'])
  answers[0]?.()
  await expect.poll(() => asked.slice(2)).toEqual([`select pg_notify('wake', $1) ["it's"]`])
  answers[1]?.()
  await expect.poll(() => asked.slice(3)).toEqual(['notify "wake"'])
  answers[2]?.()
  await Promise.all(told)
})

test('a line on which nothing is told is asked whether it is still there, and is lost when it does not answer', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const asked: string[] = []
  const lost: unknown[] = []
  let silent = false
  const client = {
    connect: async () => {},
    end: async () => {},
    on: () => {},
    query: (text: string) => {
      asked.push(text)
      return silent ? new Promise<void>(() => {}) : Promise.resolve()
    },
  }
  const line = await openListenNotify(client, 'wake', { onWake: () => {}, onLost: (error) => lost.push(error) })
  await vi.advanceTimersByTimeAsync(60_000)
  expect({ asked, lost }).toEqual({ asked: ['listen "wake"', 'select 1', 'select 1'], lost: [] })
  silent = true
  await vi.advanceTimersByTimeAsync(40_000)
  expect(lost).toEqual([new Error('there was no answer')])
  expect(vi.getTimerCount()).toBe(0)
  await line.close()
})

onPostgres((url) => {
  let made: PostgresSchema
  let schema: string
  const pool = new Pool({ connectionString: url })

  beforeAll(async () => {
    made = await makePostgresSchema(url)
    schema = made.schema
  })
  afterAll(async () => {
    await made.drop()
    await pool.end()
  })

  describe('wake-ups over LISTEN and NOTIFY', () => {
    test('reach the other processes and not the one that woke', async () => {
      const [here, there] = [await openPostgres({ pool, schema }), await openPostgres({ url, schema })]
      const heard: string[] = []
      here.bus.onWake(() => heard.push('here'))
      there.bus.onWake(() => heard.push('there'))
      here.bus.wake()
      await expect.poll(() => heard).toEqual(['there'])
      there.bus.wake()
      await expect.poll(() => heard).toEqual(['there', 'here'])
      await Promise.all([here.close(), there.close()])
    })

    test('carry no data, and come once for a thousand calls at once', async () => {
      const store = await openPostgres({ pool, schema })
      const listener = new Client({ connectionString: url })
      const payloads: (string | undefined)[] = []
      listener.on('notification', ({ payload }) => payloads.push(payload))
      await listener.connect()
      await listener.query(`listen "${schema}_wake"`)
      for (let calls = 0; calls < 1_000; calls += 1) store.bus.wake()
      await expect.poll(() => payloads).toEqual(['', ''])
      await listener.end()
      await store.close()
    })

    test('carry signals, at most one message in 250 milliseconds, to every process, and to the one that said so at once', async () => {
      const [here, there] = [await openPostgres({ pool, schema }), await openPostgres({ url, schema })]
      const listener = new Client({ connectionString: url })
      let messages = 0
      listener.on('notification', () => void (messages += 1))
      await listener.connect()
      await listener.query(`listen "${schema}_wake"`)
      const heard: Record<'here' | 'there', string[]> = { here: [], there: [] }
      here.bus.onSignals((signals) => heard.here.push(...signals.map(({ userId }) => userId)))
      there.bus.onSignals((signals) => heard.there.push(...signals.map(({ userId }) => userId)))
      const users = upTo(40).map((n) => `it's "user" \\ ${n}`)
      for (const userId of users)
        here.bus.signal({
          type: 'typing',
          conversationId: newId(),
          userId,
          typing: true,
          at: '2026-01-01T00:00:00.000Z',
        })
      expect(heard.here).toEqual(users)
      await expect.poll(() => heard.there).toEqual(users)
      await expect.poll(() => messages).toBe(2)
      await listener.end()
      await Promise.all([here.close(), there.close()])
    })

    test('bring what somebody types in one process to a reader in another', async () => {
      const [here, there] = [
        createMessaging({ store: await openPostgres({ pool, schema }) }),
        createMessaging({ store: await openPostgres({ pool, schema }), clock: fakeClock() }),
      ]
      const { id: conversationId } = await here.as('alice').conversations.startDirect({ userId: 'bob' })
      const events = there.as('bob').live.subscribe()[Symbol.asyncIterator]()
      while ((await events.next()).value?.type !== 'ready');
      await here.as('alice').live.typing({ conversationId, typing: true })
      expect((await events.next()).value).toMatchObject({
        type: 'signals',
        signals: [{ userId: 'alice', typing: true }],
      })
      await Promise.all([here.close(), there.close()])
    })

    test('come back when the connection does, with one for what was missed', async () => {
      const proxy = await startWireProxy(url)
      const lost: string[] = []
      const logger = { debug() {}, info() {}, warn: (message: string) => void lost.push(message), error() {} }
      const here = await openPostgres({ pool, schema })
      const there = await openPostgres({ pool, schema, listenUrl: proxy.url, logger })
      let heard = 0
      there.bus.onWake(() => void (heard += 1))
      proxy.cut()
      await expect.poll(() => lost).toEqual(['no wake-ups from other processes for now'])
      await expect.poll(() => heard).toBe(1)
      here.bus.wake()
      await expect.poll(() => heard).toBe(2)
      await Promise.all([here.close(), there.close()])
      await proxy.close()
    })

    test('that are away are said to be once, however often they are tried to be had, and once to be back', async () => {
      const { hostname, port } = new URL(url)
      let tries = 0
      const away = createServer((client) => {
        tries += 1
        client.on('error', () => {})
        if (tries < 4) return client.destroy()
        const upstream = connect(Number(port), hostname)
        client.pipe(upstream).pipe(client)
        return upstream.on('close', () => client.destroy())
      })
      away.listen(0, '127.0.0.1')
      await once(away, 'listening')
      const address = new URL(url)
      address.host = `127.0.0.1:${(away.address() as AddressInfo).port}`
      const said: string[] = []
      const say = (message: string): void => void said.push(message)
      const store = await openPostgres({
        pool,
        schema,
        listenUrl: address.href,
        logger: { debug() {}, info: say, warn: say, error: say },
      })
      await expect
        .poll(() => said)
        .toEqual(['no wake-ups from other processes for now', 'wake-ups from other processes come again'])
      expect(tries).toBe(4)
      await store.close()
      away.close()
    })

    test('are not there through a pooler, where the timer does, nor needed to open', async () => {
      const before = await listening()
      const store = await openPostgres({ pool, schema, prepare: false })
      const other = await openPostgres({ pool, schema, listenUrl: 'postgres://127.0.0.1:1/nowhere' })
      expect(await listening()).toBe(before)
      store.bus.wake()
      await Promise.all([store.close(), other.close()])
    })

    const listening = async (): Promise<number> => {
      const { rows } = await pool.query(
        `select count(*)::integer as clients from pg_stat_activity where query ~ '^listen'`,
      )
      return rows[0].clients
    }

    test('bring a message from one process to a reader in another, whose timer never fires', async () => {
      const [here, there] = [
        createMessaging({ store: await openPostgres({ pool, schema }) }),
        createMessaging({ store: await openPostgres({ pool, schema }), clock: fakeClock() }),
      ]
      const { id } = await here.as('alice').conversations.startDirect({ userId: 'bob' })
      const live = there.as('bob').live.subscribe({})
      const events = live[Symbol.asyncIterator]()
      const next = async (): Promise<LiveEvent> => {
        const { value, done } = await events.next()
        if (done === true) throw new Error('the subscription ended')
        return value
      }
      while ((await next()).type !== 'ready');
      for (const n of upTo(20)) {
        await here.as('alice').messages.send({ conversationId: id, body: `${n}` })
        let event = await next()
        while (event.type !== 'changes') event = await next()
        expect(event.changes).toMatchObject([{ type: 'message.sent', subject: { body: `${n}` } }])
      }
      live.close()
      await Promise.all([here.close(), there.close()])
    })
  })
})
