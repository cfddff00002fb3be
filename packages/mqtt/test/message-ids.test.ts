import { expect, test } from 'vitest'
import { createMessageIds } from '../src/message-ids.ts'

test('an id is that of one thing at a time, and comes again only after all others', () => {
  const ids = createMessageIds<{ readonly n: number }>()
  const stays = ids.add({ n: 0 })
  const given = new Set<number>([stays])
  for (let n = 1; n < 65_000; n++) {
    const id = ids.add({ n })
    given.add(id)
    expect(ids.take(id)).toEqual({ n })
  }
  expect(given.size).toBe(65_000)
  expect([Math.min(...given), Math.max(...given) <= 65_535]).toEqual([1, true])
  for (let n = 0; n < 2_000; n++) expect(ids.take(ids.add({ n }))).toEqual({ n })
  expect(ids.all()).toEqual([stays])
  expect(ids.take(stays)).toEqual({ n: 0 })
  expect(ids.isEmpty()).toBe(true)
})

test('an id that was taken out, or has never been given, stands for nothing', () => {
  const ids = createMessageIds<object>()
  const first = ids.add({})
  ids.take(first)
  const second = ids.add({})
  expect([ids.take(first), ids.take(0), ids.take(second + 256)]).toEqual([null, null, null])
  expect(ids.all()).toEqual([second])
})

test('what finds no free id is refused', () => {
  const ids = createMessageIds<object>()
  for (let n = 0; n < 256; n++) ids.add({})
  expect(() => ids.add({})).toThrow(RangeError)
  ids.take(7)
  expect(ids.add({})).toBe(263)
})
