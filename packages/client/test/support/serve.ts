import { createMessaging } from '@msg/core'
import type { LiveEvent, LiveSubscription, Messaging, MessagingOptions, Store } from '@msg/core'
import { createMemoryStore } from '@msg/core/memory'
import { mountMessaging } from '@msg/hono'
import type { MountOptions } from '@msg/hono'
import { serveNode, upgradeWebSocket } from '@msg/hono/node'
import type { NodeServer } from '@msg/hono/node'
import { engineOn } from '@msg/testing'
import type { SessionHost, SessionHostOptions } from '@msg/testing'
import { Hono } from 'hono'
import { expect, onTestFinished } from 'vitest'
import { createClient } from '../../src/index.ts'
import type { Client, ClientOptions, Transport } from '../../src/index.ts'
import { declaredOnly } from './declared.ts'

export interface Served {
  readonly messaging: Messaging
  readonly url: string
  client(userId: string, options?: Partial<ClientOptions>): Promise<Client>
  /** Stops the server; the engine stays. */
  stop(): Promise<void>
  /** Serves the same engine at the same port again. */
  start(): Promise<void>
  close(): Promise<void>
}

/** How a test is served. */
export interface ServeOptions extends Partial<MountOptions> {
  /** Whether over WebSocket too; default true. */
  readonly live?: boolean
}

/** A server of the test's own with clients of its own; all closed with the test. */
export const serve = async (options: ServeOptions = {}): Promise<Served> => {
  const served = await open(createMessaging(), options)
  onTestFinished(served.close)
  return served
}

/** A host for the conformance suite: an engine on a store, a server, and a client for every user. It answers what the contract says. */
export const openHost = async (
  options: SessionHostOptions,
  store: Store = createMemoryStore(options),
): Promise<SessionHost> => {
  const { client, close, url } = await open(engineOn(store, options))
  const { fetch, undeclared } = declaredOnly(url)
  return {
    session: (userId) => client(userId, { fetch }),
    close: async () => {
      await close()
      expect(undeclared, 'codes that the contract does not say of a verb').toEqual([])
    },
  }
}

/** The same, with live updates over one transport; those but WebSocket from a mount that serves none. */
export const openHostOver =
  (transport: Transport) =>
  async (options: MessagingOptions): Promise<SessionHost> => {
    const { client, close } = await open(createMessaging(options), { live: transport === 'websocket' })
    return { session: (userId) => client(userId, { transports: [transport] }), close }
  }

/** The same, as in a page: over a link that the tabs of a user share. */
export const openHostInTabs = async (options: MessagingOptions): Promise<SessionHost> => {
  const { client, close } = await open(createMessaging(options))
  return { session: (userId) => client(userId, { shareTabs: true }), close }
}

const open = async (messaging: Messaging, { live = true, ...options }: ServeOptions = {}): Promise<Served> => {
  const clients: Client[] = []
  const app = new Hono()
  app.route(
    '/chat',
    mountMessaging(messaging, {
      authenticate: ({ headers }) => {
        const userId = /^Bearer (\S+)$/.exec(headers.get('authorization') ?? '')?.[1]
        return userId === undefined ? null : { userId: decodeURIComponent(userId) }
      },
      ...(live ? { upgradeWebSocket } : {}),
      ...options,
    }),
  )
  let server: NodeServer | undefined = await serveNode(app, { port: 0, linger: 0 })
  const { port, url } = server
  const stop = async (): Promise<void> => {
    await server?.close()
    server = undefined
  }
  const close = async (): Promise<void> => {
    for (const client of clients) client.close()
    await stop()
    await messaging.close()
  }
  const client: Served['client'] = async (userId, more) => {
    const headers = { authorization: `Bearer ${encodeURIComponent(userId)}` }
    const made = await createClient({ url: `${url}/chat`, headers, ...more })
    clients.push(made)
    return made
  }
  const start = async (): Promise<void> => {
    server = await serveNode(app, { port, linger: 0 })
  }
  return { messaging, url: `${url}/chat`, client, stop, start, close }
}

/** The next event of a subscription. */
export const nextOf = async (iterator: AsyncIterator<LiveEvent>): Promise<LiveEvent> => {
  const { done, value } = await iterator.next()
  if (done === true) throw new Error('the subscription has ended')
  return value
}

/** Reads up to and with the first event of a type. */
export const readTo = async (
  subscription: LiveSubscription,
  type: LiveEvent['type'],
): Promise<AsyncIterator<LiveEvent>> => {
  const iterator = subscription[Symbol.asyncIterator]()
  while ((await nextOf(iterator)).type !== type);
  return iterator
}

/** Reads the bodies of messages sent until there are so many. */
export const readBodies = async (iterator: AsyncIterator<LiveEvent>, count: number): Promise<readonly string[]> => {
  const bodies: string[] = []
  while (bodies.length < count) {
    const event = await nextOf(iterator)
    if (event.type !== 'changes') continue
    for (const { type, subject } of event.changes)
      if (type === 'message.sent' && subject !== 'gone') bodies.push(subject.body ?? '')
  }
  return bodies
}

/** Where an event stands; signals stand nowhere. */
export const cursorOf = (event: LiveEvent): string => ('cursor' in event ? event.cursor : '')
