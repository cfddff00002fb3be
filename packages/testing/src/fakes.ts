import type { Clock, Directory, Profile } from '@msg/core'
import { memoryDirectory } from '@msg/core/memory'

/** A directory of the users it is given; who may contact whom is yours to say. */
export const fakeDirectory = (
  users: readonly string[],
  canContact: (viewer: string, other: string) => boolean = () => true,
): Directory => memoryDirectory(users.map(profileOf), canContact)

const profileOf = (id: string): Profile => ({ id, displayName: id, username: id, isActive: !id.startsWith('inactive') })

/** A clock that stands still until it is moved. */
export interface FakeClock extends Clock {
  /** Moves time on and runs what falls due, in order. */
  advance(milliseconds: number): void
}

/** Makes a clock that stands still, at the start of 2026 unless said. */
export const fakeClock = (start = Date.UTC(2026, 0, 1)): FakeClock => {
  let now = start
  let timers: readonly { readonly at: number; readonly task: () => void }[] = []
  return {
    now: () => now,
    after(milliseconds, task) {
      const timer = { at: now + milliseconds, task }
      timers = [...timers, timer]
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    advance(milliseconds) {
      const end = now + milliseconds
      for (;;) {
        const [next] = timers.filter((timer) => timer.at <= end).toSorted((a, b) => a.at - b.at)
        if (next === undefined) break
        timers = timers.filter((timer) => timer !== next)
        now = next.at
        next.task()
      }
      now = end
    },
  }
}
