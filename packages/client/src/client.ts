import { MsgError } from '@msg/core/errors'
import type { Clock, Session } from '@msg/core'
import type { Config } from '@msg/contract'
import { places } from '@msg/contract/routes'
import { createConnectionState } from './connection-state.ts'
import { createHttp } from './http.ts'
import type { ClientHeaders, Http } from './http.ts'
import { byPolling } from './live/by-polling.ts'
import type { PollingOptions } from './live/by-polling.ts'
import { createLadder } from './live/ladder.ts'
import { overSse } from './live/over-sse.ts'
import { overWebSocket } from './live/over-web-socket.ts'
import { subscribe, watch } from './live/subscription.ts'
import type { LiveOptions } from './live/subscription.ts'
import { canShare, createTabHub } from './live/tab-hub.ts'
import { subscribeInTab } from './live/tab-subscription.ts'
import type { TabOptions } from './live/tab-subscription.ts'
import { transports as allTransports } from './live/transport.ts'
import type { Carrier, Transport } from './live/transport.ts'
import type { WebSocketConstructor } from './live/web-socket.ts'
import { platformClock } from './platform-clock.ts'
import { sessionVerbs } from './session-verbs.ts'

/** Where the server is, and what a client needs to reach it. */
export interface ClientOptions {
  /** Of the mount: `https://app.example/chat`, or in a browser `/chat`. */
  readonly url: string
  /** Headers of every request, such as Authorization; a function is asked anew for each. Default: none (cookies do it). */
  readonly headers?: ClientHeaders
  /** Default: the platform's. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
  /** Default: the platform's, else that of `ws` if it is installed (Node 20 has none of its own). */
  readonly WebSocket?: WebSocketConstructor
  /** What live updates may go over. Default all: the best that works, in the order `websocket`, `sse`, `polling`. */
  readonly transports?: readonly Transport[]
  /**
   * Whether the tabs of a browser share one live link, if it has Web Locks and BroadcastChannel. Default: in a page they do,
   * elsewhere each client has its own.
   */
  readonly shareTabs?: boolean
  /** Milliseconds between polls. Default: the server answers a poll when something happens. */
  readonly pollInterval?: number
  /** Default: the platform's. */
  readonly clock?: Clock
  /** Milliseconds an answer is waited for; an upload has a second more for each 32 kB. Default 30,000. */
  readonly timeout?: number
}

/** A {@link Session} over the wire. */
export interface Client extends Session, AsyncDisposable {
  /** Every bound on input and what the server offers, as it told at the start. */
  readonly config: Config
  /** Ends its subscriptions and whatever is under way; what is called afterwards rejects `aborted`. */
  close(): void
}

/**
 * Connects to a mount and learns who I am there. Verbs are one request each: never queued, never repeated.
 * @throws unauthenticated, offline, timeout, unavailable
 * @example
 * const session = await createClient({ url: '/chat' })
 * const direct = await session.conversations.startDirect({ userId: 'bob' })
 * await session.messages.send({ conversationId: direct.id, body: 'hello' })
 */
export const createClient = async (options: ClientOptions): Promise<Client> => {
  const line = lineTo(options)
  return clientOn(line, await configAt(line))
}

/** What a client reaches its server by. */
export interface Line {
  readonly options: ClientOptions
  readonly base: string
  readonly http: Http
  readonly clock: Clock
  readonly timeout: number
  readonly closing: AbortController
}

/** Makes ready to reach a server; nothing is asked yet. */
export const lineTo = (options: ClientOptions, closing = new AbortController()): Line => {
  const { headers = {}, clock = platformClock, timeout = 30_000 } = options
  const base = baseOf(options.url)
  // Called as a function of nothing: the platform's own insists on that.
  const fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init))
  const http = createHttp({ base, headers, fetch, clock, timeout, closing: closing.signal })
  return { options, base, http, clock, timeout, closing }
}

/** What the server tells at the start. @throws unauthenticated, offline, timeout, unavailable */
export const configAt = async ({ http }: Line): Promise<Config> => configOf(await http.ask(places.config))

/** A client of whom the server takes us for. */
export const clientOn = (line: Line, config: Config): Client => {
  const { options, base, http, clock, timeout, closing } = line
  const states = createConnectionState()
  const carriers = carriersOf({ ...options, clock, timeout }, { base, http, config })
  const live: LiveOptions = {
    ladder: createLadder(carriers, clock),
    clock,
    states,
    closing: closing.signal,
  }
  const verbs = sessionVerbs(http)
  const close = (): void => closing.abort()
  const { shareTabs = typeof document !== 'undefined' } = options
  const tabs: TabOptions | undefined =
    shareTabs && canShare()
      ? { hub: createTabHub(`msg ${base} ${config.me}`, live), clock, read: verbs.live.read, closing: closing.signal }
      : undefined
  return {
    ...verbs,
    me: config.me,
    features: featuresOf(config),
    config,
    connection: states.connection,
    live: {
      ...verbs.live,
      subscribe: (input, callOptions) =>
        tabs === undefined ? subscribe(live, input, callOptions) : subscribeInTab(tabs, input, callOptions),
      watch: (input, callOptions) => watch(live, input, callOptions),
    },
    close,
    [Symbol.asyncDispose]: async () => close(),
  }
}

interface Reached {
  readonly base: string
  readonly http: Http
  readonly config: Config
}

/** Milliseconds a server has to greet, where there is something else to try; else as long as an answer is waited for. */
const greetingTime = 10_000

/** The transports that this client wants and the server offers, best first. */
const carriersOf = (
  options: ClientOptions & Pick<PollingOptions, 'clock' | 'timeout'>,
  reached: Reached,
): readonly Carrier[] => {
  const { clock, timeout, WebSocket, pollInterval: interval, transports = allTransports } = options
  const { base, http, config } = reached
  const names = allTransports.filter(
    (name) => transports.includes(name) && (name !== 'websocket' || config.features.websocket),
  )
  const greeting = names.length > 1 ? Math.min(timeout, greetingTime) : timeout
  const url = `${base.replace(/^http/, 'ws')}${places.live.path}`
  const carriers: Readonly<Record<Transport, Carrier>> = {
    websocket: overWebSocket({ http, url, WebSocket, clock, greeting }),
    sse: overSse({ http, clock, greeting }),
    polling: byPolling({ http, clock, timeout, interval }),
  }
  return names.map((name) => carriers[name])
}

const baseOf = (url: string): string => {
  const here = globalThis.location?.href
  const parsed = URL.canParse(url, here) ? new URL(url, here) : null
  // `localhost:3000` is a URL too: of a scheme called localhost.
  if (parsed === null || !/^https?:$/.test(parsed.protocol))
    throw new TypeError('`url` must be an absolute URL (https://…), or a path in a browser')
  const { origin, pathname } = parsed
  return `${origin}${pathname.replace(/\/+$/, '')}`
}

const configOf = (answer: unknown): Config => {
  if (isConfig(answer)) return answer
  throw new MsgError('unavailable', 'the answer is not of this contract', { outcome: 'none' })
}

/** What the host has switched on, without what the mount offers besides. */
const featuresOf = ({ features: { websocket: _, ...features } }: Config): Session['features'] => features

const isConfig = (value: unknown): value is Config =>
  typeof value === 'object' && value !== null && 'me' in value && typeof value.me === 'string' && 'limits' in value
