import type { Database } from '../database.ts'
import { text } from '../rows/values.ts'
import { copyTable, isSame, sumOf } from './copy-table.ts'
import type { Databases, TableSum } from './copy-table.ts'
import { countsOf } from './preview-copy.ts'
import { readTables } from './table.ts'
import type { CopiedTable } from './table.ts'
import { beginCopy, endCopy, numberOn, usedSince } from './target.ts'

/** How far a copy has come. */
export interface CopyProgress {
  /** Which table is being copied. */
  readonly table: string
  /** Rows that are there, of all tables. */
  readonly rows: number
  /** Rows there are to be. */
  readonly of: number
}

/** A table whose copy is the same as the original. */
export interface CopySum extends TableSum {
  readonly table: string
}

/** What has been copied, now or before. */
export interface CopySummary {
  readonly tables: readonly CopySum[]
}

/** Who is told, and may end it. */
export interface CopyWatch {
  /** Is told from time to time how far it has come. */
  readonly onProgress?: (progress: CopyProgress) => void
  /** Ends it between two pages of rows. */
  readonly signal?: AbortSignal
}

/** Copies everything that is not there yet, table by table; what was whole before is looked at only. */
export const copyAll = async (databases: Databases, watch: CopyWatch): Promise<CopySummary> => {
  const { source, target } = databases
  const tables = await readTables(source)
  const { epoch, key } = await identityOf(source)
  if ((await beginCopy(target, tables, epoch)) === 'whole') return compare(databases, tables)
  const of = (await countsOf(source, tables)).reduce((sum, { rows }) => sum + rows, 0)
  const done: CopySum[] = []
  for (const table of tables) {
    const before = done.reduce((sum, { rows }) => sum + rows, 0)
    const sum = await copyTable(databases, table, (rows) => {
      watch.signal?.throwIfAborted()
      watch.onProgress?.({ table: table.name, rows: before + rows, of })
    })
    await numberOn(databases, table)
    done.push({ table: table.name, ...sum })
  }
  await endCopy(target, key)
  return { tables: done }
}

const compare = async ({ source, target }: Databases, tables: readonly CopiedTable[]): Promise<CopySummary> => {
  const same: CopySum[] = []
  for (const table of tables) {
    const sum = await sumOf(source, table)
    if (!isSame(sum, await sumOf(target, table))) throw usedSince(table.name)
    same.push({ table: table.name, ...sum })
  }
  return { tables: same }
}

interface Identity {
  readonly epoch: string
  /** What its cursors are signed with, in hexadecimal. */
  readonly key: string
}

const identityOf = async (source: Database): Promise<Identity> => {
  const [row] = await source.query(`select epoch, encode(cursor_key, 'hex') as key from msg.meta`)
  return { epoch: text(row?.['epoch']), key: text(row?.['key']) }
}
