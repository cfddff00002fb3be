/**
 * A set for what comes and goes with every request or change. A `Set` would do, but once its table is full, of removed
 * items too, it moves to a new one; while V8 keeps the old table alive, that holds on to the new one, and what came
 * and went since stays in memory until a full collection. Here slots are used again.
 */
export interface Slots<T extends object> {
  /** Returns what takes it out again; calling that twice does nothing more. */
  add(item: T): () => void
  isEmpty(): boolean
  /** All that are in, in no order. */
  all(): readonly T[]
}

/** Empty slots, as many as it takes. */
export const createSlots = <T extends object>(): Slots<T> => {
  const slots: (T | null)[] = []
  const free: number[] = []
  return {
    add(item) {
      const slot = free.pop() ?? slots.length
      slots[slot] = item
      let isIn = true
      return () => {
        if (!isIn) return
        isIn = false
        slots[slot] = null
        free.push(slot)
      }
    },
    isEmpty: () => free.length === slots.length,
    all: () => slots.filter((item) => item !== null),
  }
}
