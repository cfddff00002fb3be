/** What can go wrong between a client and its server, as errors that say whether a write may have happened. */
import { MsgError } from '@msg/core/errors'
import type { ErrorCode } from '@msg/core/errors'
import { fromProblem } from '@msg/contract/problem'
import type { Route } from '@msg/contract/routes'

type Effect = Route['effect']
type Outcome = 'none' | 'unknown'

/** What an unanswered request may have done: a read nothing, a write who knows. */
export const unansweredOutcome = (effect: Effect): Outcome => (effect === 'read' ? 'none' : 'unknown')

/** A request that `fetch` failed on. */
export const networkFailure = (cause: unknown, effect: Effect): MsgError =>
  new MsgError('offline', 'the server cannot be reached', {
    outcome: neverLeft(cause) ? 'none' : unansweredOutcome(effect),
    cause,
  })

/** What Node says when there was no connection to send anything over. A browser does not tell. */
const unconnected: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

const neverLeft = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && unconnected.has(error.code)) ||
    neverLeft(error.cause) ||
    (error instanceof AggregateError && error.errors.length > 0 && error.errors.every(neverLeft)))

/** An unsuccessful answer as an error: a problem of the contract, or something that only a proxy in between can have said. */
export const refusal = (response: Response, body: unknown, effect: Effect): MsgError => {
  const told = fromProblem(body) ?? foreign(response.status)
  const { code, reason, places, cause } = told
  const retryAfter = told.retryAfter ?? secondsOf(response.headers.get('retry-after'))
  const outcome = told.outcome ?? (code === 'unavailable' ? unansweredOutcome(effect) : undefined)
  return new MsgError(code, told.message, { reason, places, retryAfter, outcome, cause })
}

/** The status of the answer that an error comes from, where only a proxy in between can have given it. */
export const foreignStatus = ({ cause }: MsgError): number | undefined =>
  typeof cause === 'number' ? cause : undefined

/** What a proxy may say without passing the request on. */
const foreignCodes: ReadonlyMap<number, ErrorCode> = new Map([
  [401, 'unauthenticated'],
  [413, 'too_large'],
  [429, 'rate_limited'],
])

const foreign = (status: number): MsgError => {
  // So answers who has never heard of messaging: a page of the site, or another server.
  const elsewhere = status < 300 || status === 404 ? ': is messaging mounted at `url`?' : ''
  const said = `the answer is not of this contract (status ${status})${elsewhere}`
  return new MsgError(foreignCodes.get(status) ?? 'unavailable', said, { cause: status })
}

const secondsOf = (header: string | null): number | undefined =>
  header !== null && /^\d{1,6}$/.test(header) ? Number(header) : undefined
