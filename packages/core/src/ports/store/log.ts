import type { Change } from '../../model/change.ts'
import type { ConversationId, UserId } from '../../model/ids.ts'

/** What has happened, for whom. */
export interface ChangeLog {
  /**
   * The whole log in log order, for the tail and for notifiers.
   * ("a change committed by a transaction that began earlier is neither missed nor repeated")
   */
  log(range: LogRange): Promise<LogPage>

  /**
   * What `viewer` may see of the log: the shared changes of their conversations within their windows, without the
   * receipts of whom they have blocked, the deletion of those they left, their own receipts and their personal changes. To someone who left, subjects are
   * as of the end of their window. `resync` when `after` is ahead of the database, below the retained floor, or more than
   * {@link feedLimit} visible changes behind.
   */
  feed(viewer: UserId, range: LogRange): Promise<LogPage | 'resync'>

  /** The viewer's windows: in which conversations, since and until which revision. */
  windows(viewer: UserId): Promise<readonly Window[]>
}

/** How many changes a feed may be behind before a reload is cheaper. */
export const feedLimit = 10_000

/** Opaque: which commits a read saw. */
export type Snapshot = string

/** Which part of the log to read. */
export interface LogRange {
  /** Only changes this snapshot did not see; null: none, just tell the current snapshot. */
  readonly after: Snapshot | null
  /** Continue a long read: only changes this snapshot saw … */
  readonly upTo?: Snapshot
  /** … and above this position. */
  readonly position?: number
  readonly limit: number
}

/** Where a reader stands in the log: after a snapshot, or on a page in the middle of a long read. */
export type LogPoint = Omit<LogRange, 'limit' | 'after'> & { readonly after: Snapshot }

/** A part of the log. */
export interface LogPage {
  /** In log order: within a conversation that is the order of revisions. */
  readonly changes: readonly LoggedChange[]
  /** What this read saw: the next `after`, or, while `more`, the `upTo` of the next page. */
  readonly snapshot: Snapshot
  readonly more: boolean
}

/** A change, with what delivery needs to know of it. */
export interface LoggedChange {
  readonly position: number
  /** Who learns of it: members in their window (a receipt: those still in), or the devices of its actor or owner only. */
  readonly audience: 'members' | 'actor' | 'owner'
  /** For a personal change: whose it is. */
  readonly owner?: UserId
  /** For `conversation.created` the founding members, for `conversation.imported` those whom it made members. */
  readonly founders?: readonly UserId[]
  /** The conversation's revision when it was logged, also for changes that make none; 0 for a personal one. */
  readonly conversationRevision: number
  readonly change: Change
}

/** The span of revisions during which a user was a member; for who was removed, only that of the removal. */
export interface Window {
  readonly conversationId: ConversationId
  /** The revision of the change that let them in; they see it and what follows. */
  readonly joinedRevision: number
  /** The revision of the change that ended it; they see up to and including it. Null while active. */
  readonly endedRevision: number | null
}
