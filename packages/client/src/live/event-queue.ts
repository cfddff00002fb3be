import type { LiveEvent } from '@msg/core'

/** Events between the socket and whoever reads them. */
export interface EventQueue extends AsyncIterator<LiveEvent, void, void> {
  push(event: LiveEvent): void
  /** Ends the reading once what is queued has been read; with an error if one is given. */
  end(error?: Error): void
  /** Ends the reading at once. */
  drop(): void
  size(): number
  /** Resolves when everything queued has been read, or will not be. */
  emptied(): Promise<void>
}

export const createEventQueue = (): EventQueue => {
  let events: LiveEvent[] = []
  let ended: { readonly error: Error | undefined } | undefined
  const waiting: (() => void)[] = []
  const wake = (): void => {
    for (const resolve of waiting.splice(0)) resolve()
  }
  const change = (): Promise<void> => new Promise((resolve) => waiting.push(resolve))
  const isUnread = (): boolean => events.length > 0 && ended === undefined
  return {
    push(event) {
      if (ended !== undefined) return
      events.push(event)
      wake()
    },
    end(error) {
      ended ??= { error }
      wake()
    },
    drop() {
      events = []
      ended = { error: undefined }
      wake()
    },
    size: () => events.length,
    async emptied() {
      while (isUnread()) await change()
    },
    async next() {
      for (;;) {
        const event = events.shift()
        if (event !== undefined) {
          if (events.length === 0) wake()
          return { done: false, value: event }
        }
        if (ended !== undefined) {
          const { error } = ended
          ended = { error: undefined }
          if (error !== undefined) throw error
          return { done: true, value: undefined }
        }
        await change()
      }
    },
  }
}
