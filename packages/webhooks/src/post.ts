import { lookup as systemLookup } from 'node:dns/promises'
import { request as requestHttp } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import type { LookupFunction, Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { isPublicAddress } from './public-address.ts'

/** An address that a host name stands for. */
export interface ResolvedAddress {
  readonly address: string
  readonly family: 4 | 6
}

/** Finds the addresses of a host name. */
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>

/** One request. */
export interface Post {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly resolve: Resolve
  /** Whether addresses that are not public are taken too. */
  readonly allowPrivate: boolean
  readonly milliseconds: number
  readonly signal: AbortSignal
}

/** How a request ended; `unsafe`: no address of the host may be connected to; `untrusted`: its certificate is not valid, or not its own. */
export type PostResult =
  | { readonly status: 'answered'; readonly code: number; readonly retryAfter: number | undefined }
  | { readonly status: 'unsafe' | 'unreachable' | 'untrusted' | 'timed_out' }

const mostBytes = 65_536

/** Milliseconds until the next address of a host is tried. */
const eachAddress = 1_000

/** The operating system's resolver. */
export const systemResolve: Resolve = async (hostname) =>
  (await systemLookup(hostname, { all: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }))

/**
 * Posts to the very addresses that were checked, so that no second look-up leads elsewhere; follows no redirect, reads at most
 * 64 KiB of the answer and gives up in time. Its status is the answer, whatever becomes of the rest.
 */
export const post = async (options: Post): Promise<PostResult> => {
  const { url, resolve, allowPrivate, milliseconds } = options
  const over = AbortSignal.any([options.signal, AbortSignal.timeout(milliseconds)])
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  const family = isIP(hostname)
  try {
    over.throwIfAborted()
    const found =
      family === 0
        ? await inTime(resolve(hostname), over)
        : [{ address: hostname, family: family === 6 ? 6 : 4 } as const]
    const safe = found.filter(({ address }) => allowPrivate || isPublicAddress(address))
    const [first] = safe
    if (first === undefined) return { status: found.length === 0 ? 'unreachable' : 'unsafe' }
    const lookup: LookupFunction = (_, { all }, done) =>
      all === true ? done(null, safe) : done(null, first.address, first.family)
    return await send(options, lookup, over)
  } catch {
    return { status: over.aborted ? 'timed_out' : 'unreachable' }
  }
}

/** A look-up cannot be cancelled; nobody waits for it any more. */
const inTime = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('out of time')), { once: true })
    work.then(resolve, reject)
  })

/** `lookup`: whatever it is asked, it answers with the addresses that were checked. One after the other is tried. */
const send = ({ url, headers, body }: Post, lookup: LookupFunction, signal: AbortSignal): Promise<PostResult> =>
  new Promise((resolve, reject) => {
    const options = {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      agent: false,
      signal,
      lookup,
      autoSelectFamilyAttemptTimeout: eachAddress,
    }
    const request = url.protocol === 'https:' ? requestHttps(url, options) : requestHttp(url, options)
    let answer: PostResult | null = null
    request.on('error', (error) => {
      if (answer !== null) resolve(answer)
      else if (isUntrusted(request.socket)) resolve({ status: 'untrusted' })
      else reject(error)
    })
    // Who answers with another protocol, unasked, has answered; without a listener nothing would be heard of it.
    request.on('upgrade', (_, socket) => {
      socket.destroy()
      resolve({ status: 'answered', code: 101, retryAfter: undefined })
    })
    request.on('response', (response) => {
      const given = { status: 'answered', code: response.statusCode ?? 0, retryAfter: retryAfterOf(response) } as const
      answer = given
      const end = (): void => resolve(given)
      drained(response).then(end, end)
    })
    request.end(body)
  })

/** What is wrong with a certificate is noted on the connection. */
const isUntrusted = (socket: Socket | null): boolean =>
  socket instanceof TLSSocket && Boolean(socket.authorizationError)

/** Reads the answer away, so that the other side can finish, but not without end. */
const drained = async (response: IncomingMessage): Promise<void> => {
  let bytes = 0
  for await (const chunk of response) {
    bytes += Buffer.isBuffer(chunk) ? chunk.length : 0
    if (bytes > mostBytes) break
  }
  response.destroy()
}

/** Seconds, from a number of them or a date. */
const retryAfterOf = ({ headers }: IncomingMessage): number | undefined => {
  const value = headers['retry-after'] ?? ''
  if (/^\d{1,9}$/.test(value)) return Number(value)
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1_000))
}
