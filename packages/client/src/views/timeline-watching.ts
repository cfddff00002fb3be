/** The changes of a conversation I read without being a member of it: they are not in my own. */
import { isMsgError } from '@msg/core/errors'
import type { Change, ConversationId } from '@msg/core'
import { isPassing } from '../passing.ts'
import type { Hub } from './hub.ts'
import { pauseBefore } from './retry.ts'

/** A watch that is kept up while it is wanted. */
export interface Watching {
  set(wanted: boolean): void
}

/** What is watched, and who is told. */
export interface WatchingOptions {
  readonly hub: Hub
  readonly conversationId: ConversationId
  /** Ends it. */
  readonly signal: AbortSignal
  changes(changes: readonly Change[]): void
  /** Told when something may have been missed, and when it came to an end: load what is shown. */
  missed(): void
}

/** Makes a watch that is not wanted yet. */
export const createWatching = ({ hub, conversationId, signal, changes, missed }: WatchingOptions): Watching => {
  const { session, clock, profiles } = hub
  let stopping: AbortController | null = null

  const watch = async (until: AbortSignal): Promise<void> => {
    for await (const event of session.live.watch({ conversationId }, { signal: until })) {
      if (event.type === 'signals') continue
      if (event.type !== 'changes') missed()
      else {
        profiles.add(event.profiles)
        changes(event.changes)
      }
    }
  }
  /** Watches until it is of no more use: it ends by itself once I may no longer read it. */
  const keepWatching = async (until: AbortSignal): Promise<void> => {
    for (let failures = 0; !until.aborted; failures += 1) {
      try {
        await watch(until)
        break
      } catch (error) {
        if (!isMsgError(error) || !isPassing(error)) break
        await pauseBefore(failures, { session, clock, signal: until })
      }
    }
    if (!until.aborted) missed()
  }
  return {
    set(wanted) {
      if (!wanted) stopping?.abort()
      if (!wanted) stopping = null
      if (!wanted || stopping !== null) return
      stopping = new AbortController()
      void keepWatching(AbortSignal.any([stopping.signal, signal]))
    },
  }
}
