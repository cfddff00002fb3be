/** Milliseconds before the nth try after a failure: half a second, doubled up to half a minute, a little more or less. */
export const pauseBefore = (failures: number): number =>
  Math.min(30_000, 500 * 2 ** failures) * (0.75 + Math.random() / 2)
