import { createMessaging } from '@msg/core'
import type { Messaging, MessagingOptions } from '@msg/core'
import { Hono } from 'hono'
import { onTestFinished } from 'vitest'
import type { Authenticate, MountOptions } from '../../src/index.ts'
import { mountMessaging } from '../../src/index.ts'
import { serveNode, upgradeWebSocket } from '../../src/node.ts'

/** Who asks: the name after `Bearer `, or in the cookie `user=`. */
export const authenticate: Authenticate = ({ headers }) => {
  const userId =
    /^Bearer (\S+)$/.exec(headers.get('authorization') ?? '')?.[1] ??
    /(?:^|;\s*)user=(\w+)/.exec(headers.get('cookie') ?? '')?.[1]
  return userId === undefined ? null : { userId: decodeURIComponent(userId) }
}

export interface Served {
  readonly messaging: Messaging
  /** Of the mount. */
  readonly url: string
  readonly port: number
  /** As a user, JSON in and out. */
  call(userId: string, request: string, body?: unknown): Promise<Answer>
  close(): Promise<void>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

export interface ServeOptions extends Partial<MountOptions> {
  readonly engine?: MessagingOptions
  readonly messaging?: Messaging
}

/** A server of the test's own, mounted at `/chat`, closed with the test. */
export const serve = async ({ engine, messaging: given, ...options }: ServeOptions = {}): Promise<Served> => {
  const messaging = given ?? createMessaging(engine)
  const app = new Hono()
  app.route('/chat', mountMessaging(messaging, { authenticate, upgradeWebSocket, ...options }))
  const server = await serveNode(app, { port: 0, linger: 0 })
  const close = async (): Promise<void> => {
    await server.close()
    await messaging.close()
  }
  onTestFinished(close)
  const url = `${server.url}/chat`
  return {
    messaging,
    url,
    port: server.port,
    call: (userId, request, body) => call(url, { userId, request, body }),
    close,
  }
}

const call = async (url: string, { userId, request, body }: { userId: string; request: string; body: unknown }) => {
  const [method = '', path = ''] = request.split(' ')
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${encodeURIComponent(userId)}`, 'content-type': 'application/json' },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
  })
  const text = await response.text()
  const json: unknown = text === '' ? undefined : JSON.parse(text)
  return { status: response.status, headers: response.headers, body: json }
}

/** A field of an answer, wherever it is: for tests that know what they were told. */
export const field = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )

/** A text field of an answer. */
export const textOf = (value: unknown, ...path: readonly (string | number)[]): string => {
  const found = field(value, ...path)
  if (typeof found !== 'string') throw new Error(`no text at ${path.join('/')}`)
  return found
}
