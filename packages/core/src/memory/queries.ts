import { countCap } from '../model/page.ts'
import type { Count } from '../model/page.ts'
import type { ConversationId, UserId } from '../model/ids.ts'
import type {
  ConversationRecord,
  MemberFacts,
  MemberRecord,
  MembersQuery,
  MessageFacts,
  MessagesQuery,
  Neighbours,
  Slice,
  SliceQuery,
} from '../ports/store.ts'
import type { Message } from '../model/message.ts'
import { memberOf, membersAt, stateOf } from './as-of.ts'
import { blockersIn } from './blocks.ts'
import { isInSight, lensOf, readerOf, seenThrough } from './lens.ts'
import type { Lens } from './lens.ts'
import { factsOf } from './message-row.ts'
import { activeMembers } from './state.ts'
import type { ConversationRow, MemberRow, MemoryState } from './state.ts'

/** A slice of a conversation; `message` is the one asked for, if it is in this conversation. */
export const sliceOf = (state: MemoryState, row: ConversationRow, query: SliceQuery): Slice => {
  const { id, kind, title, invitePolicy, visibility, joinPolicy, target, settingsVersion, rosterVersion } = row
  const active = activeMembers(row)
  const roster = {
    members: active.length,
    admins: active.filter((member) => member.role === 'admin').length,
    earliest: active.slice(0, 2).map((member) => member.userId),
  }
  return {
    conversation: {
      id,
      kind,
      title,
      invitePolicy,
      visibility,
      joinPolicy,
      target,
      closed: row.closedAt !== null,
      blockedBy: blockersIn(state, row),
      pair: kind === 'direct' ? [...row.members.keys()] : null,
      lastSeq: row.messages.length,
      memberCount: active.length,
      settingsVersion,
      rosterVersion,
    },
    members: query.userIds.flatMap((userId) => {
      const member = row.members.get(userId)
      return member === undefined ? [] : [memberFacts(member)]
    }),
    ...(query.roster === true ? { roster } : {}),
    ...(query.messageId === undefined ? {} : { message: messageFacts(row, query) }),
  }
}

const memberFacts = ({ userId, role, status, endedSeq, version }: MemberRow): MemberFacts => ({
  userId,
  role,
  status,
  endedSeq,
  version,
})

const messageFacts = (row: ConversationRow, { messageId, userIds }: SliceQuery): MessageFacts | null => {
  const message = row.messages.find(({ id }) => id === messageId)
  const [actor = ''] = userIds
  return message === undefined || message.purged ? null : factsOf(message, actor, readerOf(row, actor))
}

/** The active members; through a lens on the past, those of that moment. */
export const membersSeen = (row: ConversationRow, { asOf }: Lens): readonly MemberRow[] => {
  if (asOf === null) return activeMembers(row)
  return membersAt(row, asOf)
    .filter(({ status }) => status === 'active')
    .toSorted((a, b) => a.ordinal - b.ordinal)
}

export const recordOf = (state: MemoryState, row: ConversationRow, lens: Lens): ConversationRecord => {
  const members = membersSeen(row, lens)
  const { member, reader } = lens
  return {
    ...stateOf(row, lens.asOf),
    memberCount: members.length,
    memberIds: members.slice(0, 8).map(({ userId }) => userId),
    lastSeq: Math.min(lens.until, row.messages.length),
    lastMessage: messagesSeen(row, lens).at(-1) ?? null,
    blocked: blockersIn(state, row).length > 0,
    me: {
      role: member?.role ?? null,
      status: member?.status ?? 'none',
      joinedAt: member?.joinedAt ?? null,
      endedAt: member?.endedAt ?? null,
      readSeq: reader.readSeq,
      readAt: reader.readAt,
      repliedAt: reader.repliedAt,
      deliveredSeq: reader.deliveredSeq,
      clearedSeq: reader.clearedSeq,
      mutedUntil: reader.mutedUntil,
      unread: unreadOf(row, lens),
    },
  }
}

export const capped = (count: number): Count => ({ count: Math.min(count, countCap), capped: count > countCap })

/** The messages in sight, oldest first, as they are seen. */
const messagesSeen = (row: ConversationRow, lens: Lens): readonly Message[] =>
  row.messages.filter((message) => isInSight(lens, message)).map((message) => seenThrough(lens, message))

export const unreadOf = (row: ConversationRow, lens: Lens): Count =>
  capped(
    row.messages
      .slice(lens.reader.readSeq)
      .filter((message) => message.authorId !== lens.viewer && message.retractedAt === null && isInSight(lens, message))
      .length,
  )

export const recordsOf = (
  state: MemoryState,
  viewer: UserId,
  ids: readonly ConversationId[],
): readonly ConversationRecord[] =>
  ids.flatMap((id) => {
    const row = state.conversations.get(id)
    const lens = lensOf(row, viewer)
    return row === undefined || lens === null ? [] : [recordOf(state, row, lens)]
  })

export const membersPage = (
  row: ConversationRow,
  lens: Lens,
  { above = 0, limit }: MembersQuery,
): readonly MemberRecord[] =>
  membersSeen(row, lens)
    .filter((member) => member.ordinal > above)
    .slice(0, limit)
    .map((member) => ({ ...memberOf(member), ordinal: member.ordinal }))

export const messagesPage = (
  row: ConversationRow,
  lens: Lens,
  { before = Infinity, after = 0, pinned = false, order, limit }: MessagesQuery,
): readonly Message[] => {
  const within = messagesSeen(row, lens).filter(
    ({ seq, pinnedAt }) => seq < before && seq > after && (!pinned || pinnedAt !== null),
  )
  return (order === 'asc' ? within : within.toReversed()).slice(0, limit)
}

/** A message's neighbours in sight, and itself. */
export const neighboursOf = (
  row: ConversationRow,
  lens: Lens,
  { seq, limit }: { readonly seq: number; readonly limit: number },
): Neighbours => {
  const within = messagesSeen(row, lens)
  return {
    before: within.filter((message) => message.seq < seq).slice(-limit),
    from: within.filter((message) => message.seq >= seq).slice(0, limit),
  }
}
