import { localBus } from '@msg/core'
import type { Logger, Store } from '@msg/core'
import { answering } from './database.ts'
import { checkMigrated, migrate } from './migrate.ts'
import { settleOrigin } from './origin.ts'
import { observed } from './pglite.ts'
import { openBus, openServer } from './postgres-server.ts'
import type { PostgresAddress } from './postgres-server.ts'
import { defaultSchema } from './schema-name.ts'
import { createStore, readMeta } from './store.ts'

/** How to open a store on Postgres. */
export type PostgresOptions = PostgresAddress & {
  /**
   * Where to listen for the wake-ups of other processes, when the pool goes through a pooler: the address of Postgres itself.
   * Default: where the pool connects to; nowhere with `prepare: false`.
   */
  readonly listenUrl?: string
  /** Whether each connection keeps its statements prepared. `false` behind a pooler in transaction mode. Default: true. */
  readonly prepare?: boolean
  /**
   * Milliseconds after which the answer to a statement is not waited for any more, and its connection is given up. Migrations take
   * as long as they take. Default: 60,000.
   */
  readonly queryTimeout?: number
  /** What to do when the schema is behind: bring it up to date, or refuse. Default: `auto`. */
  readonly migrate?: 'auto' | 'check'
  /** Told of connections that were lost. Default: silence. */
  readonly logger?: Logger
  /** Called with the text of each statement sent to the database: one call is one round trip. For tests and tracing. */
  readonly onQuery?: (sql: string) => void
}

/**
 * Storage on Postgres 15 or newer, for any number of processes at once. What is acknowledged survives the loss of power where
 * the server flushes on commit (`store.meta.durability` says so). Wake-ups between the processes go over LISTEN and NOTIFY on
 * a connection of their own; without one they read once a second.
 * @throws unavailable when the server cannot be reached or would not do, or when `migrate: 'check'` finds the schema behind
 * @example const store = await openPostgres({ url: 'postgres://localhost/app' })
 */
export const openPostgres = async (options: PostgresOptions): Promise<Store> => {
  const { schema = defaultSchema, onQuery, queryTimeout = 60_000 } = options
  const { database, settings } = await openServer(options)
  try {
    await (options.migrate === 'check' ? checkMigrated(database, schema) : migrate(database))
    await settleOrigin(database)
    const meta = await readMeta(database, settings.durability)
    const bus = await openBus(options)
    const close = async (): Promise<void> => {
      await bus?.close()
      await database.close()
    }
    const answered = answering(observed(database, onQuery), queryTimeout)
    return createStore({ ...answered, close }, meta, bus ?? localBus())
  } catch (error) {
    await database.close()
    throw error
  }
}

/** Brings a schema up to date, as a step before the servers start. Safe to run from any number of processes at once. */
export const migratePostgres = async (address: PostgresAddress): Promise<void> => {
  const { database } = await openServer(address)
  try {
    await migrate(database)
  } finally {
    await database.close()
  }
}
