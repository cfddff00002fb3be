import type { Change, Member } from '@msg/core'
import { expect, test } from 'vitest'
import { firstIllegal } from './legal.ts'

const at = '2026-01-01T00:00:00.000Z'
const base = { conversationId: 'c', actor: 'ann', at }
const ben: Member = {
  conversationId: 'c',
  userId: 'ben',
  role: 'member',
  status: 'removed',
  joinedAt: at,
  joinedSeq: 0,
  endedAt: at,
  endedSeq: 0,
  revision: 3,
}
const removal: Change = { ...base, id: '3', revision: 3, type: 'member.removed', subject: ben }
const group = {
  kind: 'group',
  roles: new Map([
    ['ann', 'member'],
    ['ben', 'admin'],
    ['cat', 'member'],
  ] as const),
} as const

test('a removal by who is no admin is found', () => {
  expect(firstIllegal(group, [removal])).toBe('member.removed at revision 3 by ann: only admins do this')
})

test('after a change of a member that went with its conversation nothing is judged: it may have made an admin', () => {
  const role: Change = { ...base, id: '2', actor: 'ben', revision: 2, type: 'member.role', subject: 'gone' }
  expect(firstIllegal(group, [role, removal])).toBeNull()
})
