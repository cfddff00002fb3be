/** For tests: empty stores in a fraction of the time that making a database takes. Not for production. */
import type { Store } from '@msg/core'
import { unavailable } from './database-error.ts'
import type { Database } from './database.ts'
import { migrate } from './migrate.ts'
import { observed, openDatabase } from './pglite.ts'
import type { PgliteDatabase } from './pglite-in-place.ts'
import type { PgliteOptions } from './pglite.ts'
import { createStore, readMeta, renewMeta } from './store.ts'

type CopyOptions = Pick<PgliteOptions, 'onQuery'>

let image: Promise<Uint8Array<ArrayBuffer>> | undefined

const openMigrated = async (): Promise<PgliteDatabase> => {
  const database = await openDatabase({})
  await migrate(database)
  return database
}

/** The data directory of a migrated, empty database; made once per process. */
const migratedImage = async (): Promise<Uint8Array<ArrayBuffer>> => {
  const database = await openMigrated()
  try {
    return await database.dump()
  } finally {
    await database.close()
  }
}

const openCopy = async (): Promise<PgliteDatabase> => {
  image ??= migratedImage()
  return openDatabase({ image: await image })
}

/** An empty store, with an epoch of its own, in a database of its own: a copy of one migrated once in this process. */
export const openPgliteCopy = async ({ onQuery }: CopyOptions = {}): Promise<Store> => {
  const database = await openCopy()
  await renewMeta(database)
  return createStore(observed(database, onQuery), await readMeta(database, 'none'))
}

/** Empty stores on few databases: closing a store keeps its database for the next. */
export interface PgliteStores {
  open(options?: CopyOptions): Promise<Store>
  /** Ends the databases. */
  close(): Promise<void>
}

/** @example const stores = pgliteStores(); afterAll(() => stores.close()) */
export const pgliteStores = (): PgliteStores => {
  const all: PgliteDatabase[] = []
  const idle: PgliteDatabase[] = []
  /** One database is enough for most: it is not worth an image. */
  let first = true
  const anyDatabase = async (): Promise<PgliteDatabase> => {
    const free = idle.pop()
    if (free !== undefined) return free
    const opening = first ? openMigrated() : openCopy()
    first = false
    const database = await opening
    all.push(database)
    return database
  }
  return {
    async open({ onQuery } = {}) {
      const database = await anyDatabase()
      await empty(database)
      const lent = onLoan(database, () => idle.push(database))
      return createStore(observed(lent, onQuery), await readMeta(database, 'none'))
    },
    close: async () => {
      await Promise.all(all.map((database) => database.close()))
    },
  }
}

const empty = async (database: Database): Promise<void> => {
  await database.query(
    `truncate msg.conversation, msg.member, msg.past_member, msg.reader, msg.message, msg.message_text, msg.reaction,
      msg.hidden, msg.change, msg.lease restart identity`,
  )
  await renewMeta(database)
}

/** The database until it is given back. */
const onLoan = (database: Database, giveBack: () => void): Database => {
  let returned = false
  return {
    query: (sql, parameters) =>
      returned ? Promise.reject(unavailable('the store is closed', 'none')) : database.query(sql, parameters),
    async close() {
      if (returned) return
      returned = true
      giveBack()
    },
  }
}
