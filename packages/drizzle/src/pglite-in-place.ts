import { fromDatabase, unavailable } from './database-error.ts'
import type { Database } from './database.ts'
import { failureOf, openEngine } from './pglite-engine.ts'
import type { EngineOptions } from './pglite-engine.ts'

/** A database that can also be copied whole. */
export interface PgliteDatabase extends Database {
  /** The data directory as a tar archive. */
  dump(): Promise<Uint8Array<ArrayBuffer>>
}

/** PGlite in this very thread: for browsers. */
export const openInPlace = async (options: EngineOptions): Promise<PgliteDatabase> => {
  let closed = false
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    if (closed) throw unavailable('the store is closed', 'none')
    try {
      return await work()
    } catch (error) {
      const { message, sqlState } = failureOf(error)
      throw fromDatabase(message, sqlState)
    }
  }
  const engine = await guarded(() => openEngine(options))
  return {
    query: (sql, parameters = []) => guarded(() => engine.query(sql, parameters)),
    dump: () => guarded(() => engine.dump()),
    async close() {
      if (closed) return
      closed = true
      await engine.close()
    },
  }
}
