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
export const pauseBefore = (
  failures: number,
  { session, clock, signal }: Waiting,
  retryAfter?: number,
): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      cancel()
      deaf()
      signal.removeEventListener('abort', done)
      resolve()
    }
    const cancel = clock.after(backoff(failures, retryAfter), done)
    const deaf = whenOnline(session, done)
    signal.addEventListener('abort', done, { once: true })
    if (signal.aborted) done()
  })

/** Calls `task` whenever the session comes online, and the browser does; returns its end. */
export const whenOnline = (session: Session, task: () => void): (() => void) => {
  const deaf = session.connection.onChange((state) => {
    if (state === 'online') task()
  })
  if (typeof addEventListener !== 'function') return deaf
  addEventListener('online', task)
  return () => {
    deaf()
    removeEventListener('online', task)
  }
}
