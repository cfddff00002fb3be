import type { MsgError } from '@msg/core/errors'
import { deferred } from '../deferred.ts'
import type { Deferred } from '../deferred.ts'
import { isPassing } from '../passing.ts'
import { asMsgError } from './as-msg-error.ts'
import type { Hub } from './hub.ts'
import { pauseBefore, rest } from './retry.ts'

/** A read that is made whenever it is asked for. */
export interface Repeated {
  /**
   * Makes the read: one at a time, however often it is asked for; asked for while one is under way, once more after it.
   * Resolves when a read begun after this call was answered or refused, or the end came.
   */
  ask(): Promise<void>
  /** The same, but where a failed read waits to be tried again, it is tried now, and no other is made after it. */
  again(): Promise<void>
}

/** What is read, and what becomes of it. */
export interface RepeatedOptions {
  readonly hub: Pick<Hub, 'session' | 'clock'>
  /** Ends it. */
  readonly signal: AbortSignal
  /** Reads, and takes in what was read. */
  run(signal: AbortSignal): Promise<void>
  /** Takes a refusal that trying again would not change. */
  refused(error: MsgError): void
  /** Told of a failure that will be tried again, from the second in a row on: one is nobody's business. */
  failing?(error: MsgError): void
  /** Milliseconds between the end of one and the beginning of the next, less where the connection comes back. Default 0. */
  readonly gap?: number
}

/** Makes a read repeatable; what fails in passing is tried again until it is answered. */
export const repeated = ({ hub, signal, run, refused, failing, gap = 0 }: RepeatedOptions): Repeated => {
  /** The reading that is wanted and has not begun. */
  let wanted: Deferred<void> | null = null
  let running: Deferred<void> | null = null
  /** Ends the pause before the next try; null while there is none. */
  let hurry: AbortController | null = null

  const once = async (): Promise<void> => {
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        return await run(signal)
      } catch (caught) {
        const error = asMsgError(caught)
        if (signal.aborted) return
        if (!isPassing(error)) return refused(error)
        if (failures > 0) failing?.(error)
        hurry = new AbortController()
        await pauseBefore(failures, { ...hub, signal: AbortSignal.any([signal, hurry.signal]) }, error.retryAfter)
        hurry = null
      }
    }
  }
  const drain = async (): Promise<void> => {
    while (wanted !== null) {
      running = wanted
      wanted = null
      await once()
      running.resolve()
      if (gap > 0) await rest(gap, { ...hub, signal })
    }
    running = null
  }
  const ask = (): Promise<void> => {
    wanted ??= deferred()
    const { promise } = wanted
    if (running === null) void drain()
    return promise
  }
  return {
    ask,
    again() {
      if (hurry === null || running === null) return ask()
      hurry.abort()
      return running.promise
    },
  }
}
