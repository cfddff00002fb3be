/** Milliseconds between attempts to connect. */
const first = 500
const longest = 30_000

/** How long to wait before the attempt after `failures` failed ones: anything up to a bound that doubles, at most 30 s. */
export const backoff = (failures: number): number => Math.random() * Math.min(longest, first * 2 ** failures)

/** How long to wait where the server hinted at a time: about that, not all clients at once. */
export const hinted = (seconds: number): number => Math.min(longest, seconds * 1_000) * (0.5 + Math.random())
