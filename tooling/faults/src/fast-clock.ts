import type { Clock } from '@msg/core'

/** A clock that runs so many times as fast: what a client waits for in minutes takes seconds. */
export const fastClock = (speed: number): Clock => {
  const start = Date.now()
  return {
    now: () => start + (Date.now() - start) * speed,
    after(milliseconds, task) {
      const timer = setTimeout(task, milliseconds / speed)
      return () => clearTimeout(timer)
    },
  }
}
