import { limits } from '@msg/core'
import { newId, upTo } from '../../factories.ts'
import type { Hostile, Place } from './hostile.ts'
import {
  notIds,
  notEmoji,
  notTexts,
  notUsers,
  notVerbs,
  notNumbers,
  notTokens,
  notTimes,
  notLimits,
  notRowLimits,
} from './values.ts'

export const hostileToMessages = ({ conversationId, messageId }: Place): readonly Hostile[] => [
  {
    verb: 'messages.send',
    good: { conversationId, body: 'hello' },
    bad: {
      conversationId: notIds,
      id: notIds,
      body: [undefined, ...notTexts, 'x'.repeat(limits.body + 1), '€'.repeat(limits.body + 1)],
      verb: notVerbs,
      replyTo: notIds,
      mentions: ['bob', {}, null, ...notUsers.map((id) => [id]), upTo(limits.mentions + 1).map(String)],
      addMembers: ['bob', {}, null, ...notUsers.map((id) => [id]), upTo(limits.addedAtOnce + 1).map(String)],
      authorId: ['bob'],
      seq: [1],
    },
  },
  {
    verb: 'messages.sendToUsers',
    good: { userIds: ['bob', 'carol'], body: 'hello' },
    bad: {
      userIds: [undefined, 'bob', {}, null, ...notUsers.map((id) => [id]), upTo(limits.founders + 1).map(String)],
      id: notIds,
      body: [undefined, ...notTexts, 'x'.repeat(limits.body + 1)],
      verb: ['Message', 'x'.repeat(limits.verb + 1), 1, null],
      mentions: ['bob', null, upTo(limits.mentions + 1).map(String)],
      replyTo: [newId()],
      conversationId: [newId()],
      addMembers: [['dave']],
    },
  },
  { verb: 'messages.get', good: { messageId }, bad: { messageId: notIds } },
  {
    verb: 'messages.list',
    good: { conversationId },
    bad: {
      conversationId: notIds,
      before: notNumbers,
      after: notNumbers,
      order: ['up', 1, null, {}],
      pinned: ['true', 1, null, {}],
      authorId: notUsers,
      verb: notVerbs,
      createdFrom: notTimes,
      createdTo: notTimes,
      limit: notLimits,
    },
  },
  {
    verb: 'messages.edit',
    good: { messageId, body: 'other' },
    bad: {
      messageId: notIds,
      body: [undefined, ...notTexts, 'x'.repeat(limits.body + 1)],
      mentions: ['bob', null, [7]],
    },
  },
  ...(['retract', 'hide', 'pin', 'unpin', 'revisions'] as const).map((name): Hostile => ({
    verb: `messages.${name}`,
    good: { messageId },
    bad: { messageId: notIds },
  })),
  { verb: 'reactions.add', good: { messageId, emoji: '👍' }, bad: { messageId: notIds, emoji: notEmoji } },
  { verb: 'reactions.remove', good: { messageId, emoji: '👍' }, bad: { messageId: notIds, emoji: notEmoji } },
  {
    verb: 'attachments.get',
    good: { messageId, attachmentId: messageId },
    bad: { messageId: notIds, attachmentId: notIds },
  },
  {
    verb: 'attachments.upload',
    good: { file: new Blob(['text']) },
    bad: {
      file: [undefined, null, 'text', 7, {}, []],
      name: ['', ' ', 'a\nb', '\uD800', 'x'.repeat(256), 7, null, {}, []],
    },
  },
  { verb: 'messages.around', good: { messageId }, bad: { messageId: notIds, limit: notLimits } },
  {
    verb: 'messages.stats',
    good: { conversationId, by: ['day', 'verb'] },
    bad: {
      conversationId: notIds,
      by: [undefined, null, 'day', {}, ['minute'], ['day', 'day'], ['day', 'week'], [1], [null]],
      authorId: notUsers,
      verb: notVerbs,
      createdFrom: notTimes,
      createdTo: notTimes,
      limit: notRowLimits,
    },
  },
  {
    verb: 'messages.search',
    good: { query: 'hello' },
    bad: {
      query: [undefined, ...notTexts, 'x'.repeat(limits.query + 1)],
      conversationId: notIds,
      authorId: notUsers,
      verb: notVerbs,
      createdFrom: notTimes,
      createdTo: notTimes,
      after: notTokens,
      limit: notLimits,
      pinned: [true],
    },
  },
]
