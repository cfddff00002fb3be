import * as fc from 'fast-check'
import { createMemoryStore } from '@msg/core/memory'
import { createMessaging } from '@msg/core'
import type { Message } from '@msg/core'
import { expect, test } from 'vitest'
import { newId, upTo } from '../factories.ts'
import { fakeClock, fakeDirectory } from '../fakes.ts'
import { checkHistory } from '../history/check-history.ts'
import type { SendRecord } from '../history/history.ts'
import { anyHistory, people } from '../history/command.ts'
import { forAll } from '../history/history-conformance.ts'
import { runHistory } from '../history/sequential.ts'
import { seededFaults } from './fault-plan.ts'
import { faultyStore } from './faulty-store.ts'
import { retryingSession, untilKnown } from './retrying-session.ts'

const anySeed = fc.nat()
const many = process.env['FULL'] === '1' ? 20 : 1

const patience = 120_000

test(
  'histories on a failing store, whose users ask again, end as the oracle says: once each, nothing half done',
  async () => {
    const total = { before: 0, after: 0 }
    const property = fc.asyncProperty(anyHistory, anySeed, async (commands, seed) => {
      const plan = seededFaults({ seed, rate: 0.2 })
      const directory = fakeDirectory([...people.users, 'inactive-ivy'], people.mayContact)
      await using messaging = createMessaging({ directory, store: faultyStore(createMemoryStore(), plan) })
      await runHistory(async (userId) => retryingSession(messaging.as(userId)), commands, { retried: true })
      total.before += plan.counts['lost before']
      total.after += plan.counts['lost after']
    })
    await forAll(property, 100 * many)
    expect(Math.min(total.before, total.after)).toBeGreaterThan(500)
  },
  patience,
)

test('parallel senders on a failing store who ask again lose nothing and double nothing; only codes of the table are told', async () => {
  const property = fc.asyncProperty(anySeed, async (seed) => {
    const sound = createMemoryStore()
    const plan = seededFaults({ seed, rate: 0.25 })
    await using messaging = createMessaging({ store: faultyStore(sound, plan) })
    const group = await untilKnown(() =>
      messaging.as('ann').conversations.startGroup({ id: '01970000-0000-7000-8000-000000000001', userIds: ['ben'] }),
    )
    const sends: SendRecord[] = []
    const sender = async (client: string): Promise<void> => {
      const { messages } = messaging.as(client.startsWith('ann') ? 'ann' : 'ben')
      for (const n of upTo(8)) {
        const id = newId()
        const invokedAt = performance.now()
        const draft = { id, conversationId: group.id, body: `${n}` }
        const { seq } = await untilKnown(() => messages.send(draft))
        sends.push({
          client,
          id,
          conversationId: group.id,
          invokedAt,
          completedAt: performance.now(),
          outcome: 'ok',
          seq,
        })
      }
    }
    await Promise.all(['ann 1', 'ann 2', 'ben 1', 'ben 2'].map(sender))
    const final = (await sound.messages('ann', group.id, { order: 'asc', limit: 1_000 })) ?? []
    expect(checkHistory({ sends, final, streams: {} })).toEqual([])
    expect(final).toHaveLength(32)
  })
  await forAll(property, 50 * many)
})

test('the tail of a store that fails in log, feed and windows neither misses nor repeats', async () => {
  const property = fc.asyncProperty(anySeed, async (seed) => {
    const clock = fakeClock()
    const sound = createMemoryStore()
    const plan = seededFaults({ seed, rate: 0.3, methods: ['log', 'feed', 'windows'] })
    await using messaging = createMessaging({ clock, store: faultyStore(sound, plan) })
    const { ann, ben } = { ann: messaging.as('ann'), ben: messaging.as('ben') }
    const direct = await ann.conversations.startDirect({ userId: 'ben' })
    const { cursor } = await untilKnown(() => ben.live.read())
    const received: Message[][] = [[], []]
    const total = 30
    const followed = received.map((stream) =>
      (async () => {
        for await (const event of retryingSession(ben).live.subscribe({ after: cursor })) {
          if (event.type !== 'changes') continue
          for (const { type, subject } of event.changes)
            if (type === 'message.sent' && subject !== 'gone') stream.push(subject)
          if (stream.length >= total) break
        }
      })(),
    )
    const sent: Message[] = []
    for (const n of upTo(total)) sent.push(await ann.messages.send({ conversationId: direct.id, body: `${n}` }))
    const ticking = setInterval(() => clock.advance(1_000), 1)
    await Promise.all(followed).finally(() => clearInterval(ticking))
    for (const stream of received) expect(stream).toEqual(sent)
  })
  await forAll(property, 100 * many)
})

test(
  'who joins in the middle of long reads that fail is told exactly what came after their cursor',
  async () => {
    const property = fc.asyncProperty(anySeed, async (seed) => {
      const clock = fakeClock()
      const plan = seededFaults({ seed, rate: 0.4, methods: ['log', 'feed', 'windows'] })
      await using messaging = createMessaging({ clock, store: faultyStore(createMemoryStore(), plan) })
      const { ann, ben } = { ann: messaging.as('ann'), ben: messaging.as('ben') }
      const { id: conversationId } = await ann.conversations.startDirect({ userId: 'ben' })
      const total = 2_400
      const ticking = setInterval(() => clock.advance(1_000), 1)
      const followFrom = async (after: string, sent: number): Promise<void> => {
        const seqs: number[] = []
        for await (const event of retryingSession(ben).live.subscribe({ after })) {
          if (event.type !== 'changes') continue
          for (const { subject } of event.changes) if (subject !== 'gone' && 'seq' in subject) seqs.push(subject.seq)
          if (seqs.at(-1) === total) break
        }
        expect(seqs).toEqual(upTo(total - sent).map((n) => n + sent))
      }
      const followers: Promise<void>[] = []
      for (let sent = 0; sent < total; sent += 600) {
        const { cursor } = await untilKnown(() => ben.live.read())
        followers.push(followFrom(cursor, sent))
        await Promise.all(upTo(600).map((n) => ann.messages.send({ conversationId, body: `${sent + n}` })))
      }
      await Promise.all(followers).finally(() => clearInterval(ticking))
    })
    await forAll(property, 10 * many)
  },
  patience,
)

test('a send that brings somebody along and is lost before the commit leaves members, messages and changes as they were', async () => {
  let failing = false
  const sound = createMemoryStore()
  const plan = {
    next: (method: string) => (failing && method === 'commit' ? ('lost before' as const) : ('none' as const)),
  }
  const counts = { 'lost before': 0, 'lost after': 0, late: 0 }
  await using messaging = createMessaging({ store: faultyStore(sound, { ...plan, end: () => {}, counts }) })
  const [alice, carol] = [messaging.as('alice'), messaging.as('carol')]
  const { conversation } = await alice.messages.sendToUsers({ userIds: ['bob', 'dave'], body: 'one' })
  const { id: conversationId } = conversation
  const { cursor } = await alice.live.read()
  failing = true
  const input = { conversationId, id: newId(), body: 'two', addMembers: ['carol'] }
  await expect(alice.messages.send(input)).rejects.toMatchObject({ code: 'unavailable', outcome: 'none' })
  failing = false
  expect((await alice.live.read({ after: cursor })).changes).toEqual([])
  expect(await alice.conversations.get({ conversationId })).toMatchObject({ memberCount: 3, lastSeq: 1 })
  await expect(carol.conversations.get({ conversationId })).rejects.toMatchObject({ code: 'not_found' })
  expect(await alice.messages.send(input)).toMatchObject({ seq: 2 })
})
