import type { Row } from '../row.ts'
import type { Source } from '../source.ts'

/** Rows fetched at once. */
const page = 1_000

/** Reads a Postgres database, as it was when this began, through a cursor: nothing is locked and nothing piles up. */
export const openPostgresSource = async (url: string): Promise<Source> => {
  const { Client } = await loadPg()
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query('begin isolation level repeatable read read only')
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
    close: () => client.end(),
  }
}

const loadPg = async () => {
  try {
    return (await import('pg')).default
  } catch (error) {
    throw new Error('reading Postgres needs node-postgres: install it with `npm install pg`', { cause: error })
  }
}
