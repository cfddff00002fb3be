import { expect, test } from 'vitest'
import { awayDelay, retryDelay } from './retry.ts'

test('who is told when to come back comes then, but within an hour', () => {
  expect(retryDelay(1, 90)).toBe(90_000)
  expect(awayDelay(1, 90)).toBe(90_000)
  expect(retryDelay(1, Infinity)).toBe(3_600_000)
})

test.each([Number.NaN, -1, 0])('a hint of %d seconds is none', (seconds) => {
  expect(retryDelay(1, seconds)).toBeGreaterThanOrEqual(0)
  expect(retryDelay(1, seconds)).toBeLessThanOrEqual(1_000)
  expect(awayDelay(1, seconds)).toBeGreaterThanOrEqual(500)
  expect(awayDelay(1, seconds)).toBeLessThanOrEqual(1_000)
})
