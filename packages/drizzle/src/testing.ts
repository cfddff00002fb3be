/** For tests: empty stores in a fraction of the time that making a database takes. Not for production. */
import type { Store } from '@msg/core'
import { emptied, onLoan } from './emptied.ts'
import { openCopy, openFirst } from './pglite-image.ts'
import { observed } from './pglite.ts'
import type { PgliteDatabase } from './pglite-in-place.ts'
import type { PgliteOptions } from './pglite.ts'
import { createStore, readMeta, renewMeta } from './store.ts'

export { postgresStores } from './postgres-testing.ts'
export type { PostgresStores } from './postgres-testing.ts'

type CopyOptions = Pick<PgliteOptions, 'onQuery'>

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
  let first = true
  const anyDatabase = async (): Promise<PgliteDatabase> => {
    const free = idle.pop()
    if (free !== undefined) return free
    const opening = first ? openFirst() : openCopy()
    first = false
    const database = await opening
    all.push(database)
    return database
  }
  return {
    async open({ onQuery } = {}) {
      const database = await anyDatabase()
      await emptied(database)
      const lent = onLoan(database, () => idle.push(database))
      return createStore(observed(lent, onQuery), await readMeta(database, 'none'))
    },
    close: async () => {
      await Promise.all(all.map((database) => database.close()))
    },
  }
}
