/** Listeners of the host's, as the forerunners' signals had receivers. */
import type { Logger } from '@msg/core'

/** Hears of something. What it throws or rejects with is logged, and changes nothing. */
export type Listener<Event> = (event: Event) => void | Promise<void>

/** Those who hear of one kind of thing. */
export interface Listeners<Event> {
  /** Adds one; returns its unsubscribe. */
  add(listener: Listener<Event>): () => void
  /** Tells all of them, and waits until they are done. */
  tell(event: Event): Promise<void>
}

export const createListeners = <Event>(logger: Logger): Listeners<Event> => {
  const all = new Set<{ readonly listener: Listener<Event> }>()
  return {
    add(listener) {
      // The same function may listen twice: each has an entry, and an unsubscribe, of its own.
      const entry = { listener }
      all.add(entry)
      return () => void all.delete(entry)
    },
    async tell(event) {
      for (const { listener } of all)
        try {
          await listener(event)
        } catch (error) {
          logger.error('a listener failed', { error })
        }
    },
  }
}
