import type { TimelineRow } from '@msg/client/views'
import { expect, test } from 'vitest'
import { aboutShown } from './composing.ts'

const row: TimelineRow = {
  id: 'a',
  conversationId: 'c',
  seq: 1,
  authorId: 'ana',
  verb: 'message',
  body: 'lunch\non friday?',
  replyTo: null,
  mentions: [],
  attachments: [],
  reactions: [],
  createdAt: '2026-11-20T10:00:00Z',
  editedAt: null,
  retractedAt: null,
  pinnedAt: null,
  pinnedBy: null,
  state: 'sent',
  writes: [],
}

test('a message that is answered is shown in one line with its author, whom nobody tells their own name', () => {
  const about = (me: string) => aboutShown({ type: 'reply', row }, { snapshot: null, me, loaded: () => {} })
  expect(about('ben')).toEqual({ type: 'reply', name: 'ana', text: 'lunch on friday?' })
  expect(about('ana')).toEqual({ type: 'reply', name: null, text: 'lunch on friday?' })
})
