import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { committed, item, message, startGroup, withStore } from './context.ts'

const longAgo = '2000-01-01T00:00:00.000Z'
const wholeLog = { olderThan: '2999-01-01T00:00:00.000Z', keep: 1_000_000 } as const

export const upkeepCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'of many who ask for a lease one gets it',
    proves: ['lease'],
    run: withStore(async (store) => {
      const ask = (holder: string) => store.lease({ name: 'work', holder, milliseconds: 60_000 })
      const answers = await Promise.all(upTo(8).map((n) => ask(`holder-${n}`)))
      expect(answers.filter((fence) => fence !== null)).toEqual([1])
      const winner = `holder-${answers.findIndex((fence) => fence !== null) + 1}`
      expect(await ask(winner)).toBe(1)
      expect(await ask('another')).toBeNull()
      expect(await store.lease({ name: 'other work', holder: 'another', milliseconds: 60_000 })).toBe(1)
    }),
  },
  {
    name: 'a lease given up, or run out, goes to the next with a higher number',
    proves: ['lease', 'release'],
    run: withStore(async (store) => {
      const ask = (holder: string, milliseconds = 60_000) => store.lease({ name: 'work', holder, milliseconds })
      expect(await ask('one')).toBe(1)
      await store.release('work', 'two')
      expect(await ask('two')).toBeNull()
      await store.release('work', 'one')
      expect(await ask('two', 0)).toBe(2)
      expect(await ask('three')).toBe(3)
      expect(await ask('two')).toBeNull()
    }),
  },
  {
    name: 'who lost a lease leaves no memo on it',
    proves: ['keepLease', 'leaseMemo', 'lease'],
    run: withStore(async (store) => {
      const ask = (holder: string, milliseconds = 60_000) => store.lease({ name: 'work', holder, milliseconds })
      const keep = (fence: number, memo?: string, milliseconds = 60_000) =>
        store.keepLease({ name: 'work', fence, milliseconds, ...(memo === undefined ? {} : { memo }) })
      expect(await keep(1, 'too early')).toBe(false)
      expect(await ask('one')).toBe(1)
      expect(await store.leaseMemo('work')).toBeNull()
      expect(await keep(1, 'of one')).toBe(true)
      expect(await keep(1, undefined, 0)).toBe(true)
      expect(await ask('two')).toBe(2)
      expect(await keep(1, 'late')).toBe(false)
      expect(await store.leaseMemo('work')).toBe('of one')
      expect(await keep(2, 'of two')).toBe(true)
      await store.release('work', 'two')
      expect(await store.leaseMemo('work')).toBe('of two')
      expect(await store.leaseMemo('other work')).toBeNull()
    }),
  },
  {
    name: 'a lease that ran out is kept as long as nobody takes it, and then nobody can',
    proves: ['keepLease', 'lease'],
    run: withStore(async (store) => {
      const ask = (holder: string, milliseconds: number) => store.lease({ name: 'work', holder, milliseconds })
      expect(await ask('one', 0)).toBe(1)
      const keeping = store.keepLease({ name: 'work', fence: 1, milliseconds: 60_000, memo: 'kept' })
      const [kept, taken] = await Promise.all([keeping, ask('two', 60_000)])
      expect(taken).toBe(kept ? null : 2)
      expect(await store.leaseMemo('work')).toBe(kept ? 'kept' : null)
    }),
  },
  {
    name: 'a cursor from before what was pruned asks for a resync',
    proves: ['prune', 'feed', 'log'],
    run: withStore(async (store) => {
      const now = async () => (await store.log({ after: null, limit: 1 })).snapshot
      const before = await now()
      const id = await startGroup(store, ['alice', 'bob'])
      for (const n of upTo(6)) await committed(store, item(id, 'alice', message(`${n}`)))
      const since = await now()
      await committed(store, item(id, 'alice', message('last')))
      expect(await store.prune({ olderThan: longAgo, keep: 100, limit: 100 })).toBe(0)
      expect(await store.feed('bob', { after: before, limit: 10 })).toMatchObject({ changes: { length: 8 } })
      expect(await store.prune({ olderThan: longAgo, keep: 1, limit: 4 })).toBe(4)
      expect(await store.prune({ olderThan: longAgo, keep: 1, limit: 4 })).toBe(3)
      expect(await store.prune({ olderThan: longAgo, keep: 1, limit: 4 })).toBe(0)
      expect(await store.feed('bob', { after: before, limit: 10 })).toBe('resync')
      expect(await store.feed('bob', { after: since, limit: 10 })).toMatchObject({
        changes: [{ change: { revision: 8 } }],
      })
      expect(await store.messages('bob', id, { order: 'asc', limit: 10 })).toHaveLength(7)
    }),
  },
  {
    name: 'pruning by age spares what is younger, and a current cursor is never below the floor',
    proves: ['prune', 'feed'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      await committed(store, item(id, 'alice', message('one')))
      expect(await store.prune({ ...wholeLog, limit: 1 })).toBe(1)
      expect(await store.prune({ ...wholeLog, limit: 10 })).toBe(1)
      const { snapshot } = await store.log({ after: null, limit: 1 })
      expect(await store.feed('bob', { after: snapshot, limit: 10 })).toMatchObject({ changes: [] })
      await committed(store, item(id, 'alice', message('two')))
      expect(await store.feed('bob', { after: snapshot, limit: 10 })).toMatchObject({ changes: { length: 1 } })
    }),
  },
]
