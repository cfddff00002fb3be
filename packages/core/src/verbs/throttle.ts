import type { Clock } from '../ports/clock.ts'

/** Lets something through once in a while. */
export interface Throttle {
  /** Whether it is the first of this key for so long; if so, the time counts anew. */
  passes(key: string): boolean
}

/** One of a key in so many milliseconds. Remembers only those that still count. */
export const createThrottle = (clock: Clock, milliseconds: number): Throttle => {
  const passed = new Map<string, number>()
  return {
    passes(key) {
      const now = clock.now()
      const counts = (at: number): boolean => at <= now && now < at + milliseconds
      const before = passed.get(key)
      if (before !== undefined && counts(before)) return false
      passed.delete(key)
      passed.set(key, now)
      // The oldest come first.
      for (const [other, at] of passed) {
        if (counts(at)) break
        passed.delete(other)
      }
      return true
    },
  }
}
