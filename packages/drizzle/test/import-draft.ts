import type { ImportDraft, MessageImport } from '@msg/core'
import { newId, upTo } from '@msg/testing'

const at = '2020-01-01T12:00:00.000Z'

const message = (conversationId: string): MessageImport => ({
  id: newId(),
  conversationId,
  authorId: 'user2',
  verb: 'message',
  body: 'of old',
  words: ['of', 'old'],
  replyTo: null,
  mentions: [],
  createdAt: at,
  editedAt: null,
  retractedAt: null,
  contentHash: 'c'.repeat(64),
})

/** A batch with something of every kind for a conversation: so many messages, each of which answers the one before it. */
export const importInto = (conversationId: string, count: number): ImportDraft => {
  const messages = upTo(count).map(() => message(conversationId))
  const ids = messages.map(({ id }) => id)
  const first = ids[0] ?? ''
  const advances = ids.map((messageId) => ({ messageId, at }))
  const reader = { conversationId, userId: newId(), reads: advances, deliveries: advances, hidden: ids }
  return {
    conversations: [],
    members: [
      { conversationId, userId: newId(), role: 'member', joinedAt: at, left: null },
      { conversationId, userId: newId(), role: 'member', joinedAt: at, left: { at, last: first } },
    ],
    messages: messages.map((each, index) => ({ ...each, replyTo: ids[index - 1] ?? null })),
    reactions: ids.map((messageId) => ({ conversationId, messageId, userId: newId(), emoji: '👍' })),
    readers: [{ ...reader, cleared: first, mutedUntil: at }],
    aliases: ids.map((id) => ({ surface: 'import', id, number: Number.parseInt(id.slice(-12), 16) + 1 })),
  }
}

/** The same for a group that is made by it. */
export const importGroup = (count: number): ImportDraft => {
  const id = newId()
  const group = {
    id,
    kind: 'group',
    title: null,
    createdBy: 'user1',
    createdAt: at,
    bySending: true,
    derived: false,
  } as const
  const settings = {
    invitePolicy: 'members',
    visibility: 'private',
    joinPolicy: 'closed',
    target: null,
    pair: null,
  } as const
  return { ...importInto(id, count), conversations: [{ ...group, ...settings, contentHash: 'd'.repeat(64) }] }
}
