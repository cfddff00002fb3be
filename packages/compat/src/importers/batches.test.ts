import type { ImportBatch } from '@msg/core'
import { expect, test } from 'vitest'
import { gather, partsOf } from './batches.ts'
import type { Batch } from './batches.ts'

/** Somebody has read a message. */
const read = (message: number, userId: string): ImportBatch => ({
  readers: [{ conversationId: 'c', userId, reads: [{ messageId: `m${message}`, at: `at ${message}` }] }],
})

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index)

/** The batches that these pieces make, of so many items at most. */
const batchesOf = (pieces: readonly ImportBatch[], size: number): readonly Batch[] => {
  const gathering = gather(size)
  return [...pieces.map((piece) => gathering.add(piece)), gathering.rest()].filter((batch) => batch !== null)
}

test('what is said of a reader is one item, of which no list is longer than a batch', () => {
  const batches = batchesOf(
    numbers(25).map((message) => read(message, 'alice')),
    10,
  )
  const reads = batches.map(({ readers: [reader, ...more] }) => (more.length === 0 ? (reader?.reads ?? []) : []))
  expect(reads.map(({ length }) => length)).toEqual([10, 10, 5])
  expect(reads.flat().map(({ messageId }) => messageId)).toEqual(numbers(25).map((message) => `m${message}`))
})

test('a batch does not grow with what its readers have read', () => {
  const batches = batchesOf(
    numbers(1_000).map((message) => read(message, `user ${message % 5}`)),
    10,
  )
  const marks = batches.map(({ readers }) => readers.reduce((sum, { reads = [] }) => sum + reads.length, 0))
  expect(Math.max(...marks)).toBe(40)
  expect(marks.reduce((sum, count) => sum + count, 0)).toBe(1_000)
})

test('a piece with more of a kind than a batch may have comes in parts, which begin with what the others need', () => {
  const conversation = { id: 'c', kind: 'group', title: null, createdBy: 'user 0', createdAt: 'at first' } as const
  const members = numbers(12).map((n) => ({ conversationId: 'c', userId: `user ${n}`, joinedAt: `at ${n}` }))
  const piece: ImportBatch = { conversations: [conversation], members }
  expect(partsOf(piece, 12)).toEqual([piece])
  expect(partsOf(piece, 5)).toMatchObject([
    { conversations: [conversation], members: members.slice(0, 5) },
    { conversations: [], members: members.slice(5, 10) },
    { conversations: [], members: members.slice(10) },
  ])
  expect(batchesOf(partsOf(piece, 5), 5).map((batch) => batch.members.length)).toEqual([5, 5, 2])
})
