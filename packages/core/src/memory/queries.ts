import { countCap } from '../model/page.ts'
import type { Count } from '../model/page.ts'
import type { UserId } from '../model/ids.ts'
import type {
  Activity,
  ConversationRecord,
  InboxQuery,
  InboxRecord,
  MemberFacts,
  MemberRecord,
  MembersQuery,
  MessageFacts,
  MessagesQuery,
  RoomsQuery,
  Slice,
  SliceQuery,
  UnreadCount,
  UnreadQuery,
  UnreadTotals,
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

const capped = (count: number): Count => ({ count: Math.min(count, countCap), capped: count > countCap })

/** The messages in sight, oldest first, as they are seen. */
const messagesSeen = (row: ConversationRow, lens: Lens): readonly Message[] =>
  row.messages.filter((message) => isInSight(lens, message)).map((message) => seenThrough(lens, message))

const unreadOf = (row: ConversationRow, lens: Lens): Count =>
  capped(
    row.messages
      .slice(lens.reader.readSeq)
      .filter((message) => message.authorId !== lens.viewer && message.retractedAt === null && isInSight(lens, message))
      .length,
  )

const inboxOf = (state: MemoryState, viewer: UserId): readonly { row: ConversationRow; lens: Lens }[] =>
  [...(state.conversationsOf.get(viewer) ?? [])].flatMap((row) => {
    const lens = lensOf(row, viewer)
    return lens?.member?.status === 'active' ? [{ row, lens }] : []
  })

const laterFirst = (a: Activity, b: Activity): number => b.minute - a.minute || b.position - a.position

export const inboxPage = (state: MemoryState, viewer: UserId, page: InboxQuery): readonly InboxRecord[] =>
  inboxOf(state, viewer)
    .filter(({ row }) => page.below === undefined || laterFirst(row.activity, page.below) > 0)
    .toSorted((a, b) => laterFirst(a.row.activity, b.row.activity))
    .slice(0, page.limit)
    .map(({ row, lens }) => ({ ...recordOf(state, row, lens), activity: row.activity }))

/** The rooms somebody may find, latest activity first. */
export const roomsPage = (
  state: MemoryState,
  viewer: UserId,
  { below, text = '', limit }: RoomsQuery,
): readonly InboxRecord[] =>
  [...state.conversations.values()]
    .flatMap((row) => {
      const found = row.visibility === 'public' && row.members.get(viewer)?.status !== 'removed'
      const lens = row.kind === 'room' ? lensOf(row, found ? { userId: viewer, admitted: true } : viewer) : null
      const own = lens?.member?.status === 'active'
      return lens !== null && (found || own) ? [{ row, lens }] : []
    })
    .filter(({ row }) => text === '' || row.title?.toLowerCase().includes(text.toLowerCase()) === true)
    .filter(({ row }) => below === undefined || laterFirst(row.activity, below) > 0)
    .toSorted((a, b) => laterFirst(a.row.activity, b.row.activity))
    .slice(0, limit)
    .map(({ row, lens }) => ({ ...recordOf(state, row, lens), activity: row.activity }))

export const unreadCounts = (
  state: MemoryState,
  viewer: UserId,
  { above = '', limit }: UnreadQuery,
): readonly UnreadCount[] =>
  inboxOf(state, viewer)
    .map(({ row, lens }) => ({ conversationId: row.id, unread: unreadOf(row, lens) }))
    .filter(({ conversationId, unread }) => conversationId > above && unread.count > 0)
    .toSorted((a, b) => (a.conversationId < b.conversationId ? -1 : 1))
    .slice(0, limit)

export const unreadTotals = (state: MemoryState, viewer: UserId): UnreadTotals => {
  const counts = inboxOf(state, viewer).map(({ row, lens }) => unreadOf(row, lens))
  const messages = counts.reduce((sum, { count }) => sum + count, 0)
  return {
    conversations: capped(counts.filter(({ count }) => count > 0).length),
    messages: {
      count: Math.min(messages, countCap),
      capped: messages > countCap || counts.some((count) => count.capped),
    },
  }
}

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
