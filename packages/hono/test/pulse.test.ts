import { heartbeat } from '@msg/contract'
import type { Clock } from '@msg/core'
import { fakeClock } from '@msg/testing'
import { describe, expect, it } from 'vitest'
import { createPulse } from '../src/live/pulse.ts'

const period = heartbeat.ping * 1_000

/** A clock that counts the timers that are set on it and were not cancelled. */
const countingClock = () => {
  const clock = fakeClock()
  const counts = { made: 0, cancelled: 0 }
  const counting: Clock = {
    now: clock.now,
    after(milliseconds, task) {
      counts.made += 1
      const cancel = clock.after(milliseconds, task)
      return () => {
        counts.cancelled += 1
        cancel()
      }
    },
  }
  return { clock, counting, counts }
}

describe('the pulse of connections', () => {
  it('beats once a period for each of them, the first time before one is over', () => {
    const clock = fakeClock()
    const pulse = createPulse(clock)
    const told = Array.from({ length: 60 }, () => {
      const times = [clock.now()]
      pulse(() => void times.push(clock.now()))
      clock.advance(1_000)
      return times
    })
    clock.advance(3 * period)
    for (const [joined = 0, first = Infinity, ...later] of told) {
      expect(first - joined).toBeLessThanOrEqual(period)
      expect(later.length).toBeGreaterThanOrEqual(2)
      for (const [index, time] of later.entries()) expect(time).toBe(first + (index + 1) * period)
    }
  })

  it('is one timer for those who come together, and none once the last of them has gone', () => {
    const { clock, counting, counts } = countingClock()
    const pulse = createPulse(counting)
    let beats = 0
    const ends = Array.from({ length: 1_000 }, () => pulse(() => void (beats += 1)))
    expect(counts).toEqual({ made: 1, cancelled: 0 })
    clock.advance(period)
    expect(beats).toBe(1_000)
    for (const end of ends) end()
    for (const end of ends) end()
    expect(counts).toEqual({ made: 2, cancelled: 1 })
    clock.advance(2 * period)
    expect(beats).toBe(1_000)
  })

  it('goes on for the others when one of them ends in its own beat', () => {
    const clock = fakeClock()
    const pulse = createPulse(clock)
    const beats: string[] = []
    const end = pulse(() => {
      beats.push('first')
      end()
    })
    pulse(() => void beats.push('second'))
    clock.advance(2 * period)
    expect(beats).toEqual(['first', 'second', 'second'])
  })
})
