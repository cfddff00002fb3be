import type { Logger } from '@msg/core'
import type { PgPool } from './postgres-driver.ts'

interface Watch {
  readonly told: Set<(error: Error) => void>
  readonly listener: (error: Error) => void
}

const watches = new WeakMap<PgPool, Watch>()

/**
 * Reports connections that a pool loses while nobody uses them; without a listener, Node would end the process. One
 * listener a pool, however many stores are on it. Returns its end.
 */
export const watchPool = (pool: PgPool, logger: Logger): (() => void) => {
  const watch = watches.get(pool) ?? startWatch(pool)
  const own = (error: Error): void => logger.warn('an idle connection to the database was lost', { error })
  watch.told.add(own)
  return () => {
    watch.told.delete(own)
    if (watch.told.size > 0) return
    watches.delete(pool)
    pool.off('error', watch.listener)
  }
}

const startWatch = (pool: PgPool): Watch => {
  const told = new Set<(error: Error) => void>()
  const listener = (error: Error): void => {
    for (const tell of told) tell(error)
  }
  const watch: Watch = { told, listener }
  pool.on('error', listener)
  watches.set(pool, watch)
  return watch
}
