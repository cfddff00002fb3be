import { periods } from '../../model/stats.ts'
import type { StatsQuery } from '../../ports/store.ts'
import { countedBy, filterFields, id, inputOf, rowLimit } from '../../rules/input.ts'
import type { MessageStats, StatsInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { seen } from '../rights.ts'

const read = inputOf({ conversationId: id, by: countedBy, ...filterFields, limit: rowLimit })

export const messageStats: Verb<StatsInput, MessageStats> = async (context, input) => {
  const { conversationId, by, limit, ...filter } = read(input)
  const query: StatsQuery = {
    period: periods.find((period) => by.includes(period)) ?? null,
    verb: by.includes('verb'),
    author: by.includes('author'),
    filter,
    limit: limit + 1,
  }
  const { rows, older } = await seen(context, { conversationId }, (viewer) =>
    context.store.stats(viewer, conversationId, query),
  )
  return { rows: rows.slice(0, limit), more: older || rows.length > limit }
}
