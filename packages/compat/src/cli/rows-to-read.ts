import { MsgError } from '@msg/core'
import { contentTypeTable } from '../importers/content-types.ts'
import type { Importer } from '../importers/importer.ts'
import type { Source } from '../importers/source.ts'

/** How many rows an importer will go through. @throws invalid where this is not its system */
export const rowsToRead = async ({ system, tables }: Importer, source: Source): Promise<number> => {
  const counts = new Map<string, number | null>()
  for (const table of new Set(tables)) counts.set(table, await source.count(table))
  const own = [...counts].filter(([table]) => table !== contentTypeTable)
  const missing = [...counts].filter(([, rows]) => rows === null).map(([table]) => table)
  if (missing.length > 0)
    throw new MsgError('invalid', `this is no database of ${system}: it has no table ${missing.join(', ')}`)
  if (own.every(([, rows]) => rows === 0))
    throw new MsgError(
      'invalid',
      `there is nothing of ${system} here: no rows of ${own.map(([table]) => table).join(', ')}`,
    )
  return tables.reduce((sum, table) => sum + (counts.get(table) ?? 0), 0)
}

/** The same source, telling how many rows have been read of it. */
export const counted = (source: Source, tell: (rows: number) => void): Source => {
  let read = 0
  return {
    ...source,
    async *rows(table, orderBy) {
      for await (const row of source.rows(table, orderBy)) {
        yield row
        read += 1
        tell(read)
      }
    },
  }
}
