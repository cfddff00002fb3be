import type { ConversationKind, InvitePolicy, JoinPolicy, MemberRole, UserId, Visibility } from '@msg/core'
import { activeIn, memberIn } from './state.ts'
import type { OracleConversation, OracleEntry, OracleMember, OracleMessage, OracleState } from './state.ts'
import { stateView } from './views.ts'

/** Appends a shared change: it makes the next revision. */
export const logShared = (
  state: OracleState,
  conversation: OracleConversation,
  entry: Pick<OracleEntry, 'type' | 'actor' | 'about'>,
): void => {
  const { revision } = conversation
  state.log.push({ ...entry, audience: 'members', conversation, revision, moment: revision })
}

/** What a conversation is made with. */
export interface OracleCreation {
  readonly id: string
  readonly kind: ConversationKind
  readonly title: string | null
  readonly invitePolicy: InvitePolicy
  readonly visibility?: Visibility
  readonly joinPolicy?: JoinPolicy
  readonly asked: string
  readonly bySending?: true
  readonly members: readonly { readonly userId: UserId; readonly role: MemberRole }[]
}

export const createConversation = (state: OracleState, actor: UserId, creation: OracleCreation): OracleConversation => {
  const { members, ...rest } = creation
  const conversation: OracleConversation = {
    visibility: 'private',
    joinPolicy: 'closed',
    ...rest,
    createdBy: actor,
    closed: false,
    deleted: false,
    bySending: creation.bySending === true,
    heldSet: null,
    revision: 1,
    ownRevision: 1,
    activity: state.log.length,
    members: [],
    readers: new Map(),
    messages: [],
  }
  state.conversations.push(conversation)
  for (const { userId, role } of members) joinConversation(conversation, userId, role)
  logShared(state, conversation, { type: 'conversation.created', actor, about: null })
  return conversation
}

/** Lets someone in, as of the conversation's revision now. */
export const joinConversation = (conversation: OracleConversation, userId: UserId, role: MemberRole): void => {
  const earlier = memberIn(conversation, userId)
  const member: OracleMember = {
    userId,
    role,
    status: 'active',
    joinedSeq: conversation.messages.length,
    joinedRevision: conversation.revision,
    endedSeq: null,
    endedRevision: null,
    revision: conversation.revision,
    atEnd: null,
  }
  conversation.members = [...conversation.members.filter((other) => other !== earlier), member]
}

/** Lets someone out, who remembers that moment. */
export const endMembership = (
  conversation: OracleConversation,
  member: OracleMember,
  status: 'left' | 'removed',
): void => {
  if (member.status === 'active') {
    member.endedSeq = conversation.messages.length
    member.endedRevision = conversation.revision
  }
  const left = member.status === 'active' && status === 'left'
  member.status = status
  member.role = 'member'
  member.revision = conversation.revision
  if (!left) return
  const { messages, members, revision } = conversation
  member.atEnd = {
    state: stateView(conversation),
    members: members.map((one) => ({ ...one })),
    seq: messages.length,
    revision,
  }
}

/** Brings somebody in: it makes the next revision. */
export const logJoining = (
  state: OracleState,
  conversation: OracleConversation,
  { actor, userId }: { readonly actor: UserId; readonly userId: UserId },
): void => {
  conversation.revision += 1
  joinConversation(conversation, userId, 'member')
  logShared(state, conversation, { type: 'member.added', actor, about: userId })
}

/** Appends what makes no revision: what is for oneself, or a receipt. */
export const logOwn = (
  state: OracleState,
  conversation: OracleConversation,
  entry: Pick<OracleEntry, 'type' | 'actor' | 'about'> & Partial<Pick<OracleEntry, 'audience'>>,
): void => {
  state.log.push({ audience: 'actor', ...entry, conversation, revision: null, moment: conversation.revision })
}

/** Changes a message: it makes the next revision, of its conversation and its own. */
export const logOnMessage = (
  state: OracleState,
  { conversation, message }: { readonly conversation: OracleConversation; readonly message: OracleMessage },
  entry: Pick<OracleEntry, 'type' | 'actor'>,
): void => {
  conversation.revision += 1
  message.revision = conversation.revision
  logShared(state, conversation, { ...entry, about: message.id })
}

/** The set of users that could find a conversation by sending to them; null for none. */
export const setOf = (conversation: OracleConversation): string | null => {
  const userIds = activeIn(conversation).map(({ userId }) => userId)
  return conversation.bySending && !conversation.deleted && userIds.length > 2 ? textOfSet(userIds) : null
}

export const textOfSet = (userIds: readonly UserId[]): string => JSON.stringify(userIds.toSorted())

/** What follows from another set of members: the old set is given up, the new one taken if nobody has it. */
export const followSet = (state: OracleState, conversation: OracleConversation): void => {
  const set = setOf(conversation)
  if (conversation.heldSet === set) return
  conversation.heldSet = null
  if (set !== null && !state.conversations.some(({ heldSet }) => heldSet === set)) conversation.heldSet = set
}
