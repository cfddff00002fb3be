/** For tests: fresh stores in a fraction of the time that making a database takes. Not for production. */
import type { Store } from '@msg/core'
import { migrate } from './migrate.ts'
import { observed, openDatabase } from './pglite.ts'
import type { PgliteOptions } from './pglite.ts'
import { createStore, readMeta, renewMeta } from './store.ts'

let template: Promise<Uint8Array<ArrayBuffer>> | undefined

/** The data directory of a migrated, empty database; made once per process. */
const migratedImage = async (): Promise<Uint8Array<ArrayBuffer>> => {
  const database = await openDatabase({})
  try {
    await migrate(database)
    return await database.dump()
  } finally {
    await database.close()
  }
}

/** A fresh store in memory, with an epoch of its own: a copy of a database that was migrated once in this process. */
export const openPgliteCopy = async ({ onQuery }: Pick<PgliteOptions, 'onQuery'> = {}): Promise<Store> => {
  template ??= migratedImage()
  const database = await openDatabase({ image: await template })
  await renewMeta(database)
  return createStore(observed(database, onQuery), await readMeta(database, 'none'))
}
