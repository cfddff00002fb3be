/** From rows to conversations. */
import type {
  ConversationFacts,
  ConversationKind,
  ConversationRecord,
  ConversationState,
  InboxRecord,
  Target,
} from '@msg/core'
import { roles, statuses } from './member.ts'
import { message } from './message.ts'
import { moment } from './moment.ts'
import { columns, count, fields, integer, list, nullable, oneOf, text, truth } from './values.ts'

export const target = (value: unknown): Target => {
  const row = fields(value)
  return { type: text(row['type']), id: text(row['id']) }
}

export const conversationKind = (value: unknown): ConversationKind =>
  oneOf(value, ['direct', 'group', 'room', 'channel'])

/** As `conversation_state` lists it. */
export const conversationState = (value: unknown): ConversationState => {
  const [
    id,
    kind,
    title,
    createdBy,
    createdAt,
    invitePolicy,
    visibility,
    joinPolicy,
    type,
    targetId,
    closedAt,
    revision,
  ] = columns(value)
  return {
    id: text(id),
    kind: conversationKind(kind),
    title: nullable(title, text),
    createdBy: text(createdBy),
    createdAt: moment(createdAt),
    invitePolicy: oneOf(invitePolicy, ['members', 'admins']),
    visibility: oneOf(visibility, ['public', 'private']),
    joinPolicy: oneOf(joinPolicy, ['open', 'closed']),
    target: type === null ? null : { type: text(type), id: text(targetId) },
    closedAt: nullable(closedAt, moment),
    revision: integer(revision),
  }
}

/** As `recordColumns` lists it. */
export const inboxRecord = (value: unknown, cap: number): InboxRecord => {
  const [state, memberCount, memberIds, lastSeq, lastMessage, blocked, minute, position, ...me] = columns(value)
  const [role, status, joinedAt, endedAt, readSeq, readAt, repliedAt, deliveredSeq, clearedSeq, mutedUntil, unread] = me
  return {
    ...conversationState(state),
    memberCount: integer(memberCount),
    memberIds: list(memberIds, text),
    lastSeq: integer(lastSeq),
    lastMessage: nullable(lastMessage, message),
    blocked: truth(blocked),
    activity: { minute: integer(minute), position: integer(position) },
    me: {
      role: nullable(role, (word) => oneOf(word, roles)),
      status: oneOf(status, [...statuses, 'none']),
      joinedAt: nullable(joinedAt, moment),
      endedAt: nullable(endedAt, moment),
      readSeq: integer(readSeq),
      readAt: nullable(readAt, moment),
      repliedAt: nullable(repliedAt, moment),
      deliveredSeq: integer(deliveredSeq),
      clearedSeq: integer(clearedSeq),
      mutedUntil: nullable(mutedUntil, moment),
      unread: count(unread, cap),
    },
  }
}

export const conversationRecord = (value: unknown, cap: number): ConversationRecord => {
  const { activity, ...record } = inboxRecord(value, cap)
  return record
}

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
