/// <reference lib="esnext.disposable" preserve="true" />
import { CookieJar } from 'tough-cookie'
import { systemClock, type Clock } from './clock.ts'
import { toChatEvent } from './chat-event.ts'
import type { ChatContext } from './context.ts'
import { StackExchangeError } from './errors.ts'
import { createCalls } from './http/calls.ts'
import { createHttp, type Fetch } from './http/http.ts'
import { createIdentityMap } from './identity-map.ts'
import { silentLogger, type Logger } from './logger.ts'
import { knownRoom, knownUser } from './known.ts'
import { learnUser } from './memory.ts'
import { createMessage } from './message.ts'
import type { CallOptions, ChatEvent, Message, Room, User } from './model.ts'
import { parseRoomList } from './pages/info-page.ts'
import { isObject, parseJson, toInteger, toText } from './protocol/json.ts'
import { createRoom } from './room.ts'
import { createSender, type PendingJob, type SenderOptions, type SenderState } from './sender/sender.ts'
import { resolveServer, type ChatServer } from './server.ts'
import { anonymous, type Auth } from './session/auth.ts'
import type { SessionStore } from './session/saved-session.ts'
import { createSession } from './session/session.ts'
import { createUser, fetchUserCards } from './user.ts'
import { Feed } from './watch/feed.ts'
import type { LinkState } from './watch/link.ts'
import { openWebSocket, type OpenSocket } from './watch/socket.ts'

/** How a client is made. */
export interface ConnectOptions extends CallOptions {
  /** One of the three chat servers by name, or the addresses of another (such as a fake). */
  readonly server: string | ChatServer
  /** How to log in. Default {@link anonymous}: read only. */
  readonly auth?: Auth
  /** Where sessions are kept between runs, so that logging in stays rare. Default: nowhere. */
  readonly sessions?: SessionStore
  /** How patient the sender is. */
  readonly sender?: SenderOptions
  /** Default: the built-in `fetch`. */
  readonly fetch?: Fetch
  /** Default: the `ws` package. */
  readonly openSocket?: OpenSocket
  /** Default: the machine's clock. */
  readonly clock?: Clock
  /** Numbers in [0, 1) for jitter. Default `Math.random`. */
  readonly random?: () => number
  /** Default: silence. */
  readonly logger?: Logger
  /** Say who runs the bot. Default: this package and its address. */
  readonly userAgent?: string
  /** Milliseconds after which a request is given up. Default 30,000. */
  readonly timeout?: number
}

/** How a client ends. */
export interface CloseOptions {
  /** Send what is queued first (default), or reject it with `closed`. */
  readonly queue?: 'drain' | 'abort'
}

/** A connection to one chat server; all else is reached from it. */
export interface Chat extends AsyncDisposable {
  readonly server: ChatServer
  /** The own user, or null while anonymous. */
  readonly me: User | null
  /** How live events arrive at the moment. */
  readonly state: LinkState
  /** What has not been sent yet. */
  readonly pending: readonly PendingJob[]
  /** The room of that id; asks nothing of the server. */
  room(id: number): Room
  /** The message of that id; asks nothing of the server. */
  message(id: number): Message
  /** The user of that id; asks nothing of the server. Ids are those of the chat, not of any site; -1 is Community, -2 Feeds. */
  user(id: number): User
  /** Several users with name, reputation and last activity, in one request; unknown ids are left out. */
  usersById(ids: readonly number[], options?: CallOptions): Promise<readonly User[]>
  /** Users whose name contains the text. */
  searchUsers(text: string, options?: CallOptions & { readonly limit?: number }): Promise<readonly User[]>
  /** The rooms of the server's list. */
  listRooms(options?: CallOptions & { readonly page?: number }): Promise<readonly Room[]>
  /** Turns an anonymous client into one with an account. @throws `already-logged-in` and the codes of logging in */
  login(auth: Auth, options?: CallOptions): Promise<void>
  /** Closes, and with `forget` also drops the saved session. */
  logout(options?: CloseOptions & { readonly forget?: boolean }): Promise<void>
  /** Sends what is queued, leaves the rooms quietly and cuts every connection. Doing so twice is fine. */
  close(options?: CloseOptions): Promise<void>
  /** Tells what the sender is doing; returns what ends it. */
  onSender(listener: (state: SenderState) => void): () => void
  /** Tells how live events arrive; returns what ends it. */
  onState(listener: (state: LinkState) => void): () => void
  /** Tells events of rooms that are not joined, such as mentions and invitations; returns what ends it. */
  onNotice(listener: (event: ChatEvent) => void): () => void
}

