import { randomUUID } from 'node:crypto'
import { Pool } from 'pg'
import { makePostgresSchema } from '../src/postgres-testing.ts'
import type { Database } from '../src/database.ts'

/** An empty database on a test server; its address, and how to get rid of it. */
export const makeDatabase = async (url: string): Promise<{ readonly url: string; drop(): Promise<void> }> => {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const server = new Pool({ connectionString: url, max: 1 })
  await server.query(`create database "${name}"`)
  const address = new URL(url)
  address.pathname = `/${name}`
  return {
    url: address.href,
    async drop() {
      await server.query(`drop database "${name}"`)
      await server.end()
    },
  }
}

/**
 * A migrated schema in a database of its own, over one connection: while a test elsewhere holds a transaction open, what is
 * dead in that test's database stays in its indexes and is read again, so what is read can be counted only alone. Closing
 * drops the database.
 */
export const openAlone = async (url: string): Promise<Database> => {
  const own = await makeDatabase(url)
  const { database } = await makePostgresSchema(own.url, 1)
  const close = async (): Promise<void> => {
    await database.close()
    await own.drop()
  }
  return { ...database, close }
}
