import { uuidFromTime } from '../model/ids.ts'
import type { Clock } from './clock.ts'

/** Where new ids come from. */
export interface Ids {
  /** A new UUIDv7. */
  next(): string
}

/** UUIDv7 from the clock and the platform's random numbers. */
export const randomIds = (clock: Clock): Ids => ({
  next: () => uuidFromTime(clock.now(), crypto.getRandomValues(new Uint8Array(10))),
})
