import { isMsgError } from '@msg/core'
import type { LogPage, LogRange, Store } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { committed, item, message, startGroup, withStore } from './context.ts'

const now = async (store: Store): Promise<string> => (await store.log({ after: null, limit: 1 })).snapshot

const pageOf = (page: LogPage | 'resync'): LogPage => (page === 'resync' ? expect.fail('resync') : page)

/** Reads to the end of one long read. */
const readAll = async (read: (range: LogRange) => Promise<LogPage>, after: string, limit: number): Promise<LogPage> => {
  let page = await read({ after, limit })
  const changes = [...page.changes]
  const { snapshot } = page
  while (page.more) {
    const position = page.changes.at(-1)?.position ?? 0
    page = await read({ after, upTo: snapshot, position, limit })
    changes.push(...page.changes)
  }
  return { changes, snapshot, more: false }
}

export const logCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'reading after a snapshot yields exactly the changes it did not see, in order',
    proves: ['log'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      const before = await now(store)
      expect(await store.log({ after: before, limit: 10 })).toMatchObject({ changes: [], more: false })
      for (const n of upTo(5)) await committed(store, item(id, 'alice', message(`${n}`)))
      const page = await store.log({ after: before, limit: 10 })
      expect(page.changes.map(({ change }) => change.revision)).toEqual([2, 3, 4, 5, 6])
      expect(new Set(page.changes.map(({ change }) => change.id)).size).toBe(5)
      expect(page.changes.every(({ change, position }) => change.id === `${store.meta.epoch}:${position}`)).toBe(true)
      expect(await store.log({ after: page.snapshot, limit: 10 })).toMatchObject({ changes: [], more: false })
    }),
  },
  {
    name: 'a long read is paged by position and sees nothing newer than its beginning',
    proves: ['log', 'feed'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      const before = await now(store)
      for (const n of upTo(7)) await committed(store, item(id, 'alice', message(`${n}`)))
      const first = await store.log({ after: before, limit: 3 })
      expect(first).toMatchObject({ more: true })
      await committed(store, item(id, 'alice', message('newer')))
      const position = first.changes.at(-1)?.position ?? 0
      const rest = await store.log({ after: before, upTo: first.snapshot, position, limit: 10 })
      expect(rest.changes.map(({ change }) => change.revision)).toEqual([5, 6, 7, 8])
      expect(rest.more).toBe(false)
      expect(
        (await store.log({ after: first.snapshot, limit: 10 })).changes.map(({ change }) => change.revision),
      ).toEqual([9])
      const feed = await readAll(async (range) => pageOf(await store.feed('bob', range)), before, 2)
      expect(feed.changes.map(({ change }) => change.revision)).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
    }),
  },
  {
    name: 'reading on and on while others write misses nothing and repeats nothing',
    proves: ['log', 'feed'],
    run: withStore(async (store) => {
      const ids = await Promise.all(upTo(4).map(() => startGroup(store, ['alice', 'bob'])))
      const start = await now(store)
      let writing = true
      const writers = Promise.all(
        upTo(16).map(async (n) => {
          for (const m of upTo(20))
            await store.commit([item(ids[(n + m) % 4] ?? '', n % 2 === 0 ? 'alice' : 'bob', message(`${n}.${m}`))])
        }),
      ).finally(() => {
        writing = false
      })
      const follow = async (read: (range: LogRange) => Promise<LogPage>): Promise<readonly string[]> => {
        let after = start
        const seen: string[] = []
        for (let last = false; !last;) {
          last = !writing
          const page = await readAll(read, after, 50)
          seen.push(...page.changes.map(({ change }) => change.id))
          after = page.snapshot
        }
        return seen
      }
      const [whole, own] = await Promise.all([
        follow((range) => store.log(range)),
        follow(async (range) => pageOf(await store.feed('alice', range))),
        writers,
      ])
      expect(new Set(whole).size).toBe(320)
      expect(whole).toHaveLength(320)
      expect(own.toSorted()).toEqual(whole.toSorted())
    }),
  },
  {
    name: 'a feed shows the changes within the windows of its user',
    proves: ['feed'],
    run: withStore(async (store) => {
      const before = await now(store)
      const id = await startGroup(store, ['alice', 'bob'])
      await startGroup(store, ['carol', 'dave'])
      await committed(store, item(id, 'alice', message('one')))
      await committed(store, item(id, 'bob', { type: 'member.left', userId: 'bob' }))
      await committed(store, item(id, 'alice', { type: 'receipt.advanced', readSeq: 1 }))
      await committed(store, item(id, 'alice', message('two')))
      await committed(store, item(id, 'alice', { type: 'member.added', userId: 'carol', role: 'member' }))
      await committed(store, item(id, 'carol', { type: 'receipt.advanced', readSeq: 2 }))
      const seen = async (viewer: string) =>
        pageOf(await store.feed(viewer, { after: before, limit: 50 }))
          .changes.filter(({ change }) => change.conversationId === id)
          .map(({ change }) => change.type)
      expect(await seen('bob')).toEqual(['conversation.created', 'message.sent', 'member.left'])
      expect(await seen('carol')).toEqual(['member.added', 'receipt.advanced'])
      expect(await seen('alice')).toHaveLength(7)
      expect(await seen('dave')).toEqual([])
    }),
  },
  {
    name: 'a created conversation names its founders in the log',
    proves: ['log'],
    run: withStore(async (store) => {
      const before = await now(store)
      const id = await startGroup(store, ['alice', 'bob'])
      await committed(store, item(id, 'alice', { type: 'member.added', userId: 'carol', role: 'member' }))
      const { changes } = await store.log({ after: before, limit: 10 })
      expect(changes[0]?.founders?.toSorted()).toEqual(['alice', 'bob'])
      expect(changes[1]?.founders).toBeUndefined()
    }),
  },
  {
    name: 'a feed that is too far behind asks for a resync',
    proves: ['feed'],
    run: withStore(async (store) => {
      const id = await startGroup(store, ['alice', 'bob'])
      const before = await now(store)
      const behind = async () => store.feed('alice', { after: before, limit: 5 })
      for (let count = 0; count < 10_000; count += 500)
        await store.commit(upTo(500).map((n) => item(id, 'bob', message(`${count + n}`))))
      expect(await behind()).not.toBe('resync')
      await committed(store, item(id, 'bob', message('one more')))
      expect(await behind()).toBe('resync')
      expect(await store.feed('carol', { after: before, limit: 5 })).toMatchObject({ changes: [] })
    }),
  },
  {
    name: 'a malformed snapshot is refused, never guessed at',
    proves: ['log', 'feed'],
    run: withStore(async (store) => {
      for (const after of ['', 'x', '1:2', "1:1:'", '-1:1:', '1:1:1,', '9'.repeat(40)]) {
        await expectRefusal(store.log({ after, limit: 1 }), 'invalid_cursor')
        await expectRefusal(store.feed('alice', { after, limit: 1 }), 'invalid_cursor')
      }
    }),
  },
  {
    name: 'a closed store refuses and does not hang',
    proves: ['close'],
    run: async ({ open }) => {
      const store = await open()
      await store.close()
      const error: unknown = await store.windows('alice').catch((reason: unknown) => reason)
      expect(isMsgError(error) && error.code).toBe('unavailable')
      await store.close()
    },
  },
]
