/** Lets so many through at the same time, and so many in a turn of the event loop. Who comes when it is full waits, in order. */
export interface Gate {
  /** Runs what is given once there is room, at once if there is; it leaves again when it has ended, and never throws. */
  enter(task: () => void): void
  leave(): void
  /** Lets so many through from now on. */
  widen(room: number): void
}

/** How many a gate lets through. */
export interface GateBounds {
  readonly room: number
  /** Between them comes whatever else the process has to do. */
  readonly eachTurn: number
}

export const createGate = (bounds: GateBounds): Gate => {
  const waiting: (() => void)[] = []
  let { room } = bounds
  let inside = 0
  let thisTurn = 0
  let admitting = false
  const nextTurn = (): void => {
    thisTurn = 0
    admit()
  }
  const admit = (): void => {
    // Who leaves at once makes room for the next: by turns, not each within the one before.
    if (admitting) return
    admitting = true
    while (inside < room && thisTurn < bounds.eachTurn) {
      const next = waiting.shift()
      if (next === undefined) break
      if (thisTurn === 0) setImmediate(nextTurn)
      thisTurn += 1
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
