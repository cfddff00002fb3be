import type {
  Change,
  ConversationKind,
  ConversationState,
  InvitePolicy,
  JoinPolicy,
  MemberRole,
  MemberStatus,
  MessageId,
  SendMessageInput,
  UserId,
  Visibility,
} from '@msg/core'

/** Everything the oracle knows: plain mutable records, no index, no cleverness. Times are not modelled. */
export interface OracleState {
  readonly people: OraclePeople
  readonly conversations: OracleConversation[]
  /** Who has blocked whom. */
  blocks: readonly OracleBlock[]
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

/** One block. */
export interface OracleBlock {
  readonly blocker: UserId
  readonly blocked: UserId
}

/** One conversation. */
export interface OracleConversation {
  readonly id: string
  readonly kind: ConversationKind
  title: string | null
  readonly createdBy: UserId
  invitePolicy: InvitePolicy
  visibility: Visibility
  joinPolicy: JoinPolicy
  /** What its creator asked for, as a text to compare. */
  readonly asked: string
  closed: boolean
  /** Whether nobody sees it any more; its ids stay used. */
  deleted: boolean
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
  /** Of everybody who ever saw it, members or not; a return brings nothing back. */
  readonly readers: Map<UserId, OracleReader>
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
  /** What there was when they left; null while they are in. */
  atEnd: OracleMoment | null
}

/** What somebody has read, and what they have taken out of their own view. */
export interface OracleReader {
  readSeq: number
  deliveredSeq: number
  /** Everything up to here is out of their own view, for good. */
  clearedSeq: number
  mutedUntil: string | null
  readonly hidden: Set<MessageId>
}

/** A moment of a conversation. */
export interface OracleMoment {
  /** Its own state, as everybody saw it. */
  readonly state: ConversationState
  /** Everybody who ever was a member by then. */
  readonly members: readonly OracleMember[]
  /** The last message, and the last revision. */
  readonly seq: number
  readonly revision: number
}

/** Somebody who may know of a conversation, and what they are in it. */
export interface OracleViewer {
  readonly userId: UserId
  /** Null for who never was a member, as of a room that everybody reads. */
  readonly role: MemberRole | null
  readonly status: MemberStatus | 'none'
  readonly reader: OracleReader
  /** The moment they see it as of; null for the present. */
  readonly end: OracleMoment | null
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
  /** Null for a block. */
  readonly conversation: OracleConversation | null
  /** Null for what makes none: receipts, and what is for oneself. */
  readonly revision: number | null
  /** To whom it is told: to the actor's own devices, or to those who are in. */
  readonly audience: 'actor' | 'members'
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
  blocks: [],
  log: [],
  attempts: [],
})

/** A member's record, whatever has become of them. */
export const memberIn = ({ members }: OracleConversation, userId: UserId): OracleMember | undefined =>
  members.find((member) => member.userId === userId)

/** Reader state: that of who never read anything is empty. */
export const readerIn = ({ readers }: OracleConversation, userId: UserId): OracleReader => {
  const known = readers.get(userId)
  if (known !== undefined) return known
  const reader = { readSeq: 0, deliveredSeq: 0, clearedSeq: 0, mutedUntil: null, hidden: new Set<MessageId>() }
  readers.set(userId, reader)
  return reader
}

/** Someone who may know of the conversation: who is in it, or has left it, or reads what everybody reads. */
export const viewerIn = (conversation: OracleConversation, userId: UserId): OracleViewer | undefined => {
  const member = memberIn(conversation, userId)
  const status: OracleViewer['status'] = member?.status ?? 'none'
  if (conversation.deleted || status === 'removed') return undefined
  const viewer = { userId, role: member?.role ?? null, status, reader: readerIn(conversation, userId), end: null }
  if (status === 'active' || conversation.visibility === 'public') return viewer
  return member === undefined ? undefined : { ...viewer, end: member.atEnd }
}

/** A conversation somebody may know of, by its id. */
export const seenConversation = (
  { conversations }: OracleState,
  { actor, conversationId }: { readonly actor: UserId; readonly conversationId: string },
): { readonly conversation: OracleConversation; readonly me: OracleViewer } | undefined => {
  const conversation = conversations.find(({ id }) => id === conversationId)
  const me = conversation === undefined ? undefined : viewerIn(conversation, actor)
  return conversation === undefined || me === undefined ? undefined : { conversation, me }
}

/** The active members, earliest joined first. */
export const activeIn = ({ members }: Pick<OracleMoment, 'members'>): OracleMember[] =>
  members.filter(({ status }) => status === 'active')
