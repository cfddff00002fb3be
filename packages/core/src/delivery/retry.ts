const second = 1_000

/** How often a change is told before it is given up. */
export const lastAttempt = 12

/** Milliseconds before a change is tried again after so many failures: up to a bound that doubles, from 1 s to 5 min. */
export const retryDelay = (failures: number, retryAfter = 0): number =>
  Math.max(hintOf(retryAfter), Math.random() * Math.min(300 * second, second * 2 ** (failures - 1)))

/** The same while the outside is away: at most 30 s, so that it is soon noticed when it is back. */
export const awayDelay = (failures: number, retryAfter = 0): number =>
  Math.max(hintOf(retryAfter), (0.5 + Math.random() / 2) * Math.min(30 * second, second * 2 ** (failures - 1)))

/** No delay is longer. */
export const longestDelay = 3_600 * second

/** The outside's hint when to try again, in milliseconds: an hour at most; 0 for what is no positive number of seconds. */
const hintOf = (seconds: number): number => (seconds > 0 ? Math.min(longestDelay, seconds * second) : 0)
