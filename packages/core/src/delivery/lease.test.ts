import { expect, test } from 'vitest'
import type { Clock } from '../ports/clock.ts'
import { holdLease } from './lease.ts'

const query = { name: 'prune', holder: 'one', milliseconds: 900 }

/** A lease by a clock that passes when told to; what the store says to each who asks for it is told beforehand. */
const holding = async (...answers: readonly (number | null | Error)[]) => {
  let now = 0
  let asked = 0
  const timers = new Set<{ readonly at: number; readonly task: () => void }>()
  const clock: Clock = {
    now: () => now,
    after(milliseconds, task) {
      const timer = { at: now + milliseconds, task }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
  }
  const store = {
    async lease() {
      const answer = answers[asked] ?? null
      asked += 1
      if (answer instanceof Error) throw answer
      return answer
    },
    release: async () => {},
  }
  const lease = await holdLease({ store, clock }, query)
  if (lease === null) throw new Error('somebody else has it')
  return {
    lease,
    timers,
    asked: () => asked,
    async pass(milliseconds: number) {
      now += milliseconds
      for (const timer of timers) if (timer.at <= now && timers.delete(timer)) timer.task()
      // What the store answered is taken note of.
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
    },
  }
}

test('a lease is renewed three times in its lifetime, and kept for as long as that succeeds', async () => {
  const { lease, pass, asked } = await holding(7, 7, 7, 7, 7, 7, 7)
  expect(lease.fence).toBe(7)
  for (let third = 1; third <= 6; third += 1) {
    await pass(300)
    expect(asked()).toBe(1 + third)
    expect(lease.lost.aborted).toBe(false)
  }
})

test.each([
  ['somebody else', null],
  ['somebody of our name', 8],
])('a lease that %s has by now is lost at once, and nothing is left of it', async (_, answer) => {
  const { lease, pass, timers } = await holding(7, answer)
  await pass(300)
  expect(lease.lost.aborted).toBe(true)
  expect(timers.size).toBe(0)
})

test('a lease that cannot be renewed is asked for again, and lost when it has run out', async () => {
  const gone = new Error('the database is away')
  const { lease, pass, asked, timers } = await holding(7, gone, gone, gone)
  await pass(300)
  await pass(300)
  expect(asked()).toBe(3)
  expect(lease.lost.aborted).toBe(false)
  await pass(300)
  expect(lease.lost.aborted).toBe(true)
  await pass(900)
  expect(timers.size).toBe(0)
})
