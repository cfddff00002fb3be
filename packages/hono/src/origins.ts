import { MsgError } from '@msg/core'
import { requestHeader } from '@msg/contract'

/** Which foreign origins may use the mount from a browser: an exact list, or a function that says so. */
export type Origins = readonly string[] | ((origin: string) => boolean)

/** Whether an origin is listed. The mount's own need not be. */
export const isListed = (origin: string, origins: Origins): boolean =>
  typeof origins === 'function' ? origins(origin) : origins.includes(origin)

/**
 * Whether a page of the request's `Origin` may use the mount. The scheme is not compared, for the server often does not
 * know it: TLS usually ends before. A request without the header comes from no page, or from one of our own.
 */
export const isAllowedOrigin = (request: Request, origins: Origins): boolean => {
  const origin = request.headers.get('origin')
  return origin === null || isOwn(request, origin) || isListed(origin, origins)
}

const isOwn = (request: Request, origin: string): boolean =>
  URL.canParse(origin) && new URL(origin).host === new URL(request.url).host

/**
 * Refuses a state-changing request that a foreign page made its reader's browser send. One with an Authorization header
 * cannot be such: browsers do not add that by themselves for anybody's page (and JSON bodies need the consent of CORS).
 * What a browser says of the site it was on is believed first, then the origin. A request with a cookie that says neither
 * has to show by a header of its own that a script made it.
 * @throws forbidden (`cross_origin`)
 */
export const refuseForeignPage = ({ request, origins }: { request: Request; origins: Origins }): void => {
  if (request.headers.has('authorization') || isFromOwnPage(request, origins)) return
  throw new MsgError('forbidden', 'not from this page', { reason: 'cross_origin', outcome: 'none' })
}

const isFromOwnPage = (request: Request, origins: Origins): boolean => {
  const { headers } = request
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  if (site === 'same-origin') return true
  if (origin !== null) return site === null ? isAllowedOrigin(request, origins) : isListed(origin, origins)
  if (site !== null) return false
  return !headers.has('cookie') || headers.has(requestHeader)
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

/** What a listed origin's page may send, as the answer to its browser's question. */
export const preflightHeaders = {
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers': `Authorization, Content-Type, ${requestHeader}`,
  'access-control-max-age': '600',
} as const
