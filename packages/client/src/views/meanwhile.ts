import { MsgError } from '@msg/core/errors'
import type { Change } from '@msg/core'

/**
 * Changes told while an answer is on its way. The answer may or may not know of them, so they are taken in again after it: that
 * and keeping the higher revision makes it right whichever came first.
 */
export interface Meanwhile {
  note(change: Change): void
  /**
   * Takes an answer in, with what was told since it was asked for; a change is part of that, or told after it was taken in.
   * @throws unavailable, when that was too much to keep: ask again
   */
  during<Answer>(ask: () => Promise<Answer>, take: Take<Answer>): Promise<void>
}

/** Takes in an answer, and the changes told since it was asked for. */
export type Take<Answer> = (answer: Answer, since: readonly Change[]) => void

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
    async during(ask, take) {
      const since: Change[] = []
      waiting.add(since)
      try {
        const answer = await ask()
        if (!waiting.has(since)) throw new MsgError('unavailable', 'too much happened meanwhile')
        // At once: whoever waited for a promise of both would hear of them later than of the next change.
        take(answer, since)
      } finally {
        waiting.delete(since)
      }
    },
  }
}
