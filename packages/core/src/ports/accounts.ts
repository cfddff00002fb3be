import type { ConversationOfMine, MessageOfMine } from '../model/account.ts'
import type { ConversationId, UserId } from '../model/ids.ts'

/**
 * Everything that is kept of one user: to hand it to them, and to take it away. Part of the store. A user's *places* are the
 * conversations that know them: as a member, now or before, as a reader, as an author, or as the target.
 */
export interface AccountStore {
  /** The user's places by id, above one if it is given, at most `limit` of them. */
  places(userId: UserId, page: PlacesQuery): Promise<readonly ConversationId[]>

  /**
   * What there is of a user in one of their places; null where there is no such conversation. Of the messages those that are
   * theirs, those they see through the lens as a member, and those they reacted to; their own also where they see nothing any
   * more, with the reactions and the pin that were there at the end of their membership. One call looks at a bounded number
   * of messages, and may find fewer than asked for, or none, before the last.
   */
  contents(userId: UserId, id: ConversationId, page: ContentsQuery): Promise<AccountContents | null>

  /**
   * Notes that a user is being erased, and which id takes the place of theirs; answers that of an erasure under way instead.
   * Kept until {@link eraseStep} is done.
   */
  beginErasure(userId: UserId, tombstone: UserId): Promise<UserId>

  /** Whose erasure has begun and is not done, the one begun first at the front. */
  erasures(): Promise<readonly UserId[]>

  /**
   * One bounded step of an erasure under way. Place by place, the tombstone takes the place of the user's name wherever it
   * stands; their reader state goes; each message of theirs loses what retraction takes and its content hash, and is logged
   * as `message.retracted`; a direct is closed, a channel about the user deleted. A place where others could see anything of
   * it logs one `user.erased` at its end. Then the log; then blocks and tickets. A step touches about `limit` rows of a table.
   *
   * - Numbers stay dense, and nothing written meanwhile is lost. ("what others do beside an erasure is kept, and numbers stay dense")
   * - Given up anywhere, or run by several at once, steps go on where they were. ("an erasure given up half-way goes on where it was")
   * - No text comes back. ("an edit racing an erasure never brings the text back")
   * - When it is done no table names the user, unless somebody named them again meanwhile.
   */
  eraseStep(userId: UserId, limit: number): Promise<ErasureStep>
}

/** A page of places. */
export interface PlacesQuery {
  /** Only conversations with a higher id. */
  readonly above?: ConversationId
  readonly limit: number
}

/** A page of what a place holds of a user. */
export interface ContentsQuery {
  /** Only messages with a higher number. */
  readonly above: number
  readonly limit: number
}

/** What a place holds of a user. */
export interface AccountContents {
  readonly conversation: ConversationOfMine
  readonly messages: readonly MessageOfMine[]
  /** Up to which message this was; null when there are no more. */
  readonly next: number | null
}

/**
 * How far an erasure has come: done (also where there is none), not yet, or waiting for an active membership of a group or
 * room to end, which is for the rules to decide.
 */
export type ErasureStep = 'done' | 'more' | { readonly leave: ConversationId }
