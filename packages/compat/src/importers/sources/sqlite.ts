import { access } from 'node:fs/promises'
import type { DatabaseSync } from 'node:sqlite'
import { MsgError } from '@msg/core'
import type { Row } from '../row.ts'
import type { Source } from '../source.ts'

/** Opens a SQLite file, for reading only. @throws invalid where there is none, unavailable where Node has no SQLite */
export const openSqlite = async (path: string): Promise<Source> => {
  const database = await openFile(path)
  return {
    async *rows(table, orderBy) {
      const columns = orderBy.map((column) => `"${column}"`).join(', ')
      const statement = database.prepare(`select * from "${table}" order by ${columns}`)
      // A key may be larger than what a number keeps to its last digit.
      statement.setReadBigInts(true)
      for (const row of statement.iterate()) yield asRow(row)
    },
    async count(table) {
      const isThere = `select 1 from sqlite_master where type in ('table', 'view') and name = ?`
      if (database.prepare(isThere).get(table) === undefined) return null
      return Number(database.prepare(`select count(*) as rows from "${table}"`).get()?.['rows'])
    },
    close: async () => database.close(),
  }
}

const openFile = async (path: string): Promise<DatabaseSync> => {
  const sqlite = await loadSqlite()
  await access(path).catch((error: unknown) => {
    throw new MsgError('invalid', `there is no file "${path}"`, { cause: error })
  })
  let database: DatabaseSync | null = null
  try {
    database = new sqlite.DatabaseSync(path, { readOnly: true })
    // It is looked at only when something is asked of it.
    database.prepare('select count(*) from sqlite_master').get()
    return database
  } catch (error) {
    database?.close()
    throw new MsgError('invalid', `"${path}" is not a SQLite database; a dump is called *.jsonl`, { cause: error })
  }
}

const asRow = (row: object): Row => ({ ...row })

const loadSqlite = async () => {
  try {
    return await import('node:sqlite')
  } catch (error) {
    throw new MsgError(
      'unavailable',
      'reading SQLite needs Node 22.13 or newer: use that, or import a dump (JSON Lines) of it',
      { outcome: 'none', cause: error },
    )
  }
}
