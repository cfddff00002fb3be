import type { Clock } from '../ports/clock.ts'
import type { LoggedChange } from '../ports/store.ts'

/** Keeps changes back until they are as old as a notifier wants them to be. */
export interface Ripening {
  /** The first of these changes, up to one that is too young. */
  ripeOf(changes: readonly LoggedChange[]): readonly LoggedChange[]
  /** Whether there was such a one, and it is too young still. */
  waits(): boolean
  /** Milliseconds since 1970 when it is old enough; infinite when there was none. */
  nextAt(): number
}

/** `delay`: how many milliseconds old. */
export const createRipening = (clock: Clock, delay: number): Ripening => {
  let nextAt = Infinity
  return {
    ripeOf(changes) {
      // Who wants no delay gets none either where the clock of the database is ahead of ours.
      const first = delay === 0 ? -1 : changes.findIndex(({ change }) => Date.parse(change.at) + delay > clock.now())
      const young = changes[first]
      nextAt = young === undefined ? Infinity : Date.parse(young.change.at) + delay
      return young === undefined ? changes : changes.slice(0, first)
    },
    waits: () => nextAt < Infinity && clock.now() < nextAt,
    nextAt: () => nextAt,
  }
}
