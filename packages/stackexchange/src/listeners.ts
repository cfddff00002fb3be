import type { Logger } from './logger.ts'

/** People to be told something. What one of them throws is logged and keeps nobody from hearing. */
export interface Listeners<T> {
  /** Adds a listener; returns what removes it. */
  add(listener: (value: T) => void): () => void
  tell(value: T): void
}

/** Creates an empty list of listeners; `what` names it in the log. */
export const createListeners = <T>(logger: Logger, what: string): Listeners<T> => {
  const listeners = new Set<(value: T) => void>()
  return {
    add(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    tell(value) {
      for (const listener of listeners)
        try {
          listener(value)
        } catch {
          logger.warn('a listener threw', { what })
        }
    },
  }
}
