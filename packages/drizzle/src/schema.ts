/**
 * The tables, for reading them from your own Drizzle queries. They are made by the migrations, and a test compares the two.
 * Nothing but the store writes to them.
 */
import {
  bigint,
  boolean,
  customType,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'

/** A 64-bit transaction id. */
const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' })
const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })
const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

const number = () => bigint({ mode: 'number' }).notNull()
const moment = () => timestamp({ withTimezone: true, mode: 'string' })

/** The Postgres schema everything lives in. */
export const msg = pgSchema('msg')

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

/** One row per applied migration. */
export const migration = msg.table('migration', {
  version: integer().primaryKey(),
  name: text().notNull(),
  applied_at: moment().notNull(),
})

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

/** The integers by which surfaces know ids. */
export const alias = msg.table(
  'alias',
  { surface: text().notNull(), number: number(), id: uuid().notNull() },
  (table) => [primaryKey({ columns: [table.surface, table.number] })],
)

/** How far each surface has counted. */
export const aliasSurface = msg.table('alias_surface', { surface: text().primaryKey(), last: number() })

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

/** Tickets of live connections, by their hash. */
export const ticket = msg.table('ticket', {
  hash: text().primaryKey(),
  user_id: text().notNull(),
  origin: text(),
  session_until: moment(),
  until: moment().notNull(),
})

/** How far each notifier has got in the log. */
export const notifier = msg.table('notifier', {
  name: text().primaryKey(),
  epoch: text().notNull(),
  after: text().notNull(),
  up_to: text(),
  position: bigint({ mode: 'number' }),
})

/** Changes that a notifier is to tell again. */
export const parked = msg.table(
  'parked',
  {
    notifier: text().notNull(),
    position: number(),
    lane: text().notNull(),
    attempts: integer().notNull(),
    next_at: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.notifier, table.position] })],
)

/** Changes that a notifier gave up. */
export const deadLetter = msg.table(
  'dead_letter',
  {
    notifier: text().notNull(),
    position: number(),
    lane: text().notNull(),
    attempts: integer().notNull(),
    reason: text().notNull(),
    at: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.notifier, table.position] })],
)
