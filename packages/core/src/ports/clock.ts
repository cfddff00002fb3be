/** Time and timers, so that tests decide what time it is. Order never depends on it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Runs `task` once after `milliseconds`; returns its cancellation. Never keeps a process alive by itself. */
  after(milliseconds: number, task: () => void): () => void
}

/** The longest that the platform's timers can wait, in milliseconds: a longer delay fires at once. */
const longest = 2 ** 31 - 1

/** The platform's clock; its timers wait 24 days at most. */
export const systemClock = (): Clock => ({
  now: () => Date.now(),
  after: (milliseconds, task) => {
    const timer = setTimeout(task, Math.min(milliseconds, longest))
    letProcessEnd(timer)
    return () => clearTimeout(timer)
  },
})

/** In Node a timer is an object that would keep the process alive; in a browser it is a number. */
const letProcessEnd = (timer: unknown): void => {
  if (isObjectTimer(timer)) timer.unref()
}

const isObjectTimer = (timer: unknown): timer is { unref(): unknown } =>
  typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function'
