import { migratePostgres } from '@msg/drizzle'
import { Client } from 'pg'
import { spacing } from './plan.ts'
import type { Size } from './plan.ts'
import { seedSql } from './sql.ts'

/** Where to load to. */
export interface Place {
  readonly url: string
  readonly schema: string
}

const chunk = 50_000

/**
 * Fills an empty schema with what the commit function would have written, statement by statement on the server. The same
 * size gives the same ids, authors and texts; only the times follow the clock, for a change log forgets after a week.
 */
export const seed = async (
  { url, schema }: Place,
  size: Size,
  onProgress: (done: number, all: number) => void = () => {},
): Promise<void> => {
  await migratePostgres({ url, schema })
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query(`select from ${schema}.conversation limit 1`)
    if (rows.length > 0) throw new Error(`the schema ${schema} is not empty: load into another one (--schema)`)
    const sql = seedSql(schema, size, Date.now() - size.messages * spacing(size) - 60_000)
    const all = size.messages + size.conversations
    const load = async (texts: readonly string[], count: number, before: number): Promise<void> => {
      for (let from = 0; from < count; from += chunk) {
        const to = Math.min(from + chunk, count)
        for (const text of texts) await client.query(text, [from, to - 1])
        onProgress(before + to, all)
      }
    }
    await load([sql.created, sql.conversations, sql.members, sql.readers], size.conversations, 0)
    if (sql.prune !== null) await client.query(sql.prune)
    await load([sql.messages, sql.changes], size.messages, size.conversations)
    await client.query(sql.finish)
    await client.query('checkpoint').catch(() => {}) // only a superuser may
  } finally {
    await client.end()
  }
}
