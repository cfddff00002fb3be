/** What each user must see, worked out anew each time from everything that ever happened. */
import { countCap } from '@msg/core'
import type { ConversationState, UserId } from '@msg/core'
import { blockIn } from './blocks.ts'
import { someTime } from './outcome.ts'
import { activeIn, viewerIn } from './state.ts'
import type {
  OracleConversation,
  OracleMember,
  OracleMessage,
  OracleReaction,
  OracleReader,
  OracleState,
  OracleViewer,
} from './state.ts'

export const capped = (count: number) => ({ count: Math.min(count, countCap), capped: count > countCap })

/** A conversation's own state. */
export const stateView = ({
  id,
  kind,
  title,
  createdBy,
  invitePolicy,
  visibility,
  joinPolicy,
  closed,
  ownRevision,
}: OracleConversation): ConversationState => ({
  id,
  kind,
  title,
  createdBy,
  createdAt: someTime,
  invitePolicy,
  visibility,
  joinPolicy,
  target: null,
  closedAt: closed ? someTime : null,
  revision: ownRevision,
})

/** A conversation's own state as a viewer sees it: for who left, that of then. */
export const stateFor = (conversation: OracleConversation, { end }: Pick<OracleViewer, 'end'>): ConversationState =>
  end?.state ?? stateView(conversation)

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

/** Up to where someone has cleared a conversation from their own view. */
export const clearedView = ({ id }: OracleConversation, { userId, reader }: Own) => ({
  conversationId: id,
  userId,
  clearedSeq: reader.clearedSeq,
})

/** Until when a conversation does not disturb somebody. */
export const mutedView = ({ id }: OracleConversation, { userId, reader }: Own) => ({
  conversationId: id,
  userId,
  mutedUntil: reader.mutedUntil,
})

/** Whose reader state it is. */
interface Own {
  readonly userId: UserId
  readonly reader: OracleReader
}

/** How far a reader has got. */
export const receiptView = ({ id }: OracleConversation, { userId, reader: { readSeq, deliveredSeq } }: Own) => ({
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

/** A message as a viewer sees it: for who left, as of then. */
export const messageFor = (conversation: OracleConversation, { end }: OracleViewer, message: OracleMessage) =>
  messageView(conversation, message, end?.revision ?? Infinity)

/** The texts a message has had, as a viewer may read them. */
export const revisionsFor = ({ end }: OracleViewer, message: OracleMessage) =>
  message.texts
    .filter(({ revision }) => revision <= (end?.revision ?? Infinity))
    .map(({ body }) => ({ body, at: someTime }))

/** The messages someone may read: all, or for who left those up to their leaving; but not what they have hidden or cleared. */
export const messagesFor = (
  { messages }: OracleConversation,
  { end, reader }: OracleViewer,
): readonly OracleMessage[] =>
  messages.filter(({ id, seq }) => seq <= (end?.seq ?? Infinity) && seq > reader.clearedSeq && !reader.hidden.has(id))

/** The members someone may see: the active ones, or for who left those of that moment. */
export const membersFor = (conversation: OracleConversation, { end }: OracleViewer): readonly OracleMember[] =>
  activeIn(end ?? conversation)

/** Others' visible messages above the watermark, one by one; what is retracted is not to be read. */
export const unreadFor = (conversation: OracleConversation, viewer: OracleViewer): number =>
  messagesFor(conversation, viewer).filter(
    ({ seq, authorId, texts }) => seq > viewer.reader.readSeq && authorId !== viewer.userId && texts.length > 0,
  ).length

/** A conversation as a viewer sees it. */
export const conversationView = (state: OracleState, conversation: OracleConversation, viewer: OracleViewer) => {
  const messages = messagesFor(conversation, viewer)
  const members = membersFor(conversation, viewer)
  const last = messages.at(-1)
  return {
    ...stateFor(conversation, viewer),
    memberCount: members.length,
    memberIds: members.slice(0, 8).map(({ userId }) => userId),
    lastSeq: viewer.end?.seq ?? conversation.messages.length,
    lastMessage: last === undefined ? null : messageFor(conversation, viewer, last),
    me: standingView(state, conversation, viewer),
  }
}

const standingView = (state: OracleState, conversation: OracleConversation, viewer: OracleViewer) => {
  const { userId, role, status, reader } = viewer
  return {
    role,
    status,
    joinedAt: status === 'none' ? null : someTime,
    endedAt: status === 'left' ? someTime : null,
    readSeq: reader.readSeq,
    readAt: reader.readSeq === 0 ? null : someTime,
    repliedAt: conversation.messages.some(({ authorId }) => authorId === userId) ? someTime : null,
    deliveredSeq: reader.deliveredSeq,
    clearedSeq: reader.clearedSeq,
    mutedUntil: reader.mutedUntil,
    unread: capped(unreadFor(conversation, viewer)),
    can: permissionsView(state, conversation, viewer),
  }
}

const permissionsView = (oracle: OracleState, conversation: OracleConversation, viewer: OracleViewer) => {
  const { kind, closedAt, visibility, joinPolicy, invitePolicy } = stateFor(conversation, viewer)
  const direct = kind === 'direct'
  const active = viewer.status === 'active'
  const admin = active && viewer.role === 'admin'
  const open = closedAt === null
  const writes = active && open && blockIn(oracle, conversation) === undefined
  const manages = open && admin && !direct
  const invites = kind === 'room' ? manages && (visibility === 'private' || joinPolicy === 'closed') : active && open
  return {
    send: writes,
    attach: false,
    react: writes,
    edit: writes,
    retract: active,
    retractOthers: false,
    pin: direct ? writes : admin,
    rename: manages,
    update: manages,
    addMembers: direct ? writes : invites && (kind === 'room' || invitePolicy === 'members' || admin),
    manageMembers: manages,
    moderate: false,
    delete: direct ? active : admin,
    join: kind === 'room' && open && !active && joinPolicy === 'open',
    leave: active && !direct,
    markRead: active || visibility === 'public',
  }
}

/** The active memberships of a user, latest activity first. */
export const inboxFor = ({ conversations }: OracleState, userId: UserId) =>
  conversations
    .flatMap((conversation) => {
      const viewer = viewerIn(conversation, userId)
      return viewer?.status === 'active' ? [{ conversation, viewer }] : []
    })
    .toSorted((a, b) => b.conversation.activity - a.conversation.activity)

/** What is unread over the whole inbox. */
export const unreadTotals = (state: OracleState, userId: UserId) => {
  const counts = inboxFor(state, userId).map(({ conversation, viewer }) => unreadFor(conversation, viewer))
  return {
    conversations: capped(counts.filter((count) => count > 0).length),
    messages: capped(counts.reduce((sum, count) => sum + count, 0)),
  }
}
