/** From rows to conversations. */
import type {
  Activity,
  ConversationFacts,
  ConversationKind,
  ConversationRecord,
  ConversationState,
  InboxRecord,
  Target,
} from '@msg/core'
import { roles, statuses } from './member.ts'
import { message } from './message.ts'
import { count, fields, integer, list, nullable, oneOf, text, truth } from './values.ts'

export const target = (value: unknown): Target => {
  const row = fields(value)
  return { type: text(row['type']), id: text(row['id']) }
}

export const conversationKind = (value: unknown): ConversationKind =>
  oneOf(value, ['direct', 'group', 'room', 'channel'])

export const conversationState = (value: unknown): ConversationState => {
  const row = fields(value)
  return {
    id: text(row['id']),
    kind: conversationKind(row['kind']),
    title: nullable(row['title'], text),
    createdBy: text(row['createdBy']),
    createdAt: text(row['createdAt']),
    invitePolicy: oneOf(row['invitePolicy'], ['members', 'admins']),
    visibility: oneOf(row['visibility'], ['public', 'private']),
    joinPolicy: oneOf(row['joinPolicy'], ['open', 'closed']),
    target: nullable(row['target'], target),
    closedAt: nullable(row['closedAt'], text),
    revision: integer(row['revision']),
  }
}

export const conversationRecord = (value: unknown, cap: number): ConversationRecord => {
  const row = fields(value)
  const me = fields(row['me'])
  return {
    ...conversationState(row['state']),
    memberCount: integer(row['memberCount']),
    memberIds: list(row['memberIds'], text),
    lastSeq: integer(row['lastSeq']),
    lastMessage: nullable(row['lastMessage'], message),
    blocked: truth(row['blocked']),
    me: {
      role: nullable(me['role'], (role) => oneOf(role, roles)),
      status: oneOf(me['status'], [...statuses, 'none']),
      joinedAt: nullable(me['joinedAt'], text),
      endedAt: nullable(me['endedAt'], text),
      readSeq: integer(me['readSeq']),
      readAt: nullable(me['readAt'], text),
      repliedAt: nullable(me['repliedAt'], text),
      deliveredSeq: integer(me['deliveredSeq']),
      clearedSeq: integer(me['clearedSeq']),
      mutedUntil: nullable(me['mutedUntil'], text),
      unread: count(me['unread'], cap),
    },
  }
}

const activity = (value: unknown): Activity => {
  const row = fields(value)
  return { minute: integer(row['minute']), position: integer(row['position']) }
}

export const inboxRecord = (value: unknown, cap: number): InboxRecord => ({
  ...conversationRecord(value, cap),
  activity: activity(fields(value)['activity']),
})

export const conversationFacts = (value: unknown): ConversationFacts => {
  const row = fields(value)
  return {
    id: text(row['id']),
    kind: conversationKind(row['kind']),
    title: nullable(row['title'], text),
    invitePolicy: oneOf(row['invitePolicy'], ['members', 'admins']),
    visibility: oneOf(row['visibility'], ['public', 'private']),
    joinPolicy: oneOf(row['joinPolicy'], ['open', 'closed']),
    target: nullable(row['target'], target),
    closed: truth(row['closed']),
    blockedBy: list(row['blockedBy'], text),
    pair: nullable(row['pair'], (pair) => list(pair, text)),
    lastSeq: integer(row['lastSeq']),
    memberCount: integer(row['memberCount']),
    settingsVersion: integer(row['settingsVersion']),
    rosterVersion: integer(row['rosterVersion']),
  }
}
