/** `live.subscribe` and `live.watch` over sockets: one socket each, another whenever it breaks, for ever. */
import { isMsgError, MsgError } from '@msg/core/errors'
import type {
  CallOptions,
  Clock,
  Connection,
  ConversationInput,
  Cursor,
  LiveSubscription,
  SubscribeInput,
} from '@msg/core'
import { boundCursor, retryHint } from '@msg/contract/frames'
import type { ClientHello, ErrorFrame, ServerFrame } from '@msg/contract/frames'
import { places } from '@msg/contract/routes'
import type { ConnectionState } from '../connection-state.ts'
import type { Http } from '../http.ts'
import { isPassing } from '../passing.ts'
import { backoff, hinted } from './backoff.ts'
import { createEventQueue } from './event-queue.ts'
import type { EventQueue } from './event-queue.ts'
import { openLink } from './link.ts'
import { webSocketOf } from './web-socket.ts'
import type { WebSocketConstructor } from './web-socket.ts'

export interface LiveOptions {
  readonly http: Http
  /** Of the socket. */
  readonly url: string
  readonly WebSocket: WebSocketConstructor | undefined
  readonly clock: Clock
  /** Milliseconds a connection has until it is greeted. */
  readonly timeout: number
  readonly states: ConnectionState
  /** Fires when the client is closed. */
  readonly closing: AbortSignal
}

/** Events a slow reader may leave unread before the socket is closed until they are: the server keeps them better. */
const unreadLimit = 1_000

/** Unread events beyond which signals are not kept: they would be late. */
const signalsLimit = 100

/** What is asked for in the hello: everything from a cursor on, or one conversation. */
type Wanted = Pick<ClientHello, 'after' | 'watch'>

/** Starts a subscription: it runs until it is closed, whether or not it is read. */
export const subscribe = (
  options: LiveOptions,
  { after }: SubscribeInput = {},
  callOptions: CallOptions = {},
): LiveSubscription => start(options, after === undefined ? {} : { after }, callOptions)

/** Starts a watch, which runs likewise. Whenever its socket broke it yields `resync`, for it has no past. */
export const watch = (
  options: LiveOptions,
  { conversationId }: ConversationInput,
  callOptions: CallOptions = {},
): LiveSubscription => start(options, { watch: conversationId }, callOptions)

const start = (options: LiveOptions, wanted: Wanted, { signal }: CallOptions): LiveSubscription => {
  const queue = createEventQueue()
  const ending = new AbortController()
  const close = (): void => {
    ending.abort()
    queue.drop()
  }
  signal?.addEventListener('abort', close)
  options.closing.addEventListener('abort', close)
  if (signal?.aborted === true || options.closing.aborted) close()
  void keepConnected({ options, queue, signal: ending.signal, wanted }).finally(() => {
    signal?.removeEventListener('abort', close)
    options.closing.removeEventListener('abort', close)
  })
  return {
    close,
    [Symbol.asyncDispose]: async () => close(),
    [Symbol.asyncIterator]: () => ({
      next: () => queue.next(),
      return: async () => {
        close()
        return { done: true, value: undefined }
      },
    }),
  }
}

interface Run {
  readonly options: LiveOptions
  readonly queue: EventQueue
  readonly signal: AbortSignal
  readonly wanted: Wanted
}

/** What one attempt came to. */
interface Attempt {
  /** Whether it got as far as live. */
  readonly live: boolean
  /** Seconds after which the server would like the next one. */
  readonly hint?: number | undefined
  /** Why there is no use in another. */
  readonly error?: MsgError | undefined
}

const keepConnected = async ({ options, queue, signal, wanted }: Run): Promise<void> => {
  const state = options.states.track()
  const reader = createReader(queue, wanted, state.report)
  let failures = 0
  while (!signal.aborted) {
    state.report('connecting')
    const { live, hint, error } = await connect(options, reader, signal)
    if (error !== undefined) queue.end(error)
    if (error !== undefined || signal.aborted) break
    state.report(live ? 'connecting' : 'offline')
    // A reader who left much unread is not given more: the server keeps it better.
    if (queue.size() >= unreadLimit) await queue.emptied()
    failures = live ? 0 : failures + 1
    await pause(hint === undefined ? backoff(failures) : hinted(hint), options.clock, signal)
  }
  state.forget()
}

