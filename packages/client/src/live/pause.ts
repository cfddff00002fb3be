import type { Clock } from '@msg/core'

/** Waits, at most until the browser comes online or the signal fires. */
export const pause = (milliseconds: number, clock: Clock, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const over = new AbortController()
    const done = (): void => {
      cancel()
      over.abort()
      resolve()
    }
    const cancel = clock.after(milliseconds, done)
    signal.addEventListener('abort', done, { signal: over.signal })
    if (typeof addEventListener === 'function') addEventListener('online', done, { signal: over.signal })
    if (signal.aborted) done()
  })
