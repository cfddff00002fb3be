import type { Timestamp } from '@msg/core'
import type { Wrong } from './wrong.ts'

/** What the time of a message must be, by the lookups of a query. */
export interface TimeFilter {
  /** Inclusive. */
  readonly createdFrom?: Timestamp
  /** Exclusive. */
  readonly createdTo?: Timestamp
  /** What no span of time says, such as every noon; null where there is nothing of the kind. */
  readonly matches: ((at: Timestamp) => boolean) | null
}

const comparisons = ['exact', 'gt', 'gte', 'lt', 'lte'] as const

type Comparison = (typeof comparisons)[number]

const parts = {
  month: (at: Date) => at.getUTCMonth() + 1,
  day: (at: Date) => at.getUTCDate(),
  hour: (at: Date) => at.getUTCHours(),
  minute: (at: Date) => at.getUTCMinutes(),
} as const

/** A span of milliseconds since 1970: `from` inclusive, `to` exclusive. */
interface Span {
  readonly from: number
  readonly to: number
}

const always: Span = { from: -Infinity, to: Infinity }

/**
 * Reads the thirty lookups by time: `timestamp` and its year, month, day, hour and minute (all in UTC), each as it is or with
 * `__gt`, `__gte`, `__lt` or `__lte`. Of one given twice the last counts; an empty one is none.
 */
export const readTimeLookups = (query: URLSearchParams): TimeFilter | Wrong => {
  let span = always
  const conditions: ((at: Date) => boolean)[] = []
  const wrong: Record<string, readonly string[]> = {}
  for (const [name, lookup] of lookups) {
    const text = query.getAll(name).at(-1) ?? ''
    if (text === '') continue
    const read = lookup(text)
    if (typeof read === 'string') wrong[name] = [read]
    else if (typeof read === 'function') conditions.push(read)
    else span = { from: Math.max(span.from, read.from), to: Math.min(span.to, read.to) }
  }
  if (Object.keys(wrong).length > 0) return { wrong }
  return {
    ...boundsOf(span),
    matches: conditions.length === 0 ? null : (at) => conditions.every((holds) => holds(new Date(at))),
  }
}

/** Reads one lookup: a span, a condition, or what is wrong with it. */
type Lookup = (text: string) => Span | ((at: Date) => boolean) | string

const lookups: readonly (readonly [string, Lookup])[] = comparisons.flatMap((comparison) => {
  const ending = comparison === 'exact' ? '' : `__${comparison}`
  return [
    [`timestamp${ending}`, momentLookup(comparison)],
    [`timestamp__year${ending}`, yearLookup(comparison)],
    ...Object.entries(parts).map(
      ([part, partOf]) => [`timestamp__${part}${ending}`, partLookup(comparison, partOf)] as const,
    ),
  ] as const
})

function momentLookup(comparison: Comparison): Lookup {
  return (text) => {
    const time = timeOf(text)
    return time === null ? 'Enter a valid date/time.' : compared(comparison, { from: time, to: time + 1 })
  }
}

function yearLookup(comparison: Comparison): Lookup {
  return (text) => {
    const year = wholeOf(text)
    return year === null
      ? 'Enter a number.'
      : compared(comparison, { from: beginningOf(year), to: beginningOf(year + 1) })
  }
}

function partLookup(comparison: Comparison, partOf: (at: Date) => number): Lookup {
  return (text) => {
    const wanted = wholeOf(text)
    return wanted === null ? 'Enter a number.' : (at) => holds[comparison](partOf(at), wanted)
  }
}

const holds: { readonly [C in Comparison]: (value: number, wanted: number) => boolean } = {
  exact: (value, wanted) => value === wanted,
  gt: (value, wanted) => value > wanted,
  gte: (value, wanted) => value >= wanted,
  lt: (value, wanted) => value < wanted,
  lte: (value, wanted) => value <= wanted,
}

/** What lies in, after or before a span. */
const compared = (comparison: Comparison, { from, to }: Span): Span => {
  switch (comparison) {
    case 'exact':
      return { from, to }
    case 'gt':
      return { from: to, to: Infinity }
    case 'gte':
      return { from, to: Infinity }
    case 'lt':
      return { from: -Infinity, to: from }
    case 'lte':
      return { from: -Infinity, to }
  }
}

const written = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(Z|[+-]\d\d:\d\d)?)?$/

/** A moment in milliseconds, finer digits dropped; in UTC where it does not say. */
const timeOf = (text: string): number | null => {
  const [, day, time = '00:00', zone = 'Z'] = written.exec(text) ?? []
  if (day === undefined || !isDay(day)) return null
  const parsed = Date.parse(`${day}T${time}${zone}`)
  return Number.isNaN(parsed) ? null : parsed
}

/** The thirtieth of February parses, as another day; and there is no year 0. */
const isDay = (day: string): boolean => {
  const parsed = Date.parse(day)
  return !Number.isNaN(parsed) && !day.startsWith('0000') && new Date(parsed).toISOString().startsWith(day)
}

const wholeOf = (text: string): number | null => (/^-?\d{1,9}$/.test(text.trim()) ? Number(text) : null)

/** When a year begins; the years that can be written are 1 to 9999. */
const beginningOf = (year: number): number => {
  if (year < 1) return -Infinity
  return year > 9_999 ? Infinity : Date.parse(`${String(year).padStart(4, '0')}-01-01T00:00:00.000Z`)
}

/** A span in which nothing can lie ends before anything was written; what begins or ends outside of all times has no bound there. */
const boundsOf = ({ from, to }: Span): Omit<TimeFilter, 'matches'> => {
  const [first, last] = [Date.parse(writtenFrom), Date.parse(writtenTo)]
  if (from >= to || from > last || to <= first) return { createdTo: writtenFrom }
  return {
    ...(from <= first ? {} : { createdFrom: new Date(from).toISOString() }),
    ...(to > last ? {} : { createdTo: new Date(to).toISOString() }),
  }
}

const writtenFrom: Timestamp = '0001-01-01T00:00:00.000Z'
const writtenTo: Timestamp = '9999-12-31T23:59:59.999Z'
