import type { UserId } from '../model/ids.ts'
import { countCap } from '../model/page.ts'
import type {
  Activity,
  HeadsQuery,
  InboxHead,
  InboxQuery,
  InboxRecord,
  UnreadCount,
  UnreadQuery,
  UnreadTotals,
} from '../ports/store.ts'
import { stateOf } from './as-of.ts'
import { lensOf } from './lens.ts'
import type { Lens } from './lens.ts'
import { capped, membersSeen, recordOf, unreadOf } from './queries.ts'
import type { ConversationRow, MemoryState } from './state.ts'

/** A conversation in somebody's inbox, and how they see it. */
interface Entry {
  readonly row: ConversationRow
  readonly lens: Lens
}

const inboxOf = (state: MemoryState, viewer: UserId, status: 'active' | 'left' = 'active'): readonly Entry[] =>
  [...(state.conversationsOf.get(viewer) ?? [])].flatMap((row) => {
    const lens = lensOf(row, viewer)
    return lens?.member?.status === status ? [{ row, lens }] : []
  })

/** Later ones have higher places. Of the active: by activity; of those left: by when that was. */
const placeOf = ({ row, lens }: Entry): string =>
  lens.member?.status === 'left'
    ? `${lens.member.endedAt ?? ''}/${row.id}`
    : [row.activity.minute, row.activity.position].map((number) => String(number).padStart(16, '0')).join('/')

export const inboxHeads = (state: MemoryState, viewer: UserId, page: HeadsQuery): readonly InboxHead[] =>
  inboxOf(state, viewer, page.status)
    .map((entry) => ({ ...entry, place: placeOf(entry) }))
    .filter(({ place }) => page.after === undefined || place < page.after)
    .toSorted((a, b) => (a.place > b.place ? -1 : 1))
    .slice(0, page.limit)
    .map(({ row, lens, place }) => ({
      conversationId: row.id,
      kind: row.kind,
      title: stateOf(row, lens.asOf).title,
      named: membersSeen(row, lens).some(({ userId }) => page.named.includes(userId)),
      place,
    }))

/** Latest activity first. */
export const laterFirst = (a: Activity, b: Activity): number => b.minute - a.minute || b.position - a.position

export const inboxPage = (state: MemoryState, viewer: UserId, page: InboxQuery): readonly InboxRecord[] =>
  inboxOf(state, viewer)
    .filter(({ row }) => page.below === undefined || laterFirst(row.activity, page.below) > 0)
    .toSorted((a, b) => laterFirst(a.row.activity, b.row.activity))
    .slice(0, page.limit)
    .map(({ row, lens }) => ({ ...recordOf(state, row, lens), activity: row.activity }))

export const unreadCounts = (
  state: MemoryState,
  viewer: UserId,
  { above = '', limit }: UnreadQuery,
): readonly UnreadCount[] =>
  inboxOf(state, viewer)
    .map(({ row, lens }) => ({ conversationId: row.id, unread: unreadOf(row, lens) }))
    .filter(({ conversationId, unread }) => conversationId > above && unread.count > 0)
    .toSorted((a, b) => (a.conversationId < b.conversationId ? -1 : 1))
    .slice(0, limit)

export const unreadTotals = (state: MemoryState, viewer: UserId): UnreadTotals => {
  const counts = inboxOf(state, viewer).map(({ row, lens }) => unreadOf(row, lens))
  const messages = counts.reduce((sum, { count }) => sum + count, 0)
  return {
    conversations: capped(counts.filter(({ count }) => count > 0).length),
    messages: {
      count: Math.min(messages, countCap),
      capped: messages > countCap || counts.some((count) => count.capped),
    },
  }
}
