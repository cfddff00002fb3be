import { bigint, text, uuid } from 'drizzle-orm/pg-core'
import { moment, number, xid8 } from './columns.ts'
import { msg } from './msg.ts'

/** The change log: who, what, which, when. */
export const change = msg.table('change', {
  position: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  xid: xid8().notNull(),
  /** Null for a personal change, which has an owner instead. */
  conversation_id: uuid(),
  revision: number(),
  type: text().notNull(),
  actor: text().notNull(),
  audience: text({ enum: ['members', 'actor', 'owner'] }).notNull(),
  /** Whose feed a personal change goes to. */
  owner: text(),
  seq: bigint({ mode: 'number' }),
  user_id: text(),
  at: moment().notNull(),
})
