import type { Claims, ImportBatch, ImportResult, ServiceScope, Session, UserId } from '@msg/core'
import type { Chat, Clock, Room } from '@msg/stackexchange'
import type { BridgeStore } from './bridge-store.ts'
import type { HeldClaim } from './claim/held-claim.ts'
import type { Link } from './link.ts'

/** Where a bridge writes what it does. What is logged holds no message text, name or secret. */
export interface Logger {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void
}

/** The engine as far as a bridge uses it: a `Messaging`, or a `ServiceClient` of `@msg/client/service`. */
export interface BridgedMessaging {
  as(userId: UserId): Session
  asService(name: string, scope?: ServiceScope): Session
  import(batch: ImportBatch): Promise<ImportResult>
  claims(service: string, scope?: ServiceScope): Claims
}

/** What a link is run with. */
export interface RunParts {
  readonly link: Link
  readonly store: BridgeStore
  readonly messaging: BridgedMessaging
  /** The bridge's own session. */
  readonly service: Session
  /** The bridge's claims at the host. */
  readonly claims: Claims
  readonly chat: Chat
  readonly me: number
  readonly clock: Clock
  readonly logger: Logger
  /** Names this process among those that might run the link. */
  readonly holder: string
  /** Milliseconds after which another process takes over from one that does not answer. */
  readonly takeover: number
}

/** What a running link works with. */
export interface LinkParts {
  readonly link: Link
  readonly store: BridgeStore
  readonly messaging: BridgedMessaging
  /** Reads, moderates and shows how messages fare. */
  readonly service: Session
  readonly chat: Chat
  readonly room: Room
  /** The remote id of the account that posts. */
  readonly me: number
  readonly clock: Clock
  readonly logger: Logger
  /** Fires when the link is to end. */
  readonly signal: AbortSignal
  /** The right to run the link. */
  readonly claim: HeldClaim
  /** Messages here up to this number that have no pair were dealt with by bridges that remember more of them. */
  readonly done: number
  /** The newest remote message known. */
  readonly newest: { id: number }
  /** Posts whose answer has not come yet, by which an event of our own is not taken for somebody else's. */
  readonly inFlight: Set<Promise<unknown>>
}
