import type { LiveEvent, LiveSubscription } from '../session.ts'
import type { Closing } from './closing.ts'

/** From outside: the end of the engine, and the caller's signal. */
export interface Outside {
  readonly closing: Closing
  readonly signal?: AbortSignal | undefined
}

/**
 * A subscription over a generator of events. It starts at once, not at the first read, and ends by `close()`, by leaving the
 * loop, with the caller's signal or with the engine.
 */
export const liveSubscription = (
  start: (signal: AbortSignal) => AsyncGenerator<LiveEvent, void, void>,
  { closing, signal: asked }: Outside,
): LiveSubscription => {
  const controller = new AbortController()
  const { signal } = controller
  if (closing.over() || asked?.aborted === true) controller.abort()
  const events = start(signal)
  let first: Promise<IteratorResult<LiveEvent, void>> | null = events.next()
  // The reader gets this failure when it starts to iterate; until then it must not count as unhandled.
  first.catch(() => {})

  const end = async (): Promise<void> => {
    release()
    asked?.removeEventListener('abort', close)
    controller.abort()
    await events.return()
  }
  const close = (): void => void end().catch(() => {})
  const release = closing.onClose(close)
  asked?.addEventListener('abort', close)

  return {
    close,
    [Symbol.asyncDispose]: end,
    [Symbol.asyncIterator]: () => ({
      async next() {
        const result = await (first ?? events.next())
        first = null
        return signal.aborted ? { done: true, value: undefined } : result
      },
      async return() {
        await end()
        return { done: true, value: undefined }
      },
    }),
  }
}
