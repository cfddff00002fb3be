import type { Person } from '@msg/core'
import type { Authenticate } from '@msg/hono'
import { Hono } from 'hono'

/** What a surface answered. */
export interface Answer<Body = unknown> {
  readonly status: number
  /** The JSON, taken for what the test expects of it; null where there is none. */
  readonly body: Body
  readonly headers: Headers
}

/** A client of a surface that is one user; null for nobody. A body goes as JSON, unless it is a text or a form. */
export type As<Body = unknown> = (
  user: string | null,
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer<Body>>

/** The same in fewer words: as a user, `POST messaging`. */
export type Ask = (user: string, request: string, body?: unknown) => Promise<Answer>

/** What the requests of a user carry. */
export type SignIn = (user: string) => Readonly<Record<string, string>>

/** The host. */
export const origin = 'https://app.example'

const withToken: SignIn = (user) => ({ authorization: `Token ${user}` })

/** Django REST framework's tokens, where a user's token is their id. */
export const byToken: Authenticate = (request) => {
  const [, userId] = /^Token (.+)$/.exec(request.headers.get('authorization') ?? '') ?? []
  return userId === undefined ? null : { userId }
}

/** People by name: their ids are integers, as the forerunners' are. */
export const peopleCalled = (names: readonly string[], first: number): readonly Person[] =>
  names.map((username, index) => ({
    id: String(first + index),
    username,
    displayName: `${username} of the host`,
    email: `${username}@host.example`,
    isActive: true,
  }))

/** Mounts a surface at a path of a host's app, and speaks to it as its clients do. Links lead where they say. */
export const clientsOf = <Body>(surface: Hono, mount: `/${string}`, signIn: SignIn = withToken): As<Body> => {
  const app = new Hono().route(mount, surface)
  return async (user, method, path, body, headers = {}) => {
    const url = path.startsWith('http') ? path : `${origin}${mount}${path}`
    const response = await app.request(url, {
      method,
      headers: {
        ...(user === null ? {} : signIn(user)),
        ...(body === undefined || isRaw(body) ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers }
  }
}

/** Speaks to a surface in few words; nobody has no name. */
export const asking =
  (as: As): Ask =>
  (user, request, body) => {
    const [method = '', path = ''] = request.split(' ')
    return as(user === '' ? null : user, method, `/${path}`, body)
  }

const isRaw = (body: unknown): body is string | URLSearchParams =>
  typeof body === 'string' || body instanceof URLSearchParams
