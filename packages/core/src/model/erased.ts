import type { ConversationId, UserId } from './ids.ts'

/**
 * What an erasure left in a conversation: the subject of `user.erased`. Whoever has a copy of the conversation loads it
 * afresh: names in it have changed without a revision of their own.
 */
export interface Erased {
  readonly conversationId: ConversationId
  /** The id that stands where the user's was. */
  readonly userId: UserId
}
