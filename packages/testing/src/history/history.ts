/** What is known of a run, and what may be wrong with it. */
import type { Count, Message } from '@msg/core'

/** One send as its sender saw it. Times are from one monotonic clock, in any unit. */
export interface SendRecord {
  readonly client: string
  /** The id the client made. */
  readonly id: string
  readonly conversationId: string
  readonly invokedAt: number
  /** When the answer came; null when none did. */
  readonly completedAt: number | null
  /** `ok`: acknowledged. `refused`: certainly not stored. `unknown`: may be stored or not. */
  readonly outcome: 'ok' | 'refused' | 'unknown'
  /** The number in the acknowledgement. */
  readonly seq: number | null
}

/** One marking as read as its reader saw it. */
export interface ReceiptRecord {
  readonly userId: string
  readonly conversationId: string
  /** Up to which number. */
  readonly asked: number
  readonly invokedAt: number
  readonly completedAt: number | null
  readonly outcome: 'ok' | 'refused' | 'unknown'
  /** The watermark in the answer. */
  readonly readSeq: number | null
}

/** Where a reader is in the end, as a fresh client reads it. */
export interface ReaderRecord {
  readonly userId: string
  readonly conversationId: string
  readonly readSeq: number
  readonly unread: Count
  /** For who left: the last message they may read. */
  readonly untilSeq?: number
}

/** A span of messages that a user may be told of: they came in after `afterSeq` and, if they left, left at `untilSeq`. */
export interface StreamWindow {
  readonly userId: string
  readonly conversationId: string
  readonly afterSeq: number
  readonly untilSeq: number | null
}

/** What happened in one run: every send, what a fresh client reads in the end, and what each live client received. */
export interface History {
  readonly sends: readonly SendRecord[]
  /** All messages of all conversations, as read at the end. */
  readonly final: readonly Message[]
  /** Per live client: the messages in the order received. */
  readonly streams: Readonly<Record<string, readonly Message[]>>
  /** Whose each stream is; needed for `windows`. */
  readonly viewers?: Readonly<Record<string, string>>
  /** When who was a member of what. Default: everybody always was. */
  readonly windows?: readonly StreamWindow[]
  /** Every marking as read. */
  readonly receipts?: readonly ReceiptRecord[]
  /** Where readers are in the end. */
  readonly readers?: readonly ReaderRecord[]
}

/** What is wrong with a history. */
export interface Violation {
  readonly kind:
    | 'lost'
    | 'doubled'
    | 'phantom'
    | 'hole'
    | 'real-time order'
    | 'client order'
    | 'wrong answer'
    | 'stream'
    | 'window'
    | 'receipt'
    | 'unread'
  readonly about: string
}
