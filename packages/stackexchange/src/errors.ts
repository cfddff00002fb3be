/** Every reason for which this package rejects, with the message an operator reads. */
export const STACK_EXCHANGE_ERRORS = {
  'unknown-server': 'unknown server: use chat.stackexchange.com, chat.stackoverflow.com or chat.meta.stackexchange.com',
  'login-rejected': 'the login site refused the e-mail address or the password; check them, this is not retried',
  'captcha-required':
    'the login site asks for a captcha: log in with a browser and import its cookies with cookies(...)',
  challenge:
    'the site answered with a challenge for browsers: wait, then log in with a browser and import its cookies with cookies(...)',
  'session-expired': 'the chat no longer accepts this session: import fresh cookies, or allow password login',
  'already-logged-in': 'this client is logged in already; connect another one for another account',
  'throttled-out': 'the server kept asking to wait for longer than the sender allows',
  duplicate: 'the server swallowed the message as a repetition of one sent just before',
  empty: 'a message needs some text',
  'too-long': 'a message of one line has at most 500 characters; add a line break, or use sendParts',
  'no-permission': 'this account may not do that here (an anonymous client may only read)',
  'not-found': 'there is no such room, message or user, or it is hidden from this account',
  'room-private': 'the room is private and this account has not been let in',
  'room-frozen': 'the room is frozen: nobody can post there until a moderator thaws it',
  'room-timeout': 'the room is in timeout: nobody can post there for the moment',
  'account-blocked': 'the account is blocked from chat for the moment',
  'too-late': 'the two minutes for editing and deleting a message are over',
  'already-deleted': 'the message has been deleted already',
  'not-owner': 'only the author (or a moderator) may change that message',
  'unknown-outcome': 'the connection broke and it cannot be told whether the server acted; it was not repeated',
  unavailable: 'the server could not be reached, or failed',
  protocol: 'the server answered something this version does not understand',
  closed: 'the client is closed',
} as const

/** One of the reasons of {@link STACK_EXCHANGE_ERRORS}. */
export type StackExchangeErrorCode = keyof typeof STACK_EXCHANGE_ERRORS

const BRAND = Symbol.for('@msg/stackexchange/error')

/** What may be told beside the code. None of it ever holds a credential, cookie, key or message text. */
export interface StackExchangeErrorDetail {
  /** When a block or timeout ends, where the server says so. */
  readonly until?: Date | null
  /** What was being done, in few words; never user text. */
  readonly during?: string
  /** HTTP status of the answer that decided it. */
  readonly status?: number
  /** Whether the server may have acted all the same. */
  readonly outcome?: 'none' | 'unknown'
}

/** The one error class of this package; decide by `code`. */
export class StackExchangeError extends Error {
  override readonly name = 'StackExchangeError'
  /** Why it failed. */
  readonly code: StackExchangeErrorCode
  /** When a block or timeout ends, or null. */
  readonly until: Date | null
  /** HTTP status of the answer that decided it, or null. */
  readonly status: number | null
  /** `none`: nothing was done. `unknown`: the server may have acted. */
  readonly outcome: 'none' | 'unknown'
  readonly [BRAND] = true

  constructor(code: StackExchangeErrorCode, detail: StackExchangeErrorDetail = {}) {
    const where = detail.during ? ` (${detail.during})` : ''
    super(`${STACK_EXCHANGE_ERRORS[code]}${where}`)
    this.code = code
    this.until = detail.until ?? null
    this.status = detail.status ?? null
    this.outcome = detail.outcome ?? (code === 'unknown-outcome' ? 'unknown' : 'none')
  }
}

/** Whether `value` is an error of this package, also when another copy of it threw it. */
export const isStackExchangeError = (value: unknown): value is StackExchangeError =>
  typeof value === 'object' && value !== null && BRAND in value
