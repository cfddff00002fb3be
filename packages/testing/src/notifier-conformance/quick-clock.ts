import { systemClock } from '@msg/core'
import type { Clock, Notifier } from '@msg/core'
import { fakeClock } from '../fakes.ts'

/** A clock that runs fast, but not while it is waited for an outside. */
export interface QuickClock extends Clock {
  /** The same notifier: while it tells, this clock runs as the one outside does. */
  readonly during: (notifier: Notifier) => Notifier
}

/**
 * What is tried again after minutes is tried after moments: each turn of the event loop, a millisecond at least, is so many
 * milliseconds more. By turns and not by the time outside, so that nobody's patience ends because the machine is busy.
 */
export const quickClock = (millisecondsATurn: number): QuickClock => {
  const outside = systemClock()
  const time = fakeClock(outside.now())
  const waiting = new Set<object>()
  let ahead = 0
  let telling = 0
  let turning = false
  const now = (): number => outside.now() + ahead
  const turn = (): void => {
    if (telling === 0) ahead += millisecondsATurn
    time.advance(Math.max(0, now() - time.now()))
    turning = waiting.size > 0
    if (turning) outside.after(1, turn)
  }
  return {
    now,
    after(milliseconds, task) {
      const timer = {}
      waiting.add(timer)
      if (!turning) outside.after(1, turn)
      turning = true
      const cancel = time.after(now() - time.now() + milliseconds, () => {
        waiting.delete(timer)
        task()
      })
      return () => {
        waiting.delete(timer)
        cancel()
      }
    },
    during: (notifier) => ({
      ...notifier,
      async notify(notice, options) {
        telling += 1
        try {
          return await notifier.notify(notice, options)
        } finally {
          telling -= 1
        }
      },
    }),
  }
}
