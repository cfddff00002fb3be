import { expect, test } from 'vitest'
import { createSlots } from './slots.ts'

test('slots hold what is in, and what left twice takes nobody else out', () => {
  const slots = createSlots<{ readonly name: string }>()
  expect(slots.isEmpty()).toBe(true)
  const [one, two, three] = ['one', 'two', 'three'].map((name) => ({ name }))
  if (one === undefined || two === undefined || three === undefined) throw new Error('nothing is there')
  const leave = slots.add(one)
  slots.add(two)
  leave()
  expect(slots.all()).toEqual([two])
  const leaveAgain = slots.add(three)
  leave()
  expect(slots.all()).toHaveLength(2)
  expect(slots.isEmpty()).toBe(false)
  leaveAgain()
  expect(slots.all()).toEqual([two])
})
