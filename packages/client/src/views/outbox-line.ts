import type { Clock } from '@msg/core'
import { deferred } from '../deferred.ts'

/** What a store is asked to do, one after the other; who waits for it does so for a while only. */
export interface OutboxLine {
  /** Does a task after all before it. */
  add<Answer>(task: () => Promise<Answer>): Promise<Answer>
  /** Whether the store has been at it for too long. What it was asked to do it may do all the same, and nothing overtakes that. */
  isLate(): boolean
  /** Resolves when a promise does, or as soon as the store is late. */
  inTime(done: Promise<void>): Promise<void>
}

/** Milliseconds a store has: browsers have been seen that never answer. */
const patience = 3_000

/** Makes a line; `changed` is told when the store is late, and when it no longer is. */
export const createOutboxLine = (clock: Clock, changed: () => void): OutboxLine => {
  let last: Promise<unknown> = Promise.resolve()
  let length = 0
  let cancel: (() => void) | undefined
  let isLate = false
  let late = deferred<void>()

  const lapse = (): void => {
    isLate = true
    late.resolve()
    changed()
  }
  const leave = (): void => {
    length -= 1
    if (length > 0) return
    cancel?.()
    if (!isLate) return
    isLate = false
    late = deferred()
    changed()
  }
  return {
    add(task) {
      if (length === 0) cancel = clock.after(patience, lapse)
      length += 1
      const next = last.then(task)
      last = next.catch(() => {}).then(leave)
      return next
    },
    isLate: () => isLate,
    inTime: (done) => Promise.race([done, late.promise]),
  }
}
