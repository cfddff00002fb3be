import type { UserId } from '../model/ids.ts'
import type { InboxRecord, RoomsQuery } from '../ports/store.ts'
import { laterFirst } from './inbox.ts'
import { lensOf } from './lens.ts'
import { recordOf } from './queries.ts'
import type { MemoryState } from './state.ts'

/** The rooms somebody may find, latest activity first. */
export const roomsPage = (
  state: MemoryState,
  viewer: UserId,
  { below, text = '', limit }: RoomsQuery,
): readonly InboxRecord[] =>
  [...state.conversations.values()]
    .flatMap((row) => {
      const found = row.visibility === 'public' && row.members.get(viewer)?.status !== 'removed'
      const lens = row.kind === 'room' ? lensOf(row, found ? { userId: viewer, admitted: true } : viewer) : null
      const own = lens?.member?.status === 'active'
      return lens !== null && (found || own) ? [{ row, lens }] : []
    })
    .filter(({ row }) => text === '' || row.title?.toLowerCase().includes(text.toLowerCase()) === true)
    .filter(({ row }) => below === undefined || laterFirst(row.activity, below) > 0)
    .toSorted((a, b) => laterFirst(a.row.activity, b.row.activity))
    .slice(0, limit)
    .map(({ row, lens }) => ({ ...recordOf(state, row, lens), activity: row.activity }))
