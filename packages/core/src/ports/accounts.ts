import type { ConversationOfMine, MessageOfMine } from '../model/account.ts'
import type { ConversationId, UserId } from '../model/ids.ts'

/**
 * Everything that is kept of one user, to hand it to them. Part of the store. A user's *places* are the
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
