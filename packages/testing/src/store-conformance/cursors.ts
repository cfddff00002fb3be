import { createMessaging } from '@msg/core'
import type { Messaging, Store } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { committed, item, message, startGroup, withStore } from './context.ts'

/** An engine on a store that stays open when the engine closes. */
const engineOn = (store: Store): Messaging => createMessaging({ store: { ...store, close: async () => {} } })

const cursorOf = async (messaging: Messaging, userId: string): Promise<string> =>
  (await messaging.as(userId).live.read()).cursor

/** A store that says it is further than it is: each number of its snapshots is higher by more than any database has counted. */
const ahead = (store: Store): Store => ({
  ...store,
  log: async (range) => {
    const page = await store.log(range)
    return {
      ...page,
      snapshot: page.snapshot.replaceAll(/\d+/g, (digits) => String(Number(digits) + 1_000_000_000_000)),
    }
  },
})

/** Both ways of going on from a cursor ask for a reload; the stream then goes on live. */
const expectResync = async (store: Store, cursor: string): Promise<void> => {
  const messaging = engineOn(store)
  const alice = messaging.as('alice')
  await expectRefusal(alice.live.read({ after: cursor }), 'resync_required')
  const events = alice.live.subscribe({ after: cursor })[Symbol.asyncIterator]()
  expect((await events.next()).value).toMatchObject({ type: 'resync' })
  expect((await events.next()).value).toMatchObject({ type: 'ready' })
  await alice.conversations.startGroup({ userIds: ['bob'] })
  expect((await events.next()).value).toMatchObject({ changes: [{ type: 'conversation.created' }] })
  await messaging.close()
}

/** Both ways go on where the cursor says. */
const expectReplay = async (store: Store, cursor: string, count: number): Promise<void> => {
  const messaging = engineOn(store)
  const alice = messaging.as('alice')
  const read = await alice.live.read({ after: cursor, limit: 500 })
  expect(read.changes).toHaveLength(count)
  const events = alice.live.subscribe({ after: read.cursor })[Symbol.asyncIterator]()
  expect((await events.next()).value).toMatchObject({ type: 'ready' })
  await messaging.close()
}

/** What each kind of cursor is answered with, row by row. Those of others, and damaged ones, are session cases. */
export const cursorCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'a cursor of this database goes on where it says, also for an engine that did not issue it',
    proves: ['feed', 'log'],
    run: withStore(async (store) => {
      const cursor = await cursorOf(engineOn(store), 'alice')
      const id = await startGroup(store, ['alice', 'bob'])
      await committed(store, item(id, 'bob', message('one')))
      await expectReplay(store, cursor, 2)
    }),
  },
  {
    name: 'a cursor of another epoch asks for a resync',
    proves: ['meta'],
    run: withStore(async (store) => {
      const before = { ...store, meta: { ...store.meta, epoch: 'before the restore' } }
      await expectResync(store, await cursorOf(engineOn(before), 'alice'))
    }),
  },
  {
    name: 'a cursor signed with another key is invalid, whatever its epoch',
    proves: ['meta'],
    run: withStore(async (store) => {
      for (const epoch of [store.meta.epoch, 'another']) {
        const foreign = { ...store, meta: { ...store.meta, epoch, cursorKey: new Uint8Array(32) } }
        const after = await cursorOf(engineOn(foreign), 'alice')
        await expectRefusal(engineOn(store).as('alice').live.read({ after }), 'invalid_cursor')
      }
    }),
  },
  {
    name: 'a cursor below what is kept asks for a resync, one above it does not',
    proves: ['prune', 'feed'],
    run: withStore(async (store) => {
      const below = await cursorOf(engineOn(store), 'alice')
      const id = await startGroup(store, ['alice', 'bob'])
      for (const n of upTo(4)) await committed(store, item(id, 'bob', message(`${n}`)))
      const above = await cursorOf(engineOn(store), 'alice')
      await committed(store, item(id, 'bob', message('last')))
      await store.prune({ olderThan: '2000-01-01T00:00:00.000Z', keep: 1, limit: 100 })
      await expectReplay(store, above, 1)
      await expectResync(store, below)
    }),
  },
  {
    name: 'a cursor ahead of the database, as after a restore from a backup, asks for a resync',
    proves: ['feed'],
    run: withStore(async (store) => expectResync(store, await cursorOf(engineOn(ahead(store)), 'alice'))),
  },
  {
    name: 'more than ten thousand changes one may see ask for a resync; what others see does not count',
    proves: ['feed'],
    run: withStore(async (store) => {
      const [own, others] = [await startGroup(store, ['alice', 'bob']), await startGroup(store, ['bob', 'carol'])]
      const cursor = await cursorOf(engineOn(store), 'alice')
      const send = async (id: string, count: number): Promise<void> => {
        for (let sent = 0; sent < count; sent += 500)
          await store.commit(upTo(Math.min(500, count - sent)).map(() => item(id, 'bob', message('x'))))
      }
      await send(own, 10_000)
      await send(others, 500)
      expect(await engineOn(store).as('alice').live.read({ after: cursor, limit: 10 })).toMatchObject({ more: true })
      await send(own, 1)
      await expectResync(store, cursor)
    }),
  },
]
