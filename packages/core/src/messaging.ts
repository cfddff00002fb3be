import type { UserId } from './model/ids.ts'
import type { Clock } from './ports/clock.ts'
import type { Directory } from './ports/directory.ts'
import type { Ids } from './ports/ids.ts'
import type { Logger } from './ports/logger.ts'
import type { Store } from './ports/store.ts'
import type { CallOptions, LiveSubscription, Session, SubscribeInput } from './session.ts'

/** What a messaging engine is made of. Everything has a default. */
export interface MessagingOptions {
  /** Where it is kept. Default: in memory, gone with the process. */
  readonly store?: Store
  /** Who the users are. Default: every id is a user whose name is the id. */
  readonly directory?: Directory
  readonly clock?: Clock
  readonly ids?: Ids
  /** Default: silence. */
  readonly logger?: Logger
}

/** The engine: sessions for users, and feeds for transports. */
export interface Messaging extends AsyncDisposable {
  /** What an acknowledged write survives: nothing, the death of the process, or the loss of power. */
  readonly durability: Store['meta']['durability']
  /** A user's session in process. Cheap: make one per request. @throws invalid for a malformed id */
  as(userId: UserId): Session
  /** What live transports are built on: see {@link TransportFeed}. */
  feed(userId: UserId, input?: SubscribeInput, options?: CallOptions): TransportFeed
  /** Ends all subscriptions and closes the store. */
  close(): Promise<void>
}

/**
 * A live subscription for a transport. The events, and the `changes` in them, are the same objects for every user they go
 * to, so that a transport can serialise each once (keep the text in a `WeakMap`). That is why their cursors are not yet
 * bound to the user: the cursor a client keeps, and hands to `live.subscribe` or `live.read`, is `${event.cursor}.${tag}`.
 */
export interface TransportFeed extends LiveSubscription {
  readonly tag: string
}
