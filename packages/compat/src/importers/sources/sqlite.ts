import type { Row } from '../row.ts'
import type { Source } from '../source.ts'

/** Opens a SQLite file, for reading only. @throws Error where Node has no SQLite */
export const openSqlite = async (path: string): Promise<Source> => {
  const { DatabaseSync } = await loadSqlite()
  const database = new DatabaseSync(path, { readOnly: true })
  return {
    async *rows(table, orderBy) {
      const columns = orderBy.map((column) => `"${column}"`).join(', ')
      for (const row of database.prepare(`select * from "${table}" order by ${columns}`).iterate()) yield asRow(row)
    },
    close: async () => database.close(),
  }
}

const asRow = (row: object): Row => ({ ...row })

const loadSqlite = async () => {
  try {
    return await import('node:sqlite')
  } catch (error) {
    throw new Error('reading SQLite needs Node 22.13 or newer: use that, or import a dump (JSON Lines) of it', {
      cause: error,
    })
  }
}
