import type { Clock } from '../ports/clock.ts'

/** Wakes somebody who waits. */
export interface Bell {
  /** Ends the wait; while nobody waits, the next wait ends at once. */
  ring(): void
  /** Waits so many milliseconds, or until the bell rings. */
  wait(milliseconds: number): Promise<void>
}

export const createBell = (clock: Clock): Bell => {
  let rung = false
  let end: (() => void) | null = null
  return {
    ring() {
      rung = true
      end?.()
    },
    wait: (milliseconds) =>
      new Promise((resolve) => {
        const done = (): void => {
          cancel()
          end = null
          rung = false
          resolve()
        }
        const cancel = clock.after(milliseconds, done)
        end = done
        if (rung) done()
      }),
  }
}
