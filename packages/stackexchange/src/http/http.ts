import type { CookieJar } from 'tough-cookie'
import type { Clock } from '../clock.ts'
import { StackExchangeError } from '../errors.ts'

/** A request; `form` makes it a form-encoded POST. */
export interface HttpRequest {
  readonly url: string
  readonly form?: Readonly<Record<string, string>> | undefined
  readonly signal?: AbortSignal | undefined
}

/** An answer with its body read. */
export interface HttpResponse {
  readonly url: string
  readonly status: number
  readonly body: string
  /** Where a redirect leads, absolute, or null. */
  readonly location: string | null
  readonly isHtml: boolean
}

/** HTTP with cookies and manual redirects. Rejects only `unavailable` (also for a timeout), `closed`, or with a signal's reason. */
export interface Http {
  readonly jar: CookieJar
  /** One request, redirects not followed. */
  request(request: HttpRequest): Promise<HttpResponse>
  /** A GET that follows up to ten redirects. */
  get(url: string, signal?: AbortSignal): Promise<HttpResponse>
}

/** The part of `fetch` that is used. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** What the HTTP layer is made of. */
export interface HttpOptions {
  readonly fetch: Fetch
  readonly clock: Clock
  readonly userAgent: string
  readonly jar: CookieJar
  /** Milliseconds after which a request is given up. */
  readonly timeout: number
  /** Aborted when the client closes. */
  readonly closed: AbortSignal
}

const MAX_HOPS = 10

/** Failures that happen before anything is sent. */
const BEFORE_SENDING: readonly string[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]

/** The names of network failures tell nothing secret; their other fields may. */
const failureName = (error: unknown): string => {
  const cause: unknown = error instanceof Error ? error.cause : undefined
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' ? code : 'network failure'
}

const storeCookies = async (jar: CookieJar, response: Response, url: string) => {
  for (const header of response.headers.getSetCookie()) await jar.setCookie(header, url, { ignoreError: true })
}

const initOf = async (options: HttpOptions, request: HttpRequest, signal: AbortSignal): Promise<RequestInit> => {
  const cookie = await options.jar.getCookieString(request.url)
  const headers = { 'user-agent': options.userAgent, ...(cookie ? { cookie } : {}) }
  const common = { redirect: 'manual', signal } as const
  if (!request.form) return { ...common, headers }
  return {
    ...common,
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
    body: new URLSearchParams(request.form).toString(),
  }
}

const exchange = async (options: HttpOptions, request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> => {
  const response = await options.fetch(request.url, await initOf(options, request, signal))
  await storeCookies(options.jar, response, request.url)
  const location = response.headers.get('location')
  return {
    url: request.url,
    status: response.status,
    body: await response.text(),
    location: location === null ? null : new URL(location, request.url).href,
    isHtml: response.headers.get('content-type')?.includes('html') ?? false,
  }
}

/**
 * Runs work under one signal that follows several; it lets go of them afterwards, because the client's own lives as long
 * as the client.
 */
const following = async <T>(signals: readonly AbortSignal[], work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const joint = new AbortController()
  const stop = () => joint.abort()
  for (const signal of signals) signal.addEventListener('abort', stop, { once: true })
  try {
    return await work(joint.signal)
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', stop)
  }
}

/** Creates the HTTP layer of one client. */
export const createHttp = (options: HttpOptions): Http => {
  const request = async (asked: HttpRequest): Promise<HttpResponse> => {
    if (options.closed.aborted) throw new StackExchangeError('closed')
    asked.signal?.throwIfAborted()
    const expiry = new AbortController()
    const cancel = options.clock.timer('request', options.timeout, () => expiry.abort())
    const signals = [expiry.signal, options.closed, ...(asked.signal ? [asked.signal] : [])]
    try {
      return await following(signals, (signal) => exchange(options, asked, signal))
    } catch (error) {
      asked.signal?.throwIfAborted()
      if (options.closed.aborted) throw new StackExchangeError('closed')
      const why = expiry.signal.aborted ? 'timeout' : failureName(error)
      const { pathname } = new URL(asked.url)
      const outcome = BEFORE_SENDING.includes(why) ? 'none' : 'unknown'
      throw new StackExchangeError('unavailable', { during: `${pathname}: ${why}`, outcome })
    } finally {
      cancel()
    }
  }
  const get = async (url: string, signal?: AbortSignal): Promise<HttpResponse> => {
    let next = url
    for (let hop = 0; hop < MAX_HOPS; hop += 1) {
      const response = await request({ url: next, signal })
      if (response.location === null) return response
      next = response.location
    }
    throw new StackExchangeError('protocol', { during: 'too many redirects' })
  }
  return { jar: options.jar, request, get }
}
