import type { UserId } from '../model/ids.ts'
import type { Clock } from '../ports/clock.ts'
import type {
  AudienceRecord,
  AudiencesQuery,
  MissedQuery,
  MissedRecord,
  NotifierStep,
  NotifierStore,
  ParkedChange,
} from '../ports/notifier-store.ts'
import { readerOf } from './lens.ts'
import { changesAt, countOf } from './log.ts'
import { activeMembers } from './state.ts'
import type { ConversationRow, MemoryState, NotifierRow } from './state.ts'

/** What the notifiers' part of the memory store works with. */
export interface MemoryNotifierParts {
  readonly state: MemoryState
  readonly clock: Clock
  readonly epoch: string
  readonly answer: <T>(read: () => T) => Promise<T>
}

export const memoryNotifiers = ({ state, clock, epoch, answer }: MemoryNotifierParts): NotifierStore => ({
  open: (name) =>
    answer(() => {
      const row = rowOf(state, name)
      const parked = inOrder(row.parked.values())
      return { point: row.point, parked, lost: countOf(row.point.after) < state.pruned && !isOnPage(state, row) }
    }),
  advance: (step) => answer(() => advance(state, clock, step)),
  changes: (positions) => answer(() => changesAt(state, epoch, positions)),
  audiences: ({ conversationIds, ...page }) =>
    answer(() => conversationIds.flatMap((id) => audienceIn(state.conversations.get(id), page))),
  deadLetters: (name, { above = 0, limit }) =>
    answer(() =>
      inOrder(state.notifiers.get(name)?.dead.values() ?? [])
        .filter(({ position }) => position > above)
        .slice(0, limit)
        .map(({ position, attempts, reason, at }) => ({ position, attempts, reason, at })),
    ),
  replay: (name, positions) =>
    answer(() => {
      const row = rowOf(state, name)
      const kept = chosen(row, positions).filter(({ position }) => position > state.pruned)
      const nextAt = new Date(clock.now()).toISOString()
      for (const { position, lane } of kept) {
        row.dead.delete(position)
        row.parked.set(position, { position, lane, attempts: 0, nextAt })
      }
      return kept.length
    }),
  purge: (name, positions) =>
    answer(() => {
      const row = rowOf(state, name)
      const doomed = chosen(row, positions)
      for (const { position } of doomed) row.dead.delete(position)
      return doomed.length
    }),
  missed: (query) =>
    answer(() => {
      const row = state.conversations.get(query.conversationId)
      return row === undefined ? [] : missedIn(row, clock.now(), query)
    }),
})

/** Up to which change of the log nothing waits for this notifier any more. */
export const toldUpTo = (state: MemoryState, name: string): number => {
  const row = state.notifiers.get(name)
  if (row === undefined) return state.log.length
  const { point, parked } = row
  const read = Math.max(countOf(point.after), point.position ?? 0)
  return Math.min(read, ...[...parked.keys()].map((position) => position - 1))
}

const rowOf = (state: MemoryState, name: string): NotifierRow => {
  const row = state.notifiers.get(name) ?? {
    point: { after: String(state.log.length) },
    parked: new Map(),
    dead: new Map(),
  }
  state.notifiers.set(name, row)
  return row
}

/** Whether what it read last is past what was pruned, though it is not through with its page. */
const isOnPage = ({ pruned }: MemoryState, { point }: NotifierRow): boolean => (point.position ?? 0) >= pruned

const advance = (
  state: MemoryState,
  clock: Clock,
  { name, fence, point, park, settle, bury }: NotifierStep,
): boolean => {
  if (state.leases.get(`notifier:${name}`)?.fence !== fence) return false
  const row = rowOf(state, name)
  row.point = point ?? row.point
  const at = new Date(clock.now()).toISOString()
  for (const position of settle) row.parked.delete(position)
  for (const change of park) row.parked.set(change.position, change)
  for (const change of bury) {
    row.parked.delete(change.position)
    row.dead.set(change.position, { ...change, at })
  }
  return true
}

const chosen = (row: NotifierRow, positions?: readonly number[]) =>
  [...row.dead.values()].filter(({ position }) => positions === undefined || positions.includes(position))

const inOrder = <T extends Pick<ParkedChange, 'position'>>(rows: Iterable<T>): readonly T[] =>
  [...rows].toSorted((a, b) => a.position - b.position)

const audienceIn = (
  row: ConversationRow | undefined,
  { above = 0, limit }: Omit<AudiencesQuery, 'conversationIds'>,
): readonly AudienceRecord[] => {
  if (row === undefined) return []
  const { id, kind, title, visibility, target } = row
  const members = activeMembers(row)
    .filter(({ ordinal }) => ordinal > above)
    .slice(0, limit)
    .map(({ userId, ordinal, joinedSeq }) => ({ userId, ordinal, joinedSeq }))
  return [
    {
      conversation: { id, kind, title, visibility, target },
      deleted: row.deletedAt !== null,
      members: kind === 'channel' ? null : members,
    },
  ]
}

const missedIn = (
  row: ConversationRow,
  now: number,
  { seq, above = 0, limit }: MissedQuery,
): readonly MissedRecord[] => {
  const isMissedBy = (userId: UserId, joinedSeq: number): boolean => {
    const { deliveredSeq, clearedSeq, mutedUntil } = readerOf(row, userId)
    if (mutedUntil !== null && Date.parse(mutedUntil) > now) return false
    const [first] = row.messages.filter(
      (message) =>
        message.seq > Math.max(deliveredSeq, clearedSeq, joinedSeq) &&
        message.authorId !== userId &&
        message.retractedAt === null &&
        !message.purged,
    )
    return first?.seq === seq
  }
  return [...row.members.values()]
    .filter(
      ({ status, ordinal, userId, joinedSeq }) =>
        status === 'active' && ordinal > above && isMissedBy(userId, joinedSeq),
    )
    .toSorted((a, b) => a.ordinal - b.ordinal)
    .slice(0, limit)
    .map(({ userId, ordinal }) => ({ userId, ordinal }))
}
