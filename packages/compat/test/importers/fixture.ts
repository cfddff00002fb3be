import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'pg'
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

/**
 * Makes a schema of a Postgres with these tables, in the types that Django gives them, and answers an address at which it is the
 * one that is searched.
 */
export const writePostgres = async (url: string, tables: Tables): Promise<string> => {
  const schema = `forerunner_${randomUUID().replaceAll('-', '')}`
  const pool = new Pool({ connectionString: url, max: 1 })
  onTestFinished(async () => {
    await pool.query(`drop schema "${schema}" cascade`)
    await pool.end()
  })
  await pool.query(`create schema "${schema}"`)
  for (const [table, rows] of Object.entries(tables)) {
    const columns = Object.keys(rows[0] ?? { id: 1 }).map((name) => `"${name}" ${typeOf(rows, name)}`)
    const name = `"${schema}"."${table}"`
    await pool.query(`create table ${name} (${columns.join(', ')})`)
    for (let from = 0; from < rows.length; from += 5_000)
      await pool.query(`insert into ${name} select * from json_populate_recordset(null::${name}, $1::json)`, [
        JSON.stringify(rows.slice(from, from + 5_000)),
      ])
  }
  const address = new URL(url)
  address.searchParams.set('options', `-c search_path=${schema} -c timezone=UTC`)
  return address.href
}

/** By the first value that there is. */
const typeOf = (rows: readonly Row[], name: string): string => {
  const value = rows.find((row) => row[name] !== null && row[name] !== undefined)?.[name]
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value !== 'string') return 'bigint'
  if (/^\d{4}-\d\d-\d\d \d\d:/.test(value)) return 'timestamptz'
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value) ? 'uuid' : 'text'
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
