import type { Signal } from '../model/signal.ts'

/**
 * Wake-ups and signals between the engines that work on one database. Best effort: a lost wake-up costs a second, because
 * every tail also reads by a timer; a lost signal is not missed. What must not be lost is a change, not a message on the bus.
 */
export interface Bus {
  /** Tells the others that something was committed. Returns at once; many calls become one message. */
  wake(): void
  /** Calls `listener` when another engine woke; returns its unsubscribe. */
  onWake(listener: () => void): () => void
  /** Tells all processes, this one included. Returns at once; between processes they are gathered, and dropped when late. */
  signal(signal: Signal): void
  /** Calls `listener` with what was signalled, here or elsewhere; returns its unsubscribe. */
  onSignals(listener: (signals: readonly Signal[]) => void): () => void
}

/** For a database that only this process works on. */
export const localBus = (): Bus => {
  const wakers = new Set<() => void>()
  const listeners = new Set<(signals: readonly Signal[]) => void>()
  return {
    wake() {
      for (const waker of wakers) waker()
    },
    onWake(listener) {
      wakers.add(listener)
      return () => void wakers.delete(listener)
    },
    signal(signal) {
      for (const listener of listeners) listener([signal])
    },
    onSignals(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
