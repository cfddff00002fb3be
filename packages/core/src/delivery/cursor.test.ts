import { expect, test } from 'vitest'
import { createCursors } from './cursor.ts'
import type { Cursors } from './cursor.ts'

const cursorKey = new Uint8Array(32).fill(7)
const cursors = createCursors({ epoch: 'first', cursorKey, durability: 'none' })
const cursorOf = (from: Cursors, userId: string): string => `${from.shared({ after: '1:2:' })}.${from.tag(userId)}`

test('a cursor says where its user stands, on a page of a long read too', () => {
  expect(cursors.read(cursorOf(cursors, 'alice'), 'alice')).toEqual({ after: '1:2:' })
  const page = { after: '1:2:', upTo: '5:5:', position: 42 }
  expect(cursors.read(`${cursors.shared(page)}.${cursors.tag('alice')}`, 'alice')).toEqual(page)
})

test('a cursor of another epoch of the database asks for a resync', () => {
  const restored = createCursors({ epoch: 'second', cursorKey, durability: 'none' })
  expect(() => restored.read(cursorOf(cursors, 'alice'), 'alice')).toThrow(
    expect.objectContaining({ code: 'resync_required' }),
  )
})

test('a cursor signed with another key, or bound to another user, is invalid', () => {
  const foreign = createCursors({ epoch: 'first', cursorKey: new Uint8Array(32), durability: 'none' })
  const invalid = expect.objectContaining({ code: 'invalid_cursor' })
  expect(() => foreign.read(cursorOf(cursors, 'alice'), 'alice')).toThrow(invalid)
  expect(() => cursors.read(cursorOf(cursors, 'alice'), 'bob')).toThrow(invalid)
  expect(() =>
    cursors.read(`${cursorOf(foreign, 'alice').split('.').slice(0, 2).join('.')}.${cursors.tag('alice')}`, 'alice'),
  ).toThrow(invalid)
})

test('a page token holds for its listing and its user only', () => {
  const token = cursors.seal('inbox', 'alice', [5, 6])
  expect(cursors.unseal('inbox', 'alice', token)).toEqual([5, 6])
  const invalid = expect.objectContaining({ code: 'invalid_cursor' })
  expect(() => cursors.unseal('members', 'alice', token)).toThrow(invalid)
  expect(() => cursors.unseal('inbox', 'bob', token)).toThrow(invalid)
})
