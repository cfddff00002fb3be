/** For tests on a real Postgres: empty stores, each in a schema of its own, which is dropped in the end. */
import { randomUUID } from 'node:crypto'
import { silentLogger } from '@msg/core'
import type { Store } from '@msg/core'
import { emptied, onLoan } from './emptied.ts'
import { migrate } from './migrate.ts'
import { settleOrigin } from './origin.ts'
import { observed } from './pglite.ts'
import { openPool } from './postgres-database.ts'
import { loadPg } from './postgres-driver.ts'
import { readSettings } from './server-settings.ts'
import { createStore, readMeta } from './store.ts'
import type { Database } from './database.ts'

/** Empty stores in few schemas: closing a store keeps its schema for the next. */
export interface PostgresStores {
  open(options?: { readonly onQuery?: (sql: string) => void }): Promise<Store>
  /** Drops the schemas. */
  close(): Promise<void>
}

/** A schema that nobody else has, migrated, on a pool of its own. */
export interface PostgresSchema {
  readonly schema: string
  readonly database: Database
  /** Drops it. */
  drop(): Promise<void>
}

/** @example const stores = postgresStores(url); afterAll(() => stores.close()) */
export const postgresStores = (url: string): PostgresStores => {
  const all: PostgresSchema[] = []
  const idle: PostgresSchema[] = []
  const anySchema = async (): Promise<PostgresSchema> => {
    const free = idle.pop()
    if (free !== undefined) return free
    const made = await makePostgresSchema(url)
    all.push(made)
    return made
  }
  return {
    async open({ onQuery } = {}) {
      const place = await anySchema()
      await emptied(place.database)
      const { durability } = await readSettings(place.database)
      const lent = onLoan(place.database, () => idle.push(place))
      return createStore(observed(lent, onQuery), await readMeta(place.database, durability))
    },
    close: async () => {
      await Promise.all(all.map(({ drop }) => drop()))
    },
  }
}

/** Makes a schema with a name of its own, and a pool of so many connections. */
export const makePostgresSchema = async (url: string, max = 20): Promise<PostgresSchema> => {
  const schema = `test_${randomUUID().replaceAll('-', '')}`
  const { Pool } = await loadPg()
  const pool = new Pool({ connectionString: url, max })
  const database = openPool({ pool, owned: true, schema, prepare: true, logger: silentLogger() })
  await migrate(database)
  await settleOrigin(database)
  return {
    schema,
    database,
    async drop() {
      await database.query('drop schema if exists msg cascade')
      await database.close()
    },
  }
}
