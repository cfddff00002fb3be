import type { Clock } from '../ports/clock.ts'
import { createSlots } from '../slots.ts'

/** One timeout for many waits at the same time: all last equally long, and one timer serves them. */
export interface Patience {
  /** Calls `giveUp` once the time is over; returns what cancels that. */
  wait(giveUp: () => void): () => void
  /** Gives up all waits now. */
  end(): void
}

interface Wait {
  /** Milliseconds since 1970. */
  readonly until: number
  readonly giveUp: () => void
  leave: () => void
}

const notInYet = (): void => {}

export const createPatience = (clock: Clock, milliseconds: number): Patience => {
  const waits = createSlots<Wait>()
  /** More than the whole time left means that the clock was set back: that wait ends, for it would last far too long. */
  const isOver = ({ until }: Wait, now: number): boolean => until <= now || until - now > milliseconds
  let cancelTimer: (() => void) | null = null
  const end = (wait: Wait): void => {
    wait.leave()
    wait.giveUp()
  }
  const look = (): void => {
    const now = clock.now()
    const all = waits.all().toSorted((one, other) => one.until - other.until)
    const next = all.find((wait) => !isOver(wait, now))
    cancelTimer = next === undefined ? null : clock.after(next.until - now, look)
    for (const wait of all) if (isOver(wait, now)) end(wait)
  }
  return {
    wait(giveUp) {
      const wait: Wait = { until: clock.now() + milliseconds, giveUp, leave: notInYet }
      wait.leave = waits.add(wait)
      cancelTimer ??= clock.after(milliseconds, look)
      return () => {
        wait.leave()
        if (!waits.isEmpty()) return
        cancelTimer?.()
        cancelTimer = null
      }
    },
    end: () => waits.all().forEach(end),
  }
}
