/// <reference lib="esnext.disposable" preserve="true" />
import { createCursors } from './delivery/cursor.ts'
import { defaultRetention, keepPruning } from './delivery/retention.ts'
import type { Retention } from './delivery/retention.ts'
import { liveSubscription } from './delivery/live-subscription.ts'
import { eventsOf } from './delivery/subscription.ts'
import { createTail } from './delivery/tail.ts'
import { createMemoryStore } from './memory/store.ts'
import type { Features } from './model/features.ts'
import { hostActor, serviceActor } from './model/ids.ts'
import type { UserId } from './model/ids.ts'
import { hostOf } from './policies/host.ts'
import type { HostOptions } from './policies/host.ts'
import { systemClock } from './ports/clock.ts'
import type { Clock } from './ports/clock.ts'
import { openDirectory } from './ports/directory.ts'
import type { Directory } from './ports/directory.ts'
import { randomIds } from './ports/ids.ts'
import type { Ids } from './ports/ids.ts'
import { silentLogger } from './ports/logger.ts'
import type { Logger } from './ports/logger.ts'
import type { Store } from './ports/store.ts'
import { noTargets } from './ports/targets.ts'
import type { Targets } from './ports/targets.ts'
import type { TicketStore } from './ports/tickets.ts'
import { actorId, inputOf, optional, serviceName, token } from './rules/input.ts'
import type { CallOptions, LiveEvent, LiveSubscription, Session, SubscribeInput } from './session.ts'
import { notForServices } from './rules/services.ts'
import { eraseUser } from './verbs/account/erase-user.ts'
import { createCommitQueue } from './verbs/commit-queue.ts'
import { submit } from './verbs/decide-and-commit.ts'
import { sessionOf, told } from './verbs/session-verbs.ts'
import { createThrottle } from './verbs/throttle.ts'
import { typingPause } from './verbs/live/typing.ts'
import { createSliceCache } from './verbs/slice-cache.ts'

/** What a messaging engine is made of. Everything has a default. */
export interface MessagingOptions extends HostOptions {
  /** Where it is kept. Default: in memory, gone with the process. */
  readonly store?: Store
  /** Who the users are. Default: every id is a user whose name is the id. */
  readonly directory?: Directory
  /** What rooms and channels may be about, and who may do what there. Default: nothing. */
  readonly targets?: Targets
  /** Whether the answers of `people` carry the e-mail addresses that the directory gives. Default: none leaves. */
  readonly showEmails?: boolean
  readonly clock?: Clock
  readonly ids?: Ids
  /** Default: silence. */
  readonly logger?: Logger
  /** How much of the change log is kept for clients that were away. Default: a week, at most a million changes. */
  readonly retention?: Retention
}

/** Whose sessions are over. */
export interface RevokeInput {
  readonly userId: UserId
}

/** The engine: sessions for users, and feeds for transports. */
export interface Messaging extends AsyncDisposable {
  /** What is switched on: {@link defaultFeatures} and what the host said. */
  readonly features: Features
  /** What an acknowledged write survives: nothing, the death of the process, or the loss of power. */
  readonly durability: Store['meta']['durability']
  /** A user's session in process. Cheap: make one per request. @throws invalid for a malformed id */
  as(userId: UserId): Session
  /**
   * A service's session in process: a bridge, a bot, the host itself. It is no member of anything, and sees and does
   * everywhere what an admin or a moderator would; policies and the directory have no say in it. What only people do (reading,
   * an inbox, joining, starting conversations) is refused with `forbidden` (`service`). `session.me` is `service:<name>`.
   * @throws invalid for a name that is not lower-case words joined by `-` or `_`
   */
  asService(name: string): Session
  /** What live transports are built on: see {@link TransportFeed}. */
  feed(userId: UserId, input?: SubscribeInput, options?: CallOptions): TransportFeed
  /** Where live transports keep the tickets they sell: shared by all nodes on the store. */
  readonly tickets: Pick<TicketStore, 'put' | 'take'>
  /**
   * Ends every live subscription of a user, on every node, with `unauthenticated`, and makes their tickets worthless: call it
   * once their sessions are over in your own session store. Sessions that begin after it live.
   * @throws invalid for a malformed id, busy, unavailable, storage_full
   */
  revoke(input: RevokeInput): Promise<void>
  /** Ends all subscriptions and closes the store. */
  close(): Promise<void>
}

