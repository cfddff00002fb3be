/** The messages a timeline holds: loaded, grown, followed and kept within bounds. */
import type { ClientErrorCode, MsgError } from '@msg/core/errors'
import type { Change, Message, MessageId } from '@msg/core'
import type { Hub } from './hub.ts'
import { createMeanwhile } from './meanwhile.ts'
import { repeated } from './repeated.ts'
import type { TimelineLoader } from './timeline-loader.ts'
import {
  grownAfter,
  grownBefore,
  nothing,
  withChange,
  withMessage,
  without,
  withoutNewest,
  withoutOldest,
  withSent,
} from './timeline-window.ts'
import type { Stretch } from './timeline-window.ts'

/** Messages kept as they are. */
export interface TimelineMessages {
  stretch(): Stretch
  /** What I sent and the server has, whose place is not reached yet. */
  ahead(): readonly Message[]
  /** Whether what is sent now belongs after the last message: at the end, or on the way there. */
  reachesEnd(): boolean
  /** Whether anything was loaded yet. */
  isOpen(): boolean
  /** Why a part that was asked for is not shown yet, where that passes by itself; null where nothing is in the way. */
  failing(): ClientErrorCode | null
  /** What is being loaded. */
  loading(): { readonly before: boolean; readonly after: boolean }
  apply(change: Change): void
  /** Takes in what one of my writes led to, before the log tells of it. */
  answered(message: Message): void
  hidden(messageId: MessageId): void
  /** Shows another part; resolves when it is there, or refused. */
  open(load: Load): Promise<void>
  /** The same for what is shown, or was to be: what waits for another try is tried now. */
  reopen(load: Load): Promise<void>
  loadBefore(): Promise<void>
  loadAfter(): Promise<void>
  /** Looks whether there is something after the last one that nobody told of. */
  probe(): void
  /** Whether what comes at the end may take the place of the oldest held. */
  follow(follows: boolean): void
}

/** Loads a part of a conversation, given the one held. */
export type Load = (signal: AbortSignal, held: Stretch) => Promise<Stretch>

/** What it is made of. */
export interface TimelineMessagesOptions {
  readonly hub: Pick<Hub, 'session' | 'clock'>
  readonly loader: TimelineLoader
  readonly signal: AbortSignal
  /** Messages held at most. */
  readonly retain: number
  changed(): void
  refused(error: MsgError): void
}

