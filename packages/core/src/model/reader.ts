import type { ConversationId, Timestamp, UserId } from './ids.ts'

/** Up to where I have cleared a conversation from my own view: the subject of `inbox.cleared`. Only ever goes up. */
export interface Cleared {
  readonly conversationId: ConversationId
  readonly userId: UserId
  readonly clearedSeq: number
}

/** Until when a conversation may not disturb me: the subject of `inbox.muted`. */
export interface Muted {
  readonly conversationId: ConversationId
  readonly userId: UserId
  /** Null: not muted. A time that has passed means the same. */
  readonly mutedUntil: Timestamp | null
}
