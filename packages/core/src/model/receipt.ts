import type { ConversationId, Timestamp, UserId } from './ids.ts'

/**
 * How far a reader has got. Has no revision: watermarks only move up, so of two receipts of one reader the higher
 * watermarks hold.
 */
export interface Receipt {
  readonly conversationId: ConversationId
  readonly userId: UserId
  readonly readSeq: number
  /** When the read watermark last advanced; null when it never did. */
  readonly readAt: Timestamp | null
  /** Up to which message the reader's devices have got them. Reading is also delivery: never below `readSeq`. */
  readonly deliveredSeq: number
  /** When the delivered watermark last advanced; null when it never did. */
  readonly deliveredAt: Timestamp | null
}

/** One advance of a reader's read watermark: what lies up to `seq`, and above that of the advance before, was read at `at`. */
export interface ReadAdvance {
  readonly seq: number
  readonly at: Timestamp
}

/** How many advances of each watermark of a reader are remembered at least. */
export const keptAdvances = 1_000
