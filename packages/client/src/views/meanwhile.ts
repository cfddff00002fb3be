import { MsgError } from '@msg/core/errors'
import type { Change } from '@msg/core'

/**
 * Changes told while an answer is on its way. The answer may or may not know of them, so they are taken in again after it: that
 * and keeping the higher revision makes it right whichever came first.
 */
export interface Meanwhile {
  note(change: Change): void
  /**
   * The answer, and what was told since it was asked for.
   * @throws unavailable, when that was too much to keep: ask again
   */
  during<Answer>(ask: () => Promise<Answer>): Promise<Answered<Answer>>
}

/** An answer with the changes told since it was asked for. */
export interface Answered<Answer> {
  readonly answer: Answer
  readonly since: readonly Change[]
}

const kept = 2_000

/** Makes one that has noted nothing. */
export const createMeanwhile = (): Meanwhile => {
  const waiting = new Set<Change[]>()
  return {
    note(change) {
      for (const noted of waiting) {
        if (noted.length < kept) noted.push(change)
        else waiting.delete(noted)
      }
    },
    async during(ask) {
      const since: Change[] = []
      waiting.add(since)
      try {
        const answer = await ask()
        if (waiting.has(since)) return { answer, since }
        throw new MsgError('unavailable', 'too much happened meanwhile')
      } finally {
        waiting.delete(since)
      }
    },
  }
}
