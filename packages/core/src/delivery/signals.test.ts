import { expect, test } from 'vitest'
import { createMemoryStore } from '../memory/store.ts'
import { createMessaging } from '../messaging.ts'
import type { Messaging } from '../messaging.ts'
import type { LiveEvent } from '../session.ts'
import { createThrottle } from '../verbs/throttle.ts'
import { createBacklog } from './backlog.ts'
import { createClosing } from './closing.ts'

const listen = async (messaging: Messaging, userId: string): Promise<AsyncIterator<LiveEvent, void>> => {
  const events = messaging.as(userId).live.subscribe()[Symbol.asyncIterator]()
  await events.next()
  return events
}

test('what somebody types is told on every node', async () => {
  const store = createMemoryStore()
  await using one = createMessaging({ store })
  await using two = createMessaging({ store })
  const { id: conversationId } = await one.as('alice').conversations.startDirect({ userId: 'bob' })
  const listening = [await listen(one, 'bob'), await listen(two, 'bob')]
  await one.as('alice').live.typing({ conversationId, typing: true })
  for (const events of listening)
    expect((await events.next()).value).toMatchObject({ type: 'signals', signals: [{ userId: 'alice' }] })
})

test('everybody gets the very same signals object, so that it is serialised once', async () => {
  await using messaging = createMessaging()
  const { id: conversationId } = await messaging.as('alice').conversations.startGroup({ userIds: ['bob', 'carol'] })
  const feeds = ['bob', 'carol'].map((userId) => messaging.feed(userId)[Symbol.asyncIterator]())
  for (const feed of feeds) await feed.next()
  await messaging.as('alice').live.typing({ conversationId, typing: true })
  const [first, second] = await Promise.all(feeds.map(async (feed) => (await feed.next()).value))
  expect(first).toMatchObject({ type: 'signals' })
  expect(first).toBe(second)
})

test('who was removed before it was signalled hears nothing, though the removal had not come in', async () => {
  const store = createMemoryStore()
  await using one = createMessaging({ store })
  // Nothing wakes the other node but signals.
  await using two = createMessaging({ store: { ...store, bus: { ...store.bus, onWake: () => () => {} } } })
  const { id: conversationId } = await one.as('alice').conversations.startGroup({ userIds: ['bob', 'carol'] })
  const [bobs, carols] = [await listen(two, 'bob'), await listen(two, 'carol')]
  await one.as('alice').members.remove({ conversationId, userId: 'bob' })
  await one.as('alice').live.typing({ conversationId, typing: true })
  expect((await carols.next()).value).toMatchObject({ type: 'changes' })
  expect((await carols.next()).value).toMatchObject({ type: 'signals' })
  expect((await bobs.next()).value).toMatchObject({ changes: [{ type: 'member.removed' }] })
  await one.as('alice').conversations.startDirect({ userId: 'bob' })
  await one.as('dave').conversations.startDirect({ userId: 'carol' })
  await one.as('carol').live.typing({ conversationId, typing: true })
  expect((await bobs.next()).value).toMatchObject({ changes: [{ type: 'conversation.created' }] })
})

test('a typing signal passes once in two seconds, whatever the clock does', () => {
  let now = 10_000
  const throttle = createThrottle({ now: () => now, after: () => () => {} }, 2_000)
  const passing = (time: number, key = 'one'): boolean => {
    now = time
    return throttle.passes(key)
  }
  expect([passing(10_000), passing(10_000, 'two'), passing(11_999), passing(12_000)]).toEqual([true, true, false, true])
  expect([passing(1_000), passing(2_000), passing(3_000)]).toEqual([true, false, true])
})

test('signals are not kept for a reader who is slow', async () => {
  const backlog = createBacklog(createClosing())
  const typing = { type: 'typing', conversationId: '', userId: 'alice', typing: true, at: '' } as const
  for (let n = 0; n < 1_000; n += 1) backlog.push({ type: 'signals', signals: [typing] })
  backlog.push({ type: 'changes', changes: [], profiles: [], cursor: 'last' })
  const kept: unknown[] = []
  for (let event = backlog.next(); event !== undefined; event = backlog.next()) kept.push(event)
  expect(kept.length).toBeLessThan(200)
  expect(kept.at(-1)).toMatchObject({ cursor: 'last' })
})

test('who was here a moment ago is told again what they have not heard, while it lasts', async () => {
  let now = Date.UTC(2026, 0, 1)
  const clock = { now: () => now, after: () => () => {} }
  await using messaging = createMessaging({ clock })
  const { id: conversationId } = await messaging.as('alice').conversations.startDirect({ userId: 'bob' })
  const heard = new Date(clock.now() - 1).toISOString()
  await messaging.as('alice').live.typing({ conversationId, typing: true })
  const at = new Date(clock.now()).toISOString()
  const eventsFor = async (userId: string, since: string): Promise<readonly unknown[]> => {
    const events: unknown[] = []
    const feed = messaging.feed(userId, { heard: since })
    for await (const event of feed) {
      if (event.type === 'ready') feed.close()
      events.push(event.type)
    }
    return events
  }
  expect(await eventsFor('bob', heard)).toEqual(['signals', 'ready'])
  expect(await eventsFor('bob', at)).toEqual(['ready'])
  expect(await eventsFor('alice', heard)).toEqual(['ready'])
  expect(await eventsFor('carol', heard)).toEqual(['ready'])
  now += 6_000
  expect(await eventsFor('bob', heard)).toEqual(['ready'])
})
