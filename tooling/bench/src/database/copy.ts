import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderOf } from './programs.ts'

/** Where rows are, or go to. */
export interface Place {
  readonly url: string
  readonly schema: string
}

/** Tables whose rows lie in files of a folder. */
export interface CopiedOut {
  readonly folder: string
  readonly tables: readonly string[]
}

/** Whether COPY can be measured here. */
export const hasPsql = (): boolean => folderOf('psql') !== null

/** What the schema's own migrations write, and not its users. */
const ownTables = ['meta', 'migration', 'lease']

/** Writes the rows of all tables into files. */
export const copyOut = ({ url, schema }: Place): CopiedOut => {
  const folder = mkdtempSync(join(tmpdir(), 'msg-copy-'))
  const names = psql(url, [`select tablename from pg_tables where schemaname = '${schema}'`])
    .trim()
    .split('\n')
  const tables = names.filter((name) => !ownTables.includes(name))
  psql(
    url,
    tables.map((table) => `\\copy ${schema}.${table} to '${join(folder, table)}'`),
  )
  return { folder, tables }
}

/** Reads the files into empty tables, removes them, and answers how many seconds COPY took. */
export const copyInto = ({ url, schema }: Place, { folder, tables }: CopiedOut): number => {
  try {
    const copies = tables.map((table) => `\\copy ${schema}.${table} from '${join(folder, table)}'`)
    const told = psql(url, ['\\timing on', ...copies])
    return [...told.matchAll(/Time: ([\d.]+) ms/g)].reduce((sum, [, time]) => sum + Number(time), 0) / 1_000
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const psql = (url: string, commands: readonly string[]): string => {
  const words = commands.flatMap((command) => ['-c', command])
  const { status, stdout, stderr } = spawnSync(
    join(folderOf('psql') ?? '', 'psql'),
    ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', url, ...words],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(stderr)
  return stdout
}
