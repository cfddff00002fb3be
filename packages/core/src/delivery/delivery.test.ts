import { expect, test } from 'vitest'
import { createMemoryStore } from '../memory/store.ts'
import { createMessaging } from '../messaging.ts'
import { systemClock } from '../ports/clock.ts'
import type { Clock } from '../ports/clock.ts'
import { openDirectory } from '../ports/directory.ts'
import type { Directory } from '../ports/directory.ts'
import type { LogRange, Store } from '../ports/store.ts'
import type { LiveEvent, LiveSubscription } from '../session.ts'

const bodies = (event: LiveEvent): readonly string[] =>
  event.type === 'changes'
    ? event.changes.flatMap(({ subject }) => (subject !== 'gone' && 'body' in subject ? [subject.body ?? ''] : []))
    : [event.type]

/** Reads a subscription until it has said this. */
const until = async (subscription: LiveSubscription, last: string): Promise<readonly string[]> => {
  const seen: string[] = []
  for await (const event of subscription) {
    seen.push(...bodies(event))
    if (seen.at(-1) === last) break
  }
  return seen
}

/** A store whose reading of the log fails at will. */
const withFailingLog = (store: Store, failsOn: (range: LogRange) => boolean): Store => ({
  ...store,
  log: async (range) => {
    if (failsOn(range)) throw new Error('the database is away')
    return store.log(range)
  },
})

test('when reading the log fails, live goes on where it failed: nothing is lost and nothing comes twice', async () => {
  let failures = 0
  const store = withFailingLog(
    createMemoryStore(),
    (range) => range.after !== '0' && range.after !== null && failures++ < 2,
  )
  const waiting: (() => void)[] = []
  const clock = {
    now: () => Date.now(),
    after: (_: number, task: () => void) => {
      waiting.push(task)
      return () => {}
    },
  }
  await using messaging = createMessaging({ store, clock })
  const [alice, bob] = [messaging.as('alice'), messaging.as('bob')]
  const live = bob.live.subscribe()
  const seen = until(live, 'three')
  const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
  for (const body of ['one', 'two']) await alice.messages.send({ conversationId, body })
  const poll = setInterval(() => waiting.splice(0).forEach((task) => task()), 1)
  await alice.messages.send({ conversationId, body: 'three' })
  expect(await seen).toEqual(['ready', 'one', 'two', 'three'])
  clearInterval(poll)
  expect(failures).toBeGreaterThan(0)
})

test('when the directory fails, live changes go out without profiles', async () => {
  const directory: Directory = {
    ...openDirectory(),
    get: async (ids) => {
      if (failing) throw new Error('the directory is away')
      return ids.map((id) => ({ id, displayName: id, isActive: true }))
    },
  }
  let failing = false
  await using messaging = createMessaging({ directory })
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
  const live = messaging.as('bob').live.subscribe()[Symbol.asyncIterator]()
  expect((await live.next()).value).toMatchObject({ type: 'ready' })
  failing = true
  await alice.messages.send({ conversationId, body: 'hello' })
  expect((await live.next()).value).toMatchObject({
    type: 'changes',
    profiles: [],
    changes: [{ type: 'message.sent' }],
  })
})

test('when the directory fails, what was missed is told without profiles', async () => {
  let failing = false
  const get: Directory['get'] = async (ids) => {
    if (failing) throw new Error('the directory is away')
    return openDirectory().get(ids)
  }
  await using messaging = createMessaging({ directory: { ...openDirectory(), get } })
  const [alice, bob] = [messaging.as('alice'), messaging.as('bob')]
  const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
  const { cursor: after } = await bob.live.read()
  await alice.messages.send({ conversationId, body: 'missed' })
  failing = true
  const live = bob.live.subscribe({ after })[Symbol.asyncIterator]()
  expect((await live.next()).value).toMatchObject({
    type: 'changes',
    profiles: [],
    changes: [{ type: 'message.sent', subject: { body: 'missed' } }],
  })
  expect((await live.next()).value).toMatchObject({ type: 'ready' })
})

