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

/** Calls `onSilence` once, when nothing has come within `greeting` milliseconds, or for too long since. */
export const keepVigil = (clock: Clock, greeting: number, onSilence: () => void): Vigil => {
  let last: number | undefined
  const watch = (): void => {
    const left = (last ?? 0) + heartbeat.silence * 1_000 - clock.now()
    if (left <= 0) onSilence()
    else cancel = clock.after(left, watch)
  }
  let cancel = clock.after(greeting, onSilence)
  return {
    hear() {
      const isFirst = last === undefined
      last = clock.now()
      if (!isFirst) return
      cancel()
      watch()
    },
    heard: () => last !== undefined,
    stop: () => cancel(),
  }
}
