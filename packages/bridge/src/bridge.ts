/// <reference lib="esnext.disposable" preserve="true" />
import type { Directory, Notifier } from '@msg/core'
import { systemClock } from '@msg/stackexchange'
import type { Chat, Clock } from '@msg/stackexchange'
import type { BridgeStore } from './bridge-store.ts'
import { linkOf } from './link.ts'
import type { LinkInput } from './link.ts'
import { createBridgeNotifier } from './notifier.ts'
import type { BridgedMessaging, Logger } from './parts.ts'
import { withRemotePeople } from './remote-people.ts'
import { runLink } from './run-link.ts'
import type { LinkState, RunningLink } from './run-link.ts'

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
  /** Milliseconds after which another process takes over from one that does not answer. Default 30,000. */
  readonly takeover?: number
}

/** What a bridge runs between. */
export interface BridgeSides {
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
  /** Resolves once every link runs, here or in another process: what is said from then on is heard at once. */
  readonly ready: Promise<void>
  /** Lets what is under way finish within reason and gives the links up. */
  close(): Promise<void>
}

/** A bridge between conversations and the rooms of one chat server. */
export interface Bridge {
  /** Tells the bridge what happens here: one of the notifiers of `createMessaging`. */
  readonly notifier: Notifier
  /** The host's directory, that also knows the people of the rooms: what `createMessaging` is given. */
  directory(host: Directory): Directory
  /** Begins to relay. Any number of processes may: each link runs in one of them, and another takes over when that one ends. */
  start(sides: BridgeSides): RunningBridge
}

const silent: Logger = { info() {}, warn() {} }

/**
 * Joins conversations with Stack Exchange chat rooms: what is written, edited, deleted and starred on one side is so on the
 * other, once, in order, whenever either side or this process goes away in between.
 * @example
 * const bridge = createBridge({ server: 'stackoverflow', store, links: [{ conversationId, roomId: 1 }] })
 * const messaging = createMessaging({ directory: bridge.directory(directory), notifiers: [bridge.notifier] })
 * await using running = bridge.start({ messaging, chat })
 */
export const createBridge = (options: BridgeOptions): Bridge => {
  const { server, store, clock = systemClock, logger = silent, takeover = 30_000 } = options
  const links = options.links.map((link) => linkOf(server, link))
  const running = new Set<RunningLink>()
  const name = `bridge-${server.replaceAll(/[^a-z0-9]+/g, '-')}`
  return {
    notifier: createBridgeNotifier({
      name,
      store,
      links,
      isOwn: ({ actor, type }) => actor === `service:${name}` && type.startsWith('reaction.'),
      onQueued() {
        for (const link of running) link.wake()
      },
    }),
    directory: (host) => withRemotePeople(host, store),
    start({ messaging, chat }) {
      const me = chat.me?.id
      if (me === undefined) throw new Error('a bridge needs an account: connect the chat with cookies or a password')
      const holder = crypto.randomUUID()
      const common = { store, messaging, chat, me, clock, logger, holder, takeover, serviceName: name }
      const started = links.map((link) => ({ link, run: runLink({ ...common, link }) }))
      for (const { run } of started) running.add(run)
      const close = async (): Promise<void> => {
        await Promise.all(started.map(({ run }) => run.close()))
        for (const { run } of started) running.delete(run)
      }
      return {
        ready: Promise.all(started.map(({ run }) => run.settled)).then(() => {}),
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
