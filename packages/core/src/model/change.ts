import type { ConversationState } from './conversation.ts'
import type { ConversationId, Timestamp, UserId } from './ids.ts'
import type { Member } from './member.ts'
import type { Hidden, Message } from './message.ts'
import type { Receipt } from './receipt.ts'

/** What each change is about. */
export interface ChangeSubjects {
  'conversation.created': ConversationState
  'conversation.updated': ConversationState
  'member.added': Member
  'member.left': Member
  'member.removed': Member
  'member.role': Member
  'message.sent': Message
  'message.edited': Message
  'message.retracted': Message
  'message.pinned': Message
  'message.unpinned': Message
  'message.hidden': Hidden
  'reaction.added': Message
  'reaction.removed': Message
  'receipt.advanced': Receipt
}

/** What can happen, in the past tense. */
export type ChangeType = keyof ChangeSubjects

interface ChangeOf<Type extends ChangeType> {
  /** Stable for ever: `epoch:position`. */
  readonly id: string
  readonly type: Type
  readonly conversationId: ConversationId
  /** The conversation's dense revision that this change made; null for what concerns its actor only, and for receipts. */
  readonly revision: number | null
  readonly actor: UserId
  readonly at: Timestamp
  /** The *current whole* state of what changed, with its own revision, or `gone`: keep the higher revision. */
  readonly subject: ChangeSubjects[Type] | 'gone'
}

/** A committed fact, in the past tense, as everyone who may see it reads it from the change log. */
export type Change = { readonly [Type in ChangeType]: ChangeOf<Type> }[ChangeType]
