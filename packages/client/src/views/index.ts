// The views of a session
export { createViews } from './views.ts'
export type { Views, ViewsOptions } from './views.ts'
export type { OpenView, View } from './view.ts'
export type { LiveSnapshot } from './hub.ts'

// One conversation
export type { Timeline, TimelineOptions } from './timeline.ts'
export type { TimelineEdge, TimelineSnapshot } from './timeline-snapshot.ts'
export type { TimelineLine } from './timeline-lines.ts'
export type { TimelineRow } from './timeline-rows.ts'
export type { NewMessage, TimelineWrites } from './timeline-writes.ts'
export type { TypingOptions, TypingSnapshot, TypingView } from './typing-view.ts'

// All conversations
export type { InboxOptions, InboxSnapshot, InboxView } from './inbox-view.ts'
export type { UnreadView } from './unread-view.ts'

// What is not sent yet
export type { Outbox, OutboxSnapshot } from './outbox.ts'
export type { OutboxEntry, OutboxFailure, OutboxWrite, OutgoingMessage } from './outbox-entry.ts'
export { memoryOutboxStore } from './outbox-store.ts'
export type { OutboxStore } from './outbox-store.ts'
export { indexedDbOutboxStore } from './indexed-db-outbox-store.ts'
export type { IndexedDbOutboxOptions } from './indexed-db-outbox-store.ts'
