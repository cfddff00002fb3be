import { describe, expect, test } from 'vitest'
import { readTimeLookups } from './time-lookups.ts'

const early = '2026-03-10T12:00:00.000Z'
const late = '2026-03-10T15:30:00.250Z'

/** Which of two messages a query finds. */
const found = (query: string): readonly string[] => {
  const filter = readTimeLookups(new URLSearchParams(query))
  if ('wrong' in filter) throw new Error(`refused: ${query}`)
  const { createdFrom = '', createdTo = '9', matches } = filter
  return [early, late].filter((at) => at >= createdFrom && at < createdTo && (matches === null || matches(at)))
}

const both = [early, late]

describe('case 63: messages by the moment they were sent', () => {
  test.each([
    [`timestamp=${early}`, [early]],
    [`timestamp__gt=${early}`, [late]],
    [`timestamp__gte=${early}`, both],
    [`timestamp__lt=${late}`, [early]],
    [`timestamp__lte=${late}`, both],
  ])('%s', (query, expected) => {
    expect(found(query)).toEqual(expected)
  })
})

describe('case 63: messages by parts of the moment', () => {
  const of = { year: 2026, month: 3, day: 10 } as const
  test.each(Object.entries(of))('%s', (part, value) => {
    expect(found(`timestamp__${part}=${value}`)).toEqual(both)
    expect(found(`timestamp__${part}__lte=${value}`)).toEqual(both)
    expect(found(`timestamp__${part}__gte=${value}`)).toEqual(both)
    expect(found(`timestamp__${part}__lt=${value}`)).toEqual([])
    expect(found(`timestamp__${part}__gt=${value}`)).toEqual([])
    expect(found(`timestamp__${part}=${value + 1}`)).toEqual([])
  })

  test('hours and minutes are those of UTC, on any day', () => {
    expect(found('timestamp__hour=12')).toEqual([early])
    expect(found('timestamp__hour__gt=12')).toEqual([late])
    expect(found('timestamp__minute=30')).toEqual([late])
    expect(found('timestamp__minute__lt=30')).toEqual([early])
    expect(found('timestamp__minute__gte=0&timestamp__hour__lte=12')).toEqual([early])
  })
})

test('lookups narrow one another, and what nothing can be finds nothing', () => {
  expect(found(`timestamp__gte=${early}&timestamp__lt=${late}`)).toEqual([early])
  expect(found(`timestamp__gt=${late}&timestamp__lt=${early}`)).toEqual([])
  expect(found('timestamp__year=20260')).toEqual([])
  expect(found('timestamp__year__lt=-5')).toEqual([])
  expect(found('timestamp__year__gte=-5')).toEqual(both)
})

test.each([
  ['2026-03-10T15:00:00+03:00'],
  ['2026-03-10T12:00:00'],
  ['2026-03-10 12:00'],
  ['2026-03-10T12:00:00.000999Z'],
])('the moment %s is read, as UTC where it does not say', (text) => {
  expect(found(`timestamp=${encodeURIComponent(text)}`)).toEqual([early])
})

test('a day is the moment at which it begins', () => {
  expect(found('timestamp__gte=2026-03-10')).toEqual(both)
  expect(found('timestamp__lt=2026-03-10')).toEqual([])
})

test('what is no moment or no number is named', () => {
  const query = new URLSearchParams('timestamp__gt=soon&timestamp=2026-02-30&timestamp__hour=noon&timestamp__day=')
  expect(readTimeLookups(query)).toEqual({
    wrong: {
      timestamp: ['Enter a valid date/time.'],
      timestamp__gt: ['Enter a valid date/time.'],
      timestamp__hour: ['Enter a number.'],
    },
  })
})

test('there are thirty lookups', () => {
  const names = [
    'timestamp',
    ...['year', 'month', 'day', 'hour', 'minute'].map((part) => `timestamp__${part}`),
  ].flatMap((name) => ['', '__gt', '__gte', '__lt', '__lte'].map((ending) => `${name}${ending}`))
  const read = readTimeLookups(new URLSearchParams(names.map((name) => `${name}=wrong`).join('&')))
  expect('wrong' in read ? Object.keys(read.wrong).toSorted() : []).toEqual(names.toSorted())
  expect(names).toHaveLength(30)
})

test.each([
  ['timestamp__lte=9999-12-31T23:59:59.999999', {}],
  ['timestamp__lt=9999-12-31T23:00:00-12:00', {}],
  ['timestamp__gte=0001-01-01T00:00:00%2B01:00', {}],
  ['timestamp__gt=9999-12-31T23:59:59.999999', { createdTo: '0001-01-01T00:00:00.000Z' }],
  ['timestamp__lt=0001-01-01', { createdTo: '0001-01-01T00:00:00.000Z' }],
])('%s, at the end of all times, has no bound that is none', (query, bounds) => {
  expect(readTimeLookups(new URLSearchParams(query))).toEqual({ ...bounds, matches: null })
})

test('there is no year 0', () => {
  const query = new URLSearchParams('timestamp__gte=0000-01-01')
  expect(readTimeLookups(query)).toEqual({ wrong: { timestamp__gte: ['Enter a valid date/time.'] } })
})
