import { MsgError } from '@msg/core'
import type { Client } from 'pg'
import type { Row } from '../row.ts'
import type { Source } from '../source.ts'
import { reasonOf, shownAddress } from './address.ts'

/** Rows fetched at once. */
const page = 1_000

/** Milliseconds to wait for a connection. */
const patience = 10_000

/**
 * Reads a Postgres database, as it was when this began, through a cursor: nothing is locked and nothing piles up.
 * @throws unavailable, saying where it did not get in, and why
 */
export const openPostgresSource = async (url: string): Promise<Source> => {
  const client = await connect(url)
  // Times come as texts, which the driver reads in one style only, whatever the server, the database or the role is set to.
  await client.query(`begin isolation level repeatable read read only; set local datestyle = 'ISO'`)
  return {
    async *rows(table, orderBy) {
      const columns = orderBy.map((column) => `"${column}"`).join(', ')
      await client.query(`declare rows no scroll cursor for select * from "${table}" order by ${columns}`)
      try {
        for (;;) {
          const { rows } = await client.query<Row>(`fetch ${page} from rows`)
          yield* rows
          if (rows.length < page) return
        }
      } finally {
        await client.query('close rows')
      }
    },
    async count(table) {
      const there = await client.query<Row>('select to_regclass(quote_ident($1)) is not null as there', [table])
      if (there.rows[0]?.['there'] !== true) return null
      const { rows } = await client.query<Row>(`select count(*) as rows from "${table}"`)
      return Number(rows[0]?.['rows'])
    },
    close: () => client.end(),
  }
}

const connect = async (url: string): Promise<Client> => {
  const pg = await loadPg()
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: patience })
  // A connection that is lost fails what is asked of it next; without a listener it would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    throw new MsgError('unavailable', `cannot read from the Postgres at ${shownAddress(url)}: ${reasonOf(error)}`, {
      outcome: 'none',
      cause: error,
    })
  }
}

const loadPg = async () => {
  try {
    return (await import('pg')).default
  } catch (error) {
    throw new MsgError('unavailable', 'reading Postgres needs node-postgres: install it with `npm install pg`', {
      outcome: 'none',
      cause: error,
    })
  }
}
