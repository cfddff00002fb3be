/** From what the database answers (JSON, numbers) to the model's types: every value is checked, nothing is cast. */
import { mediaTypes } from '@msg/core'
import type {
  Activity,
  Attachment,
  BlockRecord,
  ConversationFacts,
  ConversationKind,
  ConversationRecord,
  ConversationState,
  Count,
  InboxRecord,
  Member,
  MemberFacts,
  MemberRecord,
  Message,
  MessageFacts,
  Reaction,
  Receipt,
  ReadAdvance,
  ReceiptRecord,
  Revision,
  RosterFacts,
  Target,
  UsedId,
  Window,
} from '@msg/core'

const unexpected = (what: string): Error => new Error(`the database answered something else than ${what}`)

export type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const fields = (value: unknown): Fields => {
  if (!isFields(value)) throw unexpected('an object')
  return value
}

export const text = (value: unknown): string => {
  if (typeof value !== 'string') throw unexpected('text')
  return value
}

export const integer = (value: unknown): number => {
  if (!Number.isSafeInteger(value) || typeof value !== 'number') throw unexpected('an integer')
  return value
}

export const truth = (value: unknown): boolean => {
  if (typeof value !== 'boolean') throw unexpected('true or false')
  return value
}

export const oneOf = <const Word extends string>(value: unknown, words: readonly Word[]): Word => {
  const word = words.find((candidate) => candidate === value)
  if (word === undefined) throw unexpected(`one of ${words.join(', ')}`)
  return word
}

export const nullable = <T>(value: unknown, map: (value: unknown) => T): T | null =>
  value === null || value === undefined ? null : map(value)

export const list = <T>(value: unknown, map: (value: unknown) => T): readonly T[] => {
  if (!Array.isArray(value)) throw unexpected('a list')
  return value.map((item: unknown) => map(item))
}

const roles = ['admin', 'member'] as const
const statuses = ['active', 'left', 'removed'] as const

/** A count that stopped one above the cap. */
export const count = (value: unknown, cap: number): Count => {
  const counted = integer(value)
  return { count: Math.min(counted, cap), capped: counted > cap }
}

export const message = (value: unknown): Message => {
  const row = fields(value)
  return {
    id: text(row['id']),
    conversationId: text(row['conversationId']),
    seq: integer(row['seq']),
    revision: integer(row['revision']),
    authorId: text(row['authorId']),
    verb: text(row['verb']),
    body: nullable(row['body'], text),
    replyTo: nullable(row['replyTo'], text),
    mentions: list(row['mentions'], text),
    attachments: list(row['attachments'], attachment),
    reactions: list(row['reactions'], reaction),
    createdAt: text(row['createdAt']),
    editedAt: nullable(row['editedAt'], text),
    retractedAt: nullable(row['retractedAt'], text),
    pinnedAt: nullable(row['pinnedAt'], text),
    pinnedBy: nullable(row['pinnedBy'], text),
  }
}

export const attachment = (value: unknown): Attachment => {
  const row = fields(value)
  return {
    id: text(row['id']),
    name: text(row['name']),
    type: oneOf(row['type'], mediaTypes),
    size: integer(row['size']),
  }
}

const reaction = (value: unknown): Reaction => {
  const row = fields(value)
  return { emoji: text(row['emoji']), count: integer(row['count']), userIds: list(row['userIds'], text) }
}

export const revision = (value: unknown): Revision => {
  const row = fields(value)
  return { body: text(row['body']), at: text(row['at']) }
}

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

export const member = (value: unknown): Member => {
  const row = fields(value)
  return {
    conversationId: text(row['conversationId']),
    userId: text(row['userId']),
    role: oneOf(row['role'], roles),
    status: oneOf(row['status'], statuses),
    joinedAt: text(row['joinedAt']),
    joinedSeq: integer(row['joinedSeq']),
    endedAt: nullable(row['endedAt'], text),
    endedSeq: nullable(row['endedSeq'], integer),
    revision: integer(row['revision']),
  }
}

export const memberRecord = (value: unknown): MemberRecord => {
  const row = fields(value)
  return { ...member(row['member']), ordinal: integer(row['ordinal']) }
}

export const receipt = (value: unknown): Receipt => {
  const row = fields(value)
  return {
    conversationId: text(row['conversationId']),
    userId: text(row['userId']),
    readSeq: integer(row['readSeq']),
    readAt: nullable(row['readAt'], text),
    deliveredSeq: integer(row['deliveredSeq']),
    deliveredAt: nullable(row['deliveredAt'], text),
  }
}

export const receiptRecord = (value: unknown): ReceiptRecord => {
  const row = fields(value)
  return { ...receipt(row['receipt']), ordinal: integer(row['ordinal']) }
}

export const readAdvance = (value: unknown): ReadAdvance => {
  const row = fields(value)
  return { seq: integer(row['seq']), at: text(row['at']) }
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

export const memberFacts = (value: unknown): MemberFacts => {
  const row = fields(value)
  return {
    userId: text(row['userId']),
    role: oneOf(row['role'], roles),
    status: oneOf(row['status'], statuses),
    endedSeq: nullable(row['endedSeq'], integer),
    version: integer(row['version']),
  }
}

export const messageFacts = (value: unknown): MessageFacts => {
  const row = fields(value)
  return {
    id: text(row['id']),
    seq: integer(row['seq']),
    authorId: text(row['authorId']),
    createdAt: text(row['createdAt']),
    body: nullable(row['body'], text),
    hidden: truth(row['hidden']),
    version: integer(row['version']),
    emojis: integer(row['emojis']),
    ownEmojis: list(row['ownEmojis'], text),
  }
}

export const rosterFacts = (value: unknown): RosterFacts => {
  const row = fields(value)
  return { members: integer(row['members']), admins: integer(row['admins']), earliest: list(row['earliest'], text) }
}

export const usedId = (value: unknown): UsedId => {
  const row = fields(value)
  return {
    conversationId: text(row['conversationId']),
    authorId: text(row['authorId']),
    contentHash: text(row['contentHash']),
    gone: truth(row['gone']),
    message: nullable(row['message'], message),
  }
}

export const blockRecord = (value: unknown): BlockRecord => {
  const row = fields(value)
  return {
    blocker: text(row['blocker']),
    blocked: text(row['blocked']),
    at: text(row['at']),
    number: integer(row['number']),
  }
}

export const window = (value: unknown): Window => {
  const row = fields(value)
  return {
    conversationId: text(row['conversationId']),
    joinedRevision: integer(row['joinedRevision']),
    endedRevision: nullable(row['endedRevision'], integer),
  }
}
