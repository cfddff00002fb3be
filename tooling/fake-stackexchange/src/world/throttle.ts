import type { World } from './state.ts'

/** How long a user must wait: never, the fitted public curve, or a fixed number of seconds between posts. */
export type ThrottleCurve = 'none' | 'fitted' | number

const QUIET_RESETS = 60_000
const DUPLICATE_WINDOW = 30_000

interface Bucket {
  burst: number
  last: number
}

/** The posting budget of each account and the filter of repeated texts. */
export interface Throttle {
  curve: ThrottleCurve
  /** Seconds the user must still wait, 0 when they may post now. */
  waitFor(userId: number): number
  /** Counts a post. */
  spend(userId: number): void
  /** Whether the same text was posted there by the same user just now; remembers it when not. */
  repeats(userId: number, roomId: number, text: string): boolean
}

/** Creates a throttle that lets everything pass until its curve is set. */
export const createThrottle = (world: World, curve: ThrottleCurve = 'none'): Throttle => {
  const buckets = new Map<number, Bucket>()
  const texts = new Map<string, number>()
  const gap = (throttle: Throttle, burst: number) => {
    if (throttle.curve === 'none' || burst === 0) return 0
    if (throttle.curve !== 'fitted') return throttle.curve * 1000
    return Math.max(0, 4.82 * Math.log(burst + 1) - 1.88) * 1000
  }
  const throttle: Throttle = {
    curve,
    waitFor(userId) {
      const bucket = buckets.get(userId)
      if (!bucket) return 0
      const elapsed = world.clock.now() - bucket.last
      if (elapsed >= QUIET_RESETS) return 0
      return Math.max(0, Math.ceil((gap(throttle, bucket.burst) - elapsed) / 1000))
    },
    spend(userId) {
      const now = world.clock.now()
      const bucket = buckets.get(userId)
      const burst = bucket && now - bucket.last < QUIET_RESETS ? bucket.burst + 1 : 1
      buckets.set(userId, { burst, last: now })
    },
    repeats(userId, roomId, text) {
      const key = `${userId} ${roomId} ${text}`
      const before = texts.get(key)
      const now = world.clock.now()
      if (before !== undefined && now - before < DUPLICATE_WINDOW) return true
      texts.set(key, now)
      return false
    },
  }
  return throttle
}
