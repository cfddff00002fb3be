import { vi } from 'vitest'

/**
 * Waits until a check passes: at once when it can be, long enough on a busy machine. Answers what the check answers; gives up
 * after a minute, with why the check failed last.
 */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { interval: 2, timeout: 60_000 })
