/// <reference lib="esnext.disposable" preserve="true" />
import type { Change } from '../model/change.ts'
import type { ConversationId } from '../model/ids.ts'
import type { Profile } from '../model/profile.ts'
import type { Signal } from '../model/signal.ts'
import type { CallOptions, ConversationInput } from './call.ts'

/** Learning of changes as they happen, and of those missed. */
export interface LiveVerbs {
  /**
   * Everything I may see from the change log, from a cursor on (or from now): first the changes missed, then `ready`, then
   * live ones, without gap or repeat. Ends by `close()`, by leaving the loop, or with the signal.
   * A cursor that is too old for a replay yields `resync`: reload what you show, the stream goes on from there.
   * When the host revokes my sessions it ends at once.
   * @throws invalid_cursor, unauthenticated (from the iteration)
   * @example
   * for await (const event of session.live.subscribe({ after: cursor })) {
   *   if (event.type === 'changes') apply(event.changes)
   *   if ('cursor' in event) cursor = event.cursor
   * }
   */
  subscribe(input?: SubscribeInput, options?: CallOptions): LiveSubscription
  /**
   * What happens in one conversation whose present I may read without being a member of it, such as a channel or a public room:
   * `ready`, then its changes (but receipts, which are the members' own) and signals. It has no past: whatever was missed while it
   * was not yet `ready`, and whatever there is when it yields `resync`, is to be loaded. Whether I still may is looked up again
   * when somebody changes it, and after a minute at the latest; once I may not, it ends.
   * @throws not_found, not_a_member (I have left), unauthenticated (from the iteration)
   */
  watch(input: ConversationInput, options?: CallOptions): LiveSubscription
  /**
   * One page of changes after a cursor; without one, the current cursor.
   * @throws invalid_cursor, resync_required
   */
  read(input?: ReadChangesInput, options?: CallOptions): Promise<ChangePage>
  /**
   * Tells the other active members who are connected that I am typing, or no longer. Of several within two seconds in one
   * conversation the first is told. Say it again while typing goes on: it is shown for six seconds at most.
   * @throws not_found, not_a_member, forbidden (`closed`)
   */
  typing(input: TypingInput, options?: CallOptions): Promise<Typed>
}

/** From where to be told of changes. */
export interface SubscribeInput {
  /** Where to go on; without it, from now. */
  readonly after?: Cursor
}

/** Which page of the changes since a cursor. */
export interface ReadChangesInput {
  readonly after?: Cursor
  /** 1 to 500, default 100. */
  readonly limit?: number
}

/** Whether I am typing. */
export interface TypingInput extends ConversationInput {
  readonly typing: boolean
}

/** A page of changes, with the profiles of everybody they name. */
export interface ChangePage {
  readonly changes: readonly Change[]
  readonly profiles: readonly Profile[]
  /** Where to go on. */
  readonly cursor: Cursor
  /** Whether to go on at once. */
  readonly more: boolean
}

/** Where it was told that I type. */
export interface Typed {
  readonly conversationId: ConversationId
}

/** Opaque, signed and bound to its user: where a client stands in the change log. Travels in bodies, never in URLs. */
export type Cursor = string

/** What a live subscription yields. `cursor` is where to go on once the event is dealt with; signals move nothing. */
export type LiveEvent =
  | {
      readonly type: 'changes'
      readonly changes: readonly Change[]
      readonly profiles: readonly Profile[]
      readonly cursor: Cursor
    }
  /** Everything missed has been yielded; what follows is live. */
  | { readonly type: 'ready'; readonly cursor: Cursor }
  /** The cursor was too old, or the reader too slow: reload what is shown. Live goes on from here. */
  | { readonly type: 'resync'; readonly cursor: Cursor }
  /** What goes on at the moment, and is kept nowhere. */
  | { readonly type: 'signals'; readonly signals: readonly Signal[] }

/** A running subscription. Iterate it once; closing it ends the iteration. */
export interface LiveSubscription extends AsyncIterable<LiveEvent>, AsyncDisposable {
  close(): void
}
