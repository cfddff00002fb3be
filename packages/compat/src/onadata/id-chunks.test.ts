import { expect, test } from 'vitest'
import { idChunks } from './id-chunks.ts'

test('case 69: twenty ids, ten at a time, are two messages of ten', () => {
  const ids = Array.from({ length: 20 }, (_, index) => index + 1)
  expect(idChunks(ids, { limit: 10 })).toEqual([
    JSON.stringify({ id: ids.slice(0, 10) }),
    JSON.stringify({ id: ids.slice(10) }),
  ])
})

test('case 69: the last message tells the ids that are left, each with the description', () => {
  expect(idChunks([1, 2, 3], { limit: 2, description: 'imported' })).toEqual([
    '{"id":[1,2],"description":"imported"}',
    '{"id":[3],"description":"imported"}',
  ])
})

test('one id is a list of one, a hundred are one message, and what is no id is left out', () => {
  expect(idChunks(7)).toEqual(['{"id":[7]}'])
  expect(idChunks(Array.from({ length: 100 }, (_, index) => index + 1))).toHaveLength(1)
  expect(idChunks([0, -1, 1.5, NaN, 2])).toEqual(['{"id":[2]}'])
  expect(idChunks([])).toEqual([])
})
