import type { ConversationState } from '../model/conversation.ts'
import type { ConversationId, MessageId, Timestamp, UserId } from '../model/ids.ts'
import type { ImportedAdvance, ImportedAlias, ImportedReaction, ImportKind, ImportRefusal } from '../model/import.ts'
import type { MemberRole } from '../model/member.ts'
import type { Message } from '../model/message.ts'

/** A batch of what another system has, checked and complete. */
export interface ImportDraft {
  readonly conversations: readonly ConversationImport[]
  readonly members: readonly MemberImport[]
  readonly messages: readonly MessageImport[]
  readonly reactions: readonly ImportedReaction[]
  readonly readers: readonly ReaderImport[]
  readonly aliases: readonly ImportedAlias[]
}

/** A conversation with all its settings. */
export interface ConversationImport extends Omit<ConversationState, 'closedAt' | 'revision'> {
  /** The two of a direct, its members from the beginning; null for what is none. */
  readonly pair: readonly UserId[] | null
  readonly bySending: boolean
  /** Whether its id is derived from what it is: then one that is there is the same, whatever else is said of it. */
  readonly derived: boolean
  readonly contentHash: string
}

/** Somebody who is, or was, a member. */
export interface MemberImport {
  readonly conversationId: ConversationId
  readonly userId: UserId
  readonly role: MemberRole
  readonly joinedAt: Timestamp
  readonly left: { readonly at: Timestamp; readonly last: MessageId | null } | null
}

/**
 * A message with what search finds it by, and what tells it from another use of its id. One that was retracted has no text
 * and a time of that, and neither words, mentions nor a time of editing.
 */
export interface MessageImport extends Omit<
  Message,
  'seq' | 'revision' | 'attachments' | 'reactions' | 'pinnedAt' | 'pinnedBy'
> {
  readonly words: readonly string[] | null
  readonly contentHash: string
}

/** What somebody has read, and done to their own view. */
export interface ReaderImport {
  readonly conversationId: ConversationId
  readonly userId: UserId
  readonly reads: readonly ImportedAdvance[]
  readonly deliveries: readonly ImportedAdvance[]
  readonly cleared: MessageId | null
  readonly hidden: readonly MessageId[]
  readonly mutedUntil: Timestamp | null
}

/** What became of an item: it is new, or was there already, or was left out. */
export type ImportOutcome = 'imported' | 'existing' | ImportRefusal

/** What became of each item, in the order of its list. */
export type ImportOutcomes = { readonly [Kind in ImportKind]-?: readonly ImportOutcome[] }
