import { expect, test } from 'vitest'
import { moment } from './moment.ts'

test('a time is told as the platform tells it, whichever was told before', () => {
  const day = 86_400_000
  const first = Date.parse('2026-11-22T00:00:00.000Z')
  const around = [-1, 0, 1, 59_999, 60_000, 3_599_999, 3_600_000, day - 1].map((rest) => first + rest)
  const far = [
    0,
    -1,
    -day,
    Date.parse('0001-01-01T00:00:00.000Z'),
    253_402_300_799_999,
    253_402_300_800_000,
    -62_198_755_200_000,
  ]
  for (const milliseconds of [...around, ...far, ...around.toReversed()])
    expect(moment(milliseconds)).toBe(new Date(milliseconds).toISOString())
})

test('what is no time is refused, and spoils no other', () => {
  for (const wrong of [null, '2026-11-22T00:00:00.000Z', 1.5])
    expect(() => moment(wrong)).toThrow('something else than an integer')
  expect(() => moment(Number.MAX_SAFE_INTEGER)).toThrow('Invalid time value')
  expect(moment(5)).toBe('1970-01-01T00:00:00.005Z')
})
