import type { UserId } from '../model/ids.ts'
import type { Message } from '../model/message.ts'
import type { Viewer } from '../ports/store.ts'
import { messageAsOf } from './message-row.ts'
import type { MessageRow } from './message-row.ts'
import type { ConversationRow, MemberRow, ReaderRow } from './state.ts'

/** What one viewer sees of one conversation. Every query looks through it. */
export interface Lens {
  readonly viewer: UserId
  /** Null for who never was a member. */
  readonly member: MemberRow | null
  readonly reader: ReaderRow
  /** The last message in sight; endless for who sees the present. */
  readonly until: number
  /** As of which revision; null for the present. */
  readonly asOf: number | null
}

const nothingRead: ReaderRow = {
  readSeq: 0,
  readAt: null,
  repliedAt: null,
  deliveredSeq: 0,
  deliveredAt: null,
  reads: [],
  deliveries: [],
  clearedSeq: 0,
  mutedUntil: null,
  hidden: new Set(),
}

/** What a viewer's own reader state is; that of who never read anything is empty. */
export const readerOf = (row: ConversationRow, userId: UserId): ReaderRow => row.readers.get(userId) ?? nothingRead

/** The lens of a viewer; null when there is nothing to see for them. */
export const lensOf = (row: ConversationRow | undefined, viewer: Viewer): Lens | null => {
  if (row === undefined || row.deletedAt !== null) return null
  const { userId, admitted } = typeof viewer === 'string' ? { userId: viewer, admitted: false } : viewer
  const member = row.members.get(userId) ?? null
  const sight = sightOf(row, member, admitted)
  if (sight === null) return null
  const past = sight === 'past' && member !== null
  return {
    viewer: userId,
    member,
    reader: readerOf(row, userId),
    until: (past ? member.endedSeq : null) ?? Infinity,
    asOf: past ? member.endedRevision : null,
  }
}

const sightOf = (row: ConversationRow, member: MemberRow | null, admitted: boolean): 'present' | 'past' | null => {
  if (admitted || member?.status === 'active') return 'present'
  if (row.kind === 'room' && row.visibility === 'public')
    return row.target === null && member?.status !== 'removed' ? 'present' : null
  return member?.status === 'left' ? 'past' : null
}

/** Whether a message is in sight. */
export const isInSight = ({ reader, until }: Lens, { id, seq, purged }: MessageRow): boolean =>
  !purged && seq > reader.clearedSeq && seq <= until && !reader.hidden.has(id)

/** A message as it is seen through a lens. */
export const seenThrough = ({ asOf }: Lens, message: MessageRow): Message => messageAsOf(message, asOf ?? undefined)
