import { boolean, integer, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, moment, number } from './columns.ts'
import { msg } from './msg.ts'

/** A conversation with its counters. Its row lock orders everything that happens in it. */
export const conversation = msg.table('conversation', {
  id: uuid().primaryKey(),
  kind: text({ enum: ['direct', 'group', 'room', 'channel'] }).notNull(),
  title: text(),
  created_by: text().notNull(),
  created_at: moment().notNull(),
  invite_policy: text({ enum: ['members', 'admins'] }).notNull(),
  visibility: text({ enum: ['public', 'private'] }).notNull(),
  join_policy: text({ enum: ['open', 'closed'] }).notNull(),
  target_type: text(),
  target_id: text(),
  closed_at: moment(),
  /** Nobody sees it any more; the row stays, so that its id is never used again. */
  deleted_at: moment(),
  direct_low: text(),
  direct_high: text(),
  /** Whether it was born by sending to people. */
  by_sending: boolean().notNull(),
  /** The key of its active members, where they may have it as their canonical group. */
  set_key: bytea(),
  content_hash: text().notNull(),
  last_seq: number(),
  revision: number(),
  state_revision: number(),
  settings_version: number(),
  roster_version: number(),
  joins: number(),
  member_count: number(),
  wide: boolean().notNull(),
  last_minute: integer().notNull(),
  last_position: number(),
})

/** Which group is the canonical one of a set of users, by the hash of their ids. */
export const canonicalSet = msg.table('canonical_set', {
  set_key: bytea().primaryKey(),
  conversation_id: uuid().notNull().unique(),
})

/** Where rooms are found: the minute of the last message, and whether everybody may find it. */
export const room = msg.table('room', {
  conversation_id: uuid().primaryKey(),
  minute: integer().notNull(),
  open: boolean().notNull(),
})

/** Conversations that were deleted and whose texts, from a message on, are still to be emptied. */
export const doomed = msg.table('doomed', {
  conversation_id: uuid().primaryKey(),
  next_seq: number(),
})

/** What conversations' own states were before they changed, from the revision of each on. */
export const pastState = msg.table(
  'past_state',
  {
    conversation_id: uuid().notNull(),
    revision: number(),
    title: text(),
    invite_policy: text().notNull(),
    visibility: text().notNull(),
    join_policy: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.conversation_id, table.revision] })],
)
