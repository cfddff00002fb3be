/** Refusals as Django REST framework words them: `{ "detail": … }`. */
import { errorStatus, isErrorCode, isMsgError, MsgError } from '@msg/core'
import type { ErrorCode, Logger } from '@msg/core'
import { jsonReply } from '@msg/hono'
import type { Reply } from '@msg/hono'

/** The words that its clients know. */
const details: { readonly [Code in ErrorCode]?: string } = {
  unauthenticated: 'Authentication credentials were not provided.',
  not_found: 'Not found.',
  forbidden: 'You do not have permission to perform this action.',
  not_a_member: 'You do not have permission to perform this action.',
  rate_limited: 'Request was throttled.',
}

/** Seconds to wait before trying again, where the error does not say. */
const patience = 1

/** A refusal. With a `code` for programs where the forerunner's answer is not pinned to the letter. */
export const detailReply = (status: number, detail: string, code?: ErrorCode): Reply =>
  jsonReply(code === undefined ? { detail } : { detail, code }, status)

/** What failed, in those words. What is no `MsgError` is nobody's business but the log's. */
export const tellDetail = (error: unknown, logger: Logger): Reply => {
  const { code, message, places, retryAfter } = known(error, logger)
  if (!isErrorCode(code)) return tellDetail(new MsgError('unavailable', message), logger)
  const status = errorStatus[code]
  const detail = details[code]
  const said = places?.[0]?.message ?? message
  const reply = detail === undefined ? detailReply(status, said, code) : detailReply(status, detail)
  if (status !== 429 && status !== 503) return reply
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(Math.ceil(retryAfter ?? patience)) } }
}

const known = (error: unknown, logger: Logger): MsgError => {
  if (isMsgError(error)) return error
  logger.error('an unexpected error', { error })
  return new MsgError('unavailable', 'something unexpected happened')
}

/** The answer to a method that a path does not know. */
export const wrongMethod = (method: string, allowed: readonly string[]): Reply => ({
  ...jsonReply({ detail: `Method "${method}" not allowed.` }, 405),
  headers: { 'content-type': 'application/json', allow: allowed.join(', ') },
})
