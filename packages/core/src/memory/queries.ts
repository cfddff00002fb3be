import { countCap } from '../model/page.ts'
import type { Count } from '../model/page.ts'
import type { ConversationState } from '../model/conversation.ts'
import type { UserId } from '../model/ids.ts'
import type { Member } from '../model/member.ts'
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
  Slice,
  SliceQuery,
  UnreadTotals,
} from '../ports/store.ts'
import type { Message } from '../model/message.ts'
import { factsOf, messageAsOf } from './message-row.ts'
import type { MessageRow } from './message-row.ts'
import { activeMembers } from './state.ts'
import type { ConversationRow, MemberRow, MemoryState } from './state.ts'

/** A slice of a conversation; `message` is the one asked for, if it is in this conversation. */
export const sliceOf = (row: ConversationRow, query: SliceQuery): Slice => {
  const { id, kind, invitePolicy, settingsVersion, rosterVersion } = row
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
      invitePolicy,
      closed: row.closedAt !== null,
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
  return message === undefined ? null : factsOf(message, userIds[0])
}

export const stateOf = (row: ConversationRow): ConversationState => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  createdBy: row.createdBy,
  createdAt: row.createdAt,
  invitePolicy: row.invitePolicy,
  closedAt: row.closedAt,
  revision: row.stateRevision,
})

export const memberOf = (row: MemberRow): Member => ({
  conversationId: row.conversationId,
  userId: row.userId,
  role: row.role,
  status: row.status,
  joinedAt: row.joinedAt,
  joinedSeq: row.joinedSeq,
  endedAt: row.endedAt,
  endedSeq: row.endedSeq,
  revision: row.revision,
})

/** The viewer's membership, if they may know of the conversation. */
export const viewerIn = (row: ConversationRow | undefined, viewer: UserId): MemberRow | null => {
  const member = row?.members.get(viewer)
  return member === undefined || member.status === 'removed' ? null : member
}

/** The active members, for someone who left those of that moment. */
export const membersSeenBy = (row: ConversationRow, viewer: MemberRow): readonly MemberRow[] => {
  const { endedRevision: end } = viewer
  if (end === null) return activeMembers(row)
  return [...row.members.values(), ...row.pastMembers]
    .filter((member) => member.joinedRevision < end && (member.endedRevision ?? Infinity) > end)
    .toSorted((a, b) => a.ordinal - b.ordinal)
}

export const recordOf = (row: ConversationRow, viewer: MemberRow): ConversationRecord => {
  const members = membersSeenBy(row, viewer)
  const lastSeq = viewer.endedSeq ?? row.messages.length
  return {
    ...stateOf(row),
    memberCount: members.length,
    memberIds: members.slice(0, 8).map((member) => member.userId),
    lastSeq,
    lastMessage: visibleMessages(row, viewer).at(-1) ?? null,
    me: {
      role: viewer.role,
      status: viewer.status,
      joinedAt: viewer.joinedAt,
      endedAt: viewer.endedAt,
      readSeq: viewer.readSeq,
      readAt: viewer.readAt,
      unread: unreadOf(row, viewer),
    },
  }
}

const capped = (count: number): Count => ({ count: Math.min(count, countCap), capped: count > countCap })

/** The messages a viewer may see, oldest first, as they see them. */
const visibleMessages = (row: ConversationRow, viewer: MemberRow): readonly Message[] =>
  row.messages
    .slice(0, viewer.endedSeq ?? undefined)
    .filter(({ id }) => !viewer.hidden.has(id))
    .map((message) => messageSeenBy(message, viewer))

/** A message as a viewer sees it: for someone who left, as of then. */
export const messageSeenBy = (message: MessageRow, { endedRevision }: MemberRow): Message =>
  messageAsOf(message, endedRevision ?? undefined)

const unreadOf = (row: ConversationRow, viewer: MemberRow): Count =>
  capped(
    row.messages
      .slice(viewer.readSeq, viewer.endedSeq ?? undefined)
      .filter(
        ({ id, authorId, retractedAt }) => authorId !== viewer.userId && retractedAt === null && !viewer.hidden.has(id),
      ).length,
  )

const inboxOf = (state: MemoryState, viewer: UserId): readonly { row: ConversationRow; member: MemberRow }[] =>
  [...(state.conversationsOf.get(viewer) ?? [])].flatMap((row) => {
    const member = row.members.get(viewer)
    return member?.status === 'active' ? [{ row, member }] : []
  })

const laterFirst = (a: Activity, b: Activity): number => b.minute - a.minute || b.position - a.position

export const inboxPage = (state: MemoryState, viewer: UserId, page: InboxQuery): readonly InboxRecord[] =>
  inboxOf(state, viewer)
    .filter(({ row }) => page.below === undefined || laterFirst(row.activity, page.below) > 0)
    .toSorted((a, b) => laterFirst(a.row.activity, b.row.activity))
    .slice(0, page.limit)
    .map(({ row, member }) => ({ ...recordOf(row, member), activity: row.activity }))

export const unreadTotals = (state: MemoryState, viewer: UserId): UnreadTotals => {
  const counts = inboxOf(state, viewer).map(({ row, member }) => unreadOf(row, member))
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
  viewer: MemberRow,
  { above = 0, limit }: MembersQuery,
): readonly MemberRecord[] =>
  membersSeenBy(row, viewer)
    .filter((member) => member.ordinal > above)
    .slice(0, limit)
    .map((member) => ({ ...memberSeenBy(member, viewer), ordinal: member.ordinal }))

/** To someone who left, a member who left later still looks like the member they were. */
export const memberSeenBy = (member: MemberRow, viewer: MemberRow): Member =>
  viewer.endedRevision === null
    ? memberOf(member)
    : { ...memberOf(member), status: 'active', endedAt: null, endedSeq: null }

export const messagesPage = (
  row: ConversationRow,
  viewer: MemberRow,
  { before = Infinity, after = 0, pinned = false, order, limit }: MessagesQuery,
): readonly Message[] => {
  const within = visibleMessages(row, viewer).filter(
    ({ seq, pinnedAt }) => seq < before && seq > after && (!pinned || pinnedAt !== null),
  )
  return (order === 'asc' ? within : within.toReversed()).slice(0, limit)
}
