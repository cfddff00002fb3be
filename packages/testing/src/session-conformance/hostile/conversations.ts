import { limits } from '@msg/core'
import { upTo } from '../../factories.ts'
import type { Hostile, Place } from './hostile.ts'
import { notIds, notTexts, notUsers, notLimits } from './values.ts'

export const hostileToConversations = ({ conversationId }: Place): readonly Hostile[] => [
  { verb: 'conversations.startDirect', good: { userId: 'bob' }, bad: { userId: [undefined, ...notUsers] } },
  {
    verb: 'conversations.startGroup',
    good: { userIds: ['bob'] },
    bad: {
      id: notIds,
      title: [...notTexts, 'x'.repeat(limits.title + 1)],
      userIds: [
        undefined,
        'bob',
        {},
        null,
        ...notUsers.map((id) => ['bob', id]),
        upTo(limits.founders + 1).map(String),
      ],
      invitePolicy: ['everyone', 1, null, {}],
    },
  },
  { verb: 'conversations.get', good: { conversationId }, bad: { conversationId: notIds } },
  {
    verb: 'members.add',
    good: { conversationId, userIds: ['carol'] },
    bad: {
      conversationId: notIds,
      id: notIds,
      userIds: [undefined, [], 'carol', {}, ...notUsers.map((id) => [id]), upTo(limits.addedAtOnce + 1).map(String)],
    },
  },
  { verb: 'members.leave', good: { conversationId }, bad: { conversationId: notIds } },
  {
    verb: 'members.list',
    good: { conversationId },
    bad: { conversationId: notIds, limit: notLimits },
  },
  {
    verb: 'conversations.update',
    good: { conversationId, title: 'new' },
    bad: {
      conversationId: notIds,
      title: [...notTexts.filter((text) => text !== null), 'x'.repeat(limits.title + 1)],
      invitePolicy: ['everyone', 1, null, {}],
    },
  },
  {
    verb: 'members.remove',
    good: { conversationId, userId: 'bob' },
    bad: { conversationId: notIds, userId: [undefined, ...notUsers] },
  },
  {
    verb: 'members.setRole',
    good: { conversationId, userId: 'bob', role: 'admin' },
    bad: { conversationId: notIds, userId: [undefined, ...notUsers], role: [undefined, 'owner', 1, null, {}] },
  },
]
