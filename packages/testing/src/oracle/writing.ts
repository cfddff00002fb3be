import type { ConversationKind, InvitePolicy, MemberRole, UserId } from '@msg/core'
import type { OracleConversation, OracleEntry, OracleMember, OracleState } from './state.ts'
import { activeIn, memberIn } from './state.ts'

/** Appends a shared change: it makes the next revision. */
export const logShared = (
  state: OracleState,
  conversation: OracleConversation,
  entry: Pick<OracleEntry, 'type' | 'actor' | 'about'>,
): void => {
  state.log.push({ ...entry, conversation, revision: conversation.revision, moment: conversation.revision })
}

/** What a conversation is made with. */
export interface OracleCreation {
  readonly id: string
  readonly kind: ConversationKind
  readonly title: string | null
  readonly invitePolicy: InvitePolicy
  readonly asked: string
  readonly members: readonly { readonly userId: UserId; readonly role: MemberRole }[]
}

export const createConversation = (state: OracleState, actor: UserId, creation: OracleCreation): OracleConversation => {
  const { members, ...rest } = creation
  const conversation: OracleConversation = {
    ...rest,
    createdBy: actor,
    closed: false,
    revision: 1,
    ownRevision: 1,
    activity: state.log.length,
    members: [],
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
    active: true,
    joinedSeq: conversation.messages.length,
    joinedRevision: conversation.revision,
    endedSeq: null,
    endedRevision: null,
    revision: conversation.revision,
    readSeq: earlier?.readSeq ?? 0,
    deliveredSeq: earlier?.deliveredSeq ?? 0,
    lastSeen: [],
  }
  conversation.members = [...conversation.members.filter((other) => other !== earlier), member]
}

/** Lets someone out, who remembers the members of that moment. */
export const leaveConversation = (conversation: OracleConversation, member: OracleMember): void => {
  member.active = false
  member.role = 'member'
  member.endedSeq = conversation.messages.length
  member.endedRevision = conversation.revision
  member.revision = conversation.revision
  member.lastSeen = activeIn(conversation).map((other) => ({ ...other }))
}
