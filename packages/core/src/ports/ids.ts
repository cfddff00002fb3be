import { uuidFromTime } from '../model/ids.ts'
import type { Clock } from './clock.ts'

/** Where new ids come from. */
export interface Ids {
  /** A new UUIDv7. */
  next(): string
}

/** Bytes of a UUIDv7 that are random, and for so many of them they are asked for at once: each time costs as much. */
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
