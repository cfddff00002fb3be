/** Time as the client needs it; tests pass one they move by hand. */
export interface Clock {
  /** Milliseconds since 1970; jumps when somebody sets it. */
  now(): number
  /** Milliseconds since some moment; never jumps, but may stand still while the machine sleeps. */
  elapsed(): number
  /** Calls `fire` once after `ms`; the name says what is waited for. Returns what cancels it. */
  timer(name: string, ms: number, fire: () => void): () => void
}

/** The longest the platform's timers can wait; what is longer they do not wait for at all. */
const longest = 2 ** 31 - 1

/** The machine's own clock; its timers wait 24 days at most, whatever a server says. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  timer(_name, ms, fire) {
    const handle = setTimeout(fire, Math.min(ms, longest))
    return () => clearTimeout(handle)
  },
}

/** What a wait is for, how long it lasts, and what ends it early. */
export interface Wait {
  readonly name: string
  readonly ms: number
  readonly signal?: AbortSignal | undefined
}

/** Resolves after the wait; rejects with the signal's reason, leaving no timer, when it is aborted. */
export const wait = (clock: Clock, { name, ms, signal }: Wait): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason)
      return
    }
    const stop = () => {
      cancel()
      reject(signal?.reason)
    }
    const cancel = clock.timer(name, ms, () => {
      signal?.removeEventListener('abort', stop)
      resolve()
    })
    signal?.addEventListener('abort', stop, { once: true })
  })
