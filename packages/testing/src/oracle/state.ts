import type {
  Change,
  ConversationKind,
  InvitePolicy,
  MemberRole,
  MemberStatus,
  MessageId,
  SendMessageInput,
  UserId,
} from '@msg/core'
import type { stateView } from './views.ts'

/** Everything the oracle knows: plain mutable records, no index, no cleverness. Times are not modelled. */
export interface OracleState {
  readonly people: OraclePeople
  readonly conversations: OracleConversation[]
  /** Every change ever made, oldest first. */
  readonly log: OracleEntry[]
  /** Every attempt to send, so that some can be made again. */
  readonly attempts: OracleAttempt[]
}

/** Who there is. */
export interface OraclePeople {
  /** Those who act. */
  readonly users: readonly UserId[]
  /** Those who can only be named: unknown or inactive. */
  readonly nobodies: readonly UserId[]
  readonly mayContact: (viewer: UserId, other: UserId) => boolean
}

/** One conversation. */
export interface OracleConversation {
  readonly id: string
  readonly kind: ConversationKind
  title: string | null
  readonly createdBy: UserId
  invitePolicy: InvitePolicy
  /** What its creator asked for, as a text to compare. */
  readonly asked: string
  closed: boolean
  /** Whether sending to people made it. */
  readonly bySending: boolean
  /** The set of users that it answers to before any other, as a text to compare. */
  heldSet: string | null
  /** How many shared changes there were. */
  revision: number
  /** The revision of its own latest change. */
  ownRevision: number
  /** Grows over all conversations with creations and messages: the inbox is in this order. */
  activity: number
  /** In joining order; a return moves to the end. */
  members: OracleMember[]
  readonly messages: OracleMessage[]
}

/** One membership: its latest period. */
export interface OracleMember {
  readonly userId: UserId
  role: MemberRole
  status: MemberStatus
  joinedSeq: number
  joinedRevision: number
  endedSeq: number | null
  endedRevision: number | null
  revision: number
  readSeq: number
  deliveredSeq: number
  /** The messages they have hidden; a return brings none of them back. */
  readonly hidden: Set<MessageId>
  /** What there was when they left; null while they are in. */
  atEnd: OracleMoment | null
}

/** A moment of a conversation. */
export interface OracleMoment {
  /** Its own state, as everybody saw it. */
  readonly state: ReturnType<typeof stateView>
  /** Everybody who ever was a member by then. */
  readonly members: readonly OracleMember[]
}

/** One message, with all that became of it. */
export interface OracleMessage {
  readonly id: MessageId
  readonly seq: number
  readonly authorId: UserId
  readonly verb: string
  readonly replyTo: MessageId | null
  /** What its sender chose, as a text to compare. */
  readonly asked: string
  revision: number
  /** Its texts, oldest first; none once retracted. */
  texts: readonly OracleText[]
  /** In the order they came. */
  reactions: readonly OracleReaction[]
  pin: { readonly by: UserId; readonly revision: number } | null
}

/** One text of a message, and the revision that made it so. */
export interface OracleText {
  readonly body: string
  readonly mentions: readonly UserId[]
  readonly revision: number
}

/** One emoji of one user. */
export interface OracleReaction {
  readonly emoji: string
  readonly userId: UserId
  readonly revision: number
}

/** One change of the log. */
export interface OracleEntry {
  readonly type: Change['type']
  readonly conversation: OracleConversation
  /** Null for a receipt and for a hiding. */
  readonly revision: number | null
  /** The conversation's revision then, also where it made none. */
  readonly moment: number
  readonly actor: UserId
  /** The user or message it is about; null for the conversation itself. */
  readonly about: string | null
}

/** An attempt to send. */
export interface OracleAttempt {
  readonly actor: UserId
  readonly input: SendMessageInput
}

/** Nothing has happened yet. */
export const emptyOracle = (people: OraclePeople): OracleState => ({
  people,
  conversations: [],
  log: [],
  attempts: [],
})

/** A member's record, whatever has become of them. */
export const memberIn = ({ members }: OracleConversation, userId: UserId): OracleMember | undefined =>
  members.find((member) => member.userId === userId)

/** The record of someone who may know of the conversation: who is in it, or has left it. */
export const viewerIn = (conversation: OracleConversation, userId: UserId): OracleMember | undefined => {
  const member = memberIn(conversation, userId)
  return member?.status === 'removed' ? undefined : member
}

/** The active members, earliest joined first. */
export const activeIn = ({ members }: Pick<OracleMoment, 'members'>): OracleMember[] =>
  members.filter(({ status }) => status === 'active')
