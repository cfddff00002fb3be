import type { CallOptions, LiveSubscription } from '@msg/core'
import { createEventQueue } from './event-queue.ts'
import type { EventQueue } from './event-queue.ts'

/** What fills the queue of a subscription until the signal fires. Must not reject. */
export type Fill = (queue: EventQueue, signal: AbortSignal) => Promise<void>

/** A subscription that runs until it is closed, whether or not it is read. `closing` is the client's. */
export const running = (fill: Fill, closing: AbortSignal, { signal }: CallOptions): LiveSubscription => {
  const queue = createEventQueue()
  const ending = new AbortController()
  const close = (): void => {
    ending.abort()
    queue.drop()
  }
  const whileRunning = { signal: ending.signal }
  signal?.addEventListener('abort', close, whileRunning)
  closing.addEventListener('abort', close, whileRunning)
  if (signal?.aborted === true || closing.aborted) close()
  void fill(queue, ending.signal).finally(() => ending.abort())
  return {
    close,
    [Symbol.asyncDispose]: async () => close(),
    [Symbol.asyncIterator]: () => ({
      next: () => queue.next(),
      return: async () => {
        close()
        return { done: true, value: undefined }
      },
    }),
  }
}
