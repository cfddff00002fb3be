/** The database that is copied into: what it is a copy of, and whether that is whole, is in `meta`. */
import { MsgError } from '@msg/core'
import type { Database } from '../database.ts'
import { integer, nullable, text, truth } from '../rows/values.ts'
import type { Databases } from './copy-table.ts'
import type { CopiedTable } from './table.ts'

/** What the target was before. */
export type Found = 'begun' | 'whole'

/** SQL: makes an empty database that is a copy of nothing one of the given epoch, and says what it is now. */
const beginSql = (tables: readonly CopiedTable[]): string => `
with found as (
  select m.copy_of, m.copied_at, ${tables.map(({ name }) => `not exists (select from msg.${name})`).join(' and ')} as empty
  from msg.meta m
), begun as (
  update msg.meta set copy_of = $1::text, copied_at = null from found
  where found.empty and (found.copy_of is null or found.copied_at is not null) returning 1
)
select f.copy_of, f.copied_at is not null as whole, exists (select from begun) as begun from found f`

/**
 * Makes sure that the target is empty, or a copy of this very database.
 * @throws unavailable when it has anything else
 */
export const beginCopy = async (target: Database, tables: readonly CopiedTable[], epoch: string): Promise<Found> => {
  const [row] = await target.query(beginSql(tables), [epoch])
  if (truth(row?.['begun'])) return 'begun'
  const [copyOf, whole] = [nullable(row?.['copy_of'], text), truth(row?.['whole'])]
  if (copyOf === epoch) return whole ? 'whole' : 'begun'
  throw refused(
    copyOf === null || whole
      ? 'the schema has data of its own: copy into an empty one'
      : 'the schema holds half a copy of another database: finish that one, or drop the schema',
  )
}

/** The copy is whole, but no longer the same. */
export const usedSince = (table: string): MsgError =>
  refused(`the copy was whole, and one of the two was used since (table "${table}"): copy into an empty schema`)

/** Numbers go on where the source's would. */
export const numberOn = async ({ source, target }: Databases, { name, numbered }: CopiedTable): Promise<void> => {
  if (numbered === null) return
  const sequence = `pg_get_serial_sequence('msg.${name}', '${numbered}')`
  const [row] = await source.query(`select pg_sequence_last_value(${sequence}::regclass) as last`)
  const last = nullable(row?.['last'], integer)
  if (last !== null) await target.query(`select setval(${sequence}, $1::bigint)`, [last])
}

/** From now on it can be opened. A cursor of before is known, and asks for a resync. */
export const endCopy = async (target: Database, key: string): Promise<void> => {
  await target.query(
    `update msg.meta set epoch = gen_random_uuid()::text, cursor_key = decode($1::text, 'hex'), pruned_xid = '0',
      copied_at = clock_timestamp()`,
    [key],
  )
}

const refused = (message: string): MsgError => new MsgError('unavailable', message, { outcome: 'none' })
