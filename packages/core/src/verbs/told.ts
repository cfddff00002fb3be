import { isMsgError, MsgError } from '../errors.ts'

/** What fails outside of the rules (a store, a directory of the host) is told as what it means to the caller. */
export const told = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((cause: unknown) => {
    if (isMsgError(cause)) throw cause
    throw new MsgError('unavailable', 'what this depends on failed', { outcome: 'unknown', cause })
  })
