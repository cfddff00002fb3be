import type { StatsRow } from '@msg/core'

/** The periods by which the forerunner's statistics count, and how it writes them. */
export const statsPeriods = {
  day: (at: string) => at.slice(0, 10),
  month: (at: string) => `${at.slice(5, 7)}-${at.slice(0, 4)}`,
  year: (at: string) => at.slice(0, 4),
} as const

/** A period by which statistics count. */
export type StatsPeriod = keyof typeof statsPeriods

/** Whether a text names such a period. */
export const isStatsPeriod = (text: string): text is StatsPeriod => Object.hasOwn(statsPeriods, text)

/** Counts by period and verb as one object a period, the newest first: `{ group: '2026-03-10', message: 2 }`. */
export const periodsJson = (
  rows: readonly StatsRow[],
  period: StatsPeriod,
): readonly Readonly<Record<string, string | number>>[] => {
  const groups = new Map<string, Record<string, string | number>>()
  const newestFirst = rows.toSorted((a, b) => ((a.period ?? '') < (b.period ?? '') ? 1 : -1))
  for (const { period: begins = '', verb = '', count } of newestFirst) {
    const group = groups.get(begins) ?? { group: statsPeriods[period](begins) }
    groups.set(begins, { ...group, [verb]: count })
  }
  return [...groups.values()]
}
