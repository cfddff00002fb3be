/** From the rows of the change log to the model's changes. */
import type {
  BlockState,
  Change,
  Cleared,
  ConversationChange,
  Deleted,
  Erased,
  Hidden,
  LoggedChange,
  Muted,
  PersonalChange,
  Purged,
  Revoked,
} from '@msg/core'
import { conversationState } from './conversation.ts'
import { member, receipt } from './member.ts'
import { message } from './message.ts'
import { columns, fields, integer, list, nullable, oneOf, text } from './values.ts'
import type { Fields } from './values.ts'

const hidden = (value: unknown): Hidden => {
  const row = fields(value)
  return {
    conversationId: text(row['conversationId']),
    messageId: text(row['messageId']),
    userId: text(row['userId']),
  }
}

const purged = (value: unknown): Purged => {
  const row = fields(value)
  return { conversationId: text(row['conversationId']), messageId: text(row['messageId']), seq: integer(row['seq']) }
}

const deleted = (value: unknown): Deleted => ({ conversationId: text(fields(value)['conversationId']) })

const blockState = (value: unknown): BlockState => {
  const row = fields(value)
  return { userId: text(row['userId']), at: nullable(row['at'], text) }
}

const readerOf = (row: Fields) => ({ conversationId: text(row['conversationId']), userId: text(row['userId']) })

const cleared = (value: unknown): Cleared => {
  const row = fields(value)
  return { ...readerOf(row), clearedSeq: integer(row['clearedSeq']) }
}

const muted = (value: unknown): Muted => {
  const row = fields(value)
  return { ...readerOf(row), mutedUntil: nullable(row['mutedUntil'], text) }
}

const erased = (value: unknown): Erased => {
  const row = fields(value)
  return { conversationId: text(row['conversationId']), userId: text(row['userId']) }
}

const revoked = (value: unknown): Revoked => ({ userId: text(fields(value)['userId']) })

const change = (row: Fields, epoch: string): Change => {
  const head = { id: `${epoch}:${integer(row['position'])}`, actor: text(row['actor']), at: text(row['at']) }
  return row['conversationId'] === null ? personalChange(row, head) : conversationChange(row, head)
}

type Head = Pick<Change, 'id' | 'actor' | 'at'>

const subjectOf = <T>(row: Fields, map: (value: unknown) => T): T | 'gone' => nullable(row['subject'], map) ?? 'gone'

const personalChanges = ['session.revoked', 'user.blocked', 'user.unblocked'] as const

const personalChange = (row: Fields, head: Head): PersonalChange => {
  const type = oneOf(row['type'], personalChanges)
  const common = { ...head, conversationId: null, revision: null }
  switch (type) {
    case 'session.revoked':
      return { ...common, type, subject: subjectOf(row, revoked) }
    case 'user.blocked':
    case 'user.unblocked':
      return { ...common, type, subject: subjectOf(row, blockState) }
  }
}

/** What concerns one reader only. */
const withoutRevision = new Set<ConversationChange['type']>([
  'receipt.advanced',
  'message.hidden',
  'inbox.cleared',
  'inbox.muted',
])

const conversationChanges = [
  'conversation.created',
  'conversation.updated',
  'conversation.imported',
  'conversation.deleted',
  'member.added',
  'member.left',
  'member.removed',
  'member.role',
  'message.sent',
  'message.edited',
  'message.retracted',
  'message.purged',
  'message.pinned',
  'message.unpinned',
  'message.hidden',
  'reaction.added',
  'reaction.removed',
  'receipt.advanced',
  'user.erased',
  'inbox.cleared',
  'inbox.muted',
] as const

const conversationChange = (row: Fields, head: Head): ConversationChange => {
  const type = oneOf(row['type'], conversationChanges)
  const common = {
    ...head,
    conversationId: text(row['conversationId']),
    revision: withoutRevision.has(type) ? null : integer(row['revision']),
  }
  const subject = <T>(map: (value: unknown) => T): T | 'gone' => subjectOf(row, map)
  switch (type) {
    case 'conversation.created':
    case 'conversation.updated':
    case 'conversation.imported':
      return { ...common, type, subject: subject(conversationState) }
    case 'member.added':
    case 'member.left':
    case 'member.removed':
    case 'member.role':
      return { ...common, type, subject: subject(member) }
    case 'conversation.deleted':
      return { ...common, type, subject: subjectOf(row, deleted) }
    case 'message.purged':
      return { ...common, type, subject: subjectOf(row, purged) }
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
    case 'user.erased':
      return { ...common, type, subject: subject(erased) }
    case 'inbox.cleared':
      return { ...common, type, subject: subject(cleared) }
    case 'inbox.muted':
      return { ...common, type, subject: subject(muted) }
    case 'receipt.advanced':
      return { ...common, type, subject: subject(receipt) }
  }
}

const audiences = ['members', 'actor', 'owner'] as const

/** A row of the log, as `hydrated` lists it; `epoch` makes its id unique across copies of the database. */
export const loggedChange = (value: unknown, epoch: string): LoggedChange => {
  const [position, conversationId, revision, type, actor, audience, at, owner, founders, subject] = columns(value)
  return {
    position: integer(position),
    audience: oneOf(audience, audiences),
    ...(owner === null ? {} : { owner: text(owner) }),
    ...(founders === null ? {} : { founders: list(founders, text) }),
    conversationRevision: integer(revision),
    change: change({ position, conversationId, revision, type, actor, at, subject }, epoch),
  }
}
