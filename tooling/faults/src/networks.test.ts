import type { ClientOptions } from '@msg/client'
import { isMsgError } from '@msg/core'
import { checkHistory, fakeClock, newId, randomFrom, untilKnown, upTo } from '@msg/testing'
import type { SendRecord } from '@msg/testing'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { fastClock } from './fast-clock.ts'
import { follow } from './follower.ts'
import { startProxy } from './proxy.ts'
import type { Proxy, ProxyOptions } from './proxy.ts'
import { readAll } from './read-all.ts'
import { connect } from './serve.ts'
import { startServer } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'

let server: ServerProcess

beforeAll(async () => {
  server = await startServer('memory')
})

afterAll(() => server.end('SIGKILL'))

const startOwnProxy = async (options: Omit<ProxyOptions, 'port'>): Promise<Proxy> => {
  const proxy = await startProxy({ port: server.port, ...options })
  onTestFinished(() => proxy.close())
  return proxy
}

const startGroup = async () => {
  const ann = await connect(server.url, 'ann')
  const { id: conversationId } = await ann.conversations.startGroup({ userIds: ['ben'] })
  return { ann, conversationId }
}

/** Milliseconds, more than a client waits for an answer. */
const patience = 60_000

test('a first request that arrives after its own retry changes nothing: one message, one number', async () => {
  const { ann, conversationId } = await startGroup()
  const [release, late] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let [holding, released] = [true, false]
  const proxy = await startOwnProxy({
    hold: (chunk) => {
      if (!holding || !chunk.includes('POST')) return null
      holding = false
      return release.promise
    },
    onAnswer: () => (released ? late.resolve() : null),
  })
  const clock = fakeClock()
  const slow = await connect(proxy.url, 'ben', { clock })
  const draft = { id: newId(), conversationId, body: 'only once' }
  const sending = slow.messages.send(draft).catch((error: unknown) => error)
  await expect.poll(() => holding).toBe(false)
  clock.advance(patience)
  const first = await sending
  expect(isMsgError(first) && [first.code, first.outcome]).toEqual(['timeout', 'unknown'])
  const message = await slow.messages.send(draft)
  await ann.messages.send({ conversationId, body: 'after it' })

  released = true
  release.resolve()
  await late.promise
  let replayed = false
  expect(await ann.messages.get({ messageId: message.id })).toEqual(message)
  expect(await slow.messages.send(draft, { onReplay: () => (replayed = true) })).toEqual(message)
  expect(replayed).toBe(true)
  expect((await readAll(ann, conversationId)).map(({ seq, body }) => [seq, body])).toEqual([
    [1, 'only once'],
    [2, 'after it'],
  ])
  for (const client of [ann, slow]) client.close()
})

test('an answer that is swallowed is a timeout with unknown outcome; asking again is safe', async () => {
  const { ann, conversationId } = await startGroup()
  let swallowing = false
  const proxy = await startOwnProxy({
    spoil: () => (swallowing ? { how: 'swallow', direction: 'down', afterBytes: 1 } : null),
  })
  const clock = fakeClock()
  const ben = await connect(proxy.url, 'ben', { clock, headers: closing('ben') })
  const draft = { id: newId(), conversationId, body: 'hello' }
  swallowing = true
  const sending = ben.messages.send(draft).catch((error: unknown) => error)
  await expect.poll(() => proxy.spoilt()).toBe(1)
  clock.advance(patience)
  const lost = await sending
  expect(isMsgError(lost) && [lost.code, lost.outcome]).toEqual(['timeout', 'unknown'])
  swallowing = false
  const { seq } = await ben.messages.send(draft)
  expect(seq).toBe(1)
  expect(await readAll(ann, conversationId)).toHaveLength(1)
  for (const client of [ann, ben]) client.close()
})

/** Every request on a connection of its own. */
const closing = (userId: string) => ({ authorization: `Demo ${userId}`, connection: 'close' })

test('a live connection that falls silent is noticed and replaced: nothing missed, nothing repeated', async () => {
  const { ann, conversationId } = await startGroup()
  // Not counted when it is decided: a connection that ends before its bytes have passed was never spoilt.
  const proxy: Proxy = await startOwnProxy({
    spoil: () =>
      proxy.spoilt() < 8 ? { how: 'swallow', direction: 'down', afterBytes: 1_300 + proxy.spoilt() * 400 } : null,
  })
  const ben = await untilKnown(() => connect(proxy.url, 'ben', { clock: fastClock(120), timeout: 120_000 }))
  const follower = follow(ben)
  await follower.ready
  const ids: string[] = []
  const more = async (): Promise<void> => {
    const { id } = await ann.messages.send({ conversationId, body: 'hello' })
    ids.push(id)
  }
  while (proxy.spoilt() < 8) await more()
  await more()
  await follower.until(ids)
  expect(follower.messages.map(({ id }) => id)).toEqual(ids)
  await follower.end()
  for (const client of [ann, ben]) client.close()
})

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
const requests = process.env.FULL === '1' ? 50_000 : 1_000

test(`${requests} sends through a network that doubles and reorders requests are one message each (SEED=${seed})`, async () => {
  const { ann, conversationId } = await startGroup()
  const random = randomFrom(seed)
  const late: (() => Promise<unknown>)[] = []
  /** Sends everything twice: the second copy now, or many requests later; either may be the one that is answered. */
  const doubling: NonNullable<ClientOptions['fetch']> = async (url, init) => {
    const copy = (): Promise<Response> => fetch(url, { ...init, signal: null })
    if (init.method !== 'POST') return copy()
    const fate = random()
    if (late.length > 20) await late.splice(Math.floor(random() * late.length), 1)[0]?.()
    if (fate < 0.5) {
      late.push(() => copy().then((response) => response.arrayBuffer()))
      return copy()
    }
    const [one, other] = [copy(), copy()]
    const [answer, spare] = fate < 0.75 ? [one, other] : [other, one]
    void spare.then((response) => response.arrayBuffer())
    return answer
  }
  const sends: SendRecord[] = []
  const clients = await Promise.all(upTo(4).map(() => connect(server.url, 'ben', { fetch: doubling })))
  await Promise.all(
    clients.map(async (client, index) => {
      for (const n of upTo(requests / clients.length)) {
        const id = newId()
        const invokedAt = performance.now()
        const { seq } = await client.messages.send({ id, conversationId, body: `${index} ${n}` })
        const completedAt = performance.now()
        sends.push({ client: `${index}`, id, conversationId, invokedAt, completedAt, outcome: 'ok', seq })
      }
    }),
  )
  await Promise.all(late.map((copy) => copy()))
  const final = await readAll(ann, conversationId)
  expect(checkHistory({ sends, final, streams: {} })).toEqual([])
  expect(final).toHaveLength(requests)
  for (const client of [ann, ...clients]) client.close()
}, 600_000)
