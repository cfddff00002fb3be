import type { Timestamp, UserId } from './ids.ts'

/** The periods by which messages are counted, all in UTC; a week begins on Monday. */
export const periods = ['hour', 'day', 'week', 'month', 'year'] as const

/** A period by which messages are counted. */
export type Period = (typeof periods)[number]

/** By what messages are counted. */
export type CountedBy = Period | 'verb' | 'author'

/** How many messages there are of one kind. Only what was counted by is there. */
export interface StatsRow {
  /** When the period began. */
  readonly period?: Timestamp
  readonly verb?: string
  readonly authorId?: UserId
  readonly count: number
  /** When the first of them was sent. */
  readonly earliest: Timestamp
  /** When the last of them was sent. */
  readonly latest: Timestamp
}
