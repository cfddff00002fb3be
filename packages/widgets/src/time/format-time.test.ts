import { expect, test } from 'vitest'
import { createTimeFormat } from './format-time.ts'

const words = { today: 'Today', yesterday: 'Yesterday' }
const berlin = createTimeFormat('en', words, 'Europe/Berlin')
const now = Date.parse('2026-11-20T12:00:00Z')

test('the day of a message is that of the viewer’s zone', () => {
  expect(berlin.day('2026-11-19T22:59:00Z', now)).toBe('Yesterday')
  expect(berlin.day('2026-11-19T23:01:00Z', now)).toBe('Today')
  expect(berlin.day('2026-11-02T12:00:00Z', now)).toBe('Monday, November 2')
  expect(berlin.day('2025-11-02T12:00:00Z', now)).toBe('November 2, 2025')
})

test('a list says the time today, the weekday this week, then the date, then the year', () => {
  expect(berlin.short('2026-11-20T08:05:00Z', now)).toMatch(/^9:05\sAM$/)
  expect(berlin.short('2026-11-19T08:05:00Z', now)).toBe('Yesterday')
  expect(berlin.short('2026-11-15T08:05:00Z', now)).toBe('Sun')
  expect(berlin.short('2026-11-10T08:05:00Z', now)).toBe('Nov 10')
  expect(berlin.short('2025-11-10T08:05:00Z', now)).toBe('Nov 10, 2025')
})

test('a day of 25 hours is one day', () => {
  const [first, last] = ['2026-10-24T22:10:00Z', '2026-10-25T22:50:00Z'].map(berlin.dayKey)
  expect(first).toBe('2026-10-25')
  expect(last).toBe(first)
  expect(berlin.day('2026-10-24T22:10:00Z', Date.parse('2026-10-26T00:30:00Z'))).toBe('Yesterday')
})

test('a time ahead of the viewer’s clock is shown as one of today', () => {
  expect(berlin.short('2026-11-21T08:05:00Z', now)).toMatch(/^9:05\sAM$/)
})
