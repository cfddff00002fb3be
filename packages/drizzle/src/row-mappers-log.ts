/** From the rows of the change log to the model's changes. */
import type { Change, Hidden, LoggedChange } from '@msg/core'
import {
  conversationState,
  fields,
  integer,
  list,
  member,
  message,
  nullable,
  oneOf,
  receipt,
  text,
} from './row-mappers.ts'
import type { Fields } from './row-mappers.ts'

const hidden = (value: unknown): Hidden => {
  const row = fields(value)
  return {
    conversationId: text(row['conversationId']),
    messageId: text(row['messageId']),
    userId: text(row['userId']),
  }
}

const change = (row: Fields, epoch: string): Change => {
  const type = oneOf(row['type'], [
    'conversation.created',
    'conversation.updated',
    'member.added',
    'member.left',
    'member.removed',
    'member.role',
    'message.sent',
    'message.edited',
    'message.retracted',
    'message.pinned',
    'message.unpinned',
    'message.hidden',
    'reaction.added',
    'reaction.removed',
    'receipt.advanced',
  ])
  const common = {
    id: `${epoch}:${integer(row['position'])}`,
    conversationId: text(row['conversationId']),
    revision: type === 'receipt.advanced' || type === 'message.hidden' ? null : integer(row['revision']),
    actor: text(row['actor']),
    at: text(row['at']),
  }
  const subject = <T>(map: (value: unknown) => T): T | 'gone' => nullable(row['subject'], map) ?? 'gone'
  switch (type) {
    case 'conversation.created':
    case 'conversation.updated':
      return { ...common, type, subject: subject(conversationState) }
    case 'member.added':
    case 'member.left':
    case 'member.removed':
    case 'member.role':
      return { ...common, type, subject: subject(member) }
    case 'message.hidden':
      return { ...common, type, subject: subject(hidden) }
    case 'message.sent':
    case 'message.edited':
    case 'message.retracted':
    case 'message.pinned':
    case 'message.unpinned':
    case 'reaction.added':
    case 'reaction.removed':
      return { ...common, type, subject: subject(message) }
    case 'receipt.advanced':
      return { ...common, type, subject: subject(receipt) }
  }
}

/** A row of the log; `epoch` makes its id unique across copies of the database. */
export const loggedChange = (value: unknown, epoch: string): LoggedChange => {
  const row = fields(value)
  const founders = nullable(row['founders'], (ids) => list(ids, text))
  return {
    position: integer(row['position']),
    audience: oneOf(row['audience'], ['members', 'actor']),
    ...(founders === null ? {} : { founders }),
    conversationRevision: integer(row['revision']),
    change: change(row, epoch),
  }
}
