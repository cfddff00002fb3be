import type { ChangeDraft, CommitItem, CommitOutcome, CreationDraft, Guard, MemberRole } from '@msg/core'
import { wordsOf } from '@msg/core'
import { newId } from '@msg/testing'

export const send = (body = 'hello', id = newId()): Extract<ChangeDraft, { type: 'message.sent' }> => ({
  type: 'message.sent',
  id,
  verb: 'message',
  body,
  replyTo: null,
  mentions: [],
  words: wordsOf(body),
  contentHash: 'a'.repeat(64),
})

export const read = (readSeq: number): ChangeDraft => ({ type: 'receipt.advanced', readSeq })

export const deliver = (deliveredSeq: number): ChangeDraft => ({ type: 'receipt.advanced', deliveredSeq })

export const clear = (clearedSeq: number): ChangeDraft => ({ type: 'inbox.cleared', clearedSeq })

export const mute = (mutedUntil: string | null): ChangeDraft => ({ type: 'inbox.muted', mutedUntil })

export const add = (userId: string, role: MemberRole = 'member'): ChangeDraft => ({
  type: 'member.added',
  userId,
  role,
})

export const remove = (userId: string): ChangeDraft => ({ type: 'member.removed', userId })

export const edit = (messageId: string, body: string, ...mentions: readonly string[]): ChangeDraft => ({
  type: 'message.edited',
  messageId,
  body,
  words: wordsOf(body),
  mentions,
})

/** What needs no more than the message it is about. */
export const mark = (
  type: 'message.retracted' | 'message.pinned' | 'message.unpinned' | 'message.hidden',
  messageId: string,
): ChangeDraft => ({ type, messageId })

export const react = (messageId: string, emoji: string): ChangeDraft => ({ type: 'reaction.added', messageId, emoji })

export const unreact = (messageId: string, emoji: string): ChangeDraft => ({
  type: 'reaction.removed',
  messageId,
  emoji,
})

export const leave = (userId: string): ChangeDraft => ({ type: 'member.left', userId })

export const create = (kind: 'group' | 'direct', userIds: readonly string[]): CreationDraft => ({
  type: 'conversation.created',
  kind,
  title: null,
  invitePolicy: 'members',
  members: userIds.map((userId, at) => ({ userId, role: at === 0 ? 'admin' : 'member' })),
  contentHash: 'b'.repeat(64),
})

/** One item of a batch, without guards. */
export const item = (conversationId: string, actor: string, ...changes: readonly ChangeDraft[]): CommitItem => ({
  conversationId,
  actor,
  changes,
  guards: [],
})

export const guarded = (unguarded: CommitItem, ...guards: readonly Guard[]): CommitItem => ({ ...unguarded, guards })

/** The item that sends to three or more people for the first time. */
export const firstSend = (userIds: readonly string[], body = 'hello all'): CommitItem => ({
  ...item(newId(), userIds[0] ?? '', { ...create('group', userIds), bySending: true }, send(body)),
  canonical: true,
})

/** The statuses, or for what was committed the first stamp's number. */
export const told = (outcomes: readonly CommitOutcome[]): readonly (string | number | undefined)[] =>
  outcomes.map((outcome) => (outcome.status === 'committed' ? (outcome.stamps[0]?.seq ?? 'committed') : outcome.status))

/** An item of no conversation. */
export const personal = (owner: string): CommitItem => ({
  conversationId: null,
  actor: 'service:host',
  changes: [{ type: 'session.revoked', owner, userId: owner }],
  guards: [],
})

/** An item by which a user blocks another; the two have no direct. */
export const block = (owner: string, userId: string): CommitItem => ({
  conversationId: newId(),
  actor: owner,
  changes: [{ type: 'user.blocked', owner, userId }],
  guards: [],
})
