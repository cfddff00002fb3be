/// <reference lib="esnext.disposable" preserve="true" />
import { createClosing } from './delivery/closing.ts'
import { deadLettersOf } from './delivery/dead-letters.ts'
import type { DeadLetters } from './delivery/dead-letters.ts'
import type { NotifierCounts } from './delivery/notifier-runner.ts'
import { createLiveProfiles } from './delivery/live-profiles.ts'
import { startNotifiers } from './delivery/notifiers.ts'
import type { Notifiers } from './delivery/notifiers.ts'
import { createCursors } from './delivery/cursor.ts'
import { defaultRetention, keepPruning } from './delivery/retention.ts'
import type { Retention } from './delivery/retention.ts'
import { createStreams } from './delivery/streams.ts'
import type { FeedInput, TransportFeed } from './delivery/streams.ts'
import { createTail } from './delivery/tail.ts'
import { createMemoryStore } from './memory/store.ts'
import type { Claims } from './model/claim.ts'
import type { Features } from './model/features.ts'
import { hostActor, serviceActor } from './model/ids.ts'
import type { ConversationId, UserId } from './model/ids.ts'
import type { ImportBatch, ImportOptions, ImportResult } from './model/import.ts'
import { hostOf } from './policies/host.ts'
import type { HostOptions } from './policies/host.ts'
import { noAttachments } from './ports/attachments.ts'
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
import { actorId, inputOf, serviceName } from './rules/input.ts'
import type { CallOptions, ConversationInput, Session } from './session.ts'
import { eraseUser } from './verbs/erase-user.ts'
import { claimsOf } from './verbs/claims.ts'
import { importBatch } from './verbs/import-batch.ts'
import { createCommitQueue } from './verbs/commit-queue.ts'
import type { QueuedStore } from './verbs/commit-queue.ts'
import { submit } from './verbs/decide-and-commit.ts'
import { sessionOf } from './verbs/session-verbs.ts'
import { told } from './verbs/told.ts'
import { assertWatchable } from './verbs/watchable.ts'
import { createThrottle } from './verbs/throttle.ts'
import { typingPause } from './verbs/live/typing.ts'
import { createSessionCache } from './verbs/session-cache.ts'
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
  /**
   * How much of the change log is kept for clients that were away, by default a week, at most a million changes; and for how
   * long texts are that edits replaced, by default a year.
   */
  readonly retention?: Retention
  /** Milliseconds after which another node takes over a notifier from one that does not answer. Default 30,000. */
  readonly takeover?: number
}

/** Whose sessions are over. */
export interface RevokeInput {
  readonly userId: UserId
}

/** Where a service may act. Default: everywhere. */
export interface ServiceScope {
  /** Elsewhere it is a stranger: it sees what everybody does. */
  readonly conversations?: readonly ConversationId[]
}

/** The engine: sessions for users, and feeds for transports. */
export interface Messaging extends AsyncDisposable {
  /** What is switched on: {@link defaultFeatures} and what the host said. */
  readonly features: Features
  /** What an acknowledged write survives: nothing, the death of the process, or the loss of power. */
  readonly durability: Store['meta']['durability']
  /** A user's session in process. Cheap: ask for it per request. @throws invalid for a malformed id */
  as(userId: UserId): Session
  /**
   * A service's session in process: a bridge, a bot, the host itself. It is no member of anything, and sees and does
   * everywhere (or where its scope says) what an admin or a moderator would; policies and the directory have no say in it. What only people do (reading,
   * an inbox, joining, starting conversations) is refused with `forbidden` (`service`). `session.me` is `service:<name>`.
   * @throws invalid for a name that is not lower-case words joined by `-` or `_`
   */
  asService(name: string, scope?: ServiceScope): Session
  /**
   * What a service does alone, one process at a time: see {@link Claims}.
   * @throws invalid for a name that is not lower-case words joined by `-` or `_`
   * @example
   * const claims = messaging.claims('bridge-stackoverflow')
   * const claim = await claims.take({ conversationId, name: 'room:17', holder: crypto.randomUUID(), milliseconds: 30_000 })
   */
  claims(service: string, scope?: ServiceScope): Claims
  /** What live transports are built on: see {@link TransportFeed}. */
  feed(userId: UserId, input?: FeedInput, options?: CallOptions): TransportFeed
  /** The same for `live.watch`. */
  watch(userId: UserId, input: ConversationInput, options?: CallOptions): TransportFeed
  /** Where live transports keep the tickets they sell: shared by all nodes on the store. */
  readonly tickets: Pick<TicketStore, 'put' | 'take'>
  /** Integers for ids, for surfaces whose clients know nothing else: see {@link Store.alias}. @throws busy, unavailable, storage_full */
  readonly aliases: Pick<Store, 'alias' | 'aliased'>
  /**
   * Ends every live subscription of a user, on every node, with `unauthenticated`, and makes their tickets worthless: call it
   * once their sessions are over in your own session store. Sessions that begin after it live.
   * @throws invalid for a malformed id, busy, unavailable, storage_full
   */
  revoke(input: RevokeInput): Promise<void>
  /**
   * Keeps what another system has as it was: original times and authors, given ids, the order of the batch. No policy is asked,
   * nothing is processed, no notifier is told; clients that are online learn by one `conversation.imported` a conversation. What
   * was imported before is told as `existing`, so that an import that was interrupted is simply run again. For hosts only:
   * nobody's rights are checked. A batch keeps its conversations locked while it is written.
   * @throws invalid (nothing was imported; each wrong place is named), busy, unavailable, storage_full
   * @example
   * const { imported, conflicts } = await messaging.import({ conversations, members, messages })
   */
  import(batch: ImportBatch, options?: ImportOptions): Promise<ImportResult>
  /** What notifiers gave up. */
  readonly deadLetters: DeadLetters
  /** What each notifier has done in this process since it started. */
  notifierCounts(): readonly NotifierCounts[]
  /** Ends all subscriptions and closes the store. Again waits for the first time. */
  close(): Promise<void>
}

