import type { Clock, Session } from '@msg/core'
import { platformClock } from '../platform-clock.ts'
import { createHub } from './hub.ts'
import type { LiveSnapshot } from './hub.ts'
import { openInbox } from './inbox-view.ts'
import type { InboxOptions, InboxView } from './inbox-view.ts'
import { indexedDbOutboxStore } from './indexed-db-outbox-store.ts'
import { memoryOutboxStore } from './outbox-store.ts'
import type { OutboxStore } from './outbox-store.ts'
import { createOutbox } from './outbox.ts'
import type { Outbox } from './outbox.ts'
import { openTimeline } from './timeline.ts'
import type { Timeline, TimelineOptions } from './timeline.ts'
import { openTyping } from './typing-view.ts'
import type { TypingOptions, TypingView } from './typing-view.ts'
import { openUnread } from './unread-view.ts'
import type { UnreadView } from './unread-view.ts'
import type { View } from './view.ts'

/** How the views of a session are kept. */
export interface ViewsOptions {
  /** Where the outbox is kept. Default: the browser's IndexedDB, elsewhere memory. */
  readonly outbox?: OutboxStore
  /** Default: the platform's. */
  readonly clock?: Clock
}

/** What a user sees, kept up to date by one live subscription; and what they write, kept until it is done. */
export interface Views extends AsyncDisposable {
  /** Whether what is shown is kept up to date. */
  readonly live: View<LiveSnapshot>
  /** What I wrote and the server does not have yet. */
  readonly outbox: Outbox
  /** Opens one conversation, to be closed by whoever opened it. */
  timeline(options: TimelineOptions): Timeline
  /** Opens my conversations. */
  inbox(options?: InboxOptions): InboxView
  /** Opens the totals of what is unread. */
  unread(): UnreadView
  /** Opens the typing in a conversation. */
  typing(options: TypingOptions): TypingView
  /** Ends everything but the session. What is in the outbox stays there, for the next time where it is kept. */
  close(): void
}

/**
 * Makes the views of a session, in process or over the wire.
 * @example
 * const views = createViews(await createClient({ url: '/chat' }))
 * const timeline = views.timeline({ conversationId })
 * timeline.subscribe(({ rows }) => render(rows))
 * timeline.send({ body: 'hello' })
 */
export const createViews = (session: Session, options: ViewsOptions = {}): Views => {
  const { clock = platformClock, outbox: store = platformStore() } = options
  const closing = new AbortController()
  const hub = createHub({ session, clock, signal: closing.signal })
  const parts = createOutbox(hub, store)
  // Missed so much that it could not be told, or told all of it: either way the server can be reached.
  const stop = hub.follow({ changes: () => {}, resync: parts.outbox.resume, caughtUp: parts.outbox.resume })
  const close = (): void => {
    closing.abort()
    stop()
  }
  return {
    live: hub.live,
    outbox: parts.outbox,
    timeline: (timelineOptions) => openTimeline(hub, parts, timelineOptions),
    inbox: (inboxOptions) => openInbox(hub, inboxOptions),
    unread: () => openUnread(hub),
    typing: (typingOptions) => openTyping(hub, typingOptions),
    close,
    [Symbol.asyncDispose]: async () => close(),
  }
}

const platformStore = (): OutboxStore =>
  typeof indexedDB === 'undefined' ? memoryOutboxStore() : indexedDbOutboxStore()
