import type { LocalCursor, Pair, PairState, QueuedMessage, RemoteCursor, RemotePerson } from '../bridge-store.ts'
import type { Row } from './database.ts'

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
/** Drivers give large numbers as text. */
const whole = (value: unknown): number => Number(value)
const wholeOrNull = (value: unknown): number | null => (value === null ? null : Number(value))

const states: ReadonlySet<string> = new Set(['arriving', 'posting', 'paired', 'unknown', 'refused', 'gone'])
const isState = (value: unknown): value is PairState => typeof value === 'string' && states.has(value)

/** The id of the memory, as its one row has it. */
export const memoryId = ([row]: readonly Row[]): string => text(row?.['id'])

/** A pair as its row has it. */
export const pairOf = (row: Row): Pair => ({
  link: text(row['link']),
  messageId: text(row['message_id']),
  part: whole(row['part']),
  seq: whole(row['seq']),
  origin: row['origin'] === 'remote' ? 'remote' : 'local',
  state: isState(row['state']) ? row['state'] : 'unknown',
  remoteId: wholeOrNull(row['remote_id']),
  authorId: text(row['author_id']),
  digest: text(row['digest']),
  body: text(row['body']),
  edits: whole(row['edits']),
  starred: row['starred'] === true,
  starShown: row['star_shown'] === true,
  above: whole(row['above']),
  since: whole(row['since']),
  reason: row['reason'] === null ? null : text(row['reason']),
})

/** A pair as the columns of its row. */
export const rowOf = (pair: Pair): Row => ({
  message_id: pair.messageId,
  link: pair.link,
  part: pair.part,
  seq: pair.seq,
  origin: pair.origin,
  state: pair.state,
  remote_id: pair.remoteId,
  author_id: pair.authorId,
  digest: pair.digest,
  body: pair.body,
  edits: pair.edits,
  starred: pair.starred,
  star_shown: pair.starShown,
  above: pair.above,
  since: pair.since,
  reason: pair.reason,
})

/** A queued message as its row has it. */
export const queuedOf = (row: Row): QueuedMessage => ({
  link: text(row['link']),
  messageId: text(row['message_id']),
  seq: whole(row['seq']),
  revision: whole(row['revision']),
  marked: row['marked'] === true,
})

/** A cursor as its row has it. */
export const cursorOf = (row: Row): RemoteCursor => ({
  eventId: wholeOrNull(row['event_id']),
  messageId: wholeOrNull(row['message_id']),
})

/** Where the reading of a conversation stands, as its row has it. */
export const localCursorOf = (row: Row): LocalCursor => ({
  from: whole(row['from_seq']),
  done: whole(row['done']),
  seq: whole(row['seq']),
  revision: whole(row['revision']),
})

/** A remote user as the row has it. */
export const personOf = (row: Row): RemotePerson => ({
  userId: text(row['user_id']),
  name: text(row['name']),
  avatarUrl: row['avatar_url'] === null ? null : text(row['avatar_url']),
})
