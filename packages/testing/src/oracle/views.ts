/** What each user must see, worked out anew each time from everything that ever happened. */
import { countCap } from '@msg/core'
import type { UserId } from '@msg/core'
import { someTime } from './outcome.ts'
import { activeIn, memberIn } from './state.ts'
import type { OracleConversation, OracleMember, OracleMessage, OracleState } from './state.ts'

export const capped = (count: number) => ({ count: Math.min(count, countCap), capped: count > countCap })

/** A conversation's own state. */
export const stateView = ({ id, kind, title, createdBy, invitePolicy, closed, ownRevision }: OracleConversation) => ({
  id,
  kind,
  title,
  createdBy,
  createdAt: someTime,
  invitePolicy,
  visibility: 'private',
  joinPolicy: 'closed',
  target: null,
  closedAt: closed ? someTime : null,
  revision: ownRevision,
})

export const memberView = ({ id }: OracleConversation, member: OracleMember) => ({
  conversationId: id,
  userId: member.userId,
  role: member.role,
  status: member.active ? 'active' : 'left',
  joinedAt: someTime,
  joinedSeq: member.joinedSeq,
  endedAt: member.active ? null : someTime,
  endedSeq: member.endedSeq,
  revision: member.revision,
})

export const messageView = ({ id }: OracleConversation, message: OracleMessage) => ({
  id: message.id,
  conversationId: id,
  seq: message.seq,
  revision: message.revision,
  authorId: message.authorId,
  verb: message.verb,
  body: message.body,
  replyTo: null,
  mentions: [],
  reactions: [],
  createdAt: someTime,
  editedAt: null,
  retractedAt: null,
  pinnedAt: null,
  pinnedBy: null,
})

/** How far a reader has got. */
export const receiptView = ({ id }: OracleConversation, { userId, readSeq, deliveredSeq }: OracleMember) => ({
  conversationId: id,
  userId,
  readSeq,
  readAt: readSeq === 0 ? null : someTime,
  deliveredSeq,
  deliveredAt: deliveredSeq === 0 ? null : someTime,
})

/** The messages someone may read: all, or for who left those up to their leaving. */
export const messagesFor = (conversation: OracleConversation, member: OracleMember): readonly OracleMessage[] =>
  conversation.messages.filter(({ seq }) => seq <= (member.endedSeq ?? Infinity))

/** The members someone may see: the active ones, or for who left those of that moment. */
export const membersFor = (conversation: OracleConversation, member: OracleMember): readonly OracleMember[] =>
  member.active ? activeIn(conversation) : member.lastSeen

export const unreadFor = (conversation: OracleConversation, member: OracleMember): number =>
  messagesFor(conversation, member).filter(({ seq, authorId }) => seq > member.readSeq && authorId !== member.userId)
    .length

/** A conversation as one who is or was a member sees it. */
export const conversationView = (conversation: OracleConversation, member: OracleMember) => {
  const messages = messagesFor(conversation, member)
  const members = membersFor(conversation, member)
  const last = messages.at(-1)
  const open = member.active && !conversation.closed
  const manages = open && conversation.kind !== 'direct' && member.role === 'admin'
  const mayInvite = conversation.invitePolicy === 'members' || member.role === 'admin'
  return {
    ...stateView(conversation),
    memberCount: members.length,
    memberIds: members.slice(0, 8).map(({ userId }) => userId),
    lastSeq: messages.length,
    lastMessage: last === undefined ? null : messageView(conversation, last),
    me: {
      role: member.role,
      status: member.active ? 'active' : 'left',
      joinedAt: someTime,
      endedAt: member.active ? null : someTime,
      readSeq: member.readSeq,
      readAt: member.readSeq === 0 ? null : someTime,
      deliveredSeq: member.deliveredSeq,
      unread: capped(unreadFor(conversation, member)),
      can: {
        send: open,
        react: open,
        pin: member.active && (conversation.kind === 'direct' || member.role === 'admin'),
        update: manages,
        addMembers: open && conversation.kind === 'group' && mayInvite,
        manageMembers: manages,
        moderate: false,
        delete:
          (conversation.kind === 'group' || conversation.kind === 'room') && member.active && member.role === 'admin',
        join: false,
        leave: member.active && conversation.kind !== 'direct',
        markRead: member.active,
      },
    },
  }
}

/** The active memberships of a user, latest activity first. */
export const inboxFor = (state: OracleState, userId: UserId) =>
  state.conversations
    .flatMap((conversation) => {
      const member = memberIn(conversation, userId)
      return member?.active === true ? [{ conversation, member }] : []
    })
    .toSorted((a, b) => b.conversation.activity - a.conversation.activity)

/** What is unread over the whole inbox. */
export const unreadTotals = (state: OracleState, userId: UserId) => {
  const counts = inboxFor(state, userId).map(({ conversation, member }) => unreadFor(conversation, member))
  return {
    conversations: capped(counts.filter((count) => count > 0).length),
    messages: capped(counts.reduce((sum, count) => sum + count, 0)),
  }
}
