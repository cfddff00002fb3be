import { MsgError } from '@msg/core'
import type { Store } from '@msg/core'
import type { Database } from './database.ts'
import { migrate } from './migrate.ts'
import { openInPlace } from './pglite-in-place.ts'
import type { PgliteDatabase } from './pglite-in-place.ts'
import type { EngineOptions } from './pglite-engine.ts'
import { vacuuming } from './pglite-upkeep.ts'
import { createStore, readMeta } from './store.ts'

/** How to open an embedded database. */
export interface PgliteOptions {
  /**
   * The folder that keeps the data; made when absent. In browsers a location such as `idb://chat`. Without it everything is
   * in memory and gone with the store.
   */
  readonly dataDir?: string
  /** Called with the text of each statement sent to the database: one call is one round trip. For tests and tracing. */
  readonly onQuery?: (sql: string) => void
}

/**
 * Storage embedded in this process: PGlite, in a worker thread on Node. The folder is locked against a second process (and a
 * second store) for as long as the store is open. What is acknowledged survives the death of the process, not the loss of
 * power: PGlite never calls fsync.
 * @throws unavailable when the folder is in use, naming the holder's process id; invalid for an empty `dataDir`
 * @example const store = await openPglite({ dataDir: 'data' })
 */
export const openPglite = async ({ dataDir, onQuery }: PgliteOptions = {}): Promise<Store> => {
  const database = await openDatabase({ dataDir })
  try {
    await migrate(database)
    const meta = await readMeta(database, dataDir === undefined || dataDir.startsWith('memory://') ? 'none' : 'process')
    const told = observed(database, onQuery)
    return vacuuming(createStore(told, meta), told)
  } catch (error) {
    await database.close().catch(() => {})
    throw error
  }
}

/** The bare database: locked where it is a folder, and in a worker where there are any. Not migrated. */
export const openDatabase = async (options: EngineOptions): Promise<PgliteDatabase> => {
  if (!onNode) return openInPlace(options)
  const { openInWorker } = await import('./pglite-in-worker.ts')
  const folder = folderOf(options.dataDir)
  if (folder === null) return openInWorker(options)
  const { openLocked } = await import('./directory-lock.ts')
  return openLocked(folder, (dataDir) => openInWorker({ ...options, dataDir }))
}

const onNode = typeof process !== 'undefined' && typeof process.versions?.node === 'string'

/** The folder that is meant, null for none: `idb://…`, `memory://…` and the like are not folders, and `file://…` is one to PGlite. */
const folderOf = (dataDir: string | undefined): string | null => {
  if (dataDir === undefined) return null
  const folder = dataDir.startsWith('file://') ? dataDir.slice('file://'.length) : dataDir
  if (folder === '') throw new MsgError('invalid', 'dataDir is empty: name a folder, or leave it out to keep nothing')
  return /^[a-z0-9-]+:\/\//.test(folder) ? null : folder
}

/** Reports each statement before it is sent. */
export const observed = (database: Database, onQuery: PgliteOptions['onQuery']): Database =>
  onQuery === undefined
    ? database
    : {
        ...database,
        query(sql, parameters, options) {
          onQuery(sql)
          return database.query(sql, parameters, options)
        },
      }
