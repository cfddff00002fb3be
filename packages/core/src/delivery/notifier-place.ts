import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { BuriedChange, NotifierPlace, NotifierStep, ParkedChange } from '../ports/notifier-store.ts'
import type { LogPoint, Store } from '../ports/store.ts'
import type { HeldLease } from './lease.ts'

/** What a notifier keeps its place with. */
export interface PlaceParts {
  readonly store: Pick<Store, 'notifiers'>
  readonly name: string
  readonly clock: Clock
  readonly logger: Logger
  readonly lease: Pick<HeldLease, 'fence' | 'lose'>
}

/** What is to be remembered at once. */
export type PlaceStep = Partial<Pick<NotifierStep, 'point' | 'park' | 'settle' | 'bury'>>

/** Where a notifier stands and what is parked, here and in the store. */
export interface Place {
  /** Up to where everything was told or is parked. */
  point(): LogPoint
  /** By position. */
  readonly parked: ReadonlyMap<number, ParkedChange>
  /**
   * Remembers a step: what is parked and what no longer is at once, a mere advance when it is due. False when another
   * process has taken over.
   */
  take(step: PlaceStep): Promise<boolean>
  /** Moves on over nothing: not worth remembering. */
  pass(point: LogPoint): void
  /** Has the store remember the advances it has not heard of yet. */
  keep(): Promise<void>
  /** Milliseconds since 1970 when they are due; infinite when there are none. */
  keepAt(): number
  /** Reads anew what is parked. */
  reload(): Promise<void>
}

/**
 * Milliseconds for which an advance may be known to this process only. After a crash the next process tells again what
 * was told in them; in return, not every page costs a commit.
 */
const keepMilliseconds = 100

export const createPlace = (parts: PlaceParts, stored: NotifierPlace): Place => {
  const { store, name, clock, logger, lease } = parts
  const parked = new Map<number, ParkedChange>()
  let { point } = stored
  let keepAt = Infinity

  const hold = (changes: readonly ParkedChange[]): void => {
    for (const change of changes) parked.set(change.position, change)
  }
  hold(stored.parked)

  const write = async ({ park = [], settle = [], bury = [] }: PlaceStep): Promise<boolean> => {
    const kept = await store.notifiers.advance({ name, fence: lease.fence, point, park, settle, bury })
    if (kept) keepAt = Infinity
    else lease.lose()
    return kept
  }

  return {
    point: () => point,
    parked,
    async take(step) {
      const { park = [], settle = [], bury = [] } = step
      point = step.point ?? point
      if (step.point !== undefined) keepAt = Math.min(keepAt, clock.now() + keepMilliseconds)
      if (park.length + settle.length + bury.length === 0) return true
      if (!(await write(step))) return false
      for (const position of [...settle, ...bury.map((change) => change.position)]) parked.delete(position)
      hold(park)
      reportBuried(logger, name, bury)
      return true
    },
    pass(next) {
      point = next
    },
    async keep() {
      if (keepAt < Infinity) await write({})
    },
    keepAt: () => keepAt,
    async reload() {
      const now = await store.notifiers.open(name)
      parked.clear()
      hold(now.parked)
    },
  }
}

const reportBuried = (logger: Logger, notifier: string, bury: readonly BuriedChange[]): void => {
  for (const { position, attempts, reason } of bury)
    logger.error('a notifier gave a change up: it is a dead letter now', { notifier, position, attempts, reason })
}
