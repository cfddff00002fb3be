import { bigint, boolean, integer, jsonb, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { moment, number, tsvector } from './columns.ts'
import { msg } from './msg.ts'

/** The messages. */
export const message = msg.table(
  'message',
  {
    conversation_id: uuid().notNull(),
    seq: number(),
    id: uuid().notNull(),
    author_id: text().notNull(),
    verb: text().notNull(),
    /** Null once retracted; with no time of retraction: purged. */
    body: text(),
    content_hash: text().notNull(),
    revision: number(),
    created_at: moment().notNull(),
    /** By which search ranks it, where one before it is later. */
    ranked_at: moment(),
    version: integer().notNull(),
    /** How many rows it has in reaction. */
    reactions: integer().notNull(),
    reply_to: uuid(),
    /** Null when it speaks to nobody in particular. */
    mentions: text().array(),
    /** What it carries, as it is told; null when that is nothing. */
    attachments: jsonb(),
    edited_at: moment(),
    /** At which revision its text was last edited. */
    edited_revision: bigint({ mode: 'number' }),
    retracted_at: moment(),
    pinned_at: moment(),
    pinned_by: text(),
    pinned_revision: bigint({ mode: 'number' }),
    /** What it is found by; null once retracted. */
    words: tsvector(),
  },
  (table) => [primaryKey({ columns: [table.conversation_id, table.seq] })],
)

/** Earlier texts of messages that were edited, each with the revision that set it; 0 for the one it was sent with. */
export const messageText = msg.table(
  'message_text',
  {
    conversation_id: uuid().notNull(),
    seq: number(),
    revision: number(),
    body: text().notNull(),
    mentions: text().array(),
    at: moment().notNull(),
    /** When an edit took its place. */
    replaced_at: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.conversation_id, table.seq, table.revision] })],
)

/** Who reacted to which message with what. */
export const reaction = msg.table(
  'reaction',
  {
    conversation_id: uuid().notNull(),
    seq: number(),
    emoji: text().notNull(),
    user_id: text().notNull(),
    revision: number(),
  },
  (table) => [primaryKey({ columns: [table.conversation_id, table.seq, table.emoji, table.user_id] })],
)

/** What is known of files beside their bytes. */
export const attachment = msg.table('attachment', {
  id: uuid().primaryKey(),
  /** Whose message it waits for; null once one carries it. */
  owner: text(),
  name: text().notNull(),
  type: text().notNull(),
  size: number(),
  created_at: moment().notNull(),
  /** Whether the message that carried it was emptied. */
  abandoned: boolean().notNull(),
})
