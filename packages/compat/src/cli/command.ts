import { MsgError } from '@msg/core'
import type { Screen } from './progress.ts'

/** What a command has of the process it runs in. */
export interface Surroundings {
  /** Where progress is told. */
  readonly screen: Screen
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Somebody wants it to end. */
  readonly signal: AbortSignal
}

/** Does what the words after its name say. Answers what to say; null when the words make no sense. */
export type Command = (words: readonly string[], around: Surroundings) => Promise<string | null>

/** What is said of what was ended in between; null where nothing was done. */
export const interrupted = (what: string | null): MsgError =>
  new MsgError(
    'aborted',
    what === null
      ? 'interrupted'
      : `interrupted: what was ${what} stays; run the same command again, and it goes on from there`,
  )
