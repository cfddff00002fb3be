/**
 * The storage port: what an adapter author implements. Everything the engine keeps is behind this one interface.
 *
 * How it is used. A verb reads a small *slice* of state, a pure rule decides it into *drafts* of changes and the *guards*
 * under which the decision holds, and `commit` makes them true, atomically, or answers why not. There is no
 * `transaction(callback)`: no rule ever runs while a lock is held. Everybody else (live clients, notifiers) learns only
 * from the change log, read by `log` and `feed`.
 *
 * Words. A *revision* is dense per conversation, one per shared change. A *snapshot* is an opaque text that says which
 * commits were visible to a read; reading "after" it returns exactly the changes it did not see, whatever order their
 * transactions committed in. A *window* is the span of revisions during which a user was a member.
 *
 * The lens. Each query looks through the *lens*, which says by itself, in the same round trip, what its viewer sees:
 *
 * - an active member, and whoever is admitted ({@link Admitted}): everything;
 * - everybody but those who were removed, of a public room about no target: everything;
 * - who left, of anything but a public room: up to the message they left at, with the texts, reactions, pins, members,
 *   roles and title of that moment, except that what was retracted since is empty for them too;
 * - everybody else: nothing (null, or absent from the page). Of a channel, of a public room about a target to those who
 *   are no members, and of what was deleted, that is everybody who is not admitted.
 *
 * What the viewer has hidden, and everything up to what they have cleared, is absent from pages, from the last message and
 * from unread counts; retracted messages do not count as unread. ("each viewer sees through the lens what is theirs to see")
 *
 * Prove an adapter with `storeConformance` of `@msg/testing`; each promise below names the case that races it.
 */
import type { AccountStore } from './accounts.ts'
import type { AttachmentStore } from './attachment-store.ts'
import type { Bus } from './bus.ts'
import type { NotifierStore } from './notifier-store.ts'
import type { Aliases } from './store/aliases.ts'
import type { Commits } from './store/commit.ts'
import type { ConversationQueries } from './store/conversations.ts'
import type { ChangeLog } from './store/log.ts'
import type { MemberQueries } from './store/members.ts'
import type { MessageQueries } from './store/messages.ts'
import type { Upkeep } from './store/upkeep.ts'
import type { TicketStore } from './tickets.ts'

export type * from './store/slice.ts'
export type * from './store/commit.ts'
export * from './store/conversations.ts'
export type * from './store/members.ts'
export * from './store/messages.ts'
export * from './store/log.ts'
export type * from './store/upkeep.ts'
export type * from './store/aliases.ts'

/** Where everything is kept: all of these together. All methods are required. */
export interface Store extends Commits, ConversationQueries, MemberQueries, MessageQueries, ChangeLog, Aliases, Upkeep {
  /** What holds for the whole database. Constant while the store is open. */
  readonly meta: StoreMeta

  /** Wake-ups from and to other processes on the same database. */
  readonly bus: Bus

  /** The tickets of live transports. */
  readonly tickets: TicketStore

  /** What is known of files. */
  readonly attachments: AttachmentStore

  /** What is kept of one user: exporting and erasing it. */
  readonly accounts: AccountStore

  /** How far each notifier has got, and what it could not tell. */
  readonly notifiers: NotifierStore

  /** Ends all work and frees everything; further calls reject `unavailable`. */
  close(): Promise<void>
}

/** What holds for a whole database. */
export interface StoreMeta {
  /** Random; renewed by copy, restore and repair, so that old cursors are recognised. */
  readonly epoch: string
  /** The secret that signs cursors: 32 bytes, shared by all nodes on this database. */
  readonly cursorKey: Uint8Array
  /** What an acknowledged commit survives: nothing, the death of the process, or the loss of power. */
  readonly durability: 'none' | 'process' | 'power'
}
