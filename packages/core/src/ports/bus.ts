/**
 * Wake-ups between the processes that work on one database. Best effort: a lost one costs a second, because every tail also
 * reads by a timer. What must not be lost is a change, not a message on the bus.
 */
export interface Bus {
  /** Tells the others that something was committed. Returns at once; many calls become one message. */
  wake(): void
  /** Calls `listener` when another process woke; returns its unsubscribe. */
  onWake(listener: () => void): () => void
}

/** For a database that only this process works on. */
export const localBus = (): Bus => ({ wake() {}, onWake: () => () => {} })
