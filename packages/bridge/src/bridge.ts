/// <reference lib="esnext.disposable" preserve="true" />
import { MsgError } from '@msg/core'
import type { Directory } from '@msg/core'
import { systemClock } from '@msg/stackexchange'
import type { Chat, Clock } from '@msg/stackexchange'
import type { BridgeStore } from './bridge-store.ts'
import { linkOf } from './link.ts'
import type { LinkInput } from './link.ts'
import type { BridgedMessaging, Logger } from './parts.ts'
import { withRemotePeople } from './remote-people.ts'
import { runLink } from './run-link.ts'
import type { LinkState } from './run-link.ts'

/** What a bridge is made of. */
export interface BridgeOptions {
  /** The name of the chat server, which becomes part of the ids of its users: `stackexchange`, `stackoverflow`, `meta`. */
  readonly server: string
  readonly links: readonly LinkInput[]
  readonly store: BridgeStore
  /** Default: the machine's clock. */
  readonly clock?: Clock
  /** Default: silence. */
  readonly logger?: Logger
  /** Milliseconds after which another process takes over from one that does not answer, by the host's clock. Default 30,000. */
  readonly takeover?: number
}

/** What a bridge runs between. */
export interface BridgeSides {
  /** The engine in this process, or over the wire (`createServiceClient` of `@msg/client/service`). */
  readonly messaging: BridgedMessaging
  /** Logged in; stays the caller's to close. */
  readonly chat: Chat
}

/** How a link fares. */
export interface LinkStatus {
  readonly conversationId: string
  readonly roomId: number
  readonly state: LinkState
}

/** A bridge that runs. */
export interface RunningBridge extends AsyncDisposable {
  readonly links: readonly LinkStatus[]
  /**
   * Resolves once every link runs, here or in another process: what is said from then on is heard at once. Rejects with an
   * `UnlinkableError` where one can never run.
   */
  readonly ready: Promise<void>
  /** Lets what is under way finish within reason and gives the links up. */
  close(): Promise<void>
}

/** A bridge between conversations and the rooms of one chat server. */
export interface Bridge {
  /** The service it is to the engine: what a host calls it that is reached over the wire. */
  readonly name: string
  /** The host's directory, that also knows the people of the rooms: what `createMessaging` is given. */
  directory(host: Directory): Directory
  /**
   * Begins to relay. Any number of processes may, on any accounts, with one memory or each with its own: each link runs in one of
   * them, and another takes over when that one ends.
   * @throws invalid for a chat that is connected without an account
   */
  start(sides: BridgeSides): RunningBridge
}

const silent: Logger = { info() {}, warn() {} }

/**
 * Joins conversations with Stack Exchange chat rooms: what is written, edited, deleted and starred on one side is so on the
 * other, once, in order, whenever either side or this process goes away in between.
 * @example
 * const bridge = createBridge({ server: 'stackoverflow', store, links: [{ conversationId, roomId: 1 }] })
 * const messaging = createMessaging({ directory: bridge.directory(directory) })
 * await using running = bridge.start({ messaging, chat })
 */
export const createBridge = (options: BridgeOptions): Bridge => {
  const { server, store, clock = systemClock, logger = silent, takeover = 30_000 } = options
  const links = options.links.map((link) => linkOf(server, link))
  const name = `bridge-${server.replaceAll(/[^a-z0-9]+/g, '-')}`
  return {
    name,
    directory: (host) => withRemotePeople(host, store),
    start({ messaging, chat }) {
      const me = chat.me?.id
      if (me === undefined) throw withoutAccount()
      const scope = { conversations: links.map(({ conversationId }) => conversationId) }
      const service = messaging.asService(name, scope)
      const claims = messaging.claims(name, scope)
      const holder = crypto.randomUUID()
      const common = { store, messaging, service, claims, chat, me, clock, logger, holder, takeover }
      const started = links.map((link) => ({ link, run: runLink({ ...common, link }) }))
      const close = async (): Promise<void> => {
        await Promise.all(started.map(({ run }) => run.close()))
      }
      const ready = Promise.all(started.map(({ run }) => run.settled)).then(() => {})
      // Whoever does not wait for it reads the states.
      ready.catch(() => {})
      return {
        ready,
        get links() {
          return started.map(({ link, run }) => ({ ...pick(link), state: run.state }))
        },
        close,
        [Symbol.asyncDispose]: close,
      }
    },
  }
}

const pick = ({ conversationId, roomId }: LinkInput) => ({ conversationId, roomId })

const withoutAccount = (): MsgError =>
  new MsgError('invalid', 'a bridge needs an account: connect the chat with cookies or a password')
