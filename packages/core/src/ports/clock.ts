/** Time and timers, so that tests decide what time it is. Order never depends on it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Runs `task` once after `milliseconds`; returns its cancellation. Never keeps a process alive by itself. */
  after(milliseconds: number, task: () => void): () => void
}

/** The platform's clock. */
export const systemClock = (): Clock => ({
  now: () => Date.now(),
  after: (milliseconds, task) => {
    const timer: unknown = setTimeout(task, milliseconds)
    if (typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function')
      timer.unref()
    return () => clearTimeout(timer as Parameters<typeof clearTimeout>[0])
  },
})
