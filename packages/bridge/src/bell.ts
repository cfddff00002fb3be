import type { Clock } from '@msg/stackexchange'
import { pause } from './pause.ts'

/** Something to do may have come: wakes whoever waits, or is about to. */
export interface Bell {
  ring(): void
  /** Resolves when it rings, when it rang since the last wait, after a while, or when the signal fires. */
  wait(): Promise<void>
}

/** Milliseconds after which whoever waits looks by themselves: another process may have queued something. */
const patience = 1_000

/** Creates a bell for one who waits. */
export const createBell = (clock: Clock, signal: AbortSignal): Bell => {
  let rang = false
  let wake: (() => void) | null = null
  return {
    ring() {
      rang = true
      wake?.()
    },
    async wait() {
      if (!rang) {
        const woken = new AbortController()
        wake = () => woken.abort()
        await pause(clock, { ms: patience, signal: AbortSignal.any([woken.signal, signal]) })
        wake = null
      }
      rang = false
    },
  }
}
