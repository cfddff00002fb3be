import type { Change, ChangeType, Unread, UserId } from '@msg/core'
import type { Hub } from './hub.ts'
import { repeated } from './repeated.ts'
import { createShown } from './view.ts'
import type { OpenView } from './view.ts'

/** How much is unread in all my conversations; null until it was read. */
export type UnreadView = OpenView<Unread | null>

/** Milliseconds between two readings: what arrives in a burst is counted once. */
const between = 500

/** Opens the totals of what is unread. */
export const openUnread = (hub: Hub): UnreadView => {
  const { session } = hub
  const closing = new AbortController()
  const signal = AbortSignal.any([closing.signal, hub.signal])
  const shown = createShown<Unread | null>(null)
  const reading = repeated({
    hub,
    signal,
    gap: between,
    async run(running) {
      const next = await session.inbox.unread({}, { signal: running })
      if (!isSame(shown.get(), next)) shown.show(next)
    },
    // The last known stays: whoever may not read this is told by everything else.
    refused: () => {},
  })
  const changes = (told: readonly Change[]): void => {
    if (told.some((change) => mayCount(change, session.me))) void reading.ask()
  }
  const stop = hub.follow({ changes, resync: () => void reading.ask() })
  signal.addEventListener('abort', stop, { once: true })
  void hub.opened().then(reading.ask)
  return { get: shown.get, subscribe: shown.subscribe, close: () => closing.abort() }
}

/** Whether a change may have made something read or unread. */
const mayCount = ({ type, subject }: Change, me: UserId): boolean => {
  if (countsNothing.has(type)) return false
  if (subject === 'gone') return true
  return 'authorId' in subject ? subject.authorId !== me : !('userId' in subject) || subject.userId === me
}

const countsNothing: ReadonlySet<ChangeType> = new Set([
  'message.edited',
  'message.pinned',
  'message.unpinned',
  'reaction.added',
  'reaction.removed',
  'conversation.updated',
  'member.role',
  'inbox.muted',
])

const isSame = (one: Unread | null, other: Unread): boolean => JSON.stringify(one) === JSON.stringify(other)
