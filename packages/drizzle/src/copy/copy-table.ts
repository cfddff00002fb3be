import { MsgError } from '@msg/core'
import type { Database } from '../database.ts'
import { integer, text } from '../rows/values.ts'
import { firstSql, insertSql, keyAtSql, keyOf, nextSql, pageSize } from './table.ts'
import type { CopiedTable } from './table.ts'

/** From where to where. */
export interface Databases {
  readonly source: Database
  readonly target: Database
}

/** What there is of a table. */
export interface TableSum {
  readonly rows: number
  /** Of all rows, whatever their order. */
  readonly checksum: string
}

/** Reads all of a table once. */
export const sumOf = async (database: Database, { name }: CopiedTable): Promise<TableSum> => {
  const [row] = await database.query(`select s.rows, s.checksum from msg.msg_checksum_1('msg.${name}') s`)
  return { rows: integer(row?.['rows']), checksum: text(row?.['checksum']) }
}

export const isSame = (one: TableSum, other: TableSum): boolean =>
  one.rows === other.rows && one.checksum === other.checksum

/**
 * Copies what of a table is not there yet. Rows are put in a page at a time in the order of the key, so what is there is the
 * beginning; if it turns out to be anything else, it is thrown away and copied anew. `onRows` is told how many rows are there,
 * and may end it by throwing.
 */
export const copyTable = async (
  databases: Databases,
  table: CopiedTable,
  onRows: (rows: number) => void,
): Promise<TableSum> => {
  const { source, target } = databases
  const there = await sumOf(source, table)
  const isWhole = async (): Promise<boolean> => {
    await copyRows(databases, table, onRows)
    return isSame(await sumOf(target, table), there)
  }
  if (await isWhole()) return there
  await target.query(`truncate msg.${table.name}`)
  if (await isWhole()) return there
  throw new MsgError(
    'unavailable',
    `the table "${table.name}" differs from the one it was copied from: see that nothing else writes to it, and copy again`,
    { outcome: 'none' },
  )
}

interface Page {
  readonly rows: readonly string[]
  /** What the next page comes after; null when this is the last. */
  readonly after: readonly string[] | null
}

/** The next page is read while one is put in. */
const copyRows = async (
  { source, target }: Databases,
  table: CopiedTable,
  onRows: (rows: number) => void,
): Promise<void> => {
  const insert = insertSql(table)
  const [counted] = await target.query(`select count(*) as rows from msg.${table.name}`)
  let there = integer(counted?.['rows'])
  let page = await beginning(source, table, there)
  for (;;) {
    onRows(there)
    if (page.rows.length === 0) return
    const { after, rows } = page
    const [next] = await Promise.all([
      after === null ? lastPage : readPage(source, table, after),
      target.query(insert, [rows]),
    ])
    there += rows.length
    page = next
  }
}

const lastPage: Page = { rows: [], after: null }

/** The first page that is not there. */
const beginning = async (source: Database, table: CopiedTable, there: number): Promise<Page> => {
  if (there === 0) return readPage(source, table, [])
  const [row] = await source.query(keyAtSql(table), [there])
  return row === undefined ? lastPage : readPage(source, table, keyOf(table, row))
}

const readPage = async (source: Database, table: CopiedTable, after: readonly string[]): Promise<Page> => {
  const found = await (after.length === 0 ? source.query(firstSql(table)) : source.query(nextSql(table), after))
  const last = found.length < pageSize ? undefined : found.at(-1)
  return { rows: found.map((row) => text(row['row'])), after: last === undefined ? null : keyOf(table, last) }
}
