import type { Timestamp } from '@msg/core'
import { integer } from './values.ts'

const day = 86_400_000
const padded = (count: number, length: number): readonly string[] =>
  Array.from({ length: count }, (_, number) => String(number).padStart(length, '0'))
const two = padded(60, 2)
const three = padded(1_000, 3)

let told = { days: Number.NaN, date: '' }

const dateOf = (days: number): string => {
  if (days !== told.days) told = { days, date: new Date(days * day).toISOString().slice(0, -'00:00:00.000Z'.length) }
  return told.date
}

/**
 * A time, from milliseconds since 1970. Says what `toISOString` says, which takes half a microsecond; that is asked once for a row of
 * times of one day, as those of a page mostly are.
 */
export const moment = (value: unknown): Timestamp => {
  const milliseconds = integer(value)
  const days = Math.floor(milliseconds / day)
  const rest = milliseconds - days * day
  const seconds = Math.floor(rest / 1_000)
  const minutes = Math.floor(seconds / 60)
  return `${dateOf(days)}${two[Math.floor(minutes / 60)]}:${two[minutes % 60]}:${two[seconds % 60]}.${three[rest % 1_000]}Z`
}
