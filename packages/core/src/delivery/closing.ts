/** The end of the engine, or of a subscription, and what has to end with it. An AbortSignal would keep several objects for each, and compares each with all others. */
export interface Closing {
  /** Whether it has come. */
  readonly over: () => boolean
  /** Calls `end` when it comes; returns the release of who ended before. */
  onClose(end: () => void): () => void
  /** Now. */
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
