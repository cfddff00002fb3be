import type { Clock } from '@msg/core'

/** The longest the platform's timers can wait; what is longer they do not wait for at all. */
const longest = 2 ** 31 - 1

/** The platform's clock. A client waiting to reconnect keeps its process alive: it has something to do. */
export const platformClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, task) => {
    const timer = setTimeout(task, Math.min(milliseconds, longest))
    return () => clearTimeout(timer)
  },
}
