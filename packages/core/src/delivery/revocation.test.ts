import { expect, test } from 'vitest'
import { createMemoryStore } from '../memory/store.ts'
import { createMessaging } from '../messaging.ts'
import type { Clock } from '../ports/clock.ts'
import type { LiveEvent, LiveSubscription } from '../session.ts'

/** A clock whose timers run when told to. */
const steppedClock = (): Clock & { step(): void } => {
  let waiting: (() => void)[] = []
  return {
    now: () => Date.now(),
    after(_, task) {
      waiting.push(task)
      return () => {
        waiting = waiting.filter((other) => other !== task)
      }
    },
    step() {
      for (const task of waiting.splice(0)) task()
    },
  }
}

const readerOf = (subscription: LiveSubscription): AsyncIterator<LiveEvent, void> =>
  subscription[Symbol.asyncIterator]()

const ready = { done: false, value: { type: 'ready' } }
const unauthenticated = { code: 'unauthenticated' }

test('a revocation ends every subscription of that user on every node, and of nobody else', async () => {
  const [store, clock] = [createMemoryStore(), steppedClock()]
  await using one = createMessaging({ store, clock })
  await using two = createMessaging({ store, clock })
  const mine = [one, one, two].map((node) => readerOf(node.as('alice').live.subscribe()))
  const [feed, others] = [readerOf(two.feed('alice')), readerOf(two.as('bob').live.subscribe())]
  for (const reader of [...mine, feed, others]) expect(await reader.next()).toMatchObject(ready)
  const ends = [...mine, feed].map((reader) => expect(reader.next()).rejects.toMatchObject(unauthenticated))
  await one.revoke({ userId: 'alice' })
  // The other node has no bus to be woken by: it reads by its timer.
  clock.step()
  await Promise.all(ends)
  const { id: conversationId } = await two.as('carol').conversations.startDirect({ userId: 'bob' })
  expect(await others.next()).toMatchObject({ value: { changes: [{ conversationId }] } })
})

test('erasing an account ends every subscription of that user on every node, and of nobody else', async () => {
  const [store, clock] = [createMemoryStore(), steppedClock()]
  await using one = createMessaging({ store, clock })
  await using two = createMessaging({ store, clock })
  const mine = [one, two].map((node) => readerOf(node.as('alice').live.subscribe()))
  const others = readerOf(two.as('bob').live.subscribe())
  for (const reader of [...mine, others]) expect(await reader.next()).toMatchObject(ready)
  const ends = mine.map((reader) => expect(reader.next()).rejects.toMatchObject(unauthenticated))
  await one.as('alice').account.erase()
  clock.step()
  await Promise.all(ends)
  const { id: conversationId } = await two.as('carol').conversations.startDirect({ userId: 'bob' })
  expect(await others.next()).toMatchObject({ value: { changes: [{ conversationId }] } })
})

test('a session that begins after a revocation lives, also where it replays it', async () => {
  await using messaging = createMessaging()
  const alice = messaging.as('alice')
  const { cursor } = await alice.live.read()
  await messaging.revoke({ userId: 'alice' })
  const live = readerOf(alice.live.subscribe({ after: cursor }))
  expect(await live.next()).toMatchObject({ value: { changes: [{ type: 'session.revoked' }] } })
  expect(await live.next()).toMatchObject(ready)
  const fresh = readerOf(alice.live.subscribe())
  expect(await fresh.next()).toMatchObject(ready)
  await alice.conversations.startDirect({ userId: 'bob' })
  for (const reader of [live, fresh])
    expect(await reader.next()).toMatchObject({ value: { changes: [{ type: 'conversation.created' }] } })
})

test('nothing is yielded once the revocation has come in, not even what waited before it', async () => {
  await using messaging = createMessaging()
  const [alice, bob] = [messaging.as('alice'), messaging.as('bob')]
  const other = readerOf(bob.live.subscribe())
  await other.next()
  const live = readerOf(alice.live.subscribe())
  expect(await live.next()).toMatchObject(ready)
  const { id: conversationId } = await bob.conversations.startDirect({ userId: 'alice' })
  await other.next()
  await messaging.revoke({ userId: 'alice' })
  await bob.messages.send({ conversationId, body: 'after it' })
  await other.next()
  await expect(live.next()).rejects.toMatchObject(unauthenticated)
})

test('a revocation during a replay ends it', async () => {
  const store = createMemoryStore()
  let revoke = async (): Promise<void> => {}
  await using messaging = createMessaging({
    store: {
      ...store,
      feed: async (...query) => {
        const page = await store.feed(...query)
        await revoke()
        return page
      },
    },
  })
  const [alice, bob] = [messaging.as('alice'), messaging.as('bob')]
  const { cursor } = await alice.live.read()
  await bob.conversations.startDirect({ userId: 'alice' })
  const seen = readerOf(messaging.as('alice').live.subscribe())
  await seen.next()
  revoke = async () => {
    await messaging.revoke({ userId: 'alice' })
    // When one subscription knows, all do.
    await seen.next().catch(() => {})
  }
  await expect(readerOf(alice.live.subscribe({ after: cursor })).next()).rejects.toMatchObject(unauthenticated)
})

test('a reader that is far too slow does not miss that it was revoked', async () => {
  await using messaging = createMessaging()
  const [alice, bob] = [messaging.as('alice'), messaging.as('bob')]
  const { id: conversationId } = await bob.conversations.startDirect({ userId: 'alice' })
  const live = readerOf(alice.live.subscribe())
  expect(await live.next()).toMatchObject(ready)
  for (let n = 0; n <= 10_000; n += 1) await bob.messages.send({ conversationId, body: `${n}` })
  await messaging.revoke({ userId: 'alice' })
  const other = readerOf(bob.live.subscribe())
  await other.next()
  await expect(live.next()).rejects.toMatchObject(unauthenticated)
})
