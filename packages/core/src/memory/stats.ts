import type { Timestamp } from '../model/ids.ts'
import type { Message } from '../model/message.ts'
import type { Period, StatsRow } from '../model/stats.ts'
import type { Stats, StatsQuery } from '../ports/store.ts'
import { isMeant } from './filtered-messages.ts'
import type { Lens } from './lens.ts'
import { messagesPage } from './queries.ts'
import type { ConversationRow } from './state.ts'

/** Counts the messages in sight that are meant. */
export const statsOf = (row: ConversationRow, lens: Lens, query: StatsQuery): Stats => {
  const counts = new Map<string, StatsRow>()
  for (const message of messagesPage(row, lens, { order: 'asc', limit: row.messages.length })) {
    if (message.retractedAt !== null || !isMeant(message, query.filter)) continue
    const kind = kindOf(message, query)
    const key = JSON.stringify([kind.period, kind.verb, kind.authorId])
    const { createdAt } = message
    const counted = counts.get(key) ?? { ...kind, count: 0, earliest: createdAt, latest: createdAt }
    counts.set(key, {
      ...counted,
      count: counted.count + 1,
      earliest: createdAt < counted.earliest ? createdAt : counted.earliest,
      latest: createdAt > counted.latest ? createdAt : counted.latest,
    })
  }
  return { rows: [...counts.values()].toSorted(latestFirst).slice(0, query.limit), older: false }
}

const kindOf = (
  { createdAt, verb, authorId }: Message,
  query: StatsQuery,
): Pick<StatsRow, 'period' | 'verb' | 'authorId'> => ({
  ...(query.period === null ? {} : { period: beginningOf(query.period, createdAt) }),
  ...(query.verb ? { verb } : {}),
  ...(query.author ? { authorId } : {}),
})

/** In UTC, as times are written. */
const beginningOf = (period: Period, time: Timestamp): Timestamp => {
  switch (period) {
    case 'hour':
      return `${time.slice(0, 13)}:00:00.000Z`
    case 'day':
      return `${time.slice(0, 10)}T00:00:00.000Z`
    case 'week':
      return mondayOf(time)
    case 'month':
      return `${time.slice(0, 7)}-01T00:00:00.000Z`
    case 'year':
      return `${time.slice(0, 4)}-01-01T00:00:00.000Z`
  }
}

const mondayOf = (time: Timestamp): Timestamp => {
  const date = new Date(time)
  date.setUTCHours(0, 0, 0, 0)
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7))
  return date.toISOString()
}

const latestFirst = (a: StatsRow, b: StatsRow): number =>
  descending(a.latest, b.latest) ||
  descending(a.period ?? '', b.period ?? '') ||
  descending(b.verb ?? '', a.verb ?? '') ||
  descending(b.authorId ?? '', a.authorId ?? '')

const descending = (a: string, b: string): number => (a < b ? 1 : a > b ? -1 : 0)
