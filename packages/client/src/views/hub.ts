/** The one live subscription of a session, shared by all its views. */
import { isMsgError } from '@msg/core/errors'
import type { ClientErrorCode } from '@msg/core/errors'
import type { Change, Clock, Cursor, LiveEvent, Session, Signal } from '@msg/core'
import { deferred } from '../deferred.ts'
import { isPassing } from '../passing.ts'
import { createProfileBook } from './profile-book.ts'
import type { ProfileBook } from './profile-book.ts'
import { pauseBefore } from './retry.ts'
import { createShown } from './view.ts'
import type { View } from './view.ts'

/** Whether what the views show is kept up to date. */
export interface LiveSnapshot {
  /**
   * `starting` until all that was missed has been told, `live` from then on (also while a broken connection is being mended:
   * nothing is missed by that, see `session.connection`), `ended` when there will be no more changes.
   */
  readonly state: 'starting' | 'live' | 'ended'
  /** Why it ended, or why it has not started yet. */
  readonly error: ClientErrorCode | null
}

/** What follows the changes. */
export interface Follower {
  /** Takes changes in the order of the log. */
  changes(changes: readonly Change[]): void
  /** Takes what goes on at the moment. */
  signals?(signals: readonly Signal[]): void
  /** Too much was missed: load again what is shown. */
  resync(): void
  /** All that was missed has been told. */
  caughtUp?(): void
}

/** What all views of a session share. */
export interface Hub {
  readonly session: Session
  readonly clock: Clock
  readonly profiles: ProfileBook
  readonly live: View<LiveSnapshot>
  /** Aborts when the views are closed. */
  readonly signal: AbortSignal
  /**
   * Tells `follower` of every change from now on; returns its end. What is read after the promise of {@link Hub.opened}
   * and the changes told since then leave no gap.
   */
  follow(follower: Follower): () => void
  /** Resolves once changes are followed, or never will be. Starts the subscription when it is first asked for. */
  opened(): Promise<void>
}

/** Why nothing can be shown yet: what keeps the subscription from starting; null where nothing does. */
export const startFailure = ({ live }: Pick<Hub, 'live'>): ClientErrorCode | null => {
  const { state, error } = live.get()
  return state === 'starting' ? error : null
}

/** What a hub is made of. */
export interface HubOptions {
  readonly session: Session
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** Makes the hub of a session; it subscribes when it is first asked to. */
export const createHub = ({ session, clock, signal }: HubOptions): Hub => {
  const followers = new Set<Follower>()
  const profiles = createProfileBook()
  const live = createShown<LiveSnapshot>({ state: 'starting', error: null })
  const open = deferred<void>()
  let running = false

  const each = (call: (follower: Follower) => void): void => {
    for (const follower of followers) call(follower)
  }
  const take = (event: LiveEvent): void => {
    if (event.type === 'changes') {
      profiles.add(event.profiles)
      each((follower) => follower.changes(event.changes))
    }
    if (event.type === 'signals') each((follower) => follower.signals?.(event.signals))
    if (event.type === 'resync') each((follower) => follower.resync())
    if (event.type !== 'ready') return
    live.show({ state: 'live', error: null })
    each((follower) => follower.caughtUp?.())
  }
  const ended = (error: ClientErrorCode | null): void => {
    live.show({ state: 'ended', error })
    open.resolve()
  }

  /** Follows the log from a cursor on until there is no more; answers where it got to, and why it stopped. */
  const follow = async (from: Cursor | null): Promise<Stop> => {
    let cursor = from
    try {
      cursor ??= (await session.live.read({}, { signal })).cursor
      open.resolve()
      for await (const event of session.live.subscribe({ after: cursor }, { signal })) {
        take(event)
        if ('cursor' in event) cursor = event.cursor
      }
      return { cursor, error: null }
    } catch (error) {
      return { cursor, error }
    }
  }
  const run = async (): Promise<void> => {
    let at: Cursor | null = null
    for (let failures = 0; !signal.aborted; failures += 1) {
      const { cursor, error }: Stop = await follow(at)
      if (signal.aborted) return
      if (cursor !== at) failures = 0
      const code = codeOf(error)
      // A cursor of another life of the database: begin anew, and load anew what is shown.
      if (code === 'invalid_cursor') each((follower) => follower.resync())
      else if (code === null || !isPassing({ code })) return ended(code)
      at = code === 'invalid_cursor' ? null : cursor
      if (at === null) live.show({ state: 'starting', error: code })
      await pauseBefore(failures, { session, clock, signal })
    }
  }

  return {
    session,
    clock,
    profiles,
    live,
    signal,
    follow(follower) {
      followers.add(follower)
      return () => void followers.delete(follower)
    },
    opened() {
      if (!running && !signal.aborted) void run()
      running = true
      return open.promise
    },
  }
}

/** Where a subscription stopped, and why; without an error it was closed. */
interface Stop {
  readonly cursor: Cursor | null
  readonly error: unknown
}

/** What is no error of ours says nothing of why: it may pass. */
const codeOf = (error: unknown): ClientErrorCode | null => {
  if (error === null) return null
  return isMsgError(error) ? error.code : 'unavailable'
}
