import { channelId, countedAtMost, limits } from '@msg/core'
import type { CountedBy, Message, MessageStats, Period, Session, StatsRow, Timestamp } from '@msg/core'
import { lookedAtMost, unlessNothing, walk } from './walk.ts'
import type { Stretch, Walk, Walked } from './walk.ts'

/**
 * Counts the messages about a target, those sent latest first: by the engine, or, where no filter of it says which are meant, by
 * looking at the newest {@link lookedAtMost}.
 */
export const count = async (session: Session, query: Walk, by: readonly CountedBy[]): Promise<readonly StatsRow[]> =>
  query.matches === null
    ? (await statsOf(session, query, by)).rows
    : counted(await walk(session, query, { skip: 0, take: lookedAtMost }), by)

const statsOf = async (session: Session, { target, filter }: Walk, by: readonly CountedBy[]): Promise<MessageStats> => {
  const asked = session.messages.stats({ conversationId: channelId(target), by, ...filter, limit: limits.statsRows })
  return (await unlessNothing(asked)) ?? { rows: [], more: false }
}

/** The messages that fit a query: how many there are at most, and any stretch of them. */
export interface Found {
  readonly items: number
  readonly read: (stretch: Stretch) => Promise<Walked>
}

/**
 * Finds the messages about a target that fit. Where there are more than the engine counts, there may be as many as it counts at
 * most; whoever reads finds where they end.
 */
export const find = async (session: Session, query: Walk): Promise<Found> => {
  if (query.matches === null) {
    const { rows, more } = await statsOf(session, query, [])
    const items = more ? countedAtMost : (rows[0]?.count ?? 0)
    const read: Found['read'] = ({ skip, take }) => walk(session, query, { skip, take: Math.min(take, items - skip) })
    return { items, read }
  }
  const { messages, profiles } = await walk(session, query, { skip: 0, take: lookedAtMost })
  const read: Found['read'] = async ({ skip, take }) => ({ messages: messages.slice(skip, skip + take), profiles })
  return { items: messages.length, read }
}

/** Messages newest first, counted. */
const counted = ({ messages }: Pick<Walked, 'messages'>, by: readonly CountedBy[]): readonly StatsRow[] => {
  const rows = new Map<string, StatsRow>()
  for (const message of messages) {
    const { createdAt } = message
    const kind = by.reduce<Kind>((known, one) => ({ ...known, ...partOf(one, message) }), {})
    const key = JSON.stringify(kind)
    const known = rows.get(key)
    rows.set(key, {
      ...kind,
      count: (known?.count ?? 0) + 1,
      earliest: createdAt,
      latest: known?.latest ?? createdAt,
    })
  }
  return [...rows.values()]
}

type Kind = Pick<StatsRow, 'period' | 'verb' | 'authorId'>

const partOf = (by: CountedBy, { verb, authorId, createdAt }: Message): Kind => {
  if (by === 'verb') return { verb }
  return by === 'author' ? { authorId } : { period: beginningOf(by, createdAt) }
}

/** When the period of a moment began, in UTC; a week begins on Monday. */
const beginningOf = (period: Period, at: Timestamp): Timestamp => {
  const date = new Date(at)
  date.setUTCMinutes(0, 0, 0)
  if (period === 'hour') return date.toISOString()
  date.setUTCHours(0)
  if (period === 'week') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7))
  if (period === 'month' || period === 'year') date.setUTCDate(1)
  if (period === 'year') date.setUTCMonth(0)
  return date.toISOString()
}
