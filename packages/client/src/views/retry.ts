import type { Clock, Session } from '@msg/core'
import { backoff } from '../live/backoff.ts'

/** What waiting takes. */
export interface Waiting {
  readonly session: Session
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * Waits before the attempt after `failures` failed ones: anything up to a bound that doubles, at most 30 seconds, or about as
 * long as the server said; no longer than until the connection is back or the signal aborts.
 */
export const pauseBefore = (failures: number, waiting: Waiting, retryAfter?: number): Promise<void> =>
  rest(backoff(failures, retryAfter), waiting)

/** Waits, no longer than until the connection is back or the signal aborts. */
export const rest = (milliseconds: number, { session, clock, signal }: Waiting): Promise<void> =>
  new Promise((resolve) => {
    const over = new AbortController()
    const done = (): void => {
      cancel()
      unsubscribe()
      over.abort()
      resolve()
    }
    const cancel = clock.after(milliseconds, done)
    const unsubscribe = session.connection.onChange((state) => {
      if (state === 'online') done()
    })
    if (typeof addEventListener === 'function') addEventListener('online', done, { signal: over.signal })
    signal.addEventListener('abort', done, { signal: over.signal })
    if (signal.aborted) done()
  })
