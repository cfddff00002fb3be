import type { BlockState } from './block.ts'
import type { ConversationState, Deleted } from './conversation.ts'
import type { Erased } from './erased.ts'
import type { ConversationId, Timestamp, UserId } from './ids.ts'
import type { Member } from './member.ts'
import type { Hidden, Message, Purged } from './message.ts'
import type { Cleared, Muted } from './reader.ts'
import type { Receipt } from './receipt.ts'

/** What each change is about. */
export interface ChangeSubjects {
  'conversation.created': ConversationState
  'conversation.updated': ConversationState
  /** Much of it is new: read it again. No notifier is told. */
  'conversation.imported': ConversationState
  'conversation.deleted': Deleted
  'member.added': Member
  'member.left': Member
  'member.removed': Member
  'member.role': Member
  'message.sent': Message
  'message.edited': Message
  'message.retracted': Message
  'message.purged': Purged
  'message.pinned': Message
  'message.unpinned': Message
  'message.hidden': Hidden
  'reaction.added': Message
  'reaction.removed': Message
  'receipt.advanced': Receipt
  'user.erased': Erased
  'inbox.cleared': Cleared
  'inbox.muted': Muted
}

/** What each personal change is about: one that happens to a user and in no conversation. */
export interface PersonalSubjects {
  'session.revoked': Revoked
  'user.blocked': BlockState
  'user.unblocked': BlockState
}

/** Whose sessions ended. */
export interface Revoked {
  readonly userId: UserId
}

/** What can happen to a user in no conversation. */
export type PersonalChangeType = keyof PersonalSubjects

/** What can happen, in the past tense. */
export type ChangeType = keyof ChangeSubjects | PersonalChangeType

interface AnyChange<Type extends ChangeType, Subject> {
  /** Stable for ever: `epoch:position`. */
  readonly id: string
  readonly type: Type
  readonly actor: UserId
  readonly at: Timestamp
  /** The *current whole* state of what changed, with its own revision, or `gone`: keep the higher revision. */
  readonly subject: Subject | 'gone'
}

interface ChangeOf<Type extends keyof ChangeSubjects> extends AnyChange<Type, ChangeSubjects[Type]> {
  readonly conversationId: ConversationId
  /** The conversation's dense revision that this change made; null for what concerns its actor only, and for receipts. */
  readonly revision: number | null
}

interface PersonalChangeOf<Type extends PersonalChangeType> extends AnyChange<Type, PersonalSubjects[Type]> {
  readonly conversationId: null
  readonly revision: null
}

/** A committed fact of one conversation. */
export type ConversationChange = { readonly [Type in keyof ChangeSubjects]: ChangeOf<Type> }[keyof ChangeSubjects]

/** A committed fact of no conversation, which only the user it happened to learns. */
export type PersonalChange = { readonly [Type in PersonalChangeType]: PersonalChangeOf<Type> }[PersonalChangeType]

/** A committed fact, in the past tense, as everyone who may see it reads it from the change log. */
export type Change = ConversationChange | PersonalChange
