import { MsgError } from '@msg/core'
import type { BridgeStore } from '../bridge-store.ts'
import { runIn } from './database.ts'
import type { Database, Run } from './database.ts'
import { migrate } from './migrate.ts'
import { cursorOf, localCursorOf, memoryId, pairOf, personOf, queuedOf, rowOf } from './rows.ts'
import { reads, writes } from './statements.ts'

/** How a bridge store is opened. */
export interface BridgeStoreOptions {
  /** The schema its tables are in. Default `msg_bridge`. */
  readonly schema?: string
}

const schemaName = /^[a-z_][a-z0-9_]{0,62}$/

const badSchema = (): MsgError =>
  new MsgError('invalid', 'a schema is named by at most 63 lower-case letters, digits and _, and begins with no digit')

/**
 * A bridge store on Postgres, or on an embedded PGlite of its own: whatever has the `query` of a `pg` pool. Its tables are made and
 * brought up to date by itself. The database stays the caller's to close.
 * @throws invalid for a schema that is not a lower-case name
 * @example const store = await openBridgeStore(new Pool({ connectionString: process.env.DATABASE_URL }))
 */
export const openBridgeStore = async (
  database: Database,
  { schema = 'msg_bridge' }: BridgeStoreOptions = {},
): Promise<BridgeStore> => {
  if (!schemaName.test(schema)) throw badSchema()
  const run = runIn(database, schema)
  await migrate(run)
  return { ...links(run), ...queue(run), ...pairs(run), ...people(run), close: async () => {} }
}

type Part<Method extends keyof BridgeStore> = Pick<BridgeStore, Method>

const links = (run: Run): Part<'id' | 'cursor' | 'moveCursor' | 'localCursor' | 'moveLocalCursor'> => ({
  id: async () => memoryId(await run(reads.id)),
  async cursor(link) {
    const [row] = await run(reads.cursor, link)
    return row === undefined ? null : cursorOf(row)
  },
  moveCursor: async (link, { eventId, messageId }) => void (await run(writes.moveCursor, link, eventId, messageId)),
  async localCursor(link) {
    const [row] = await run(reads.localCursor, link)
    return row === undefined ? null : localCursorOf(row)
  },
  moveLocalCursor: async (link, { from, done, seq, revision }) =>
    void (await run(writes.moveLocalCursor, link, from, done, seq, revision)),
})

const queue = (run: Run): Part<'enqueue' | 'queued' | 'mark' | 'settle'> => ({
  enqueue: async ({ link, messageId, seq, revision }) =>
    void (await run(writes.enqueue, link, messageId, seq, revision)),
  queued: async (link, limit) => (await run(reads.queued, link, limit)).map(queuedOf),
  mark: async ({ link, messageId }) => void (await run(writes.mark, link, messageId)),
  async settle({ link, messageId, revision }) {
    const [row] = await run(writes.settle, link, messageId, revision)
    return row === undefined ? null : queuedOf(row)
  },
})

const pairs = (run: Run): Part<'save' | 'drop' | 'pairsOf' | 'pairsOfRemote' | 'unsettled' | 'remoteFloor'> => ({
  save: async (saved) => void (await run(writes.save, JSON.stringify(saved.map(rowOf)))),
  drop: async (dropped) => void (await run(writes.drop, JSON.stringify(dropped.map(rowOf)))),
  pairsOf: async (messageIds) => (await run(reads.pairsOf, messageIds)).map(pairOf),
  pairsOfRemote: async (link, remoteIds) => (await run(reads.pairsOfRemote, link, remoteIds)).map(pairOf),
  unsettled: async (link) => (await run(reads.unsettled, link)).map(pairOf),
  async remoteFloor(link, count) {
    const floor = (await run(reads.remoteFloor, link, count))[0]?.['floor'] ?? null
    return floor === null ? null : Number(floor)
  },
})

const people = (run: Run): Part<'people' | 'savePerson' | 'wasAdmitted' | 'admit'> => ({
  people: async (userIds) => (await run(reads.people, userIds)).map(personOf),
  savePerson: async ({ userId, name, avatarUrl }) => void (await run(writes.savePerson, userId, name, avatarUrl)),
  wasAdmitted: async (link, userId) => (await run(reads.wasAdmitted, link, userId)).length > 0,
  admit: async (link, userId) => void (await run(writes.admit, link, userId)),
})
