import type { LiveSubscription } from '../session.ts'
import { createClosing } from './closing.ts'
import type { Closing } from './closing.ts'
import { createHandover } from './handover.ts'
import type { Take } from './handover.ts'

/** From outside: the end of the engine, and the caller's signal. */
export interface Outside {
  readonly closing: Closing
  readonly signal?: AbortSignal | undefined
}

/** A subscription whose events can also be had without asking for each. */
export interface Pouring extends LiveSubscription {
  /**
   * Instead of reading it: hands every event over as soon as it is there, what is live without a turn of the loop in between.
   * Resolves at the end. @throws what ends the subscription, and whatever `take` fails with
   */
  each(take: Take): Promise<void>
}

/**
 * A subscription to what `start` offers until `ending`. It starts at once, not at the first read, and ends by `close()`, by
 * leaving the loop, with the caller's signal or with the engine.
 */
export const liveSubscription = (
  start: (ending: Closing, take: Take) => Promise<void>,
  { closing, signal: asked }: Outside,
): Pouring => {
  const ending = createClosing()
  if (closing.over() || asked?.aborted === true) ending.close()
  const handover = createHandover(ending)
  const run = start(ending, handover.offer)
  // The reader gets a failure when it reads; until then it must not count as unhandled.
  const finished = run.then(
    () => handover.finish(),
    (error: unknown) => handover.finish({ error }),
  )

  const end = async (): Promise<void> => {
    release()
    asked?.removeEventListener('abort', close)
    ending.close()
    await finished
  }
  const close = (): void => void end()
  const release = closing.onClose(close)
  asked?.addEventListener('abort', close)

  return {
    close,
    each(take) {
      handover.each(take)
      return run
    },
    [Symbol.asyncDispose]: end,
    [Symbol.asyncIterator]: () => ({
      next: handover.next,
      async return() {
        await end()
        return { done: true, value: undefined }
      },
    }),
  }
}
