import { afterEach, expect, test, vi } from 'vitest'
import { systemClock } from './clock.ts'

afterEach(() => void vi.restoreAllMocks())

test.each([Infinity, 2 ** 31, 30 * 24 * 3_600_000])('what is to happen in %d ms does not happen at once', (far) => {
  const timers = vi.spyOn(globalThis, 'setTimeout')
  systemClock().after(far, () => {})()
  // What is longer a timer does not wait for at all.
  expect(timers.mock.calls.map(([, milliseconds]) => milliseconds)).toEqual([2 ** 31 - 1])
})
