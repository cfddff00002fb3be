/**
 * What all views are: a snapshot that is replaced as a whole and never changes, and listeners that are told. As it is a Svelte
 * store, and for React `useSyncExternalStore(view.subscribe, view.get)`; neither function needs its `this`.
 */
export interface View<Snapshot> {
  /** The present snapshot: the same object until something in it changes. */
  get(): Snapshot
  /** Calls `listener` with the present snapshot at once, and with each one after it; returns its unsubscribe. */
  subscribe(listener: (snapshot: Snapshot) => void): () => void
}

/** A view that holds on to something until it is closed. */
export interface OpenView<Snapshot> extends View<Snapshot> {
  /** Stops following what happens. The last snapshot stays. */
  close(): void
}

/** A view with what replaces its snapshot. */
export interface Shown<Snapshot> extends View<Snapshot> {
  show(snapshot: Snapshot): void
}

/** Makes a view of a first snapshot. */
export const createShown = <Snapshot>(first: Snapshot): Shown<Snapshot> => {
  let snapshot = first
  const listeners = new Set<{ readonly call: (snapshot: Snapshot) => void }>()
  return {
    get: () => snapshot,
    subscribe(call) {
      const listener = { call }
      listeners.add(listener)
      tell(() => call(snapshot))
      return () => void listeners.delete(listener)
    },
    show(next) {
      if (next === snapshot) return
      snapshot = next
      for (const { call } of listeners) tell(() => call(next))
    },
  }
}

/** A listener that throws is its owner's trouble: it is told as an uncaught error, and everybody else goes on. */
const tell = (call: () => void): void => {
  try {
    call()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
