import type { Clock } from '../ports/clock.ts'

/** Waits for many at the same time, for each as long as for the others, by one timer. */
export interface Patience {
  /** Calls what is given once, when it has been waited for long enough; returns its cancellation. */
  wait(giveUp: () => void): () => void
}

interface Wait {
  /** Milliseconds since 1970. */
  readonly until: number
  readonly giveUp: () => void
}

export const createPatience = (clock: Clock, milliseconds: number): Patience => {
  /** In the order in which they end. */
  const waits = new Set<Wait>()
  /** Nobody is waited for longer than so: where there is more left, the clock was set back, and would hold everybody up. */
  const isOver = ({ until }: Wait, now: number): boolean => until <= now || until - now > milliseconds
  let cancelTimer: (() => void) | null = null
  const look = (): void => {
    const now = clock.now()
    const over = [...waits].filter((wait) => isOver(wait, now))
    for (const wait of over) waits.delete(wait)
    const [next] = waits
    cancelTimer = next === undefined ? null : clock.after(next.until - now, look)
    for (const { giveUp } of over) giveUp()
  }
  return {
    wait(giveUp) {
      const wait = { until: clock.now() + milliseconds, giveUp }
      waits.add(wait)
      cancelTimer ??= clock.after(milliseconds, look)
      return () => {
        waits.delete(wait)
        if (waits.size > 0) return
        cancelTimer?.()
        cancelTimer = null
      }
    },
  }
}
