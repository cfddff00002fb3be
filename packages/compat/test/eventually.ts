import { vi } from 'vitest'

/** Waits until a check passes: at once when it can be, long enough on a busy machine. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { interval: 2, timeout: 15_000 })
