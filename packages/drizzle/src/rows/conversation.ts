/** From rows to conversations. */
import type {
  ConversationFacts,
  ConversationKind,
  ConversationRecord,
  ConversationState,
  InboxRecord,
  Message,
  Target,
} from '@msg/core'
import { roles, statuses } from './member.ts'
import { message, messageIn } from './message.ts'
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

interface Parts {
  readonly state: ConversationState
  readonly lastMessage: Message | null
  /** What else there is, in the order of `recordColumns`. */
  readonly rest: readonly unknown[]
}

const recordOf = ({ state, lastMessage, rest }: Parts, cap: number): InboxRecord => {
  const [memberCount, memberIds, lastSeq, blocked, minute, position, ...me] = rest
  const [role, status, joinedAt, endedAt, readSeq, readAt, repliedAt, deliveredSeq, clearedSeq, mutedUntil, unread] = me
  return {
    ...state,
    memberCount: integer(memberCount),
    memberIds: list(memberIds, text),
    lastSeq: integer(lastSeq),
    lastMessage,
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

/** As `recordColumns` lists it: state, last message, the rest. */
export const inboxRecord = (value: unknown, cap: number): InboxRecord => {
  const [state, lastMessage, ...rest] = columns(value)
  return recordOf({ state: conversationState(state), lastMessage: nullable(lastMessage, message), rest }, cap)
}

/**
 * As `inboxSql` lists them, by column: what `conversationState` knows, last messages, the rest. Of no conversation, every column
 * is null.
 */
export const inboxRecords = (value: unknown, cap: number): readonly InboxRecord[] => {
  const table = columns(value)
  if (table[0] === null) return []
  const states = table.slice(0, 12).map(columns)
  const last = table.slice(12, 21).map(columns)
  const others = table.slice(21).map(columns)
  const messageAt = messageIn(last)
  return columns(table[0]).map((_, at) => {
    const state = conversationState(states.map((column) => column[at]))
    const lastMessage = last[0]?.[at] === null ? null : messageAt(at, state.id)
    return recordOf({ state, lastMessage, rest: others.map((column) => column[at]) }, cap)
  })
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
