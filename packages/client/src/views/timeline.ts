/** One conversation as it is shown, kept up to date. */
import type { ClientErrorCode } from '@msg/core/errors'
import type { Change, Conversation, ConversationId, MessageId, UserId } from '@msg/core'
import { createConversationCopy } from './conversation-copy.ts'
import { startFailure } from './hub.ts'
import type { Hub } from './hub.ts'
import type { OutboxParts } from './outbox.ts'
import { createTimelineLoader } from './timeline-loader.ts'
import { createTimelineMessages } from './timeline-messages.ts'
import type { Load } from './timeline-messages.ts'
import { followOutbox } from './timeline-outbox.ts'
import { createPeopleCopy } from './timeline-people.ts'
import { emptyTimeline, goneTimeline, snapshotOf } from './timeline-snapshot.ts'
import type { TimelineSnapshot } from './timeline-snapshot.ts'
import { timelineWrites } from './timeline-writes.ts'
import type { TimelineWrites } from './timeline-writes.ts'
import { createWatching } from './timeline-watching.ts'
import { createShown } from './view.ts'
import type { OpenView } from './view.ts'

/** Which conversation, and how much of it. */
export interface TimelineOptions {
  readonly conversationId: ConversationId
  /** A message to begin at; default the end. */
  readonly around?: MessageId
  /** Messages loaded at a time, 1 to 100. Default 50. */
  readonly pageSize?: number
  /** Messages held at most: what is far from where one reads is let go, and loaded again when one goes there. Default 600. */
  readonly retain?: number
}

/**
 * A stretch of a conversation without a gap, with what I wrote and is on its way. What is asked for resolves when it is shown,
 * or refused (see `error`); what cannot be reached is tried again until then, and `error` says why it is not there yet.
 */
export interface Timeline extends OpenView<TimelineSnapshot>, TimelineWrites {
  loadBefore(): Promise<void>
  loadAfter(): Promise<void>
  /** Shows the beginning. */
  first(): Promise<void>
  /** Shows the end. */
  latest(): Promise<void>
  /** Shows a message with what lies on both sides of it. */
  around(messageId: MessageId): Promise<void>
  /** Shows where I had read to when the timeline was opened. */
  firstUnread(): Promise<void>
  /** Reads again what is shown, or was to be: at once, where that waits for another try. */
  reload(): Promise<void>
  /**
   * Whether new messages at the end may push out the oldest held: yes by default. Say no while somebody reads further up, and
   * what comes beyond the bound is a gap after what is held.
   */
  follow(follows: boolean): void
}

/** Opens the timeline of a conversation. */
export const openTimeline = (hub: Hub, parts: OutboxParts, options: TimelineOptions): Timeline => {
  const { conversationId, around, pageSize = 50, retain = 600 } = options
  const { session, profiles } = hub
  const closing = new AbortController()
  const signal = AbortSignal.any([closing.signal, hub.signal])
  const shown = createShown(emptyTimeline(conversationId))
  const loader = createTimelineLoader({ session, profiles, conversationId, pageSize, retain })
  let error: ClientErrorCode | null = null
  let gone = false
  /** How far I had read when it was opened; undefined until that is known, null when nothing was unread. */
  let readBefore: number | null | undefined
  /** While several changes are taken in, nobody is told. */
  let quiet = false

  const show = (): void => {
    if (quiet || signal.aborted) return
    const conversation = copy.get()
    if (readBefore === undefined && conversation !== null)
      readBefore = conversation.me.unread.count > 0 ? conversation.me.readSeq : null
    const rest = {
      error: error ?? messages.failing() ?? startFailure(hub),
      profiles,
      me: session.me,
      readBefore: readBefore ?? null,
    }
    const entries = own.entries()
    shown.show(
      gone
        ? goneTimeline(conversationId)
        : snapshotOf({ previous: shown.get(), conversation, messages, people: people.get(), entries, ...rest }),
    )
  }
  const setGone = (isGone: boolean): void => {
    gone = isGone
    show()
  }
  const copy = createConversationCopy({
    hub,
    conversationId,
    signal,
    refreshed() {
      setGone(false)
      watching.set(readsAsGuest(copy.get()))
    },
    gone: () => setGone(true),
  })
  const people = createPeopleCopy({ hub, conversationId, signal, refreshed: show })
  const messages = createTimelineMessages({
    hub,
    loader,
    signal,
    retain,
    changed: show,
    refused({ code }) {
      error = code
      show()
    },
  })
  const own = followOutbox({ parts, conversationId, messages, changed: show })

  const open = (load: Load): Promise<void> => {
    error = null
    return messages.open(load)
  }
  const latest = (): Promise<void> => open(loader.latest)
  const openAround = (messageId: MessageId): Promise<void> => open((running) => loader.around(messageId, running))
  const begin: Load = around === undefined ? loader.latest : (running) => loader.around(around, running)

  const again: Load = (running, held) => (messages.isOpen() ? loader.again : begin)(running, held)
  const reload = async (): Promise<void> => {
    error = null
    await Promise.all([copy.refresh(), people.refresh(), messages.reopen(again)])
  }

  const changes = (told: readonly Change[]): void => {
    quiet = true
    const mine = told.filter((change) => change.conversationId === null || change.conversationId === conversationId)
    for (const change of mine) {
      copy.apply(change)
      people.apply(change)
      messages.apply(change)
    }
    quiet = false
    if (mine.some((change) => needsReload(change, session.me))) void reload()
    if (mine.length > 0) show()
  }
  const watching = createWatching({ hub, conversationId, signal, changes, missed: () => void reload() })
  const stop = [hub.live.subscribe(show), hub.follow({ changes, resync: () => void reload() }), own.stop]
  signal.addEventListener('abort', () => stop.forEach((end) => end()), { once: true })
  void hub.opened().then(async () => Promise.all([copy.refresh(), people.refresh(), messages.open(begin)]))

  const writes = timelineWrites(hub, parts.outbox, conversationId)
  return {
    get: shown.get,
    subscribe: shown.subscribe,
    close: () => closing.abort(),
    loadBefore: messages.loadBefore,
    loadAfter: messages.loadAfter,
    first: () => open((running) => loader.near(0, running)),
    latest,
    around: openAround,
    firstUnread: () => open((running) => loader.near(readBefore ?? copy.get()?.me.readSeq ?? 0, running)),
    reload,
    follow: messages.follow,
    ...writes,
    send(message) {
      // Whoever says something wants to see it said.
      if (messages.isOpen() && !messages.reachesEnd()) void latest()
      return writes.send(message)
    },
  }
}

/** Whether what happens here is none of my own changes, and yet mine to read. */
const readsAsGuest = (conversation: Conversation | null): boolean => {
  if (conversation === null) return false
  const { me, visibility } = conversation
  return me.status === 'none' || (me.status === 'left' && visibility === 'public')
}

/** What was said while I was away nobody told me; and an erasure, or an import, tells of itself only. */
const needsReload = ({ type, subject }: Change, me: UserId): boolean =>
  type === 'user.erased' ||
  type === 'conversation.imported' ||
  (type === 'member.added' && subject !== 'gone' && subject.userId === me)
