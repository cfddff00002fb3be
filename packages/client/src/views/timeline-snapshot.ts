import type { ClientErrorCode } from '@msg/core/errors'
import type { Conversation, ConversationId, Member, MessageId, Profile, Receipt, UserId } from '@msg/core'
import type { OutboxEntry } from './outbox-entry.ts'
import type { ProfileBook } from './profile-book.ts'
import { sameMapOr, sameOr } from './same.ts'
import { linesOf } from './timeline-lines.ts'
import type { TimelineLine } from './timeline-lines.ts'
import type { TimelineMessages } from './timeline-messages.ts'
import type { People } from './timeline-people.ts'
import { rowsOf } from './timeline-rows.ts'
import type { TimelineRow } from './timeline-rows.ts'

/** What lies beyond a timeline in one direction: nothing, more, or more that is being loaded. */
export type TimelineEdge = 'end' | 'more' | 'loading'

/** A timeline at one moment. */
export interface TimelineSnapshot {
  readonly conversationId: ConversationId
  /** `gone` when the conversation is not mine to see, or no longer. */
  readonly status: 'loading' | 'ready' | 'gone'
  /** As I see it; null until it was read. */
  readonly conversation: Conversation | null
  /** In order, without a gap; at the end, mine that are on their way. The same row is the same object. */
  readonly rows: readonly TimelineRow[]
  /** Who came and went meanwhile, in order: each stands after the row of its number. */
  readonly lines: readonly TimelineLine[]
  readonly before: TimelineEdge
  readonly after: TimelineEdge
  /** The first row that was unread when the timeline was opened, if it is shown: where the divider stands. It does not move. */
  readonly divider: MessageId | null
  /** Active members, earliest joined first; null while not known, and where there are more than a hundred. */
  readonly members: readonly Member[] | null
  /** How far each of these members has got. */
  readonly receipts: ReadonlyMap<UserId, Receipt>
  /** Of the authors and members shown. */
  readonly profiles: ReadonlyMap<UserId, Profile>
  /** Why the last part asked for could not be shown, or is not yet; null when it is. */
  readonly error: ClientErrorCode | null
}

/** A timeline before anything was loaded. */
export const emptyTimeline = (conversationId: ConversationId): TimelineSnapshot => ({
  conversationId,
  status: 'loading',
  conversation: null,
  rows: [],
  lines: [],
  before: 'loading',
  after: 'loading',
  divider: null,
  members: null,
  receipts: new Map(),
  profiles: new Map(),
  error: null,
})

/** A timeline of what is not mine to see. */
export const goneTimeline = (conversationId: ConversationId): TimelineSnapshot => ({
  ...emptyTimeline(conversationId),
  status: 'gone',
  before: 'end',
  after: 'end',
})

/** What a snapshot is put together from. */
export interface SnapshotParts {
  /** What does not change in it is the same object in the next. */
  readonly previous: TimelineSnapshot
  readonly conversation: Conversation | null
  readonly messages: Pick<TimelineMessages, 'stretch' | 'ahead' | 'reachesEnd' | 'isOpen' | 'loading'>
  readonly people: People
  /** The entries of the conversation in the outbox, in order. */
  readonly entries: readonly OutboxEntry[]
  /** How far I had read when the timeline was opened; null when nothing was unread. */
  readonly readBefore: number | null
  readonly error: ClientErrorCode | null
  readonly profiles: Pick<ProfileBook, 'of'>
  readonly me: UserId
}

/** A timeline as it is now. */
export const snapshotOf = (parts: SnapshotParts): TimelineSnapshot => {
  const { previous, conversation, messages, people, profiles, error } = parts
  const { from, atStart, atEnd } = messages.stretch()
  const [isOpen, loading] = [messages.isOpen(), messages.loading()]
  const edge = (ends: boolean, loads: boolean): TimelineEdge => (ends ? 'end' : loads || !isOpen ? 'loading' : 'more')
  const rows = sameOr(previous.rows, isOpen ? rowsIn(parts) : [])
  const named = namedIn({ rows, conversation, members: [...(people.members ?? []), ...people.ended] })
  return {
    conversationId: previous.conversationId,
    status: isOpen && conversation !== null ? 'ready' : 'loading',
    conversation,
    rows,
    lines: sameLines(previous.lines, isOpen ? linesOf({ conversation, people, stretch: messages.stretch() }) : []),
    before: edge(atStart, loading.before),
    after: edge(atEnd, loading.after),
    divider: dividerIn(rows, { ...parts, from }),
    members: people.members,
    receipts: people.receipts,
    profiles: sameMapOr(previous.profiles, profiles.of(named)),
    error,
  }
}

const sameLines = (known: readonly TimelineLine[], next: readonly TimelineLine[]): readonly TimelineLine[] =>
  known.length === next.length && known.every(({ id }, index) => id === next[index]?.id) ? known : next

const rowsIn = ({ messages, entries, me }: SnapshotParts): readonly TimelineRow[] => {
  const held = messages.stretch().messages
  const ahead = messages.ahead()
  return rowsOf({
    messages: ahead.length === 0 ? held : [...held, ...ahead],
    entries,
    atEnd: messages.reachesEnd(),
    me,
  })
}

/** Only where what I had read is part of what is shown is the first unread one known to be the first. */
const dividerIn = (
  rows: readonly TimelineRow[],
  { readBefore, from, me }: Pick<SnapshotParts, 'readBefore' | 'me'> & { readonly from: number },
): MessageId | null => {
  if (readBefore === null || from > readBefore) return null
  return rows.find(({ seq, authorId }) => seq !== null && seq > readBefore && authorId !== me)?.id ?? null
}

const namedIn = ({
  rows,
  members,
  conversation,
}: Pick<TimelineSnapshot, 'rows' | 'members' | 'conversation'>): ReadonlySet<UserId> =>
  new Set([
    ...rows.flatMap((row) => [row.authorId, ...row.mentions]),
    ...(members ?? []).map(({ userId }) => userId),
    ...(conversation?.memberIds ?? []),
  ])
