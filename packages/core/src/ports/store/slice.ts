import type { ConversationKind, InvitePolicy, JoinPolicy, Visibility } from '../../model/conversation.ts'
import type { ConversationId, MessageId, Timestamp, UserId } from '../../model/ids.ts'
import type { MemberRole, MemberStatus } from '../../model/member.ts'
import type { Message } from '../../model/message.ts'
import type { Target } from '../../model/target.ts'

// Viewers

/** Who looks: a user by what the store knows of them, or one whom core admits. */
export type Viewer = UserId | Admitted

/** A user who may see what the store could not know: the host's targets say so. */
export interface Admitted {
  readonly userId: UserId
  readonly admitted: true
}

// Slices

/** Which facts to read. */
export interface SliceQuery {
  /** Which conversation; without it, the canonical group, or that of the message. */
  readonly conversationId?: ConversationId
  /**
   * Which conversation: the canonical group of exactly these users, three or more, in any order; where there is none, the
   * oldest open group born by sending whose active members they are (it is to be claimed: {@link CommitItem.canonical}).
   */
  readonly canonicalOf?: readonly UserId[]
  /** Also read the facts about this message; one of another conversation than the one named is not there. */
  readonly messageId?: MessageId
  /** Whose memberships to read; the first is the actor. */
  readonly userIds: readonly UserId[]
  /** Also read the facts about the other members that leaving needs. */
  readonly roster?: boolean
}

/** The facts a rule decides from. */
export interface Slice {
  readonly conversation: ConversationFacts
  /** Those of `userIds` that ever were members. */
  readonly members: readonly MemberFacts[]
  /** Present when asked for. */
  readonly roster?: RosterFacts
  /** Present when asked for; null when there is none. */
  readonly message?: MessageFacts | null
  /** Present when asked for by its users: whether it is their canonical group already. */
  readonly canonical?: boolean
}

/** What rules need to know of one message. */
export interface MessageFacts {
  readonly id: MessageId
  readonly seq: number
  readonly authorId: UserId
  readonly createdAt: Timestamp
  /** Its text now; null once retracted. */
  readonly body: string | null
  /** Whether it is out of the actor's own view: hidden, or cleared with what was before it. */
  readonly hidden: boolean
  /** Bumped when its text changes or is taken back; reactions and pins do not touch it. */
  readonly version: number
  /** The different emoji it has, whoever they are from, in the order in which they came. */
  readonly emojis: readonly string[]
  /** The emoji the actor has reacted with. */
  readonly ownEmojis: readonly string[]
}

/** What rules need to know of a conversation. */
export interface ConversationFacts {
  readonly id: ConversationId
  readonly kind: ConversationKind
  readonly title: string | null
  readonly invitePolicy: InvitePolicy
  readonly visibility: Visibility
  readonly joinPolicy: JoinPolicy
  readonly target: Target | null
  readonly closed: boolean
  /** For a direct: which of the two have blocked the other. */
  readonly blockedBy: readonly UserId[]
  /** The two of a direct, in any order; null for what is none. */
  readonly pair: readonly UserId[] | null
  readonly lastSeq: number
  /** Active members, as of this read: no guard but that on the roster keeps it true. */
  readonly memberCount: number
  /** Bumped by each change of the conversation's own settings. */
  readonly settingsVersion: number
  /** Bumped by each change of anyone's membership; sends do not touch it. */
  readonly rosterVersion: number
}

/** What rules need to know of one membership. */
export interface MemberFacts {
  readonly userId: UserId
  readonly role: MemberRole
  readonly status: MemberStatus
  /** The last message number when they left or were removed; null while active. */
  readonly endedSeq: number | null
  /** Bumped by each change of this membership. */
  readonly version: number
}

/** What leaving needs to know of the others. */
export interface RosterFacts {
  /** Active members. */
  readonly members: number
  /** Active admins. */
  readonly admins: number
  /** The two earliest-joined active members. */
  readonly earliest: readonly UserId[]
}

/** What is kept about an id for ever. */
export interface UsedId {
  readonly conversationId: ConversationId
  readonly authorId: UserId
  /** Hex SHA-256 of what was asked for. */
  readonly contentHash: string
  /** Whether what it named is no more: a message that was purged or erased, a conversation that was deleted. */
  readonly gone: boolean
  /** For a message: as it is now; null when it is purged or erased, and for a conversation. */
  readonly message: Message | null
}
