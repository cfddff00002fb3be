import type { Hostile, Place } from './hostile.ts'
import { notIds, notUsers, notNumbers, notLimits } from './values.ts'

export const hostileToReading = ({ conversationId }: Place): readonly Hostile[] => [
  {
    verb: 'receipts.markRead',
    good: { conversationId, seq: 1 },
    bad: { conversationId: notIds, seq: [undefined, ...notNumbers] },
  },
  {
    verb: 'receipts.markDelivered',
    good: { conversationId, seq: 1 },
    bad: { conversationId: notIds, seq: [undefined, ...notNumbers] },
  },
  {
    verb: 'receipts.list',
    good: { conversationId },
    bad: { conversationId: notIds, seq: [0, ...notNumbers], limit: notLimits },
  },
  {
    verb: 'receipts.reads',
    good: { conversationId, userId: 'bob' },
    bad: { conversationId: notIds, userId: notUsers, from: [0, ...notNumbers], limit: notLimits },
  },
  {
    verb: 'inbox.clear',
    good: { conversationId },
    bad: { conversationId: notIds, seq: [0, ...notNumbers] },
  },
  {
    verb: 'inbox.mute',
    good: { conversationId, until: null },
    bad: {
      conversationId: notIds,
      until: [
        undefined,
        1,
        {},
        [],
        '',
        'tomorrow',
        '2030-01-01',
        '2030-02-30T00:00:00.000Z',
        '0000-01-01T00:00:00.000Z',
      ],
    },
  },
  { verb: 'inbox.unreadByConversation', good: {}, bad: { limit: notLimits } },
  {
    verb: 'inbox.list',
    good: {},
    bad: {
      limit: notLimits,
      status: ['removed', '', 7],
      kind: ['chat', '', null],
      query: ['', ' ', 'x'.repeat(257), 7],
    },
  },
]
