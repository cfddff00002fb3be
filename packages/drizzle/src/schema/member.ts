import { bigint, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { moment, number } from './columns.ts'
import { msg } from './msg.ts'

/** A membership as it is now: one row per user who ever was a member. */
export const member = msg.table(
  'member',
  {
    conversation_id: uuid().notNull(),
    user_id: text().notNull(),
    role: text({ enum: ['admin', 'member'] }).notNull(),
    status: text({ enum: ['active', 'left', 'removed'] }).notNull(),
    ordinal: number(),
    joined_at: moment().notNull(),
    joined_seq: number(),
    joined_revision: number(),
    ended_at: moment(),
    ended_seq: bigint({ mode: 'number' }),
    ended_revision: bigint({ mode: 'number' }),
    revision: number(),
    version: number(),
  },
  (table) => [primaryKey({ columns: [table.conversation_id, table.user_id] })],
)

/** What memberships were before they changed, from the revision of each on. */
export const pastMember = msg.table(
  'past_member',
  {
    conversation_id: uuid().notNull(),
    user_id: text().notNull(),
    role: text().notNull(),
    status: text().notNull(),
    ordinal: number(),
    joined_at: moment().notNull(),
    joined_seq: number(),
    joined_revision: number(),
    ended_at: moment(),
    ended_seq: bigint({ mode: 'number' }),
    ended_revision: bigint({ mode: 'number' }),
    revision: number(),
    version: number(),
  },
  (table) => [primaryKey({ columns: [table.conversation_id, table.user_id, table.revision] })],
)
