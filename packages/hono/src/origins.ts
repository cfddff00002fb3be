import { MsgError } from '@msg/core'
import { requestHeader } from '@msg/contract'
import type { Reply } from './reply.ts'

/** Which foreign origins may use the mount from a browser: an exact list, or a function that says so. */
export type Origins = readonly string[] | ((origin: string) => boolean)

/**
 * Refuses a list with an entry that no browser sends as an origin, and that would let nobody in: a page's address, a
 * pattern.
 * @throws TypeError
 */
export const assertOrigins = (origins: unknown): void => {
  if (typeof origins === 'function') return
  const [wrong] = [origins].flat().filter((listed) => !isOrigin(listed))
  if (wrong === undefined) return
  const hint = 'list scheme and host alone, such as `https://app.example`, or give a function'
  throw new TypeError(`\`origins\` has ${JSON.stringify(wrong)}, which is no origin: ${hint}`)
}

/** A scheme and what is between it and a path. What browsers make shorter or lower-case is one only as they write it. */
const isOrigin = (listed: unknown): boolean => {
  if (typeof listed !== 'string' || !/^[a-z][a-z\d+.-]*:\/\/[^/?#*]+$/.test(listed)) return listed === 'null'
  return !/^https?:/.test(listed) || (URL.canParse(listed) && new URL(listed).origin === listed)
}

/**
 * Whether an origin is listed. The mount's own need not be. Hosts without types may give one origin instead of a list
 * (the whole of it counts, no part), or a function that answers with a promise (which allows nothing).
 */
export const isListed = (origin: string, origins: Origins): boolean => {
  const listed: unknown = typeof origins === 'function' ? origins(origin) : [origins].flat().includes(origin)
  return listed === true
}

/**
 * Whether a page of the request's `Origin` may use the mount. The scheme is not compared, for the server often does not
 * know it: TLS usually ends before. A request without the header comes from no page, or from one of our own; and where the server
 * does not know its own name either, behind a proxy, the browser says so.
 */
export const isAllowedOrigin = ({ headers, url }: Request, origins: Origins): boolean => {
  const origin = headers.get('origin')
  if (origin === null || headers.get('sec-fetch-site') === 'same-origin') return true
  return isOwn(url, origin) || isListed(origin, origins)
}

const isOwn = (url: string, origin: string): boolean =>
  URL.canParse(origin) && new URL(origin).host === new URL(url).host

/**
 * Refuses a state-changing request that a foreign page made its reader's browser send. A request with a cookie that does not
 * say where it comes from has to show by a header of its own that a script made it.
 * @throws forbidden (`cross_origin`)
 */
export const refuseForeignPage = ({ request, origins }: { request: Request; origins: Origins }): void => {
  const page = pageOf(request, origins)
  if (page === 'own' || (page === 'unknown' && request.headers.has(requestHeader))) return
  throw new MsgError('forbidden', 'not from this page: is its origin in `origins`?', {
    reason: 'cross_origin',
    outcome: 'none',
  })
}

/**
 * Whose page made the reader's browser send a request. One with an Authorization header counts as our own: browsers
 * never add that by themselves (and JSON bodies need the consent of CORS). `Sec-Fetch-Site` is believed first, then
 * `Origin`. A request with a cookie and neither of them is `unknown`.
 */
export const pageOf = ({ headers, url }: Request, origins: Origins): 'own' | 'foreign' | 'unknown' => {
  if (headers.has('authorization')) return 'own'
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  if (site === 'same-origin') return 'own'
  if (origin !== null) {
    const own = isListed(origin, origins) || (site === null && isOwn(url, origin))
    return own ? 'own' : 'foreign'
  }
  if (site !== null) return 'foreign'
  return headers.has('cookie') ? 'unknown' : 'own'
}

/** The headers that let a listed origin's page read an answer; none for any other. */
export const corsHeaders = (request: Request, origins: Origins): Readonly<Record<string, string>> => {
  const origin = request.headers.get('origin')
  if (origin === null || !isListed(origin, origins)) return {}
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'Idempotent-Replayed, Retry-After',
  }
}

/**
 * The answer to a browser that asks what a page of a listed origin may send: what the client needs, and `allowHeaders`.
 * @throws not_found for any other
 */
export const preflightReply = (request: Request, origins: Origins, allowHeaders: readonly string[] = []): Reply => {
  if (Object.keys(corsHeaders(request, origins)).length === 0)
    throw new MsgError('not_found', 'nothing is served at this path and method')
  const headers = {
    'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
    'access-control-allow-headers': ['Authorization', 'Content-Type', requestHeader, ...allowHeaders].join(', '),
    'access-control-max-age': '600',
  }
  return { status: 204, headers, body: null }
}
