import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { unusedId, upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { committed, item, message, startGroup, withStore } from './context.ts'

const read = (readSeq: number) => ({ type: 'receipt.advanced', readSeq }) as const
const deliver = (deliveredSeq: number) => ({ type: 'receipt.advanced', deliveredSeq }) as const

export const receiptStoreCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'an advance answers where both watermarks are, moves them only up, and is logged only then',
    proves: ['commit', 'log'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      for (const n of upTo(4)) await committed(store, item(id, 'alice', message(`${n}`)))
      const { snapshot } = await store.log({ after: null, limit: 1 })
      const stamp = async (draft: ReturnType<typeof read> | ReturnType<typeof deliver>) =>
        (await committed(store, item(id, 'bob', draft))).stamps[0]
      const first = await stamp(deliver(2))
      expect(first).toMatchObject({ revision: null, seq: 0, readAt: null, deliveredSeq: 2 })
      expect(await stamp(deliver(1))).toEqual(first)
      expect(await stamp(read(1))).toMatchObject({ seq: 1, deliveredSeq: 2, deliveredAt: first?.deliveredAt })
      const last = await stamp(read(99))
      expect(last).toMatchObject({ seq: 4, deliveredSeq: 4, deliveredAt: last?.readAt })
      expect(await stamp(deliver(99))).toEqual(last)
      expect((await store.conversation('bob', id))?.me).toMatchObject({ readSeq: 4, deliveredSeq: 4 })
      const { changes } = await store.log({ after: snapshot, limit: 10 })
      expect(changes.map(({ change, audience }) => [change.type, change.revision, audience])).toEqual(
        upTo(3).map(() => ['receipt.advanced', null, 'members']),
      )
      expect(changes[0]?.change.subject).toMatchObject({ readSeq: 4, deliveredSeq: 4 })
    }),
  },
  {
    name: 'in one batch each advance builds on those before it, and a delivery leaves unread as it is',
    proves: ['commit', 'unread'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      const outcomes = await store.commit([
        item(id, 'bob', deliver(1)),
        item(id, 'alice', message('one')),
        item(id, 'bob', deliver(5)),
        item(id, 'alice', message('two')),
        item(id, 'bob', read(1)),
        item(id, 'bob', deliver(1)),
        item(id, 'alice', message('three')),
        item(id, 'bob', deliver(2)),
      ])
      const stamps = outcomes.map((outcome) => (outcome.status === 'committed' ? outcome.stamps[0] : undefined))
      const marks = stamps.filter((stamp) => stamp?.deliveredSeq !== undefined)
      expect(marks.map((stamp) => [stamp?.seq, stamp?.deliveredSeq])).toEqual([
        [0, 0],
        [0, 1],
        [1, 1],
        [1, 1],
        [1, 2],
      ])
      expect(await store.unread('bob')).toMatchObject({ conversations: { count: 1 }, messages: { count: 2 } })
      await committed(store, item(id, 'bob', deliver(3)))
      expect(await store.unread('bob')).toMatchObject({ conversations: { count: 1 }, messages: { count: 2 } })
      await committed(store, item(id, 'bob', read(3)))
      await committed(store, item(id, 'bob', deliver(3)))
      expect(await store.unread('bob')).toMatchObject({ conversations: { count: 0 }, messages: { count: 0 } })
    }),
  },
  {
    name: 'receipts racing one another and sends never move a watermark back',
    proves: ['commit', 'receipts', 'unread'],
    run: withStore(async (store) => {
      const groups = await Promise.all(upTo(10).map(() => startGroup(store, ['alice', 'bob'])))
      const highest = new Map<string, number>()
      for (const round of upTo(40)) {
        await Promise.all(
          groups.flatMap((id, at) =>
            [
              item(id, 'alice', message(`${round}`)),
              item(id, 'bob', read(round - 1 - (at % 3))),
              item(id, 'bob', deliver(round - (at % 2))),
              item(id, 'bob', deliver(round - 3)),
            ].map(async (racing, nth) => {
              const [outcome] = await store.commit([racing])
              const stamp = outcome?.status === 'committed' ? outcome.stamps[0] : expect.fail('every item is sound')
              if (nth === 0) return
              expect(stamp?.deliveredSeq).toBeGreaterThanOrEqual(stamp?.seq ?? 0)
              highest.set(id, Math.max(highest.get(id) ?? 0, stamp?.deliveredSeq ?? 0))
            }),
          ),
        )
      }
      expect((await store.unread('bob')).conversations.count).toBe(groups.length)
      for (const [at, id] of groups.entries()) {
        const receipt = (await store.receipts('alice', id, { limit: 5 }))?.[1]
        expect(receipt).toMatchObject({ userId: 'bob', readSeq: 39 - (at % 3), deliveredSeq: highest.get(id) })
        expect(receipt?.deliveredSeq).toBeGreaterThanOrEqual(39)
        expect((await store.conversation('bob', id))?.me.unread.count).toBe(1 + (at % 3))
      }
    }),
  },
  {
    name: 'receipts are those of active members, in joining order, for active members alone',
    proves: ['receipts'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob', 'carol'])
      await committed(store, item(id, 'alice', message('one')))
      await committed(store, item(id, 'bob', read(1)))
      await committed(store, item(id, 'bob', { type: 'member.left', userId: 'bob' }))
      const told = async (viewer: string) =>
        (await store.receipts(viewer, id, { limit: 9 }))?.map(({ userId, readSeq, ordinal }) => [
          userId,
          readSeq,
          ordinal,
        ])
      expect(await told('alice')).toEqual([
        ['alice', 0, 1],
        ['carol', 0, 3],
      ])
      for (const other of ['bob', 'dave']) expect(await told(other)).toBeUndefined()
      await committed(store, item(id, 'alice', { type: 'member.added', userId: 'bob', role: 'member' }))
      expect(await told('bob')).toEqual([
        ['alice', 0, 1],
        ['carol', 0, 3],
        ['bob', 1, 4],
      ])
      expect(await store.receipts('alice', id, { above: 1, limit: 1 })).toMatchObject([{ userId: 'carol' }])
      expect(await store.receipts('alice', unusedId(), { limit: 1 })).toBeNull()
    }),
  },
  {
    name: 'when a message was first covered is remembered for the last thousand advances of a reader',
    proves: ['commit', 'receipts'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob', 'carol'])
      const inBatches = async (each: (n: number) => Parameters<typeof item>) => {
        const times: string[] = []
        for (let from = 0; from < 1_250; from += 50) {
          const outcomes = await store.commit(upTo(50).map((n) => item(...each(from + n))))
          times.push(...outcomes.map((outcome) => (outcome.status === 'committed' ? outcome.at : outcome.status)))
        }
        return times
      }
      await inBatches((n) => [id, 'alice', message(`${n}`)])
      const carols = await committed(store, item(id, 'carol', read(3)))
      const got = await inBatches((n) => [id, 'bob', deliver(n)])
      const seen = await inBatches((n) => [id, 'bob', read(n)])
      const times = async (seq: number) => {
        const receipt = (await store.receipts('alice', id, { seq, above: 1, limit: 1 }))?.[0]
        return [receipt?.readAt, receipt?.deliveredAt]
      }
      for (const seq of [251, 252, 300, 301, 700, 1_250])
        expect(await times(seq)).toEqual([seen[seq - 1], got[seq - 1]])
      expect(await times(1_251)).toEqual([null, null])
      const [readAt, deliveredAt] = await times(1)
      expect([seen[0], got[0]].every((at, index) => (at ?? '') <= ([readAt, deliveredAt][index] ?? ''))).toBe(true)
      expect((await times(1)).every((at, index) => (at ?? '9') <= ([seen[250], got[250]][index] ?? ''))).toBe(true)
      // What one reader's many advances make forgotten is their own.
      await committed(store, item(id, 'carol', read(1_250)))
      expect(await store.receipts('alice', id, { seq: 1, above: 2, limit: 1 })).toMatchObject([{ readAt: carols.at }])
    }),
  },
  {
    name: 'past a hundred members a delivery is for its reader alone',
    proves: ['commit', 'log', 'feed', 'receipts'],
    run: withStore(async (store) => {
      const crowd = upTo(100).map((n) => `user-${n}`)
      const id = await startGroup(store, ['alice', ...crowd])
      await committed(store, item(id, 'alice', message('to a hundred')))
      const { snapshot } = await store.log({ after: null, limit: 1 })
      await committed(store, item(id, 'user-1', deliver(1)))
      expect(await store.feed('alice', { after: snapshot, limit: 10 })).toMatchObject({ changes: [] })
      expect(await store.feed('user-1', { after: snapshot, limit: 10 })).toMatchObject({
        changes: [
          { audience: 'actor', change: { type: 'receipt.advanced', subject: { readSeq: 0, deliveredSeq: 1 } } },
        ],
      })
      expect(await store.unread('user-1')).toMatchObject({ conversations: { count: 1 }, messages: { count: 1 } })
      expect(await store.receipts('user-2', id, { above: 1, limit: 1 })).toMatchObject([{ deliveredSeq: 1 }])
    }),
  },
]
