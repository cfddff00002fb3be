import { boolean, integer, text } from 'drizzle-orm/pg-core'
import { bytea, moment, number, xid8 } from './columns.ts'
import { msg } from './msg.ts'

/** One row: what holds for the whole database. */
export const meta = msg.table('meta', {
  singleton: boolean().primaryKey(),
  epoch: text().notNull(),
  cursor_key: bytea().notNull(),
  /** The highest transaction among the changes that were pruned. */
  pruned_xid: xid8().notNull(),
  /** Which database this is, as Postgres numbers it; another one than noted is a copy. */
  origin: text(),
  /** The epoch of the embedded database it is a copy of. */
  copy_of: text(),
  /** When the copy was whole. */
  copied_at: moment(),
})

/** Who works alone at what, and until when. */
export const lease = msg.table('lease', {
  name: text().primaryKey(),
  holder: text().notNull(),
  fence: number(),
  until: moment().notNull(),
})

/** What the holders of leases left to the next one. */
export const leaseMemo = msg.table('lease_memo', { name: text().primaryKey(), memo: text().notNull() })

/** One row per applied migration. */
export const migration = msg.table('migration', {
  version: integer().primaryKey(),
  name: text().notNull(),
  applied_at: moment().notNull(),
})
