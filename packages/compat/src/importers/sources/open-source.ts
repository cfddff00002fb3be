import type { Source } from '../source.ts'
import { openJsonLines } from './json-lines.ts'
import { openPostgresSource } from './postgres.ts'
import { openSqlite } from './sqlite.ts'

/** Opens what an address names: `postgres://…`, a dump `*.jsonl`, or else a SQLite file. */
export const openSource = (from: string): Promise<Source> => {
  if (/^postgres(?:ql)?:\/\//.test(from)) return openPostgresSource(from)
  return /\.(?:jsonl|ndjson)$/.test(from) ? openJsonLines(from) : openSqlite(from)
}
