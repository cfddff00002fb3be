import { isMsgError, MsgError } from '@msg/core'
import type { ErrorCode, Logger } from '@msg/core'
import { problemType, toProblem } from '@msg/contract'
import type { Reply } from './reply.ts'

/** Seconds to wait before trying again, where the error does not say. */
const patience: { readonly [Code in ErrorCode]?: number } = {
  rate_limited: 1,
  busy: 1,
  unavailable: 5,
  storage_full: 60,
}

/** An error as an answer. What is no `MsgError` goes to the log only, and is answered as `unavailable`. */
export const problemReply = (error: unknown, logger: Logger): Reply => {
  const problem = toProblem(asMsgError(error, logger))
  const retryAfter = problem.retryAfter ?? patience[problem.code]
  const told = retryAfter === undefined ? problem : { ...problem, retryAfter }
  return {
    status: problem.status,
    headers: {
      'content-type': problemType,
      ...(retryAfter === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfter)) }),
    },
    body: JSON.stringify(told),
  }
}

const asMsgError = (error: unknown, logger: Logger): MsgError => {
  if (isMsgError(error)) return error
  logger.error('an unexpected error', { error })
  return new MsgError('unavailable', 'something unexpected happened')
}
