import type { Source } from '../source.ts'
import { isPostgres, schemeOf } from './address.ts'
import { openJsonLines } from './json-lines.ts'
import { openPostgresSource } from './postgres.ts'
import { openSqlite } from './sqlite.ts'

/**
 * Opens what an address names: `postgres://…`, a dump `*.jsonl`, or else a SQLite file.
 * @throws Error saying what is not there, or does not let in
 */
export const openSource = async (from: string): Promise<Source> => {
  if (isPostgres(from)) return openPostgresSource(from)
  const scheme = schemeOf(from)
  if (scheme !== null)
    throw new Error(`nothing is read from ${scheme}://, but from postgres://, a SQLite file, or a dump called *.jsonl`)
  return /\.(?:jsonl|ndjson)$/.test(from) ? openJsonLines(from) : openSqlite(from)
}
