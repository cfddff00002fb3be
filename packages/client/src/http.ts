/** Requests and answers: one of each a call, never queued, never repeated. */
import { isMsgError, MsgError } from '@msg/core/errors'
import type { CallOptions, Clock } from '@msg/core'
import type { Input, Output, Verb } from '@msg/contract'
import { hasBody, pathFields, replayedHeader, requestHeader, routes } from '@msg/contract/routes'
import type { Route } from '@msg/contract/routes'
import { deferred } from './deferred.ts'
import { networkFailure, refusal, unansweredOutcome } from './failure.ts'

/** Headers of every request, or what makes them anew for each: the place for an access token. */
export type ClientHeaders = HeadersInit | (() => HeadersInit | Promise<HeadersInit>)

export interface HttpOptions {
  /** Of the mount, without a slash at its end. */
  readonly base: string
  readonly headers: ClientHeaders
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly clock: Clock
  /** Milliseconds an answer is waited for, once a file that is sent has had its time. */
  readonly timeout: number
  /** Fires when the client is closed. */
  readonly closing: AbortSignal
}

export interface Http {
  /** Calls a verb. */
  call<V extends Verb>(verb: V, input: Input<V> | undefined, options?: CallOptions): Promise<Output<V>>
  /** Asks for what is served beside the verbs. */
  ask(place: Place, body?: object, signal?: AbortSignal): Promise<unknown>
  /** Asks for a stream, and resolves when its answer begins. The signal ends it. */
  stream(place: Place, body: object, signal: AbortSignal): Promise<Response>
}

/** Where something is served beside the verbs. */
interface Place {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  readonly path: string
  /** Default: nothing changes. */
  readonly effect?: Route['effect']
}

interface Request {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly body?: string | Blob
  /** Default JSON. */
  readonly accept?: string
  readonly effect: Route['effect']
}

/** Requests to one mount. */
export const createHttp = (options: HttpOptions): Http => ({
  call: async (verb, input, { signal, onReplay } = {}) => {
    const request = requestOf(routes[verb], input ?? {})
    const { body, replayed } = await exchange(request, options, signal)
    if (replayed) onReplay?.()
    if (isAnswer<typeof verb>(body)) return body
    throw new MsgError('unavailable', 'the answer is not of this contract', {
      outcome: unansweredOutcome(request.effect),
    })
  },
  ask: async (place, body = {}, signal) => (await exchange(asked(place, body), options, signal)).body,
  stream: async (place, body, signal) => {
    const init = await initOf({ ...asked(place, body), accept: 'text/event-stream' }, options, signal)
    try {
      const response = await options.fetch(`${options.base}${place.path}`, init)
      if (response.ok) return response
      throw refusal(response, jsonOf(await response.text()), 'read')
    } catch (error) {
      throw isMsgError(error) ? error : networkFailure(error, 'read')
    }
  },
})

/**
 * Trusts the server for the shape of an answer beyond its being an object: the contract's schemas made it on the other
 * side, and a client does not carry them.
 */
const isAnswer = <V extends Verb>(value: unknown): value is Output<V> => typeof value === 'object' && value !== null

/** What is asked beside the verbs, as a request. */
const asked = ({ method, path, effect = 'read' }: Place, body: object): Request => ({
  method,
  path,
  effect,
  ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
})

/** A verb's input as a request. Fields nobody knows are sent too: the server alone judges what is right. */
const requestOf = (route: Route, input: object): Request => {
  const inPath = pathFields(route.path)
  const fields = Object.entries(input).filter(([name, value]) => !inPath.includes(name) && value !== undefined)
  const file: unknown = route.file === undefined ? undefined : Reflect.get(input, route.file)
  const inQuery = ([name]: [string, unknown]): boolean =>
    name !== route.file && (!hasBody(route) || name in route.query)
  const query = new URLSearchParams(
    fields.filter(inQuery).map(([name, value]) => [name, queryText(value, route.query[name])]),
  ).toString()
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => segment(Reflect.get(input, name)))
  return {
    method: route.method,
    path: query === '' ? path : `${path}?${query}`,
    effect: route.effect,
    // What is no file is sent as an empty one, which is refused.
    ...(route.file === undefined ? {} : { body: file instanceof Blob ? file : new Blob([]) }),
    ...(hasBody(route) ? { body: JSON.stringify(Object.fromEntries(fields.filter((entry) => !inQuery(entry)))) } : {}),
  }
}

