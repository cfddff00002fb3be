/**
 * What stands under a message id: 1 to 65535, one after the other, so that an answer that comes late finds nothing under its id.
 * No more than {@link places} at the same time.
 */
export interface MessageIds<T extends object> {
  /** Returns its id. @throws RangeError when every place is taken */
  add(item: T): number
  /** Takes out what stands under an id; null when nothing does. */
  take(id: number): T | null
  isEmpty(): boolean
  all(): readonly number[]
}

/** Two ids that share a place are as many apart. */
const places = 256

const lastId = 65_535

export const createMessageIds = <T extends object>(): MessageIds<T> => {
  const taken: ({ readonly id: number; readonly item: T } | null)[] = Array.from({ length: places }, () => null)
  let last = 0
  let count = 0
  return {
    add(item) {
      if (count === places) throw new RangeError('no message id is free')
      do last = (last % lastId) + 1
      while (taken[last % places] !== null)
      taken[last % places] = { id: last, item }
      count += 1
      return last
    },
    take(id) {
      const found = taken[id % places] ?? null
      if (found?.id !== id) return null
      taken[id % places] = null
      count -= 1
      return found.item
    },
    isEmpty: () => count === 0,
    all: () => taken.flatMap((one) => one?.id ?? []),
  }
}