/**
 * A live subscription for a transport. The events, and the `changes` in them, are the same objects for every user they go
 * to, so that a transport can serialise each once (keep the text in a `WeakMap`). That is why their cursors are not yet
 * bound to the user: the cursor a client keeps, and hands to `live.subscribe` or `live.read`, is `${event.cursor}.${tag}`. Signals have none.
 */
export interface TransportFeed extends LiveSubscription {
  readonly tag: string
}

const readUser = inputOf({ userId: actorId })
const readService = inputOf({ name: serviceName })
const readSubscribe = inputOf({ after: optional(token) })

/**
 * Makes the engine.
 * @example
 * const messaging = createMessaging()
 * const alice = messaging.as('alice')
 * const direct = await alice.conversations.startDirect({ userId: 'bob' })
 * await alice.messages.send({ conversationId: direct.id, body: 'hello' })
 */
export const createMessaging = (options: MessagingOptions = {}): Messaging => {
  const clock = options.clock ?? systemClock()
  const ids = options.ids ?? randomIds(clock)
  const logger = options.logger ?? silentLogger()
  const directory = options.directory ?? openDirectory()
  const targets = options.targets ?? noTargets()
  const store = options.store ?? createMemoryStore({ clock })
  const cursors = createCursors(store.meta)
  const tail = createTail({ store, directory, cursors, clock, logger })
  const closing = new AbortController()
  const { retention = defaultRetention, showEmails = false } = options
  const deafen = [store.bus.onWake(tail.wake), store.bus.onSignals(tail.tell)]
  const wake = (): void => {
    tail.wake()
    store.bus.wake()
  }
  const host = hostOf(options)
  const core = { store, directory, targets, ids, showEmails, cursors, clock, host }
  const queues = {
    commits: createCommitQueue(store),
    slices: createSliceCache(),
    typings: createThrottle(clock, typingPause),
  }
  const shared = { ...core, ...queues, wake }
  const erase = (userId: UserId, ended: () => boolean): Promise<void> => eraseUser(shared, userId, ended)
  const stopPruning = keepPruning({ store, clock, logger, holder: ids.next(), retention, erase })

  const feed = (userId: UserId, input: SubscribeInput = {}, callOptions: CallOptions = {}): TransportFeed => {
    const { after } = readSubscribe(input)
    const subscriber = { userId, input: after === undefined ? {} : { after } }
    const subscription = liveSubscription(
      (signal) => eventsOf({ store, directory, cursors, tail }, { ...subscriber, signal }),
      [closing.signal, callOptions.signal],
    )
    return { ...subscription, tag: cursors.tag(userId) }
  }

  const as = (userId: UserId): Session => {
    const { userId: me } = readUser({ userId })
    return sessionOf({ ...shared, me }, (input, callOptions) => {
      const { tag, ...subscription } = feed(me, input, callOptions)
      return { ...subscription, [Symbol.asyncIterator]: () => boundTo(tag, subscription) }
    })
  }

  const asService = (name: string): Session => {
    const { name: named } = readService({ name })
    return sessionOf({ ...shared, me: serviceActor(named) }, () => liveSubscription(noEvents, [closing.signal]))
  }

  const revoke = async (input: RevokeInput): Promise<void> => {
    const { userId } = readUser(input)
    const draft = { type: 'session.revoked', owner: userId, userId } as const
    await told(submit(shared, { conversationId: null, actor: hostActor, changes: [draft], guards: [] }))
  }

  const close = async (): Promise<void> => {
    closing.abort()
    for (const deaf of deafen) deaf()
    stopPruning()
    await tail.close()
    await store.close()
  }

  return {
    features: host.features,
    durability: store.meta.durability,
    as,
    asService,
    feed,
    tickets: store.tickets,
    revoke,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** What a service gets that subscribes: it is nowhere a member, so there would never be anything. @throws forbidden */
// oxlint-disable-next-line require-yield -- it fails at the first event
async function* noEvents(): AsyncGenerator<LiveEvent, void, void> {
  throw notForServices().refusal
}

/** The events with cursors as one user keeps them. */
async function* boundTo(tag: string, events: AsyncIterable<LiveEvent>): AsyncGenerator<LiveEvent, void, void> {
  for await (const event of events) yield 'cursor' in event ? { ...event, cursor: `${event.cursor}.${tag}` } : event
}
