import { heartbeat } from '@msg/contract'
import type { Clock } from '@msg/core'

/** Calls a task again and again, as often as connections are pinged, and for the first time by then; returns its end. */
export type Pulse = (task: () => void) => () => void

/**
 * Tasks that begin within so many milliseconds share a timer: with one each, thousands of sockets would wake the
 * process thousands of times, for one frame and one answer.
 */
const width = 250

const period = heartbeat.ping * 1_000

/** A pulse for everything that is live on a mount. */
export const createPulse = (clock: Clock): Pulse => {
  const slots = new Map<number, Pulse>()

  const slotAt = (time: number): Pulse => {
    const at = Math.floor(time / width) % (period / width)
    const slot = slots.get(at) ?? openSlot(clock, () => slots.delete(at))
    slots.set(at, slot)
    return slot
  }

  return (task) => slotAt(clock.now())(task)
}

/** One timer for tasks, from the first of them on; `close` is called when the last has ended. */
const openSlot = (clock: Clock, close: () => void): Pulse => {
  const tasks = new Set<() => void>()
  const beat = (): void => {
    cancel = clock.after(period, beat)
    for (const task of tasks) task()
  }
  let cancel = clock.after(period, beat)
  return (task) => {
    tasks.add(task)
    return () => {
      if (!tasks.delete(task) || tasks.size > 0) return
      cancel()
      close()
    }
  }
}
