import type { Clock } from '@msg/core'
import { heartbeat } from '@msg/contract/frames'

/** Watches over a link: greeted in time, never silent for long. */
export interface Vigil {
  /** Something came: from now on silence counts. */
  hear(): void
  /** Whether anything has. */
  heard(): boolean
  stop(): void
}

/**
 * Calls `onSilence` once, when nothing has come within `greeting` milliseconds, or for too long since. What time it is does not
 * count: clocks are set.
 */
export const keepVigil = (clock: Clock, greeting: number, onSilence: () => void): Vigil => {
  let heard = false
  let cancel = clock.after(greeting, onSilence)
  return {
    hear() {
      heard = true
      cancel()
      cancel = clock.after(heartbeat.silence * 1_000, onSilence)
    },
    heard: () => heard,
    stop: () => cancel(),
  }
}
