import type { Authenticate } from '@msg/hono'
import { Hono } from 'hono'

/** What a surface answered. */
export interface Answer<Body> {
  readonly status: number
  /** The JSON, taken for what the test expects of it; null where there is none. */
  readonly body: Body
  readonly headers: Headers
}

/** A client of a surface that is one user; null for nobody. */
export type As<Body> = (
  user: string | null,
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer<Body>>

/** Django REST framework's tokens, where a user's token is their id. */
export const byToken: Authenticate = (request) => {
  const [, userId] = /^Token (.+)$/.exec(request.headers.get('authorization') ?? '') ?? []
  return userId === undefined ? null : { userId }
}

/** Mounts a surface at a path of a host's app, and speaks to it as its clients do. Links lead where they say. */
export const clientsOf = <Body>(surface: Hono, mount: `/${string}`): As<Body> => {
  const app = new Hono().route(mount, surface)
  return async (user, method, path, body, headers = {}) => {
    const url = path.startsWith('http') ? path : `https://app.example${mount}${path}`
    const response = await app.request(url, {
      method,
      headers: {
        ...(user === null ? {} : { authorization: `Token ${user}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers }
  }
}
