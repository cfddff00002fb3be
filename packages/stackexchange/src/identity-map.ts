/** One object per id for as long as anybody holds it. */
export interface IdentityMap<T extends object> {
  /** The object of that id, made when there is none (any more). */
  get(id: number): T
  /** The object of that id if somebody holds it. */
  peek(id: number): T | undefined
  /** How many ids are remembered; falls as objects are collected. */
  readonly size: number
}

/** Creates a map that does not keep its objects alive. */
export const createIdentityMap = <T extends object>(make: (id: number) => T): IdentityMap<T> => {
  const known = new Map<number, WeakRef<T>>()
  const registry = new FinalizationRegistry<number>((id) => {
    // The id may have been given a new object since.
    if (known.get(id)?.deref() === undefined) known.delete(id)
  })
  const peek = (id: number) => known.get(id)?.deref()
  return {
    peek,
    get(id) {
      const old = peek(id)
      if (old) return old
      const made = make(id)
      known.set(id, new WeakRef(made))
      registry.register(made, id)
      return made
    },
    get size() {
      return known.size
    },
  }
}
