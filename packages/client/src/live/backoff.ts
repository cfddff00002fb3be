/** Milliseconds between attempts to connect. */
const first = 500
const longest = 30_000

/**
 * Milliseconds to wait before the attempt after `failures` failed ones. Where the server hinted at a time in seconds: about that, not
 * all clients at once; else, and where it hinted at none at all, anything up to a bound that doubles. At most 30 s, or half as much
 * again where it was hinted at.
 */
export const backoff = (failures: number, hint = 0): number =>
  hint <= 0
    ? Math.random() * Math.min(longest, first * 2 ** failures)
    : Math.min(longest, hint * 1_000) * (0.5 + Math.random())
