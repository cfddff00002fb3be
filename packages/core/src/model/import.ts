import type { ErrorCode } from '../errors.ts'
import type { ConversationKind, InvitePolicy, JoinPolicy, Visibility } from './conversation.ts'
import type { ConversationId, MessageId, Timestamp, UserId } from './ids.ts'
import type { MemberRole } from './member.ts'
import type { Target } from './target.ts'

/**
 * What another system has, to be kept as it was: its times, its authors, its order, under ids that the importer gives (derive
 * them, so that a second run gives the same). At most 5,000 items of a kind, each once; what one names comes with it or came
 * before.
 */
export interface ImportBatch {
  readonly conversations?: readonly ImportedConversation[]
  readonly members?: readonly ImportedMember[]
  /** In the order in which they were said. */
  readonly messages?: readonly ImportedMessage[]
  readonly reactions?: readonly ImportedReaction[]
  readonly readers?: readonly ImportedReader[]
  readonly aliases?: readonly ImportedAlias[]
}

/** How a batch is imported. */
export interface ImportOptions {
  /** The batch before it: this one is checked meanwhile, and written once that has come; when it fails, this one does. */
  readonly after?: Promise<unknown>
}

/** A conversation. A direct, a room about a target and a channel have the ids that are derived for them. */
export interface ImportedConversation {
  readonly id: ConversationId
  readonly kind: ConversationKind
  /** A user, or a service. */
  readonly createdBy: UserId
  readonly createdAt: Timestamp
  /** Default none. */
  readonly title?: string | null
  /** Default `members` for a group. */
  readonly invitePolicy?: InvitePolicy
  /** Of rooms only. Default `private`. */
  readonly visibility?: Visibility
  /** Of rooms only. Default `closed`. */
  readonly joinPolicy?: JoinPolicy
  /** Of a room or a channel. */
  readonly target?: Target
  /** The two of a direct: they are its members without being imported as such. */
  readonly between?: readonly UserId[]
  /** Whether a group is born by sending to people, and so the one that sending to them finds. Default: it is not. */
  readonly bySending?: boolean
}

/**
 * A member of a group or a room, in joining order. What has no target has an admin: bring one with its first members, or the first
 * of these who did not leave becomes it.
 */
export interface ImportedMember {
  readonly conversationId: ConversationId
  readonly userId: UserId
  /** Default `member`. */
  readonly role?: MemberRole
  readonly joinedAt: Timestamp
  /** For who left: when, and the last message they saw (null: none). Import them once that message is there. */
  readonly left?: { readonly at: Timestamp; readonly last: MessageId | null }
}

/** A message. It gets the next number of its conversation. */
export interface ImportedMessage {
  readonly id: MessageId
  readonly conversationId: ConversationId
  /** A user, who need not be a member or known to anybody, or a service. */
  readonly authorId: UserId
  /** Null for one that was retracted. */
  readonly body: string | null
  readonly createdAt: Timestamp
  /** Default `message`. */
  readonly verb?: string
  readonly replyTo?: MessageId | null
  readonly mentions?: readonly UserId[]
  readonly editedAt?: Timestamp | null
  readonly retractedAt?: Timestamp | null
}

/** One emoji of one user. */
export interface ImportedReaction {
  readonly conversationId: ConversationId
  readonly messageId: MessageId
  readonly userId: UserId
  readonly emoji: string
}

/** What a reader has read, and done to their own view. Watermarks only move up: what they are beyond already stays. */
export interface ImportedReader {
  readonly conversationId: ConversationId
  readonly userId: UserId
  /** When they had read up to which message; at most 5,000. */
  readonly reads?: readonly ImportedAdvance[]
  /** When which message had reached them, where that is known apart from reading; at most 5,000. */
  readonly deliveries?: readonly ImportedAdvance[]
  /** Everything up to this message is out of their view. */
  readonly cleared?: MessageId
  /** These messages are out of their view; at most 5,000. */
  readonly hidden?: readonly MessageId[]
  /** Until when they do not want to be disturbed. */
  readonly mutedUntil?: Timestamp
}

/** Up to which message somebody had got, and when. */
export interface ImportedAdvance {
  readonly messageId: MessageId
  readonly at: Timestamp
}

/** The number an id had elsewhere: see `Store.alias`. */
export interface ImportedAlias {
  readonly surface: string
  readonly id: string
  readonly number: number
}

/** What a batch is made of. */
export type ImportKind = keyof ImportBatch

/** How many of each kind. */
export type ImportCounts = { readonly [Kind in ImportKind]-?: number }

/**
 * Why an item was not imported: what it names is not there (`not_found`), is no more (`gone`) or is retracted
 * (`message_retracted`); its id has other content (`idempotency_mismatch`), the number of an alias another id (`id_taken`);
 * what it is about takes no such thing (`forbidden`).
 */
export type ImportRefusal = Extract<
  ErrorCode,
  'not_found' | 'gone' | 'message_retracted' | 'idempotency_mismatch' | 'id_taken' | 'forbidden'
>

/** An item that was not imported. */
export interface ImportConflict {
  /** Where it is in the batch: `/messages/3`. */
  readonly pointer: string
  readonly code: ImportRefusal
}

/** What became of a batch. */
export interface ImportResult {
  readonly imported: ImportCounts
  /** What was there already, the same; it may have changed since, and stays as it is. */
  readonly existing: ImportCounts
  /** What was left out. */
  readonly conflicts: readonly ImportConflict[]
}