/** A value in a query. One of the wrong type must not look like one of the right type: `'10'` is no number. */
const queryText = (value: unknown, as: Route['query'][string] | undefined): string => {
  if (as === 'integer' || as === 'flag') return JSON.stringify(value) ?? ''
  // A lone surrogate would arrive as another character.
  return typeof value === 'string' && value.isWellFormed() ? value : ''
}

/** An id as a part of a path. What cannot be an id must not become another path: it is sent as what the server refuses. */
const segment = (id: unknown): string => (typeof id === 'string' && /^[\w-]+$/.test(id) ? id : '~')

interface Answer {
  readonly body: unknown
  /** Whether it repeats an earlier one of the same id. */
  readonly replayed: boolean
}

const exchange = async (request: Request, options: HttpOptions, signal: AbortSignal | undefined): Promise<Answer> => {
  const ends = endsOf(request, options, signal)
  try {
    const init = await Promise.race([ends.ended, initOf(request, options, ends.signal)])
    if (ends.signal.aborted) return await ends.ended
    ends.sending()
    const { response, body } = await Promise.race([ends.ended, fetched(options, request.path, init)])
    if (response.ok && body !== undefined) return { body, replayed: response.headers.has(replayedHeader) }
    throw refusal(response, body, request.effect)
  } catch (error) {
    throw isMsgError(error) ? error : networkFailure(error, request.effect)
  } finally {
    ends.release()
  }
}

const initOf = async (
  { method, body, accept = 'application/json' }: Request,
  { headers }: HttpOptions,
  signal: AbortSignal,
): Promise<RequestInit> => {
  const all = await hostHeaders(headers)
  all.set('accept', accept)
  all.set(requestHeader, '1')
  if (body === undefined) return { method, headers: all, signal }
  all.set('content-type', typeof body === 'string' ? 'application/json' : 'application/octet-stream')
  return { method, headers: all, signal, body }
}

const hostHeaders = async (headers: ClientHeaders): Promise<Headers> => {
  try {
    return new Headers(typeof headers === 'function' ? await headers() : headers)
  } catch (cause) {
    throw new MsgError('unavailable', 'the headers cannot be made', { outcome: 'none', cause })
  }
}

const fetched = async ({ base, fetch }: HttpOptions, path: string, init: RequestInit) => {
  const response = await fetch(`${base}${path}`, init)
  return { response, body: jsonOf(await response.text()) }
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Bytes a millisecond at which a file moves at least. */
const slowest = 32

/** The ways an exchange ends before its answer: in time out, by the caller, or with the client. */
const endsOf = (
  { effect, body }: Request,
  { clock, timeout, closing }: HttpOptions,
  signal: AbortSignal | undefined,
) => {
  const controller = new AbortController()
  let sent = false
  const { promise: ended, reject } = deferred<never>()
  // Whoever waits for the exchange hears of it; nobody else has to.
  ended.catch(() => {})
  const ending = (code: 'timeout' | 'aborted', message: string) => (): void => {
    reject(new MsgError(code, message, { outcome: sent ? unansweredOutcome(effect) : 'none' }))
    controller.abort()
  }
  const abort = ending('aborted', 'the call was aborted')
  const close = ending('aborted', 'the client was closed')
  const sending = typeof body === 'object' ? body.size / slowest : 0
  const cancel = clock.after(timeout + sending, ending('timeout', 'the server did not answer in time'))
  if (signal?.aborted === true) abort()
  else if (closing.aborted) close()
  const over = new AbortController()
  signal?.addEventListener('abort', abort, { signal: over.signal })
  closing.addEventListener('abort', close, { signal: over.signal })
  const release = (): void => {
    cancel()
    over.abort()
  }
  return { signal: controller.signal, ended, sending: () => (sent = true), release }
}
