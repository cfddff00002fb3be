import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Row } from '../../src/importers/index.ts'

/** The tables of a forerunner, by name. */
export type Tables = Readonly<Record<string, readonly Row[]>>

/** A folder of its own, gone with the test. */
const folder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'msg-import-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

/** Writes a SQLite database with these tables; null where this Node has no SQLite. */
export const writeSqlite = async (tables: Tables): Promise<string | null> => {
  const sqlite = await import('node:sqlite').catch(() => null)
  if (sqlite === null) return null
  const path = join(await folder(), 'db.sqlite3')
  const database = new sqlite.DatabaseSync(path)
  database.exec('begin')
  for (const [table, rows] of Object.entries(tables)) {
    const columns = Object.keys(rows[0] ?? { id: 1 })
    database.exec(`create table "${table}" (${columns.map((column) => `"${column}"`).join(', ')})`)
    const insert = database.prepare(`insert into "${table}" values (${columns.map(() => '?').join(', ')})`)
    for (const row of rows) insert.run(...columns.map((column) => cell(row[column])))
  }
  database.exec('commit')
  database.close()
  return path
}

const cell = (value: unknown): string | number | null => {
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'string' || typeof value === 'number' ? value : null
}

/** Writes what `manage.py dumpdata --format jsonl` would: references go by the name of the field, and not of its column. */
export const writeDump = async (tables: Tables): Promise<string> => {
  const lines = Object.entries(tables).flatMap(([table, rows]) =>
    rows.map(({ id, ...columns }) => {
      const fields = Object.entries(columns).map(([name, value]) => [name.replace(/_id$/, ''), value])
      return JSON.stringify({ model: modelOf(table), pk: id, fields: Object.fromEntries(fields) })
    }),
  )
  const path = join(await folder(), 'dump.jsonl')
  await writeFile(path, lines.join('\n'))
  return path
}

/** The label of an app may have underscores, the name of a model has none. */
const modelOf = (table: string): string => table.replace(/_([^_]*)$/, '.$1')

/** Numbers from 0 to below n, the same in each run. */
export const seeded = (seed: number) => {
  let state = seed
  return (n: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}

/** A time of 2020, so many seconds in, as Django writes it into SQLite. */
export const secondsIn = (seconds: number): string =>
  new Date(Date.UTC(2020, 0, 1) + seconds * 1_000).toISOString().replace('T', ' ').replace('Z', '000')

/** The same as it is told here. */
export const toldAs = (time: string): string => `${time.slice(0, 23).replace(' ', 'T')}Z`
