import { uuidFromTime } from '../model/ids.ts'
import type { Clock } from './clock.ts'

/** Where new ids come from. */
export interface Ids {
  /** A new UUIDv7. */
  next(): string
}

/** Random bytes of a UUIDv7, and for how many ids they are asked for at once: each call costs the same, however many. */
const [size, together] = [10, 64]

/** UUIDv7 from the clock and the platform's random numbers. */
export const randomIds = (clock: Clock): Ids => {
  const bytes = new Uint8Array(size * together)
  let used = bytes.length
  return {
    next() {
      if (used === bytes.length) {
        crypto.getRandomValues(bytes)
        used = 0
      }
      return uuidFromTime(clock.now(), bytes.subarray(used, (used += size)))
    },
  }
}
