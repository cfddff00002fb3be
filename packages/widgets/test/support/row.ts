import type { TimelineRow } from '@msg/client/views'

/** A message of ana's that was sent, as a timeline shows it, but for what is to be different. */
export const rowWith = (more: Partial<TimelineRow>): TimelineRow => ({
  id: 'a',
  conversationId: 'c',
  seq: 1,
  authorId: 'ana',
  verb: 'message',
  body: 'hello',
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
  ...more,
})
