import { MsgError } from '@msg/core'
import type { StoreMeta } from '@msg/core'
import type { Database } from './database.ts'
import { integer, text, truth } from './rows/values.ts'

/** What a server is set to, as far as it matters here. */
export interface ServerSettings {
  readonly version: number
  readonly encoding: string
  /** What a transaction runs in that does not say: commits need `read committed`. */
  readonly isolation: string
  readonly standby: boolean
  readonly durability: StoreMeta['durability']
}

const settingsSql = `
select current_setting('server_version_num')::integer as version, current_setting('server_encoding') as encoding,
  current_setting('default_transaction_isolation') as isolation, pg_is_in_recovery() as standby,
  current_setting('fsync') = 'on' and current_setting('synchronous_commit') <> 'off' as flushes`

/** Asks the server how it is set, for the role and the database that the pool connects as and to. */
export const readSettings = async (database: Database): Promise<ServerSettings> => {
  const [row] = await database.query(settingsSql)
  return {
    version: integer(row?.['version']),
    encoding: text(row?.['encoding']),
    isolation: text(row?.['isolation']),
    standby: truth(row?.['standby']),
    durability: truth(row?.['flushes']) ? 'power' : 'process',
  }
}

/** @throws unavailable when nothing good would come of working on such a server */
export const refuseUnfit = ({ version, encoding, isolation, standby }: ServerSettings): void => {
  if (version < 150_000) throw unfit('the server is older than Postgres 15')
  if (encoding !== 'UTF8')
    throw unfit(`the database is encoded in ${encoding} instead of UTF8: it cannot keep every text`)
  if (standby) throw unfit('the server is a read-only standby')
  if (isolation !== readCommitted)
    throw unfit(
      `transactions default to ${isolation}, commits need ${readCommitted}: give the pool \`options: '${isolationOption}'\`, ` +
        `or alter the role or the database (set default_transaction_isolation)`,
    )
}

export const readCommitted = 'read committed'

/** What to connect with where the server, the database or the role default to another isolation. */
export const isolationOption = String.raw`-c default_transaction_isolation=read\ committed`

const unfit = (message: string): MsgError => new MsgError('unavailable', message, { outcome: 'none' })
