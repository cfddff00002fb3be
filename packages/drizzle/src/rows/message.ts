/** From rows to messages. */
import { mediaTypes } from '@msg/core'
import type { Attachment, Message, MessageFacts, Reaction, Revision, UsedId } from '@msg/core'
import { columns, fields, integer, list, nullable, oneOf, text, truth } from './values.ts'

/** As `message_state` lists it. */
export const message = (value: unknown): Message => {
  const [id, conversationId, seq, revision, authorId, verb, body, replyTo, mentions, attachments, ...rest] =
    columns(value)
  const [reactions, createdAt, editedAt, retractedAt, pinnedAt, pinnedBy] = rest
  return {
    id: text(id),
    conversationId: text(conversationId),
    seq: integer(seq),
    revision: integer(revision),
    authorId: text(authorId),
    verb: text(verb),
    body: nullable(body, text),
    replyTo: nullable(replyTo, text),
    mentions: list(mentions ?? [], text),
    attachments: list(attachments ?? [], attachment),
    reactions: list(reactions ?? [], reaction),
    createdAt: text(createdAt),
    editedAt: nullable(editedAt, text),
    retractedAt: nullable(retractedAt, text),
    pinnedAt: nullable(pinnedAt, text),
    pinnedBy: nullable(pinnedBy, text),
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
