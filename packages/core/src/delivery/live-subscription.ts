import type { LiveEvent, LiveSubscription } from '../session.ts'

/**
 * A subscription over a generator of events. It starts at once, not at the first read, and ends by `close()`, by leaving the
 * loop, or with the caller's signals.
 */
export const liveSubscription = (
  start: (signal: AbortSignal) => AsyncGenerator<LiveEvent, void, void>,
  signals: readonly (AbortSignal | undefined)[],
): LiveSubscription => {
  const controller = new AbortController()
  const signal = AbortSignal.any([controller.signal, ...signals.filter((other) => other !== undefined)])
  const events = start(signal)
  let first: Promise<IteratorResult<LiveEvent, void>> | null = events.next()
  // The reader gets this failure when it starts to iterate; until then it must not count as unhandled.
  first.catch(() => {})

  const end = async (): Promise<void> => {
    controller.abort()
    await events.return()
  }
  const close = (): void => void end().catch(() => {})
  signal.addEventListener('abort', close, { once: true })

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
