import { expect, test } from 'vitest'
import type { Clock } from '../ports/clock.ts'
import { createPatience } from './patience.ts'

/** A clock that passes when told to. */
const handClock = () => {
  let [passed, setBackBy] = [0, 0]
  const timers = new Set<{ readonly at: number; readonly task: () => void }>()
  const clock: Clock = {
    now: () => passed - setBackBy,
    after(milliseconds, task) {
      const timer = { at: passed + milliseconds, task }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
  }
  return {
    clock,
    timers,
    pass(milliseconds: number): void {
      passed += milliseconds
      for (const timer of timers) if (timer.at <= passed && timers.delete(timer)) timer.task()
    },
    /** Sets the time of day back, which no timer looks at. */
    setBack(milliseconds: number): void {
      setBackBy += milliseconds
    },
  }
}

test('each is waited for as long as the others, by one timer', () => {
  const { clock, timers, pass } = handClock()
  const patience = createPatience(clock, 100)
  const over: string[] = []
  patience.wait(() => over.push('first'))
  pass(60)
  patience.wait(() => over.push('second'))
  expect(timers.size).toBe(1)
  pass(39)
  expect(over).toEqual([])
  pass(1)
  expect(over).toEqual(['first'])
  pass(59)
  expect(over).toEqual(['first'])
  pass(1)
  expect(over).toEqual(['first', 'second'])
  expect(timers.size).toBe(0)
})

test('what has come is waited for no more, and without anything to wait for there is no timer', () => {
  const { clock, timers, pass } = handClock()
  const patience = createPatience(clock, 100)
  const over: string[] = []
  const [first, second] = ['first', 'second'].map((name) => patience.wait(() => over.push(name)))
  first?.()
  expect(timers.size).toBe(1)
  second?.()
  expect(timers.size).toBe(0)
  pass(1_000)
  expect(over).toEqual([])
})

test('what begins when something else is given up has all its time, and holds up nothing', () => {
  const { clock, pass } = handClock()
  const patience = createPatience(clock, 100)
  const over: string[] = []
  patience.wait(() => patience.wait(() => over.push('third')))
  pass(60)
  patience.wait(() => over.push('second'))
  pass(40)
  pass(60)
  expect(over).toEqual(['second'])
  pass(40)
  expect(over).toEqual(['second', 'third'])
})

test('a clock that is set back makes nobody wait longer', () => {
  const { clock, pass, setBack } = handClock()
  const patience = createPatience(clock, 100)
  const over: string[] = []
  patience.wait(() => over.push('before'))
  pass(50)
  setBack(3_600_000)
  patience.wait(() => over.push('after'))
  pass(50)
  expect(over).toEqual(['before'])
  pass(50)
  expect(over).toEqual(['before', 'after'])
})
