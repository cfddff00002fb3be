import type { Clock } from '@msg/core'

/** Waits, at most until the browser comes online or the signal fires. */
export const pause = (milliseconds: number, clock: Clock, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      cancel()
      signal.removeEventListener('abort', done)
      if (typeof removeEventListener === 'function') removeEventListener('online', done)
      resolve()
    }
    const cancel = clock.after(milliseconds, done)
    signal.addEventListener('abort', done, { once: true })
    if (typeof addEventListener === 'function') addEventListener('online', done)
    if (signal.aborted) done()
  })
