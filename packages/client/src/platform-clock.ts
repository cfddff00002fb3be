import type { Clock } from '@msg/core'

/** The platform's clock. A client waiting to reconnect keeps its process alive: it has something to do. */
export const platformClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, task) => {
    const timer = setTimeout(task, milliseconds)
    return () => clearTimeout(timer)
  },
}
