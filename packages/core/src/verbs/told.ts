import { isMsgError, MsgError } from '../errors.ts'

/** What fails outside of the rules (a store, a directory of the host) as what it means to the caller. */
export const meant = (cause: unknown): MsgError =>
  isMsgError(cause) ? cause : new MsgError('unavailable', 'what this depends on failed', { outcome: 'unknown', cause })

/** The answer, or what failed as what it means to the caller. */
export const told = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((cause: unknown) => {
    throw meant(cause)
  })

/**
 * What is read once something was committed. Whatever fails then, that stays: nobody is told that it certainly did not happen,
 * and does it again.
 */
export const afterCommit = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((cause: unknown) => {
    const error = meant(cause)
    if (error.outcome !== 'none') throw error
    const { code, message, reason, places, retryAfter } = error
    throw new MsgError(code, message, { reason, places, retryAfter, outcome: 'unknown', cause })
  })
