import type { Clock } from '@msg/stackexchange'

/** Something to do may have come: wakes whoever waits, or is about to. */
export interface Bell {
  ring(): void
  /** Resolves when it rings, when it rang since the last wait, after a while, or when the signal fires. */
  wait(): Promise<void>
}

/** Milliseconds after which a waiting lane looks without being woken: another process may have queued something. */
const patience = 1_000

/** Creates a bell for one who waits. */
export const createBell = (clock: Clock, signal: AbortSignal): Bell => {
  let rang = false
  let wake: (() => void) | null = null
  const rungOrOver = (): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        cancel()
        signal.removeEventListener('abort', end)
        wake = null
        resolve()
      }
      const cancel = clock.timer('bridge', patience, end)
      signal.addEventListener('abort', end, { once: true })
      wake = end
    })
  return {
    ring() {
      rang = true
      wake?.()
    },
    async wait() {
      if (!rang && !signal.aborted) await rungOrOver()
      rang = false
    },
  }
}
