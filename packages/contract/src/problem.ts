/** Errors on the wire: problem+json (RFC 9457) with a `code` of core's table; no other code crosses. */
import { errorStatus, isErrorCode, MsgError } from '@msg/core/errors'
import type { ErrorCode, ErrorDetails, InvalidPlace } from '@msg/core/errors'

/** The content type of a {@link Problem}. */
export const problemType = 'application/problem+json'

/** The body of every answer that is not a success. */
export interface Problem {
  /** `urn:msg:error:` and the code. */
  readonly type: string
  /** What the code means, the same on every occurrence. */
  readonly title: string
  readonly status: number
  readonly code: ErrorCode
  /** What went wrong this time. For developers; carries no user text. */
  readonly detail: string
  /** A refinement of the code. */
  readonly reason?: string
  /** For `invalid`: what is wrong where. */
  readonly places?: readonly InvalidPlace[]
  /** Seconds after which trying again may help; the same as the header. */
  readonly retryAfter?: number
  /** Whether a write certainly did not happen (`none`) or may have (`unknown`), where the server can tell. */
  readonly outcome?: 'none' | 'unknown'
}

/** What each code means. */
export const titles: Readonly<Record<ErrorCode, string>> = {
  invalid: 'the request is not of the right shape',
  self_message: 'nobody writes to themselves only',
  no_recipients: 'nobody to send to',
  invalid_cursor: 'not a cursor of this user',
  unauthenticated: 'who is asking is not known',
  forbidden: 'not allowed',
  not_a_member: 'only for members',
  reinvite_required: 'somebody else has to invite',
  recipient_refused: 'this recipient cannot be reached',
  feature_disabled: 'switched off here',
  not_found: 'not there, or not to be seen',
  direct_cannot_be_left: 'a direct is never left',
  message_retracted: 'the message was retracted',
  idempotency_mismatch: 'the id was used for something else',
  id_taken: 'the id is taken',
  gone: 'what the id stood for is gone',
  resync_required: 'too far behind: reload',
  too_large: 'the request is too large',
  rate_limited: 'too many requests',
  busy: 'busy: try again',
  unavailable: 'cannot answer now',
  storage_full: 'no room to store anything',
}

/** The problem an error is told as. An error that only a client can meet is told as `unavailable`. */
export const toProblem = (error: MsgError): Problem => {
  const code: ErrorCode = isErrorCode(error.code) ? error.code : 'unavailable'
  return {
    type: `urn:msg:error:${code}`,
    title: titles[code],
    status: errorStatus[code],
    code,
    detail: error.message,
    ...(error.reason === undefined ? {} : { reason: error.reason }),
    ...(error.places === undefined ? {} : { places: error.places }),
    ...(error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter }),
    ...(error.outcome === undefined ? {} : { outcome: error.outcome }),
  }
}

/** The error a problem tells of, or undefined when the value is none of ours. */
export const fromProblem = (value: unknown): MsgError | undefined => {
  if (!isRecord(value) || !isErrorCode(value['code'])) return undefined
  const { code, detail, title } = value
  const message = [detail, title].find((text) => typeof text === 'string') ?? code
  return new MsgError(code, message, details(value))
}

const details = ({ reason, places, retryAfter, outcome }: Readonly<Record<string, unknown>>): ErrorDetails => ({
  reason: typeof reason === 'string' ? reason : undefined,
  places: Array.isArray(places) ? places.filter(isPlace) : undefined,
  retryAfter: typeof retryAfter === 'number' ? retryAfter : undefined,
  outcome: outcome === 'none' || outcome === 'unknown' ? outcome : undefined,
})

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const isPlace = (value: unknown): value is InvalidPlace =>
  isRecord(value) && typeof value['pointer'] === 'string' && typeof value['message'] === 'string'
