/**
 * The end of the engine, or of a subscription, and what has to end with it. Cheaper than an AbortSignal, which keeps
 * several objects for each listener and compares it with all others.
 */
export interface Closing {
  /** Whether it has ended. */
  readonly over: () => boolean
  /** Calls `end` then; returns what takes that back, for whatever ends earlier. */
  onClose(end: () => void): () => void
  /** Ends it now. */
  close(): void
}

export const createClosing = (): Closing => {
  const ends = new Set<() => void>()
  let over = false
  return {
    over: () => over,
    onClose(end) {
      ends.add(end)
      return () => void ends.delete(end)
    },
    close() {
      over = true
      for (const end of ends) end()
      ends.clear()
    },
  }
}
