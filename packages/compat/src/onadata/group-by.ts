import { periods } from '@msg/core'
import type { CountedBy, Period, Profile, StatsRow, Timestamp } from '@msg/core'

/** One count, in the forerunner's words. Only what was grouped by is there. */
export interface Group {
  readonly period_start?: Timestamp
  /** A username; null when the account is gone. */
  readonly user?: string | null
  readonly verb?: string
  readonly count: number
  readonly earliest_timestamp: Timestamp
  readonly latest_timestamp: Timestamp
}

/** Reads the values of `group_by`, repeated ones once: by what to count, or the text of the refusal. */
export const readGroupBy = (values: readonly string[]): readonly CountedBy[] | string => {
  const by: CountedBy[] = []
  for (const value of new Set(values)) {
    const known = value === 'user' ? 'author' : value === 'verb' ? value : periods.find((period) => period === value)
    if (known === undefined) return `Unsupported group_by value '${value}'`
    by.push(known)
  }
  return by.filter(isPeriod).length > 1 ? 'Only one time bucket may be combined per group_by request' : by
}

const isPeriod = (by: CountedBy): by is Period => periods.some((period) => period === by)

/** A row of counts; users are told by their names. */
export const groupOf = (
  { period, verb, authorId, count, earliest, latest }: StatsRow,
  profiles: ReadonlyMap<string, Profile>,
): Group => ({
  ...(period === undefined ? {} : { period_start: period }),
  ...(authorId === undefined ? {} : { user: nameOf(authorId, profiles) }),
  ...(verb === undefined ? {} : { verb }),
  count,
  earliest_timestamp: earliest,
  latest_timestamp: latest,
})

const nameOf = (userId: string, profiles: ReadonlyMap<string, Profile>): string | null => {
  const profile = profiles.get(userId)
  return profile === undefined ? null : (profile.username ?? profile.id)
}
