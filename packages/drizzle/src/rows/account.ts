/** From rows to what is kept of one user. */
import type { BlockRecord, ConversationOfMine, MessageOfMine, ReaderState } from '@msg/core'
import { conversationState } from './conversation.ts'
import { member } from './member.ts'
import { message, revision } from './message.ts'
import { fields, integer, list, nullable, oneOf, text, truth } from './values.ts'

const readerState = (value: unknown): ReaderState => {
  const row = fields(value)
  return {
    readSeq: integer(row['readSeq']),
    readAt: nullable(row['readAt'], text),
    deliveredSeq: integer(row['deliveredSeq']),
    deliveredAt: nullable(row['deliveredAt'], text),
    repliedAt: nullable(row['repliedAt'], text),
    clearedSeq: integer(row['clearedSeq']),
    mutedUntil: nullable(row['mutedUntil'], text),
  }
}

export const conversationOfMine = (value: unknown): ConversationOfMine => {
  const row = fields(value)
  return {
    type: 'conversation',
    conversationId: text(row['conversationId']),
    kind: oneOf(row['kind'], ['direct', 'group', 'room', 'channel']),
    conversation: nullable(row['conversation'], conversationState),
    membership: nullable(row['membership'], member),
    reader: nullable(row['reader'], readerState),
  }
}

export const messageOfMine = (value: unknown): MessageOfMine => {
  const row = fields(value)
  return {
    type: 'message',
    conversationId: text(row['conversationId']),
    messageId: text(row['messageId']),
    seq: integer(row['seq']),
    message: nullable(row['message'], message),
    revisions: list(row['revisions'], revision),
    reactions: list(row['reactions'], text),
    hidden: truth(row['hidden']),
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
