import { StackExchangeError } from './errors.ts'

/** The addresses of one of the three chat servers (or of a fake). */
export interface ChatServer {
  /** Origin of the chat, such as `https://chat.stackexchange.com`. */
  readonly chatOrigin: string
  /** Origin of the site whose accounts log in there. */
  readonly loginOrigin: string
  /** Name of the short-lived cookie by which the chat knows a session. */
  readonly chatCookie: string
}

/** The names a server may be called by. */
export type ServerName =
  | 'stackexchange'
  | 'stackoverflow'
  | 'meta'
  | 'stackexchange.com'
  | 'stackoverflow.com'
  | 'meta.stackexchange.com'
  | 'chat.stackexchange.com'
  | 'chat.stackoverflow.com'
  | 'chat.meta.stackexchange.com'

const META = 'https://meta.stackexchange.com'

const SERVERS: Readonly<Record<'stackexchange' | 'stackoverflow' | 'meta', ChatServer>> = {
  // stackexchange.com itself has had no login since its OpenID provider closed in 2018.
  stackexchange: { chatOrigin: 'https://chat.stackexchange.com', loginOrigin: META, chatCookie: 'sechatusr' },
  stackoverflow: {
    chatOrigin: 'https://chat.stackoverflow.com',
    loginOrigin: 'https://stackoverflow.com',
    chatCookie: 'chatusr',
  },
  meta: { chatOrigin: 'https://chat.meta.stackexchange.com', loginOrigin: META, chatCookie: 'chatusr' },
}

const NAMES: Readonly<Record<ServerName, ChatServer>> = {
  stackexchange: SERVERS.stackexchange,
  'stackexchange.com': SERVERS.stackexchange,
  'chat.stackexchange.com': SERVERS.stackexchange,
  stackoverflow: SERVERS.stackoverflow,
  'stackoverflow.com': SERVERS.stackoverflow,
  'chat.stackoverflow.com': SERVERS.stackoverflow,
  meta: SERVERS.meta,
  'meta.stackexchange.com': SERVERS.meta,
  'chat.meta.stackexchange.com': SERVERS.meta,
}

const isServerName = (name: string): name is ServerName => Object.hasOwn(NAMES, name)

/**
 * The addresses behind a name; addresses given as an object are taken as they are.
 *
 * @throws `unknown-server` for any other name, before any request.
 */
export const resolveServer = (server: string | ChatServer): ChatServer => {
  if (typeof server !== 'string') return server
  const name = server.toLowerCase()
  if (!isServerName(name)) throw new StackExchangeError('unknown-server')
  return NAMES[name]
}