/** Makes one that holds nothing yet. */
export const createTimelineMessages = (options: TimelineMessagesOptions): TimelineMessages => {
  const { hub, loader, signal, retain, changed, refused } = options
  const meanwhile = createMeanwhile()
  let stretch = nothing
  let ahead: readonly Message[] = []
  let isOpen = false
  let failing: ClientErrorCode | null = null
  /** Rises when another part is shown: what was asked for the one before is of no use. */
  let part = 0
  let follows = true
  /** Whether a gap at the end is being filled. */
  let closing = false
  /** The highest number told of. */
  let told = 0
  const growing = { before: false, after: false }
  const theEnd: Load = loader.latest
  /** What is to be shown, and what was asked for last to be read: the same, unless somebody wants something else meanwhile. */
  let load = theEnd
  let tried = theEnd
  /** What is to be read anew, until it or another part has been read. */
  let due: Load | null = null

  const set = (next: Stretch, reached = stretch.atEnd): void => {
    stretch = next
    ahead = ahead.filter(({ seq }) => seq > stretch.to)
    if (reached && !next.atEnd && follows) probe()
    changed()
  }

  const opening = repeated({
    hub,
    signal,
    refused(error) {
      failing = null
      refused(error)
      if (tried === due) due = null
      // Something else was asked for meanwhile: that is loaded next.
      if (tried !== load) return
      // Whoever wanted to begin somewhere else begins at the end; what is shown still has to be read anew.
      const instead = isOpen ? due : theEnd
      if (instead !== null && instead !== load) void open(instead)
    },
    failing({ code }) {
      failing = code
      changed()
    },
    run(running) {
      const [wanted, toldBefore] = [load, told]
      tried = wanted
      return meanwhile.during(
        () => wanted(running, stretch),
        (answer, since) => {
          failing = null
          // Something else was asked for meanwhile: that is loaded next.
          if (wanted !== load) return
          due = null
          part += 1
          isOpen = true
          closing = false
          set(since.reduce(withChange, knownUpTo(answer, toldBefore)), answer.atEnd)
        },
      )
    },
  })
  const open = (wanted: Load): Promise<void> => {
    load = wanted
    return opening.ask()
  }
  const earlier = repeated({
    hub,
    signal,
    refused,
    run(running) {
      const [{ from }, atPart] = [stretch, part]
      return meanwhile.during(
        () => loader.before(from, running),
        (answer, since) => {
          if (part !== atPart || stretch.from !== from) return
          // What is let go of at the end is a gap that nobody fills by itself.
          set(withoutNewest(since.reduce(withChange, grownBefore(stretch, answer)), retain), false)
        },
      )
    },
  })
  const later = repeated({
    hub,
    signal,
    refused,
    run(running) {
      const [{ to }, atPart, toldBefore] = [stretch, part, told]
      return meanwhile.during(
        () => loader.after(to, running),
        (answer, since) => {
          if (part !== atPart) return
          if (stretch.to !== to) return void later.ask()
          const wasClosing = closing
          closing = false
          // Too much to read one's way through: whoever follows wants the end.
          if (wasClosing && answer.more) return void open(theEnd)
          const grown = knownUpTo(grownAfter(stretch, answer), toldBefore)
          set(withoutOldest(since.reduce(withChange, grown), retain), grown.atEnd)
        },
      )
    },
  })
  const grow = async (side: 'before' | 'after'): Promise<void> => {
    if (!isOpen || (side === 'before' ? stretch.atStart : stretch.atEnd)) return
    growing[side] = true
    changed()
    await (side === 'before' ? earlier : later).ask()
    growing[side] = false
    changed()
  }
  const probe = (): void => {
    if (!isOpen) return
    closing = true
    stretch = { ...stretch, atEnd: false }
    void grow('after')
  }
  const append = (next: Stretch): Stretch => {
    const grew = next.messages.length > stretch.messages.length
    if (!grew || next.messages.length <= retain || growing.before) return next
    // Whoever reads further up keeps what they read: the rest is a gap after it.
    return follows ? withoutOldest(next, retain) : { ...stretch, atEnd: false }
  }

  return {
    stretch: () => stretch,
    ahead: () => ahead,
    reachesEnd: () => stretch.atEnd || closing,
    isOpen: () => isOpen,
    failing: () => failing,
    loading: () => ({ ...growing }),
    apply(change) {
      meanwhile.note(change)
      const { type, subject } = change
      if (type === 'message.sent' && subject !== 'gone') told = Math.max(told, subject.seq)
      if (isOpen) set(append(withChange(stretch, change)))
    },
    answered(message) {
      if (!isOpen) return
      if (message.seq <= stretch.to) return set(withMessage(stretch, message))
      if (stretch.atEnd || closing) ahead = [...ahead, message].toSorted((a, b) => a.seq - b.seq)
      set(append(withSent(stretch, message)))
    },
    hidden: (messageId) => set(without(stretch, messageId)),
    open,
    reopen(wanted) {
      load = wanted
      due = wanted
      return opening.again()
    },
    loadBefore: () => grow('before'),
    loadAfter: () => grow('after'),
    probe,
    follow: (on) => void (follows = on),
  }
}

/** An answer that reaches the end knows of all that was told before it was asked for, also of what is not there to see. */
const knownUpTo = (answer: Stretch, told: number): Stretch =>
  answer.atEnd ? { ...answer, to: Math.max(answer.to, told) } : answer
