import type { Clock } from '@msg/stackexchange'

/** How long to wait, and what ends it early. */
export interface Pause {
  readonly ms: number
  readonly signal: AbortSignal
}

/** Waits; ends at once, without a failure, when the signal fires. */
export const pause = (clock: Clock, { ms, signal }: Pause): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const end = (): void => {
      cancel()
      signal.removeEventListener('abort', end)
      resolve()
    }
    const cancel = clock.timer('bridge', ms, end)
    signal.addEventListener('abort', end, { once: true })
  })