const USER_AGENT = 'msg-stackexchange (+https://github.com/msg-js/msg)'

const createContext = (options: ConnectOptions, server: ChatServer, closed: AbortSignal): ChatContext => {
  const { clock = systemClock, random = Math.random, logger = silentLogger, userAgent = USER_AGENT } = options
  const { fetch: fetcher = fetch, timeout = 30_000, openSocket = openWebSocket } = options
  const http = createHttp({ fetch: fetcher, clock, userAgent, jar: new CookieJar(), timeout, closed })
  const session = createSession({ http, server, store: options.sessions ?? null, clock })
  const calls = createCalls(http, server.chatOrigin, session)
  const { chatOrigin } = server
  const context: ChatContext = {
    calls,
    session,
    sender: createSender({ clock, random, logger }, options.sender),
    feed: new Feed({ calls, clock, random, chatOrigin, userAgent, openSocket, logger }),
    clock,
    logger,
    posted: new Set(),
    rooms: createIdentityMap((id) => createRoom(context, id)),
    users: createIdentityMap((id) => createUser(context, id)),
    messages: createIdentityMap((id) => createMessage(context, id)),
  }
  return context
}

const createDirectory = (context: ChatContext) => ({
  async usersById(ids: readonly number[], { signal }: CallOptions = {}) {
    const cards = await fetchUserCards(context, ids, signal)
    return cards.map(({ id, ...known }) => {
      const user = context.users.get(id)
      learnUser(user, known)
      return user
    })
  },
  async searchUsers(text: string, { signal, limit = 20 }: CallOptions & { readonly limit?: number } = {}) {
    const query = new URLSearchParams({ q: text, limit: String(Math.min(limit, 100)) })
    const lines = (await context.calls.get(`/users/search?${query.toString()}`, signal)).body.split('\n')
    return lines.flatMap((line) => {
      const found = parseJson(line)
      const id = isObject(found) ? toInteger(found['id']) : null
      return id === null || !isObject(found) ? [] : [knownUser(context, id, toText(found['dn']))]
    })
  },
  async listRooms({ signal, page = 1 }: CallOptions & { readonly page?: number } = {}) {
    const list = parseRoomList((await context.calls.get(`/rooms?tab=all&sort=active&page=${page}`, signal)).body)
    return list.map(({ id, name }) => knownRoom(context, id, name))
  },
})

const createChat = (context: ChatContext, server: ChatServer, closing: AbortController): Chat => {
  let me: User | null = null
  let ended: Promise<void> | null = null
  const end = async ({ queue = 'drain' }: CloseOptions) => {
    if (queue === 'drain') await context.sender.drain()
    context.sender.close()
    await context.feed.close({ quietly: true })
    closing.abort(new StackExchangeError('closed'))
  }
  const close = (options: CloseOptions = {}) => (ended ??= end(options))
  return {
    server,
    get me() {
      const { me: identity } = context.session
      if (identity !== null && me === null) me = knownUser(context, identity.id, identity.name)
      return me
    },
    get state() {
      return context.feed.state
    },
    get pending() {
      return context.sender.pending
    },
    room: (id) => context.rooms.get(id),
    message: (id) => context.messages.get(id),
    user: (id) => context.users.get(id),
    ...createDirectory(context),
    login: (auth, { signal } = {}) => context.session.logIn(auth, signal),
    async logout({ forget = false, ...options } = {}) {
      await close(options)
      if (forget) await context.session.forget()
    },
    close,
    [Symbol.asyncDispose]: () => close(),
    onSender: (listener) => context.sender.watch(listener),
    onState: (listener) => context.feed.onState(listener),
    onNotice: (listener) => context.feed.onNotice((event) => listener(toChatEvent(context, event))),
  }
}

/**
 * Connects to a chat server. Resolves once the login is confirmed by the chat itself.
 *
 * @throws `unknown-server`, `login-rejected`, `captcha-required`, `challenge`, `session-expired`, `unavailable`
 * @example
 * await using chat = await connect({ server: 'stackexchange.com', auth: cookies('acct=…') })
 * await chat.room(1).send('hello, world')
 */
export const connect = async (options: ConnectOptions): Promise<Chat> => {
  const server = resolveServer(options.server)
  const closing = new AbortController()
  const context = createContext(options, server, closing.signal)
  try {
    await context.session.logIn(options.auth ?? anonymous(), options.signal)
  } catch (error) {
    closing.abort(error)
    throw error
  }
  return createChat(context, server, closing)
}
