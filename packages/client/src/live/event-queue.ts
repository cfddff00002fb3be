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

const wakeAll = (waiters: readonly (() => void)[]): void => {
  for (const wake of waiters) wake()
}

export const createEventQueue = (): EventQueue => {
  let events: LiveEvent[] = []
  let ended: { readonly error: Error | undefined } | undefined
  const readers: (() => void)[] = []
  const waiting: (() => void)[] = []
  const wakeReaders = (): void => wakeAll(readers.splice(0))
  const wakeWaiting = (): void => wakeAll(waiting.splice(0))
  return {
    push(event) {
      if (ended !== undefined) return
      events.push(event)
      wakeReaders()
    },
    end(error) {
      ended ??= { error }
      wakeReaders()
      wakeWaiting()
    },
    drop() {
      events = []
      ended = { error: undefined }
      wakeReaders()
      wakeWaiting()
    },
    size: () => events.length,
    emptied: () =>
      new Promise((resolve) => {
        if (events.length === 0 || ended !== undefined) resolve()
        else waiting.push(resolve)
      }),
    async next() {
      for (;;) {
        const event = events.shift()
        if (events.length === 0) wakeWaiting()
        if (event !== undefined) return { done: false, value: event }
        if (ended?.error !== undefined) {
          const { error } = ended
          ended = { error: undefined }
          throw error
        }
        if (ended !== undefined) return { done: true, value: undefined }
        await new Promise<void>((resolve) => readers.push(resolve))
      }
    },
  }
}
