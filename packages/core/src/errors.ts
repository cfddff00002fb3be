/** Every error code that may cross the wire, with its HTTP status. The one table: nothing else invents a code. */
export const errorStatus = {
  invalid: 400,
  self_message: 400,
  no_recipients: 400,
  invalid_cursor: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_a_member: 403,
  reinvite_required: 403,
  recipient_refused: 403,
  feature_disabled: 403,
  not_found: 404,
  direct_cannot_be_left: 409,
  message_retracted: 409,
  idempotency_mismatch: 409,
  id_taken: 409,
  gone: 409,
  resync_required: 410,
  too_large: 413,
  rate_limited: 429,
  busy: 503,
  unavailable: 503,
  storage_full: 503,
} as const

/** A code of the table. */
export type ErrorCode = keyof typeof errorStatus

/** What only a client over the wire can meet; `unavailable` stands in both lists. */
export type ClientErrorCode = ErrorCode | 'offline' | 'timeout' | 'aborted'

/** One offending place of an input: a JSON pointer (RFC 6901) and what is wrong there. Never echoes the input. */
export interface InvalidPlace {
  readonly pointer: string
  readonly message: string
}

/** What an error carries beside its code and message. */
export interface ErrorDetails {
  /** A machine-readable refinement of the code, for `forbidden` and `recipient_refused`. */
  readonly reason?: string | undefined
  /** For `invalid`: every place found wrong. */
  readonly places?: readonly InvalidPlace[] | undefined
  /** Seconds after which trying again may help. */
  readonly retryAfter?: number | undefined
  /** For a failed request: whether the write certainly did not happen (`none`) or may have (`unknown`). */
  readonly outcome?: 'none' | 'unknown' | undefined
  readonly cause?: unknown
}

const brand = Symbol.for('@msg/error')

/** The one error class. Recognise it with {@link isMsgError}, which also works across copies of this package. */
export class MsgError extends Error {
  readonly code: ClientErrorCode
  readonly reason: string | undefined
  readonly places: readonly InvalidPlace[] | undefined
  readonly retryAfter: number | undefined
  readonly outcome: 'none' | 'unknown' | undefined
  readonly [brand] = true

  constructor(code: ClientErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'MsgError'
    this.code = code
    this.reason = details.reason
    this.places = details.places
    this.retryAfter = details.retryAfter
    this.outcome = details.outcome
  }
}

/** Whether a caught value is a {@link MsgError}, by brand. */
export const isMsgError = (value: unknown): value is MsgError =>
  typeof value === 'object' && value !== null && brand in value

/** Whether a string is a code of the table. */
export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(errorStatus, value)
