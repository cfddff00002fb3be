import { removeAbandoned } from './attachment-upkeep.ts'
import type { Attachments } from '../ports/attachments.ts'
import type { Timestamp, UserId } from '../model/ids.ts'
import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { Store } from '../ports/store.ts'

/** How much is kept: of the change log, for clients that were away, and of the texts that edits replaced. */
export interface Retention {
  /** For how many days a change is kept, and how many changes are; whichever keeps less. */
  readonly days: number
  readonly changes: number
  /**
   * For how many days the text of a message is kept after an edit replaced it; `Infinity`: for as long as the message. What
   * who left still sees is kept in any case. Default 365.
   */
  readonly textDays?: number
}

export const defaultRetention: Retention = { days: 7, changes: 1_000_000 }
const defaultTextDays = 365

/** What pruning works with. */
export interface RetentionParts {
  readonly store: Pick<
    Store,
    'lease' | 'release' | 'prune' | 'sweep' | 'forgetTexts' | 'tickets' | 'attachments' | 'accounts'
  >
  readonly attachments: Attachments
  readonly clock: Clock
  readonly logger: Logger
  /** Names this process among those on the same database. */
  readonly holder: string
  readonly retention: Retention
  /** Goes on with the erasure of a user, until it is done or `ended`. */
  readonly erase: (userId: UserId, ended: () => boolean) => Promise<void>
  /** The notifiers to wait for, while the log is no more than twice as long as it should be. */
  readonly notifiers: readonly string[]
}

const everyMilliseconds = 10 * 60_000
const leaseMilliseconds = 60_000
const atOnce = 500
const day = 24 * 60 * 60_000

/**
 * Prunes the change log, and what ran out or was deleted beside it, and finishes erasures that were given up, now and then, in
 * one process at a time. Returns its end.
 */
export const keepPruning = (parts: RetentionParts): (() => void) => {
  let ended = false
  let cancel: (() => void) | null = null
  const later = (): void => {
    if (!ended) cancel = parts.clock.after(everyMilliseconds, run)
  }
  const run = (): void => {
    pruneOnce(parts, () => ended)
      .catch((error: unknown) => parts.logger.error('upkeep failed; trying again later', { error }))
      .finally(later)
  }
  later()
  return () => {
    ended = true
    cancel?.()
  }
}

/**
 * Works in small steps until nothing is left to do, renewing the lease at each; somebody else at it is fine too. What fails keeps
 * nothing else. @throws what the first of those failed with
 */
const pruneOnce = async (parts: RetentionParts, ended: () => boolean): Promise<void> => {
  const { store, clock, holder, retention, notifiers } = parts
  const lease = { name: 'prune', holder, milliseconds: leaseMilliseconds }
  const beyond = (times: number) => ({
    olderThan: daysAgo(clock, times * retention.days),
    keep: Math.min(times * retention.changes, Number.MAX_SAFE_INTEGER),
    limit: atOnce,
  })
  const steps = [
    () => store.prune({ ...beyond(1), heldBy: notifiers }),
    async () => (notifiers.length === 0 ? 0 : alarmed(parts, await store.prune(beyond(2)))),
    () => store.tickets.expire(atOnce),
    () => store.sweep(atOnce),
    forgetting(parts),
    () => removeAbandoned(parts, atOnce),
  ]
  const goesOn = async (): Promise<boolean> => !ended() && (await store.lease(lease)) !== null
  const failures: unknown[] = []
  const apart = (work: () => Promise<void>): Promise<void> =>
    work().catch((error: unknown) => {
      failures.push(error)
    })
  for (const step of steps)
    await apart(async () => {
      while (await goesOn()) if ((await step()) < atOnce) return
    })
  await apart(async () => {
    for (const userId of ended() ? [] : await store.accounts.erasures())
      await apart(async () => {
        if (await goesOn()) await parts.erase(userId, ended)
      })
    if (!ended()) await store.release(lease.name, holder)
  })
  if (failures.length > 0) throw failures[0]
}

/** As far back as there are times: nothing is older than 1970. */
const daysAgo = ({ now }: Clock, days: number): Timestamp => new Date(Math.max(0, now() - days * day)).toISOString()

/** Forgets replaced texts step by step: as many as at once each time, until there are no more. */
const forgetting = ({ store, clock, retention }: RetentionParts): (() => Promise<number>) => {
  const { textDays = defaultTextDays } = retention
  if (textDays === Infinity) return async () => 0
  const replacedBefore = daysAgo(clock, textDays)
  let above: string | null = null
  return async () => {
    above = await store.forgetTexts({ replacedBefore, ...(above === null ? {} : { above }), limit: atOnce })
    return above === null ? 0 : atOnce
  }
}

/** Nothing is lost to a notifier without a word. */
const alarmed = ({ logger, notifiers }: RetentionParts, pruned: number): number => {
  if (pruned > 0)
    logger.error('notifiers are too far behind: changes were pruned that one of them has not told', {
      pruned,
      notifiers,
    })
  return pruned
}
