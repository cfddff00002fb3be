import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createGate } from '../src/gate.ts'

test('so many are let through at the same time, the others in order when there is room', () => {
  const gate = createGate({ room: 0, eachTurn: Infinity })
  const entered: number[] = []
  for (const n of [1, 2, 3, 4]) gate.enter(() => void entered.push(n))
  expect(entered).toEqual([])
  gate.widen(2)
  expect(entered).toEqual([1, 2])
  gate.leave()
  expect(entered).toEqual([1, 2, 3])
  gate.widen(1)
  gate.leave()
  gate.leave()
  expect(entered).toEqual([1, 2, 3, 4])
})

test('any number may wait that leave at once', () => {
  const gate = createGate({ room: 0, eachTurn: Infinity })
  let left = 0
  for (let n = 0; n < 100_000; n++)
    gate.enter(() => {
      left += 1
      gate.leave()
    })
  gate.widen(1)
  expect(left).toBe(100_000)
})

test('in a turn of the event loop no more than so many are let through, whoever leaves meanwhile', async () => {
  const gate = createGate({ room: 3, eachTurn: 2 })
  const entered: number[] = []
  for (const n of [1, 2, 3, 4, 5]) gate.enter(() => void entered.push(n))
  expect(entered).toEqual([1, 2])
  gate.leave()
  expect(entered).toEqual([1, 2])
  await turn()
  expect(entered).toEqual([1, 2, 3, 4])
  gate.leave()
  await turn()
  expect(entered).toEqual([1, 2, 3, 4, 5])
})
