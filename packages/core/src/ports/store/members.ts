import type { ConversationId, Timestamp, UserId } from '../../model/ids.ts'
import type { Member } from '../../model/member.ts'
import type { ReadAdvance, Receipt } from '../../model/receipt.ts'
import type { Viewer } from './slice.ts'

/** Who is in a conversation, how far they have read, and whom they want to hear nothing of. */
export interface MemberQueries {
  /** Active members as the viewer may see them, earliest joined first; for someone who left, those of that moment. */
  members(viewer: Viewer, id: ConversationId, page: MembersQuery): Promise<readonly MemberRecord[] | null>

  /** One membership of a conversation the viewer may see: null when that user never was a member, or was removed. */
  member(viewer: Viewer, id: ConversationId, userId: UserId): Promise<Member | null>

  /**
   * Receipts of active members but those the viewer has blocked, earliest joined first; null unless the viewer is an active member. With a `seq`, their times
   * are those of the first advance that covered that message: at least the last {@link keptAdvances} of each watermark are
   * remembered, and what was covered before those has the time of the oldest of them.
   */
  receipts(viewer: UserId, id: ConversationId, page: ReceiptsQuery): Promise<readonly ReceiptRecord[] | null>

  /**
   * A page of the remembered advances of one active member's read watermark, by number; none of whom the viewer has blocked;
   * null unless the viewer is an active member.
   */
  reads(viewer: UserId, id: ConversationId, page: ReadsQuery): Promise<readonly ReadAdvance[] | null>

  /** Who of `others` the user has blocked, and who of them has blocked the user. */
  blocksBetween(userId: UserId, others: readonly UserId[]): Promise<readonly BlockRecord[]>

  /** A page of whom the user has blocked, latest first. */
  blocks(userId: UserId, page: BlocksQuery): Promise<readonly BlockRecord[]>
}

/** A member, with the number that pages and hands over by. */
export interface MemberRecord extends Member {
  /** Dense joining order in the conversation; a return counts as joining anew. */
  readonly ordinal: number
}

/** A page of members. */
export interface MembersQuery {
  /** Only members with a higher ordinal. */
  readonly above?: number
  readonly limit: number
}

/** A receipt, with the number that pages. */
export interface ReceiptRecord extends Receipt {
  /** The member's joining order. */
  readonly ordinal: number
}

/** A page of receipts. */
export interface ReceiptsQuery {
  /** With it, times are when this message was first covered; null where it is not yet. */
  readonly seq?: number
  /** Only members with a higher ordinal. */
  readonly above?: number
  readonly limit: number
}

/** A page of advances. */
export interface ReadsQuery {
  readonly userId: UserId
  /** Only those that reached this number. */
  readonly from: number
  readonly limit: number
}

/** One user who keeps another away. */
export interface BlockRecord {
  readonly blocker: UserId
  readonly blocked: UserId
  readonly at: Timestamp
  /** Pages by it: higher is later. */
  readonly number: number
}

/** A page of blocks. */
export interface BlocksQuery {
  /** Only blocks with a lower number. */
  readonly below?: number
  readonly limit: number
}
