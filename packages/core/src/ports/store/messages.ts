import type { ConversationId, MessageId, Timestamp, UserId } from '../../model/ids.ts'
import type { Message, Revision } from '../../model/message.ts'
import type { Period, StatsRow } from '../../model/stats.ts'
import type { SearchTerm } from '../../rules/search-text.ts'
import type { Viewer } from './slice.ts'

/** Messages as somebody sees them. */
export interface MessageQueries {
  /** One message. */
  message(viewer: Viewer, id: MessageId): Promise<Message | null>

  /** A page of messages by number. */
  messages(viewer: Viewer, id: ConversationId, page: MessagesQuery): Promise<readonly Message[] | null>

  /**
   * A page of the messages that are meant, by number. A store may stop before the page is full, when it has walked over
   * {@link walkedAtMost} numbers: then `next` says where to go on.
   */
  filteredMessages(viewer: Viewer, id: ConversationId, page: FilteredQuery): Promise<FilteredMessages | null>

  /** One message and its neighbours: at most `limit` below it, and as many from it on. Null when it is out of sight. */
  around(viewer: Viewer, id: MessageId, limit: number): Promise<Neighbours | null>

  /**
   * The messages in sight that have all the words, newest first: within one conversation by number, else by time over all
   * that the viewer is in, and those they left, up to there. Words are those of the present text; who sees an earlier one
   * does not find the message. Null when the conversation named is out of sight.
   *
   * A store may stop before the page is full, when it has looked at {@link searchedAtMost} messages with the words: then
   * `next` says where to go on. ("search finds what is in sight, newest first, page by page")
   */
  search(viewer: Viewer, query: SearchQuery): Promise<SearchFound | null>

  /**
   * How many messages in sight are meant, by what is asked for: those sent latest first, then by period, verb and author.
   * Retracted ones do not count. The newest {@link countedAtMost} numbers are looked at, at least.
   */
  stats(viewer: Viewer, id: ConversationId, query: StatsQuery): Promise<Stats | null>

  /** The texts a message has had, oldest first, the present one last; empty once retracted. */
  revisions(viewer: Viewer, id: MessageId): Promise<readonly Revision[] | null>
}

/** A page of messages; the bounds are exclusive. */
export interface MessagesQuery {
  /** Only messages with a lower number. */
  readonly before?: number
  /** Only messages with a higher number. */
  readonly after?: number
  /** Only pinned messages. */
  readonly pinned?: boolean
  readonly order: 'asc' | 'desc'
  readonly limit: number
}

/** What stands around a message. */
export interface Neighbours {
  /** Below it, oldest first. */
  readonly before: readonly Message[]
  /** Itself and those above it, oldest first. */
  readonly from: readonly Message[]
}

/** How many messages with the words asked for a search looks at, at least, before it may answer less than a page. */
export const searchedAtMost = 2_000

/** Which messages are meant: see `MessageFilter`. */
export interface FilterQuery {
  readonly authorId?: UserId | undefined
  readonly verb?: string | undefined
  readonly createdFrom?: Timestamp | undefined
  readonly createdTo?: Timestamp | undefined
}

/** How many message numbers are looked at, at least, to count messages. */
export const countedAtMost = 100_000

/** What to count, and by what. */
export interface StatsQuery {
  /** Null for no periods. */
  readonly period: Period | null
  readonly verb: boolean
  readonly author: boolean
  readonly filter: FilterQuery
  readonly limit: number
}

/** Counts of messages. */
export interface Stats {
  readonly rows: readonly StatsRow[]
  /** Whether there are older messages that were not looked at. */
  readonly older: boolean
}

/** How many message numbers a filtered page walks over, at least, before it may answer less than a page. */
export const walkedAtMost = 10_000

/** A page of the messages that are meant; the bounds are exclusive. */
export interface FilteredQuery extends MessagesQuery {
  readonly filter: FilterQuery
}

/** Messages that are meant. */
export interface FilteredMessages {
  /** In the order asked for. */
  readonly messages: readonly Message[]
  /** Where to go on, as `before` (`after` when ascending); null when the page is full or there is no more. */
  readonly next: number | null
}

/** Which messages to find. */
export interface SearchQuery extends FilterQuery {
  /** All of them; none finds nothing. */
  readonly terms: readonly SearchTerm[]
  /** Only in this conversation. */
  readonly conversationId?: ConversationId | undefined
  /** Only messages below this place. */
  readonly below?: SearchPlace
  readonly limit: number
}

/** Where a message stands among those found: by rank, then conversation, then number, all descending. */
export interface SearchPlace {
  /** Within one conversation its number, else its time in milliseconds since 1970, or that of a later one before it. */
  readonly rank: number
  readonly conversationId: ConversationId
  readonly seq: number
}

/** What was found. */
export interface SearchFound {
  /** Highest place first. */
  readonly messages: readonly Message[]
  /** Below which place to go on; null when there is no more. */
  readonly next: SearchPlace | null
}
