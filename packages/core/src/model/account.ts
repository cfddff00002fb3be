import type { Block } from './block.ts'
import type { ConversationKind, ConversationState } from './conversation.ts'
import type { ConversationId, MessageId, Timestamp } from './ids.ts'
import type { Member } from './member.ts'
import type { Message, Revision } from './message.ts'
import type { Person } from './profile.ts'

/** One thing that is kept of me. Plain data: each record is a line of JSON as it stands. */
export type AccountRecord =
  | { readonly type: 'profile'; readonly profile: Person }
  | ConversationOfMine
  | MessageOfMine
  | { readonly type: 'block'; readonly block: Block }

/** A conversation that knows me: as a member, now or before, or by what I did in it. Its messages follow it. */
export interface ConversationOfMine {
  readonly type: 'conversation'
  readonly conversationId: ConversationId
  readonly kind: ConversationKind
  /** As I see it; null where I no longer do, and for a channel. */
  readonly conversation: ConversationState | null
  /** Null where I never was a member. */
  readonly membership: Member | null
  /** Null where I have read, cleared and muted nothing. */
  readonly reader: ReaderState | null
}

/**
 * What there is of mine about one message: the message where it is mine, or where I see it as a member; my reactions; whether
 * I have hidden it.
 */
export interface MessageOfMine {
  readonly type: 'message'
  readonly conversationId: ConversationId
  readonly messageId: MessageId
  readonly seq: number
  /** Null where it is somebody else's and no longer mine to see. */
  readonly message: Message | null
  /** For a message of mine: the texts it has had, oldest first. */
  readonly revisions: readonly Revision[]
  /** The emoji I reacted with. */
  readonly reactions: readonly string[]
  readonly hidden: boolean
}

/** How far I have got in a conversation, and what I did to my own view of it. */
export interface ReaderState {
  readonly readSeq: number
  readonly readAt: Timestamp | null
  readonly deliveredSeq: number
  readonly deliveredAt: Timestamp | null
  /** When I last wrote here, to the minute. */
  readonly repliedAt: Timestamp | null
  readonly clearedSeq: number
  readonly mutedUntil: Timestamp | null
}
