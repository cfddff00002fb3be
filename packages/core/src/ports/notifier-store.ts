import type { ConversationId, Timestamp, UserId } from '../model/ids.ts'
import type { NoticeConversation } from './notifier.ts'
import type { LoggedChange, LogPoint } from './store/log.ts'
import type { MemberRecord } from './store/members.ts'

/**
 * How far each notifier has got in the change log, and what it could not tell. Part of the store. No text of users is in it:
 * changes are named by their position.
 */
export interface NotifierStore {
  /**
   * Where a notifier stands. A new one stands at the end of the log as it is now, and so does one whose place was in the log of
   * another epoch. ("a new notifier begins at the end of the log, and is told all that follows")
   */
  open(name: string): Promise<NotifierPlace>

  /**
   * Remembers what a notifier has told, in one atomic step, if whoever asks still has its lease: false, and nothing is changed,
   * when the fencing number of the lease `notifier:<name>` is another by now. ("who lost the lease moves nothing")
   */
  advance(step: NotifierStep): Promise<boolean>

  /** The changes at these positions, in log order; what was pruned is absent. */
  changes(positions: readonly number[]): Promise<readonly LoggedChange[]>

  /**
   * What notices tell of these conversations, and of all but channels active members, earliest joined first; of those that were
   * deleted whoever was one until then. ("whom changes concern is found for many conversations at once", "whom a deletion
   * concerns is still known")
   */
  audiences(query: AudiencesQuery): Promise<readonly AudienceRecord[]>

  /** A page of what a notifier gave up, in log order. */
  deadLetters(name: string, page: DeadLettersQuery): Promise<readonly DeadLetterRecord[]>

  /**
   * Parks dead letters again, as if they had never been tried, and answers how many: all, or those at the given positions.
   * What was pruned meanwhile stays a dead letter. ("a dead letter is parked again while its change is kept")
   */
  replay(name: string, positions?: readonly number[]): Promise<number>

  /** Forgets dead letters, all or those at the given positions, and answers how many. */
  purge(name: string, positions?: readonly number[]): Promise<number>

  /**
   * Active members for whom this message is the first of others' that is above their delivered and cleared watermarks, came
   * after they joined and is neither retracted nor purged, and who have not muted the conversation; in joining order.
   * ("a message is missed by whom it is the first to miss")
   */
  missed(query: MissedQuery): Promise<readonly MissedRecord[]>
}

/** Where a notifier stands. */
export interface NotifierPlace {
  readonly point: LogPoint
  /** In log order. */
  readonly parked: readonly ParkedChange[]
  /** Whether some changes were pruned, or lost with another epoch, before they could be told. */
  readonly lost: boolean
}

/** A change that waits to be told again, or for one that does. */
export interface ParkedChange {
  readonly position: number
  /** What it keeps its order with: its conversation, or, of a personal change, a text that stands for its owner. */
  readonly lane: string
  /** How often it failed. */
  readonly attempts: number
  readonly nextAt: Timestamp
}

/** What a notifier has told, and has not. The positions of the three lists are distinct. */
export interface NotifierStep {
  readonly name: string
  readonly fence: number
  /** Where it stands in the log now; absent: where it did. */
  readonly point?: LogPoint
  /** Parked, or parked anew. */
  readonly park: readonly ParkedChange[]
  /** No longer parked. */
  readonly settle: readonly number[]
  /** Given up, and no longer parked. */
  readonly bury: readonly BuriedChange[]
}

/** A change given up. */
export interface BuriedChange {
  readonly position: number
  readonly lane: string
  readonly attempts: number
  readonly reason: string
}

/** Whom changes of these conversations concern. */
export interface AudiencesQuery {
  readonly conversationIds: readonly ConversationId[]
  /** Only members with a higher ordinal. */
  readonly above?: number
  /** As many members of each. */
  readonly limit: number
}

/** A conversation as notices tell of it, and who is in it. */
export interface AudienceRecord {
  readonly conversation: NoticeConversation
  /** Whether the conversation was deleted: then only its deletion still concerns anybody. */
  readonly deleted: boolean
  /** Null of a channel: it has none. */
  readonly members: readonly AudienceMember[] | null
}

/** A member whom changes concern from the message after `joinedSeq` on. */
export type AudienceMember = Pick<MemberRecord, 'userId' | 'ordinal' | 'joinedSeq'>

/** A dead letter. */
export interface DeadLetterRecord {
  readonly position: number
  readonly attempts: number
  readonly reason: string
  /** When it was given up. */
  readonly at: Timestamp
}

/** A page of dead letters. */
export interface DeadLettersQuery {
  /** Only those with a higher position. */
  readonly above?: number
  readonly limit: number
}

/** Whom a message has not reached. */
export interface MissedQuery {
  readonly conversationId: ConversationId
  readonly seq: number
  /** Only members with a higher ordinal. */
  readonly above?: number
  readonly limit: number
}

/** A member whom a message has not reached. */
export interface MissedRecord {
  readonly userId: UserId
  /** The member's joining order. */
  readonly ordinal: number
}
