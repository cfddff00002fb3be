import { expect, test } from 'vitest'
import { createTypeAhead } from './type-ahead.ts'

const names = ['Ben', 'Team Beta', 'Travel', 'Émile']

/** Types letters at some moments, in milliseconds, each from where the one before led; answers where each led. */
const led = (...typed: readonly (readonly [string, number])[]): readonly (number | null)[] => {
  const ahead = createTypeAhead()
  let at = 0
  return typed.map(([key, timeStamp]) => {
    const plain = { altKey: false, ctrlKey: false, metaKey: false }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what of a key is looked at
    const found = ahead.find({ key, timeStamp, ...plain } as KeyboardEvent, names, at)
    at = found ?? at
    return found
  })
}

test('letters lead to what begins with them, whatever their case', () => {
  expect(led(['t', 0])).toEqual([1])
  expect(led(['T', 0], ['r', 100])).toEqual([1, 2])
  expect(led(['é', 0])).toEqual([3])
})

test('the same letter leads on to the next, round the end', () => {
  expect(led(['t', 0], ['t', 100], ['t', 200])).toEqual([1, 2, 1])
})

test('after a pause a word begins anew', () => {
  expect(led(['t', 0], ['b', 2_000])).toEqual([1, 0])
})

test('what is no letter, or begins nothing, leads nowhere', () => {
  expect(led(['ArrowDown', 0], [' ', 0], ['x', 0])).toEqual([null, null, null])
  expect(led(['t', 0], ['e', 100], ['a', 200], ['m', 300], [' ', 400], ['b', 500]).at(-1)).toBe(1)
})
