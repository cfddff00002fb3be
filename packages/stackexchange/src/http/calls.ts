import { StackExchangeError } from '../errors.ts'
import { isChallengePage } from '../pages/session-page.ts'
import type { Http, HttpResponse } from './http.ts'

/** The part of a session that requests need. */
export interface KeySource {
  /** The key every POST needs. */
  key(signal?: AbortSignal): Promise<string>
  /** Another key, after the server went astray on the one given; the same one when it was not to blame. */
  renew(stale: string, signal?: AbortSignal): Promise<string>
}

/** Requests to the chat by path, with key and session kept fresh. */
export interface Calls {
  /** A page or piece of data; rejects `challenge`, `unavailable`, or `not-found` for 404. */
  get(path: string, signal?: AbortSignal): Promise<HttpResponse>
  /** A form with the key added. Renews a stale key once; what is astray after that is the caller's to judge. */
  post(path: string, form: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<HttpResponse>
  /** A form whose answer must be JSON. */
  postForJson(path: string, form: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<unknown>
}

/** Throws what a site behind a content delivery network says to suspected robots. */
export const refuseChallenge = (response: HttpResponse): void => {
  const { status } = response
  if ((status === 429 && response.isHtml) || (status === 403 && isChallengePage(response.body)))
    throw new StackExchangeError('challenge', { status })
}

/** Whether an answer is a page or a redirect, where a POST is answered with data. */
const isAstray = (response: HttpResponse) =>
  response.location !== null || (response.status < 500 && /^\s*</.test(response.body))

const parse = (response: HttpResponse, path: string): unknown => {
  try {
    return JSON.parse(response.body)
  } catch {
    throw new StackExchangeError('protocol', { during: `${path}: no JSON`, status: response.status })
  }
}

/** A path without what was asked for, which may be somebody's words. */
const nameOf = (path: string) => path.split('?', 1)[0] ?? path

/** Creates the requests of one client. */
export const createCalls = (http: Http, chatOrigin: string, keys: KeySource): Calls => {
  const post: Calls['post'] = async (path, form, signal) => {
    const fkey = await keys.key(signal)
    const send = (key: string) => http.request({ url: `${chatOrigin}${path}`, form: { ...form, fkey: key }, signal })
    const response = await send(fkey)
    refuseChallenge(response)
    if (!isAstray(response)) return response
    const renewed = await keys.renew(fkey, signal)
    if (renewed === fkey) return response
    const again = await send(renewed)
    refuseChallenge(again)
    return again
  }
  return {
    post,
    async get(path, signal) {
      const response = await http.get(`${chatOrigin}${path}`, signal)
      refuseChallenge(response)
      const { status } = response
      if (status === 404) throw new StackExchangeError('not-found', { during: nameOf(path), status })
      if (status >= 400) throw new StackExchangeError('unavailable', { during: nameOf(path), status })
      return response
    },
    async postForJson(path, form, signal) {
      const response = await post(path, form, signal)
      const { status } = response
      if (status === 404) throw new StackExchangeError('not-found', { during: path, status })
      if (status >= 500) throw new StackExchangeError('unavailable', { during: path, status })
      return parse(response, path)
    },
  }
}
