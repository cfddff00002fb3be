import type { UserId } from '../model/ids.ts'
import type { Profile } from '../model/profile.ts'
import type { ReadAdvance, Receipt } from '../model/receipt.ts'
import type { CallOptions, ConversationInput } from './call.ts'

/** How far I have read, and how far the others have. */
export interface ReceiptVerbs {
  /**
   * Marks everything up to a message number as read. Never moves back; a number above the last message means the last.
   * @throws not_found, not_a_member
   */
  markRead(input: MarkReadInput, options?: CallOptions): Promise<Receipt>
  /**
   * Says that everything up to a message number has reached a device of mine, read or not. Never moves back; a number above
   * the last message means the last.
   * @throws not_found, not_a_member
   */
  markDelivered(input: MarkDeliveredInput, options?: CallOptions): Promise<Receipt>
  /**
   * How far every active member has got, earliest joined first. With a `seq`, when each of them first got and first read
   * that message; what lies more than 1,000 advances of a reader back has the time of the oldest one remembered.
   * @throws not_found, not_a_member, invalid_cursor
   */
  list(input: ListReceiptsInput, options?: CallOptions): Promise<ReceiptPage>
  /**
   * How one member's read watermark advanced, step by step: when they read each of many messages. What lies more than 1,000
   * advances back is forgotten: it was read at the time of the oldest one remembered, or before. Empty for who is no active
   * member, and for whom I have blocked.
   * @throws not_found, not_a_member
   * @example
   * const { reads } = await session.receipts.reads({ conversationId, userId: 'bob', from: 1 })
   * const readAt = reads.find(({ seq }) => seq >= message.seq)?.at
   */
  reads(input: ListReadsInput, options?: CallOptions): Promise<ReadList>
}

/** Up to which message I have read. */
export interface MarkReadInput extends ConversationInput {
  /** The number of the last message read. */
  readonly seq: number
}

/** Up to which message my devices have got them. */
export interface MarkDeliveredInput extends ConversationInput {
  /** The number of the last message that arrived. */
  readonly seq: number
}

/** Which page of a conversation's receipts. */
export interface ListReceiptsInput extends ConversationInput {
  /** A message number: `readAt` and `deliveredAt` are then when this message was first covered, null while it is not. */
  readonly seq?: number
  /** The `next` of the page before. */
  readonly after?: string
  /** 1 to 100, default 50. */
  readonly limit?: number
}

/** Whose reading to look at, and from which message on. */
export interface ListReadsInput extends ConversationInput {
  readonly userId: UserId
  /** The first message number to tell of; default 1. */
  readonly from?: number
  /** 1 to 100, default 50. */
  readonly limit?: number
}

/** A page of receipts, with the profiles of their readers. */
export interface ReceiptPage {
  readonly receipts: readonly Receipt[]
  readonly profiles: readonly Profile[]
  /** The `after` of the next page; null on the last. */
  readonly next: string | null
}

/** How somebody read on. */
export interface ReadList {
  /** By message number: the first one covers `from`. */
  readonly reads: readonly ReadAdvance[]
  /** Whether there are more: go on with `from` one above the last. */
  readonly more: boolean
}
