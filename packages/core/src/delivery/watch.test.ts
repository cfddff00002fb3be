import { expect, test } from 'vitest'
import { createMemoryStore } from '../memory/store.ts'
import { createMessaging } from '../messaging.ts'
import type { MessagingOptions } from '../messaging.ts'
import { noTargets } from '../ports/targets.ts'
import type { LiveEvent, LiveSubscription } from '../session.ts'

const target = { type: 'project', id: '7' }

const readerOf = (subscription: LiveSubscription): AsyncIterator<LiveEvent, void> =>
  subscription[Symbol.asyncIterator]()

/** A channel alice posts to, watched by bob, on a clock of the test. */
const watched = async (more: MessagingOptions = {}) => {
  const parts = { now: 1_000_000, allowed: true, fails: false, asked: 0 }
  const messaging = createMessaging({
    ...more,
    clock: { now: () => parts.now, after: () => () => {} },
    targets: {
      ...noTargets(),
      resolve: async () => true,
      async allows(userId, right) {
        if (userId !== 'bob') return right !== 'moderate'
        parts.asked += 1
        if (parts.fails) throw new Error('the host is out of order')
        return parts.allowed && right === 'view'
      },
    },
  })
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.openChannel({ target })
  const post = (body: string) => alice.messages.send({ conversationId, body })
  const live = readerOf(messaging.as('bob').live.watch({ conversationId }))
  expect((await live.next()).value).toMatchObject({ type: 'ready' })
  return { parts, messaging, conversationId, post, live, [Symbol.asyncDispose]: () => messaging.close() }
}

const bodyIn = ({ value }: IteratorResult<LiveEvent, void>): unknown =>
  value?.type === 'changes'
    ? value.changes.map(({ subject }) => subject !== 'gone' && 'body' in subject && subject.body)
    : null

test('a check holds for a minute: then nothing more is told before the host is asked again', async () => {
  await using channel = await watched()
  const { parts, post, live } = channel
  const before = parts.asked
  parts.now += 59_999
  await post('within the minute')
  expect(bodyIn(await live.next())).toEqual(['within the minute'])
  expect(parts.asked).toBe(before)
  parts.now += 1
  await post('after a minute')
  expect(bodyIn(await live.next())).toEqual(['after a minute'])
  expect(parts.asked).toBeGreaterThan(before)
  parts.now += 60_000
  parts.allowed = false
  await post('not for bob')
  await expect(live.next()).rejects.toMatchObject({ code: 'not_found' })
})

test('a clock that was set back lets nobody watch on unasked', async () => {
  await using channel = await watched()
  const { parts, post, live } = channel
  parts.now -= 1
  parts.allowed = false
  await post('not for bob')
  await expect(live.next()).rejects.toMatchObject({ code: 'not_found' })
})

test('a watch of which the host cannot say whether it is allowed ends, and nothing is told', async () => {
  await using channel = await watched()
  const { parts, post, live } = channel
  parts.now += 60_000
  parts.fails = true
  await post('for nobody knows whom')
  await expect(live.next()).rejects.toMatchObject({ code: 'unavailable' })
})

test('a revocation ends the watches of its user, on every node, and of nobody else', async () => {
  const store = createMemoryStore()
  await using one = createMessaging({ store })
  await using two = createMessaging({ store })
  const { id: conversationId } = await one.as('alice').conversations.openRoom({ title: 'hall' })
  const bobs = readerOf(two.as('bob').live.watch({ conversationId }))
  const carols = readerOf(two.as('carol').live.watch({ conversationId }))
  for (const live of [bobs, carols]) await live.next()
  const end = bobs.next()
  await one.revoke({ userId: 'bob' })
  await one.as('alice').messages.send({ conversationId, body: 'hello' })
  await expect(end).rejects.toMatchObject({ code: 'unauthenticated' })
  expect((await carols.next()).value).toMatchObject({ changes: [{ type: 'message.sent' }] })
})

test('who is removed while the watch begins sees nothing that comes after', async () => {
  const store = createMemoryStore()
  let remove = async (): Promise<void> => {}
  await using messaging = createMessaging({
    store: {
      ...store,
      slice: async (query) => {
        const slice = await store.slice(query)
        if (query.userIds[0] === 'bob') await remove()
        return slice
      },
    },
  })
  const [alice, bob] = [messaging.as('alice'), messaging.as('bob')]
  const { id: conversationId } = await alice.conversations.openRoom({ title: 'hall' })
  await bob.members.join({ conversationId })
  remove = async () => {
    remove = async () => {}
    await alice.members.remove({ conversationId, userId: 'bob' })
    await alice.messages.send({ conversationId, body: 'without bob' })
  }
  const live = readerOf(bob.live.watch({ conversationId }))
  expect((await live.next()).value).toMatchObject({ type: 'ready' })
  await expect(live.next()).rejects.toMatchObject({ code: 'not_found' })
})

test('a watcher who is far too slow is told to reload, and goes on live', async () => {
  await using messaging = createMessaging()
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.openRoom({ title: 'hall' })
  const live = readerOf(messaging.as('bob').live.watch({ conversationId }))
  await live.next()
  for (let n = 0; n <= 10_000; n += 1) await alice.messages.send({ conversationId, body: `${n}` })
  const other = readerOf(alice.live.subscribe())
  await other.next()
  expect((await live.next()).value).toMatchObject({ type: 'resync' })
  expect((await live.next()).value).toMatchObject({ type: 'ready' })
  await alice.messages.send({ conversationId, body: 'live again' })
  expect(bodyIn(await live.next())).toEqual(['live again'])
})

test('watchers and members with the same changes get the very same batch, so that it is serialised once', async () => {
  await using messaging = createMessaging()
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.openRoom({ title: 'hall' })
  const feeds = [messaging.feed('alice'), ...['bob', 'carol'].map((user) => messaging.watch(user, { conversationId }))]
  const readers = feeds.map(readerOf)
  for (const reader of readers) await reader.next()
  await alice.messages.send({ conversationId, body: 'hello' })
  const [first, ...others] = await Promise.all(readers.map(async (reader) => (await reader.next()).value))
  expect(first).toMatchObject({ type: 'changes' })
  for (const other of others) expect(other).toBe(first)
})
