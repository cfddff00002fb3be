/** Lets so many through at the same time. Who comes when it is full waits, in order. */
export interface Gate {
  /** Runs what is given once there is room, at once if there is; it leaves again when it has ended, and never throws. */
  enter(task: () => void): void
  leave(): void
  /** Lets so many through from now on. */
  widen(room: number): void
}

export const createGate = (size: number): Gate => {
  const waiting: (() => void)[] = []
  let room = size
  let inside = 0
  let admitting = false
  const admit = (): void => {
    // Who leaves at once makes room for the next: by turns, not each within the one before.
    if (admitting) return
    admitting = true
    while (inside < room) {
      const next = waiting.shift()
      if (next === undefined) break
      inside += 1
      next()
    }
    admitting = false
  }
  return {
    enter(task) {
      waiting.push(task)
      admit()
    },
    leave() {
      inside -= 1
      admit()
    },
    widen(next) {
      room = next
      admit()
    },
  }
}
