import type { NotifierStep, ParkedChange, Store } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { newId, upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { committed, item, message, startGroup, withStore } from './context.ts'

const soon = '2030-01-01T00:00:00.000Z'

/** The fencing number of a notifier's lease. */
const fenceOf = async (store: Store, name: string, holder = 'node'): Promise<number> =>
  (await store.lease({ name: `notifier:${name}`, holder, milliseconds: 60_000 })) ?? expect.fail('no lease')

const step = (name: string, fence: number, more: Partial<NotifierStep> = {}): NotifierStep => ({
  name,
  fence,
  park: [],
  settle: [],
  bury: [],
  ...more,
})

const parkedAt = (position: number, attempts = 1): ParkedChange => ({ position, lane: 'lane', attempts, nextAt: soon })

const buried = (position: number) => ({ position, lane: 'lane', attempts: 12, reason: 'http_500' })

/** A group with so many messages, and the positions of these. */
const withMessages = async (store: Store, count: number): Promise<{ id: string; positions: readonly number[] }> => {
  const { snapshot } = await store.log({ after: null, limit: 1 })
  const id = await startGroup(store, ['alice', 'bob'])
  for (const n of upTo(count)) await committed(store, item(id, 'alice', message(`${n}`)))
  const { changes } = await store.log({ after: snapshot, limit: 100 })
  return { id, positions: changes.slice(1).map(({ position }) => position) }
}

const wholeLog = { olderThan: '2999-01-01T00:00:00.000Z', keep: 0, limit: 100 } as const

export const notifierCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'a new notifier begins at the end of the log, and is told all that follows',
    proves: ['notifiers', 'log'],
    run: withStore(async (store) => {
      const { id } = await withMessages(store, 2)
      const place = await store.notifiers.open('mqtt')
      expect(place).toMatchObject({ parked: [], lost: false })
      await committed(store, item(id, 'alice', message('later')))
      expect((await store.notifiers.open('mqtt')).point).toEqual(place.point)
      expect((await store.log({ ...place.point, limit: 10 })).changes).toMatchObject([
        { change: { type: 'message.sent', subject: { body: 'later' } } },
      ])
    }),
  },
  {
    name: 'a notifier goes on where it was, with what is parked',
    proves: ['notifiers'],
    run: withStore(async (store) => {
      await store.notifiers.open('mqtt')
      await store.notifiers.open('webhooks')
      const { positions } = await withMessages(store, 3)
      const fence = await fenceOf(store, 'mqtt')
      const [first = 0, second = 0, third = 0] = positions
      const { snapshot } = await store.log({ after: null, limit: 1 })
      const point = { after: snapshot, upTo: snapshot, position: third }
      const park = [parkedAt(second), parkedAt(first, 3)]
      expect(await store.notifiers.advance(step('mqtt', fence, { point, park }))).toBe(true)
      expect(await store.notifiers.open('mqtt')).toEqual({
        point,
        parked: [parkedAt(first, 3), parkedAt(second)],
        lost: false,
      })
      const next = { park: [parkedAt(second, 2)], settle: [first] }
      expect(await store.notifiers.advance(step('mqtt', fence, next))).toBe(true)
      expect(await store.notifiers.open('mqtt')).toEqual({ point, parked: [parkedAt(second, 2)], lost: false })
      expect((await store.notifiers.open('webhooks')).parked).toEqual([])
    }),
  },
  {
    name: 'who lost the lease moves nothing',
    proves: ['notifiers', 'lease'],
    run: withStore(async (store) => {
      const before = await store.notifiers.open('mqtt')
      const { positions } = await withMessages(store, 1)
      const [position = 0] = positions
      const old = await fenceOf(store, 'mqtt', 'one')
      await store.release('notifier:mqtt', 'one')
      const fence = await fenceOf(store, 'mqtt', 'two')
      const { snapshot } = await store.log({ after: null, limit: 1 })
      const late = step('mqtt', old, { point: { after: snapshot }, park: [parkedAt(position)] })
      expect(await store.notifiers.advance(late)).toBe(false)
      expect(await store.notifiers.open('mqtt')).toEqual(before)
      expect(await store.notifiers.advance({ ...late, fence })).toBe(true)
      expect(await store.notifiers.advance(step('mqtt', old, { settle: [position] }))).toBe(false)
      expect((await store.notifiers.open('mqtt')).parked).toHaveLength(1)
    }),
  },
  {
    name: 'changes are found by their position, as they are now',
    proves: ['notifiers'],
    run: withStore(async (store) => {
      const { positions } = await withMessages(store, 3)
      const [, second = 0, third = 0] = positions
      expect(await store.notifiers.changes([third, 999_999, second])).toMatchObject([
        { position: second, change: { id: `${store.meta.epoch}:${second}`, subject: { body: '2' } } },
        { position: third, change: { subject: { body: '3' } } },
      ])
      expect(await store.notifiers.changes([])).toEqual([])
    }),
  },
  {
    name: 'whom changes concern is found for many conversations at once',
    proves: ['notifiers'],
    run: withStore(async (store) => {
      const group = await startGroup(store, ['alice', 'bob', 'carol'])
      const channel = newId()
      const target = { type: 'project', id: '7' }
      const hash = 'a'.repeat(64)
      const created = { type: 'conversation.created', kind: 'channel', title: null, target, contentHash: hash } as const
      await committed(store, item(channel, 'alice', { ...created, invitePolicy: 'members', members: [] }))
      await committed(store, item(group, 'alice', message('before dave')))
      await committed(store, item(group, 'bob', { type: 'member.left', userId: 'bob' }))
      await committed(store, item(group, 'alice', { type: 'member.added', userId: 'dave', role: 'member' }))
      const audiencesOf = (limit: number) =>
        store.notifiers.audiences({ conversationIds: [group, channel, newId()], limit })
      const found = new Map((await audiencesOf(10)).map((record) => [record.conversation.id, record]))
      const [first, ...others] = found.get(group)?.members ?? []
      expect(found.get(group)?.conversation).toEqual({
        id: group,
        kind: 'group',
        title: 'a group',
        visibility: 'private',
        target: null,
      })
      expect(found.get(group)?.deleted).toBe(false)
      expect(first).toMatchObject({ userId: 'alice', joinedSeq: 0 })
      expect(others).toMatchObject([{ userId: 'carol' }, { userId: 'dave', joinedSeq: 1 }])
      expect(found.get(channel)).toMatchObject({ conversation: { kind: 'channel', target }, members: null })
      expect(found.size).toBe(2)
      const short = (await audiencesOf(2)).find(({ conversation }) => conversation.id === group)?.members
      expect(short).toEqual([first, others[0]])
      const above = first?.ordinal ?? 0
      expect(await store.notifiers.audiences({ conversationIds: [group], above, limit: 10 })).toMatchObject([
        { conversation: { id: group }, members: others },
      ])
      expect(await store.notifiers.audiences({ conversationIds: [], limit: 2 })).toEqual([])
    }),
  },
  {
    name: 'whom a deletion concerns is still known',
    proves: ['notifiers'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob', 'carol', 'dave'])
      await committed(store, item(id, 'bob', { type: 'member.left', userId: 'bob' }))
      await committed(store, item(id, 'alice', { type: 'member.removed', userId: 'carol' }))
      await committed(store, item(id, 'alice', { type: 'conversation.deleted' }))
      const [record, ...others] = await store.notifiers.audiences({ conversationIds: [id], limit: 10 })
      expect(others).toEqual([])
      expect(record).toMatchObject({ conversation: { id, kind: 'group', title: null }, deleted: true })
      expect(record?.members?.map(({ userId }) => userId)).toEqual(['alice', 'dave'])
    }),
  },
  {
    name: 'a dead letter is parked again while its change is kept',
    proves: ['notifiers'],
    run: withStore(async (store) => {
      const { positions } = await withMessages(store, 4)
      const [first = 0, second = 0, third = 0] = positions
      const fence = await fenceOf(store, 'mqtt')
      await store.notifiers.advance(step('mqtt', fence, { park: positions.map((position) => parkedAt(position)) }))
      await store.notifiers.advance(step('mqtt', fence, { bury: [third, first, second].map(buried) }))
      expect((await store.notifiers.open('mqtt')).parked).toHaveLength(1)
      const page = await store.notifiers.deadLetters('mqtt', { limit: 2 })
      expect(page).toMatchObject([{ position: first, attempts: 12, reason: 'http_500' }, { position: second }])
      expect(await store.notifiers.deadLetters('mqtt', { above: second, limit: 2 })).toMatchObject([
        { position: third },
      ])
      expect(await store.notifiers.deadLetters('other', { limit: 2 })).toEqual([])
      expect(await store.notifiers.replay('mqtt', [second, 999_999])).toBe(1)
      expect((await store.notifiers.open('mqtt')).parked).toMatchObject([
        { position: second, lane: 'lane', attempts: 0 },
        { position: positions[3] },
      ])
      expect(await store.notifiers.purge('mqtt', [second])).toBe(0)
      expect(await store.prune({ ...wholeLog, limit: 2 })).toBe(2)
      expect(await store.notifiers.replay('mqtt')).toBe(1)
      expect(await store.notifiers.deadLetters('mqtt', { limit: 9 })).toMatchObject([{ position: first }])
      expect(await store.notifiers.purge('mqtt')).toBe(1)
      expect(await store.notifiers.deadLetters('mqtt', { limit: 9 })).toEqual([])
    }),
  },
  {
    name: 'what a notifier has not told is not pruned',
    proves: ['notifiers', 'prune'],
    run: withStore(async (store) => {
      const place = await store.notifiers.open('mqtt')
      const { positions } = await withMessages(store, 5)
      const [first = 0, second = 0] = positions
      const held = { ...wholeLog, heldBy: ['mqtt', 'never opened'] }
      expect(await store.prune(held)).toBe(0)
      const fence = await fenceOf(store, 'mqtt')
      const page = await store.log({ ...place.point, limit: 3 })
      const point = { after: place.point.after, upTo: page.snapshot, position: second }
      await store.notifiers.advance(step('mqtt', fence, { point }))
      expect(await store.prune(held)).toBe(3)
      expect(await store.notifiers.changes([first, second])).toEqual([])
      const { snapshot: now } = await store.log({ after: null, limit: 1 })
      const parked = { point: { after: now }, park: [parkedAt(positions[2] ?? 0)] }
      await store.notifiers.advance(step('mqtt', fence, parked))
      await store.prune(held)
      expect(await store.notifiers.changes(positions.slice(2, 3))).toHaveLength(1)
      await store.notifiers.advance(step('mqtt', fence, { settle: positions.slice(2, 3) }))
      await store.prune(held)
      expect(await store.notifiers.changes(positions)).toEqual([])
      expect((await store.notifiers.open('mqtt')).lost).toBe(false)
    }),
  },
  {
    name: 'a notifier learns that changes were pruned before it could tell them',
    proves: ['notifiers', 'prune'],
    run: withStore(async (store) => {
      await store.notifiers.open('mqtt')
      await withMessages(store, 2)
      await store.prune(wholeLog)
      expect((await store.notifiers.open('mqtt')).lost).toBe(true)
      expect((await store.notifiers.open('new')).lost).toBe(false)
    }),
  },
  {
    name: 'a message is missed by whom it is the first to miss',
    proves: ['notifiers'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob', 'carol', 'dave', 'erin', 'gina', 'hugo'])
      await committed(store, item(id, 'gina', { type: 'member.left', userId: 'gina' }))
      await committed(store, item(id, 'alice', { type: 'member.removed', userId: 'hugo' }))
      const missedBy = async (seq: number) =>
        (await store.notifiers.missed({ conversationId: id, seq, limit: 10 })).map(({ userId }) => userId)
      for (const n of upTo(3)) await committed(store, item(id, 'alice', message(`${n}`)))
      expect(await missedBy(1)).toEqual(['bob', 'carol', 'dave', 'erin'])
      expect(await missedBy(2)).toEqual([])
      await committed(store, item(id, 'bob', { type: 'receipt.advanced', deliveredSeq: 1 }))
      await committed(store, item(id, 'carol', { type: 'receipt.advanced', readSeq: 3 }))
      await committed(store, item(id, 'dave', { type: 'inbox.muted', mutedUntil: soon }))
      await committed(store, item(id, 'erin', { type: 'inbox.cleared', clearedSeq: 2 }))
      await committed(store, item(id, 'alice', { type: 'member.added', userId: 'frank', role: 'member' }))
      await committed(store, item(id, 'bob', message('4')))
      expect(await missedBy(1)).toEqual([])
      expect(await missedBy(2)).toEqual(['bob'])
      expect(await missedBy(3)).toEqual(['erin'])
      expect(await missedBy(4)).toEqual(['alice', 'carol', 'frank'])
      const page = await store.notifiers.missed({ conversationId: id, seq: 4, limit: 1 })
      const rest = await store.notifiers.missed({ conversationId: id, seq: 4, above: page[0]?.ordinal ?? 0, limit: 9 })
      expect(rest.map(({ userId }) => userId)).toEqual(['carol', 'frank'])
    }),
  },
  {
    name: 'what was retracted or purged is missed by nobody, and nobody misses less for it',
    proves: ['notifiers'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      const drafts = upTo(3).map((n) => message(`${n}`))
      for (const draft of drafts) await committed(store, item(id, 'alice', draft))
      const missedBy = async (seq: number) =>
        (await store.notifiers.missed({ conversationId: id, seq, limit: 10 })).map(({ userId }) => userId)
      const [first, second] = drafts.map((draft) => draft.id)
      await committed(store, item(id, 'alice', { type: 'message.retracted', messageId: first ?? '' }))
      expect([await missedBy(1), await missedBy(2)]).toEqual([[], ['bob']])
      await committed(store, item(id, 'alice', { type: 'message.purged', messageId: second ?? '' }))
      expect([await missedBy(2), await missedBy(3)]).toEqual([[], ['bob']])
    }),
  },
]