test('while the directory says nothing, live changes go out without profiles', async () => {
  const real = systemClock()
  const clock: Clock = { now: real.now, after: (milliseconds, task) => real.after(milliseconds / 100, task) }
  const directory: Directory = {
    ...openDirectory(),
    get: (ids) => (silent ? new Promise(() => {}) : openDirectory().get(ids)),
  }
  let silent = false
  await using messaging = createMessaging({ directory, clock })
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
  const live = messaging.as('bob').live.subscribe()[Symbol.asyncIterator]()
  expect((await live.next()).value).toMatchObject({ type: 'ready' })
  silent = true
  const told = async () => (await live.next()).value
  for (const body of ['one', 'two']) {
    await alice.messages.send({ conversationId, body })
    expect(await told()).toMatchObject({ type: 'changes', profiles: [], changes: [{ subject: { body } }] })
  }
})

test('a reader that is far too slow is told to load afresh, and live goes on', async () => {
  await using messaging = createMessaging()
  const [alice, bob] = [messaging.as('alice'), messaging.as('bob')]
  const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
  const live = bob.live.subscribe()[Symbol.asyncIterator]()
  expect((await live.next()).value).toMatchObject({ type: 'ready' })
  const fast = bob.live.subscribe()
  const all = until(fast, 'message 11000')
  for (let n = 1; n <= 11_000; n += 1) {
    await alice.messages.send({ conversationId, body: `message ${n}` })
  }
  expect((await all).length).toBeGreaterThanOrEqual(11_000)
  const kinds: string[] = []
  while (!kinds.includes('ready')) {
    const event = await live.next()
    kinds.push(event.done === true ? 'end' : event.value.type)
  }
  expect(kinds.slice(-2)).toEqual(['resync', 'ready'])
  await alice.messages.send({ conversationId, body: 'after all' })
  expect(bodies((await live.next()).value ?? { type: 'ready', cursor: '' })).toEqual(['after all'])
})

test('everybody in a conversation gets the very same batch object, so that it is serialised once', async () => {
  await using messaging = createMessaging()
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
  const feeds = ['bob', 'carol'].map((userId) => messaging.feed(userId))
  const readers = feeds.map((feed) => feed[Symbol.asyncIterator]())
  for (const reader of readers) await reader.next()
  await alice.messages.send({ conversationId, body: 'hello' })
  const [first, second] = await Promise.all(readers.map(async (reader) => (await reader.next()).value))
  expect(first).toBe(second)
  expect(feeds[0]?.tag).not.toBe(feeds[1]?.tag)
})

test('closing the engine ends every subscription', async () => {
  const messaging = createMessaging()
  const live = messaging.as('alice').live.subscribe()
  const seen = until(live, 'never')
  await messaging.close()
  expect((await seen).filter((kind) => kind !== 'ready')).toEqual([])
  await expect(messaging.as('alice').inbox.list()).rejects.toMatchObject({ code: 'unavailable' })
})

test('that their sessions ended is told to the user it happened to, by name of no person', async () => {
  await using messaging = createMessaging()
  const [alice, bob] = [messaging.as('alice'), messaging.as('bob')]
  await alice.conversations.startDirect({ userId: 'bob' })
  const [mine, others] = [await alice.live.read(), await bob.live.read()]
  await messaging.revoke({ userId: 'alice' })
  const { changes, profiles } = await alice.live.read({ after: mine.cursor })
  expect(changes).toMatchObject([
    {
      type: 'session.revoked',
      conversationId: null,
      revision: null,
      actor: 'service:host',
      subject: { userId: 'alice' },
    },
  ])
  expect(profiles.map(({ id }) => id)).toEqual(['alice'])
  expect((await bob.live.read({ after: others.cursor })).changes).toEqual([])
  await expect(messaging.revoke({ userId: '' })).rejects.toMatchObject({ code: 'invalid' })
})
