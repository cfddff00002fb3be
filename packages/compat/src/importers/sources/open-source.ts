import { isMsgError, MsgError } from '@msg/core'
import type { Source } from '../source.ts'
import { isPostgres, reasonOf, schemeOf } from './address.ts'
import { openJsonLines } from './json-lines.ts'
import { openPostgresSource } from './postgres.ts'
import { openSqlite } from './sqlite.ts'

/**
 * Opens what an address names: `postgres://…`, a dump `*.jsonl`, or else a SQLite file.
 * @throws invalid or unavailable, saying what is not there, or does not let in; and as much what is read of it
 */
export const openSource = async (from: string): Promise<Source> => explaining(await open(from))

const open = async (from: string): Promise<Source> => {
  if (isPostgres(from)) return openPostgresSource(from)
  const scheme = schemeOf(from)
  if (scheme !== null)
    throw new MsgError(
      'invalid',
      `nothing is read from ${scheme}://, but from postgres://, a SQLite file, or a dump called *.jsonl`,
    )
  return /\.(?:jsonl|ndjson)$/.test(from) ? openJsonLines(from) : openSqlite(from)
}

/** The same source; what it fails with says at which table. */
const explaining = (source: Source): Source => ({
  async *rows(table, orderBy) {
    try {
      yield* source.rows(table, orderBy)
    } catch (error) {
      throw explained(table, error)
    }
  },
  async count(table) {
    try {
      return await source.count(table)
    } catch (error) {
      throw explained(table, error)
    }
  },
  close: () => source.close(),
})

const explained = (table: string, error: unknown): MsgError =>
  isMsgError(error)
    ? error
    : new MsgError('unavailable', `cannot read ${table}: ${reasonOf(error)}`, { outcome: 'none', cause: error })
