import type { Timestamp } from '../../model/ids.ts'

/** What one process does for all, again and again. */
export interface Upkeep {
  /**
   * Takes, or renews, the right to do some work alone: the fencing number for as long as `holder` has it, null while
   * somebody else does. A lease that ran out is anybody's; each new holder gets a higher number.
   * ("of many who ask for a lease one gets it")
   */
  lease(query: LeaseQuery): Promise<number | null>

  /** Gives a lease up before it runs out; nothing happens when `holder` does not have it. */
  release(name: string, holder: string): Promise<void>

  /**
   * Prolongs a lease by its fencing number and leaves a memo on it, in one atomic step: false, and nothing is changed, when the
   * number is another by now. One that ran out and that nobody took is prolonged too. ("who lost a lease leaves no memo on it")
   */
  keepLease(kept: KeptLease): Promise<boolean>

  /** The memo on a lease; null where nobody left one. It outlasts the lease. */
  leaseMemo(name: string): Promise<string | null>

  /**
   * Deletes the oldest changes beyond what is to be kept, at most `limit` of them, and answers how many. From then on a cursor
   * that may have missed one of them asks for a resync. ("a cursor from before what was pruned asks for a resync")
   * What one of `heldBy` has not told yet stays. ("what a notifier has not told is not pruned")
   */
  prune(retention: PruneQuery): Promise<number>

  /**
   * Purges messages of conversations that were deleted, at most `limit` of them, and answers how many; 0 when nothing is left.
   * ("sweeping empties what is left of a deleted conversation")
   */
  sweep(limit: number): Promise<number>

  /**
   * Forgets texts that messages had before they were edited, but for those that who left still sees: looks at no more than
   * `limit`, the longest replaced first, and answers where to go on with `above`; null when there is nothing more to look at.
   * ("texts that were replaced long ago are forgotten, but for what who left still sees")
   */
  forgetTexts(query: ForgetQuery): Promise<string | null>
}

/** Who wants to work alone at what, and for how long at most. */
export interface LeaseQuery {
  readonly name: string
  readonly holder: string
  readonly milliseconds: number
}

/** A lease that is prolonged by whoever has it. */
export interface KeptLease {
  readonly name: string
  readonly fence: number
  readonly milliseconds: number
  /** For the next holder. Absent: the memo stays as it is. */
  readonly memo?: string
}

/** Which changes need not be kept: those older than a time, and all but the newest `keep`. */
export interface PruneQuery {
  readonly olderThan: Timestamp
  readonly keep: number
  /** At most so many at once, so that no lock is held for long. */
  readonly limit: number
  /** The notifiers to wait for. Default none. */
  readonly heldBy?: readonly string[]
}

/** Which texts that an edit replaced need not be kept. */
export interface ForgetQuery {
  readonly replacedBefore: Timestamp
  /** What the call before answered; from the beginning when absent. */
  readonly above?: string
  readonly limit: number
}
