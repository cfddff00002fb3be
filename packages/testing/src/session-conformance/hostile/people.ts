import { limits } from '@msg/core'
import { upTo } from '../../factories.ts'
import type { Hostile, Place } from './hostile.ts'
import { notIds, notTexts, notUsers, notTokens, notLimits } from './values.ts'

export const hostileToPeople = ({ conversationId }: Place): readonly Hostile[] => [
  {
    verb: 'people.search',
    good: { query: 'jan' },
    bad: { query: [undefined, ...notTexts, 'x'.repeat(limits.query + 1)], limit: notLimits, viewer: ['bob'] },
  },
  { verb: 'people.contacts', good: {}, bad: { after: notTokens, limit: notLimits } },
  {
    verb: 'people.get',
    good: { userIds: ['bob'] },
    bad: {
      userIds: [undefined, [], 'bob', {}, null, ...notUsers.map((id) => [id]), upTo(limits.page + 1).map(String)],
    },
  },
  {
    verb: 'live.typing',
    good: { conversationId, typing: true },
    bad: { conversationId: notIds, typing: ['true', 1, null, [], undefined] },
  },
  { verb: 'people.block', good: { userId: 'bob' }, bad: { userId: [undefined, 'alice', ...notUsers] } },
  { verb: 'people.unblock', good: { userId: 'bob' }, bad: { userId: [undefined, ...notUsers] } },
  { verb: 'people.blocked', good: {}, bad: { after: notTokens, limit: notLimits } },
  { verb: 'account.erase', good: {}, bad: { userId: ['bob'], erased: [true] } },
  { verb: 'account.export', good: {}, bad: { after: notTokens, limit: notLimits, userId: ['bob'] } },
  { verb: 'live.read', good: {}, bad: { after: notTokens, limit: [0, 501, '1', null, {}] } },
]
