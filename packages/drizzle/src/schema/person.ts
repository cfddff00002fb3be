import { bigint, boolean, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { moment, number } from './columns.ts'
import { msg } from './msg.ts'

/** Who keeps whom away. */
export const block = msg.table(
  'block',
  {
    blocker: text().notNull(),
    blocked: text().notNull(),
    number: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    at: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.blocker, table.blocked] })],
)

/** Who is being erased, and how far that has come. */
export const erasure = msg.table('erasure', {
  user_id: text().primaryKey(),
  /** What takes the place of the name. */
  tombstone: text().notNull(),
  began_at: moment().notNull(),
  /** The place at work, and up to which message. */
  conversation_id: uuid(),
  seq: number(),
  /** Whether others could see anything of them there. */
  shared: boolean().notNull(),
  /** The places are done, and the log up to here. */
  position: bigint({ mode: 'number' }),
})

/** Tickets of live connections, by their hash. */
export const ticket = msg.table('ticket', {
  hash: text().primaryKey(),
  user_id: text().notNull(),
  origin: text(),
  session_until: moment(),
  until: moment().notNull(),
})
