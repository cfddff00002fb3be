/**
 * What tells the outside (a broker, a webhook, a push service) about changes: the port for authors of notifiers.
 *
 * How it is used. Each notifier reads the change log by a cursor of its own, in one process at a time, whoever made the change.
 * A change is told at least once, after its commit and never before: a process that dies between telling and remembering it
 * makes the next one tell it again, under the same id, so receivers drop an id they know. Changes of one conversation are told
 * in their order, one after the other; those of different conversations side by side. No commit ever waits for a notifier.
 *
 * A change that fails is *parked* and tried again, later ones of its conversation wait behind it, others go on; after 12 attempts
 * it is a *dead letter*, which the host lists, replays and purges, and the conversation goes on without it. While the outside
 * as a whole is `away`, the notifier stands still and nothing counts as an attempt.
 *
 * Prove a notifier with `notifierConformance` of `@msg/testing`.
 */
import type { Change, ChangeType } from '../model/change.ts'
import type { ConversationId, UserId } from '../model/ids.ts'
import type { Profile } from '../model/profile.ts'
import type { Target } from '../model/target.ts'
import type { ConversationFacts } from './store/slice.ts'
import type { TargetDescription } from './targets.ts'

/** Tells the outside about changes. */
export interface Notifier {
  /**
   * Names its place in the log: lower-case words joined by `-` or `_`, unique among notifiers, the same on every node and after
   * every restart. Under a new name everything begins anew, at the end of the log.
   */
  readonly name: string
  /** Which changes it tells. Default: all. */
  readonly types?: readonly ChangeType[]
  /** How many milliseconds after its commit a change is told, at the earliest. Default 0. */
  readonly delay?: number
  /** How many conversations it is told of at the same time, 1 to 100. Default 16. */
  readonly sideBySide?: number
  /**
   * Tells one change. Done when the outside has taken it over. What it rejects with is logged and counts as `failed`, and so
   * does an answer that takes longer than 30 seconds.
   */
  notify(notice: Notice, options: NotifyOptions): Promise<NoticeOutcome>
  /**
   * Calls `listener` whenever the outside is back, so that what waits is told at once; returns its unsubscribe. Without it,
   * the outside is tried again within half a minute.
   */
  onReturn?(listener: () => void): () => void
  /** Ends its connections; nothing is told afterwards. */
  close?(): Promise<void>
}

/** How a call ends early. */
export interface NotifyOptions {
  /** Fires when nobody waits for the answer any more. */
  readonly signal: AbortSignal
}

/**
 * One change, for the outside. What it takes to tell more of it than ids is read only when asked for, as it is now; the conversation
 * and whom it concerns as of the log that was read so far.
 */
export interface Notice {
  /** Its id (`epoch:position`) is the same each time it is told. Its subject is as it is now: what was taken back has no text. */
  readonly change: Change
  /** 1 when it is told for the first time, and one more after each failure. */
  readonly attempt: number
  /** The conversation it happened in; null for a personal change, and when the conversation is no more. */
  conversation(): Promise<NoticeConversation | null>
  /**
   * Whom it concerns, in any order: active members (of a sent message: those who were in before it), and of a channel whoever
   * may view its target; the owner of a personal change and the actor of what only concerns them; never a service. Whoever was
   * removed learns of that and of nothing else. Of a conversation that was deleted only its deletion concerns anybody: whoever was an
   * active member; who could view a channel is not known any more. What is returned is also `Iterable` where they are members who are all known
   * already, as those of most messages are.
   */
  audience(): AsyncIterable<UserId>
  /** The profiles of users; unknown ones are absent. */
  profiles(ids: readonly UserId[]): Promise<readonly Profile[]>
  /** What an object of the host is called; null when there is no such object. */
  describe(target: Target): Promise<TargetDescription | null>
  /**
   * Of a sent message: the active members it has not reached within the delay of the notifier, and whom nothing of this
   * conversation before it waits for either. Empty for the author, for who has muted the conversation, and for what was taken back.
   */
  missedBy(): AsyncIterable<UserId>
}

/** What a notifier may know of the conversation. */
export type NoticeConversation = Pick<ConversationFacts, 'kind' | 'title' | 'visibility' | 'target'> & {
  readonly id: ConversationId
}

/**
 * How telling a change ended. Reasons are lower-case words joined by `_`, for logs and dead letters; no text of users.
 *
 * - `done`: the outside has it.
 * - `failed`: this change, this time; it is tried again. `retryAfter`: not before so many seconds.
 * - `refused`: this change, and trying again would not help: it is a dead letter at once.
 * - `away`: nothing can be told now. It is tried again for as long as it takes, and everything else waits.
 */
export type NoticeOutcome =
  | { readonly status: 'done' }
  | { readonly status: 'failed'; readonly reason: string; readonly retryAfter?: number }
  | { readonly status: 'away'; readonly reason: string; readonly retryAfter?: number }
  | { readonly status: 'refused'; readonly reason: string }
