import { boolean, integer, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { moment, number } from './columns.ts'
import { msg } from './msg.ts'

/** A reader's watermark, and where the conversation stands in their inbox. */
export const reader = msg.table(
  'reader',
  {
    conversation_id: uuid().notNull(),
    user_id: text().notNull(),
    read_seq: number(),
    read_at: moment(),
    /** When they last wrote, to the minute. */
    replied_at: moment(),
    delivered_seq: number(),
    delivered_at: moment(),
    /** How many rows it has in advance, about. */
    advances: integer().notNull(),
    /** Everything up to here is out of this reader's own view. */
    cleared_seq: number(),
    muted_until: moment(),
    unread: boolean().notNull(),
    inbox_minute: integer(),
    wide: boolean().notNull(),
  },
  (table) => [primaryKey({ columns: [table.conversation_id, table.user_id] })],
)

/** When a reader's watermark moved where; of each watermark about the last thousand are kept. */
export const advance = msg.table(
  'advance',
  {
    conversation_id: uuid().notNull(),
    user_id: text().notNull(),
    mark: text({ enum: ['read', 'delivered'] }).notNull(),
    seq: number(),
    at: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.conversation_id, table.user_id, table.mark, table.seq] })],
)

/** Which messages somebody has hidden from their own view. */
export const hidden = msg.table(
  'hidden',
  {
    user_id: text().notNull(),
    conversation_id: uuid().notNull(),
    seq: number(),
  },
  (table) => [primaryKey({ columns: [table.user_id, table.conversation_id, table.seq] })],
)
