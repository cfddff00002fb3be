import type { Timestamp } from '../model/ids.ts'
import type { Store } from '../ports/store.ts'
import { inputOf, letterId, letterIds, optional, pageLimit, serviceName } from '../rules/input.ts'
import type { Notifiers } from './notifiers.ts'

/** A change that a notifier gave up. */
export interface DeadLetter {
  /** The id of the change. */
  readonly id: string
  readonly notifier: string
  /** How often it was tried. */
  readonly attempts: number
  /** Why it failed last: lower-case words joined by `_`. */
  readonly reason: string
  /** When it was given up. */
  readonly at: Timestamp
}

/** Which page of dead letters. */
export interface ListDeadLettersInput {
  readonly notifier: string
  /** The `next` of the page before. */
  readonly after?: string
  /** 1 to 100, default 50. */
  readonly limit?: number
}

/** A page of dead letters, oldest change first. */
export interface DeadLetterPage {
  readonly letters: readonly DeadLetter[]
  /** Null on the last page. */
  readonly next: string | null
}

/** Which dead letters. */
export interface DeadLettersInput {
  readonly notifier: string
  /** Ids of dead letters, at most 100. Default: all. */
  readonly ids?: readonly string[]
}

/** What notifiers gave up, for the host: never for a user. */
export interface DeadLetters {
  /** A page of a notifier's. @throws invalid, busy, unavailable */
  list(input: ListDeadLettersInput): Promise<DeadLetterPage>
  /**
   * Has them told again, with all their attempts before them and, in each conversation, ahead of what waits; answers
   * how many. Changes that are no longer in the log cannot be told. @throws invalid, busy, unavailable
   */
  replay(input: DeadLettersInput): Promise<number>
  /** Forgets them; answers how many. @throws invalid, busy, unavailable */
  purge(input: DeadLettersInput): Promise<number>
}

const readList = inputOf({ notifier: serviceName, after: optional(letterId), limit: pageLimit })
const readLetters = inputOf({ notifier: serviceName, ids: optional(letterIds) })

export const deadLettersOf = (
  store: Pick<Store, 'meta' | 'notifiers'>,
  notifiers: Pick<Notifiers, 'reload'>,
): DeadLetters => {
  const idOf = (position: number): string => `${store.meta.epoch}:${position}`
  return {
    async list(input) {
      const { notifier, after = 0, limit } = readList(input)
      const found = await store.notifiers.deadLetters(notifier, { above: after, limit: limit + 1 })
      const letters = found
        .slice(0, limit)
        .map(({ position, ...letter }) => ({ id: idOf(position), notifier, ...letter }))
      return { letters, next: found.length > limit ? (letters.at(-1)?.id ?? null) : null }
    },
    async replay(input) {
      const { notifier, ids } = readLetters(input)
      const replayed = await store.notifiers.replay(notifier, ids)
      notifiers.reload(notifier)
      return replayed
    },
    async purge(input) {
      const { notifier, ids } = readLetters(input)
      return store.notifiers.purge(notifier, ids)
    },
  }
}
