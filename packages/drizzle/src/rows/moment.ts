import type { Timestamp } from '@msg/core'
import { integer } from './values.ts'

const day = 86_400_000
const padded = (count: number, length: number, end: string): readonly string[] =>
  Array.from({ length: count }, (_, number) => `${String(number).padStart(length, '0')}${end}`)
const hours = padded(24, 2, ':')
const sixty = padded(60, 2, ':')
const minutes = hours.flatMap((hour) => sixty.map((minute) => `${hour}${minute}`))
const seconds = padded(60, 2, '.')
const milliseconds = padded(1_000, 3, 'Z')

/** Days that were asked for lately, each at its number in the list. */
const told = Array.from({ length: 64 }, () => ({ days: Number.NaN, date: '' }))

const dateOf = (days: number): string => {
  const at = days & 63
  const kept = told[at]
  if (kept?.days === days) return kept.date
  const date = new Date(days * day).toISOString().slice(0, -'00:00:00.000Z'.length)
  told[at] = { days, date }
  return date
}

/**
 * A time, from milliseconds since 1970. Says what `toISOString` says, which takes half a microsecond: that is asked once for the
 * times of a day. In few pieces, because each takes time when the text is written.
 */
export const moment = (value: unknown): Timestamp => {
  const time = integer(value)
  const days = Math.floor(time / day)
  const rest = time - days * day
  const second = Math.floor(rest / 1_000)
  const minute = Math.floor(second / 60)
  const end = `${seconds[second % 60]}${milliseconds[rest % 1_000]}`
  return `${dateOf(days)}${minutes[minute]}${end}`
}