const connect = async (options: LiveOptions, reader: Reader, signal: AbortSignal): Promise<Attempt> => {
  try {
    const WebSocket = await webSocketOf(options.WebSocket)
    const ticket = ticketOf(await options.http.ask(places.ticket))
    if (signal.aborted) return { live: false }
    const onFrame = (frame: ServerFrame): void => {
      if (reader.take(frame) === 'enough') link.close()
    }
    const link = openLink({ ...options, WebSocket, ticket, wanted: reader.wanted(), onFrame })
    signal.addEventListener('abort', link.close, { once: true })
    const reason = await link.closed
    signal.removeEventListener('abort', link.close)
    return { ...reader.finish(), hint: retryHint(reason) }
  } catch (error) {
    if (!isMsgError(error)) return { live: false, error: unopened(error) }
    return isPassing(error) ? { live: false, hint: error.retryAfter } : { live: false, error }
  }
}

/** A socket that cannot even be made (a forbidden address, a `WebSocket` that is none) will not be the next time. */
const unopened = (cause: unknown): MsgError => new MsgError('unavailable', 'no socket can be opened here', { cause })

const ticketOf = (answer: unknown): string => {
  if (typeof answer === 'object' && answer !== null && 'ticket' in answer && typeof answer.ticket === 'string')
    return answer.ticket
  throw new MsgError('unavailable', 'no ticket was given')
}

/** Turns the frames of one link after the other into events: each once, with a cursor of this user. */
interface Reader {
  /** What to ask the next link for. */
  wanted(): Wanted
  /** Takes a frame; `enough` when no more should come for now. */
  take(frame: ServerFrame): 'enough' | undefined
  /** Ends a link. */
  finish(): Pick<Attempt, 'live' | 'error'>
}

const createReader = (queue: EventQueue, first: Wanted, report: (state: Connection['state']) => void): Reader => {
  const watches = first.watch !== undefined
  let wanted = first
  let tag = ''
  let live = false
  let told = false
  let refused: ErrorFrame | undefined

  const push = (frame: Extract<ServerFrame, { cursor: string }>): void => {
    const cursor: Cursor = boundCursor(frame.cursor, tag)
    if (!watches) wanted = { after: cursor }
    // A watch has no past: what happened since its socket broke is nowhere but in what is loaded anew.
    if (watches && told && frame.type === 'ready') {
      queue.push({ type: 'resync', cursor })
      told = false
    }
    // Ready is told once: what a reconnect brings is simply more changes, unless what was shown had to be reloaded.
    if (frame.type !== 'ready' || !told) queue.push({ ...frame, cursor })
    told = frame.type !== 'resync' && (told || frame.type === 'ready')
  }
  return {
    wanted: () => wanted,
    take(frame) {
      if (frame.type === 'hello') tag = frame.tag
      if (frame.type === 'error') refused = frame
      if (frame.type === 'signals' && queue.size() < signalsLimit) queue.push(frame)
      if ('cursor' in frame) push(frame)
      if (frame.type === 'ready') {
        live = true
        report('online')
      }
      return queue.size() >= unreadLimit ? 'enough' : undefined
    },
    finish() {
      const attempt = { live, error: useless(refused) }
      live = false
      refused = undefined
      return attempt
    },
  }
}

/** The error of a refusal that stays one. A ticket may come late: whoever is really not let in gets no other. */
const useless = (refused: ErrorFrame | undefined): MsgError | undefined => {
  if (refused === undefined || refused.code === 'unauthenticated') return undefined
  const error = new MsgError(refused.code, 'the server ended the subscription')
  return isPassing(error) ? undefined : error
}

/** Waits, at most until the browser comes online or the subscription ends. */
const pause = (milliseconds: number, clock: Clock, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      cancel()
      signal.removeEventListener('abort', done)
      if (typeof removeEventListener === 'function') removeEventListener('online', done)
      resolve()
    }
    const cancel = clock.after(milliseconds, done)
    signal.addEventListener('abort', done, { once: true })
    if (typeof addEventListener === 'function') addEventListener('online', done)
    if (signal.aborted) done()
  })
