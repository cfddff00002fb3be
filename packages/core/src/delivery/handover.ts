import type { LiveEvent } from '../session.ts'
import type { Closing } from './closing.ts'

/** Takes an event. The next one comes when the promise that it answers has resolved; without one, at once. */
export type Take = (event: LiveEvent) => Promise<void> | void

/** Passes events from what makes them to their reader, no faster than the reader takes them. */
export interface Handover {
  /** Offers an event; resolves when the reader asks for the one after it. After the end it is dropped. */
  readonly offer: Take
  /** Ends it: nothing more comes, because of the failure if one is given. */
  finish(failure?: { readonly error: unknown }): void
  /** The next event, once there is one. @throws the failure that ended it, once */
  next(): Promise<IteratorResult<LiveEvent, void>>
  /** From now on events pass to the reader as they are offered. */
  each(take: Take): void
}

/** From `ending` on nobody waits for a reader any more. */
export const createHandover = (ending: Closing): Handover => {
  let held: { readonly event: LiveEvent; readonly taken: (by?: Promise<void>) => void } | null = null
  let isRead = false
  let reader: Take | null = null
  let over = false
  let failure: { readonly error: unknown } | undefined
  let turns: Promise<unknown> = Promise.resolve()
  let wake: (() => void) | null = null

  const release = (by?: Promise<void>): void => {
    held?.taken(by)
    held = null
    isRead = false
  }
  ending.onClose(() => release())

  const step = async (): Promise<IteratorResult<LiveEvent, void>> => {
    if (isRead) release()
    if (held === null && !over) await new Promise<void>((resolve) => (wake = resolve))
    if (failure !== undefined) {
      const { error } = failure
      failure = undefined
      throw error
    }
    if (held === null || ending.over()) return { done: true, value: undefined }
    isRead = true
    return { done: false, value: held.event }
  }

  return {
    offer(event) {
      if (ending.over()) return undefined
      if (reader !== null) return reader(event)
      return new Promise((resolve) => {
        held = { event, taken: resolve }
        wake?.()
      })
    },
    finish(why) {
      over = true
      failure = why
      wake?.()
    },
    next() {
      const mine = turns.then(step)
      turns = mine.catch(() => {})
      return mine
    },
    each(take) {
      reader = take
      const first = held?.event
      if (first !== undefined) release(handOver(take, first))
    },
  }
}

/** What `take` throws becomes a rejection. */
const handOver = async (take: Take, event: LiveEvent): Promise<void> => take(event)