const readUser = inputOf({ userId: actorId })
const readService = inputOf({ name: serviceName })

/**
 * Makes the engine.
 * @throws TypeError for a store that was not awaited
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
  const attachments = options.attachments ?? noAttachments()
  const store = options.store ?? createMemoryStore({ clock })
  if (store instanceof Promise) throw new TypeError('`store` is still being opened: await it')
  const cursors = createCursors(store.meta)
  const profiles = createLiveProfiles({ directory, clock, logger })
  const tail = createTail({ store, profiles, cursors, clock, logger })
  const closing = createClosing()
  const { retention = defaultRetention, showEmails = false, takeover = 30_000 } = options
  const holder = ids.next()
  const host = hostOf(options)
  const outside = { store, directory, targets, clock, logger, holder, takeover }
  const notifiers = startNotifiers(outside, host.notifiers)
  const onWake = (): void => {
    tail.wake()
    notifiers.wake()
  }
  const unsubscribes = [store.bus.onWake(onWake), store.bus.onSignals(tail.tell)]
  const wake = (): void => {
    onWake()
    store.bus.wake()
  }
  const core = { store, directory, targets, attachments, logger, ids, showEmails, cursors, clock, host }
  const queues = {
    commits: createCommitQueue(placedFirst(store, notifiers)),
    slices: createSliceCache(),
    typings: createThrottle(clock, typingPause),
  }
  const shared = { ...core, ...queues, wake }
  const erase = (userId: UserId, ended: () => boolean): Promise<void> => eraseUser(shared, userId, ended)
  const upkeep = { store, attachments, clock, logger, holder, retention, erase }
  const stopPruning = keepPruning({ ...upkeep, notifiers: notifiers.names })

  const streams = createStreams({
    ...core,
    profiles,
    tail,
    closing,
    assertWatchable: (actor, conversationId) => assertWatchable({ ...core, ...actor }, conversationId),
  })

  const sessions = createSessionCache((me) => {
    const actor = { me, within: null }
    return sessionOf({ ...shared, ...actor }, streams.of(actor))
  })

  const as = (userId: UserId): Session => sessions.get(userId) ?? sessions.make(readUser({ userId }).userId)

  const asService = (name: string, scope?: ServiceScope): Session => {
    const actor = { me: serviceActor(readService({ name }).name), within: placesOf(scope) }
    return sessionOf({ ...shared, ...actor }, streams.of(actor))
  }

  const claims = (service: string, scope?: ServiceScope): Claims =>
    claimsOf({ store, session: asService(service, scope), within: placesOf(scope) })

  const revoke = async (input: RevokeInput): Promise<void> => {
    const { userId } = readUser(input)
    const draft = { type: 'session.revoked', owner: userId, userId } as const
    await told(submit(shared, { conversationId: null, actor: hostActor, changes: [draft], guards: [] }))
  }

  const importAll = async (batch: ImportBatch, how: ImportOptions = {}): Promise<ImportResult> => {
    const result = await told(importBatch(core, batch, how))
    wake()
    return result
  }

  const end = async (): Promise<void> => {
    closing.close()
    for (const unsubscribe of unsubscribes) unsubscribe()
    stopPruning()
    await notifiers.close()
    await tail.close()
    await store.close()
  }
  let ended: Promise<void> | null = null
  const close = (): Promise<void> => (ended ??= end())

  return {
    features: host.features,
    durability: store.meta.durability,
    as,
    asService,
    claims,
    feed: streams.feed,
    watch: streams.watch,
    tickets: store.tickets,
    aliases: {
      alias: (surface, named) => told(store.alias(surface, named)),
      aliased: (surface, numbers) => told(store.aliased(surface, numbers)),
    },
    revoke,
    import: importAll,
    deadLetters: deadLettersOf(store, notifiers),
    notifierCounts: notifiers.counts,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Null for everywhere. */
const placesOf = ({ conversations }: ServiceScope = {}): ReadonlySet<ConversationId> | null =>
  conversations === undefined ? null : new Set(conversations)

/** The first commits wait until every notifier has its place in the log, so that none of them goes untold. */
const placedFirst = (store: Store, { names, placed }: Notifiers): QueuedStore =>
  names.length === 0
    ? store
    : {
        commitsInLine: store.commitsInLine,
        async commit(items) {
          await placed
          return store.commit(items)
        },
      }
