/** What each user must see, worked out anew each time from everything that ever happened. */
import { countCap } from '@msg/core'
import type { UserId } from '@msg/core'
import { someTime } from './outcome.ts'
import { activeIn, memberIn } from './state.ts'
import type { OracleConversation, OracleMember, OracleMessage, OracleReaction, OracleState } from './state.ts'

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

/** A conversation's own state as one who is or was a member sees it: for who left, that of then. */
export const stateFor = (conversation: OracleConversation, member: OracleMember): ReturnType<typeof stateView> =>
  member.atEnd?.state ?? stateView(conversation)

export const memberView = ({ id }: OracleConversation, member: OracleMember) => ({
  conversationId: id,
  userId: member.userId,
  role: member.role,
  status: member.status,
  joinedAt: someTime,
  joinedSeq: member.joinedSeq,
  endedAt: member.status === 'active' ? null : someTime,
  endedSeq: member.endedSeq,
  revision: member.revision,
})

/** A message as of a revision: later texts, reactions and pins are not in it, a later retraction is. */
export const messageView = ({ id }: OracleConversation, message: OracleMessage, asOf = Infinity) => {
  const texts = message.texts.filter(({ revision }) => revision <= asOf)
  const text = texts.at(-1)
  const retracted = message.texts.length === 0
  const pin = message.pin !== null && message.pin.revision <= asOf ? message.pin : null
  return {
    id: message.id,
    conversationId: id,
    seq: message.seq,
    revision: Math.min(message.revision, asOf),
    authorId: message.authorId,
    verb: message.verb,
    body: text?.body ?? null,
    replyTo: message.replyTo,
    mentions: text?.mentions ?? [],
    attachments: [],
    reactions: reactionsView(message.reactions.filter(({ revision }) => revision <= asOf)),
    createdAt: someTime,
    editedAt: texts.length > 1 ? someTime : null,
    retractedAt: retracted ? someTime : null,
    pinnedAt: pin === null ? null : someTime,
    pinnedBy: pin?.by ?? null,
  }
}

/** How far a reader has got. */
export const receiptView = ({ id }: OracleConversation, { userId, readSeq, deliveredSeq }: OracleMember) => ({
  conversationId: id,
  userId,
  readSeq,
  readAt: readSeq === 0 ? null : someTime,
  deliveredSeq,
  deliveredAt: deliveredSeq === 0 ? null : someTime,
})

const reactionsView = (reactions: readonly OracleReaction[]) =>
  [...new Set(reactions.map(({ emoji }) => emoji))].map((emoji) => {
    const userIds = reactions.filter((reaction) => reaction.emoji === emoji).map(({ userId }) => userId)
    return { emoji, count: userIds.length, userIds }
  })

/** A message as one who is or was a member sees it: for who left, as of then. */
export const messageFor = (conversation: OracleConversation, member: OracleMember, message: OracleMessage) =>
  messageView(conversation, message, member.endedRevision ?? Infinity)

/** The texts a message has had, as one who is or was a member may read them. */
export const revisionsFor = (member: OracleMember, message: OracleMessage) =>
  message.texts
    .filter(({ revision }) => revision <= (member.endedRevision ?? Infinity))
    .map(({ body }) => ({ body, at: someTime }))

/** The messages someone may read: all, or for who left those up to their leaving; what they have hidden is not among them. */
export const messagesFor = (conversation: OracleConversation, member: OracleMember): readonly OracleMessage[] =>
  conversation.messages.filter(({ id, seq }) => seq <= (member.endedSeq ?? Infinity) && !member.hidden.has(id))

/** The members someone may see: the active ones, or for who left those of that moment. */
export const membersFor = (conversation: OracleConversation, member: OracleMember): readonly OracleMember[] =>
  activeIn(member.atEnd ?? conversation)

/** Others' visible messages above the watermark, one by one; what is retracted is not to be read. */
export const unreadFor = (conversation: OracleConversation, member: OracleMember): number =>
  messagesFor(conversation, member).filter(
    ({ seq, authorId, texts }) => seq > member.readSeq && authorId !== member.userId && texts.length > 0,
  ).length

/** A conversation as one who is or was a member sees it. */
export const conversationView = (conversation: OracleConversation, member: OracleMember) => {
  const messages = messagesFor(conversation, member)
  const members = membersFor(conversation, member)
  const last = messages.at(-1)
  const active = member.status === 'active'
  const open = active && !conversation.closed
  const manages = open && conversation.kind !== 'direct' && member.role === 'admin'
  const mayInvite = conversation.invitePolicy === 'members' || member.role === 'admin'
  return {
    ...stateFor(conversation, member),
    memberCount: members.length,
    memberIds: members.slice(0, 8).map(({ userId }) => userId),
    lastSeq: member.endedSeq ?? conversation.messages.length,
    lastMessage: last === undefined ? null : messageFor(conversation, member, last),
    me: {
      role: member.role,
      status: member.status,
      joinedAt: someTime,
      endedAt: active ? null : someTime,
      readSeq: member.readSeq,
      readAt: member.readSeq === 0 ? null : someTime,
      repliedAt: conversation.messages.some(({ authorId }) => authorId === member.userId) ? someTime : null,
      deliveredSeq: member.deliveredSeq,
      clearedSeq: 0,
      mutedUntil: null,
      unread: capped(unreadFor(conversation, member)),
      can: {
        send: open,
        attach: false,
        react: open,
        edit: open,
        retract: active,
        retractOthers: false,
        pin: active && (conversation.kind === 'direct' || member.role === 'admin'),
        rename: manages,
        update: manages,
        addMembers: open && mayInvite,
        manageMembers: manages,
        moderate: false,
        delete: active && (conversation.kind === 'direct' || member.role === 'admin'),
        join: false,
        leave: active && conversation.kind !== 'direct',
        markRead: active,
      },
    },
  }
}

/** The active memberships of a user, latest activity first. */
export const inboxFor = (state: OracleState, userId: UserId) =>
  state.conversations
    .flatMap((conversation) => {
      const member = memberIn(conversation, userId)
      return member?.status === 'active' ? [{ conversation, member }] : []
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
