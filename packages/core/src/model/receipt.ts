import type { ConversationId, Timestamp, UserId } from './ids.ts'

/** How far a reader has got. Has no revision: of two receipts of one reader the one with the higher `readSeq` holds. */
export interface Receipt {
  readonly conversationId: ConversationId
  readonly userId: UserId
  readonly readSeq: number
  /** When the watermark last advanced; null when it never did. */
  readonly readAt: Timestamp | null
}
