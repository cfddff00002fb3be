/** From rows to messages. */
import { mediaTypes } from '@msg/core'
import type { Attachment, Message, MessageFacts, Reaction, Revision, UsedId } from '@msg/core'
import { moment } from './moment.ts'
import { columns, fields, integer, list, nullable, oneOf, text, truth } from './values.ts'

const none: readonly [] = []

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
    mentions: list(mentions ?? none, text),
    attachments: list(attachments ?? none, attachment),
    reactions: list(reactions ?? none, reaction),
    createdAt: moment(createdAt),
    editedAt: nullable(editedAt, moment),
    retractedAt: nullable(retractedAt, moment),
    pinnedAt: nullable(pinnedAt, moment),
    pinnedBy: nullable(pinnedBy, text),
  }
}

/** Reads the message at a place in columns of messages, as `messageColumns` lists them. */
export const messageIn = (table: readonly unknown[]): ((at: number, conversationId: string) => Message) => {
  const [ids, seqs, revisions, authorIds, verbs, bodies, repliesTo, createdAt, wholes] = table.map(columns)
  return (at, conversationId) =>
    nullable(wholes?.[at], message) ?? {
      id: text(ids?.[at]),
      conversationId,
      seq: integer(seqs?.[at]),
      revision: integer(revisions?.[at]),
      authorId: text(authorIds?.[at]),
      verb: text(verbs?.[at]),
      body: nullable(bodies?.[at], text),
      replyTo: nullable(repliesTo?.[at], text),
      mentions: none,
      attachments: none,
      reactions: none,
      createdAt: moment(createdAt?.[at]),
      editedAt: null,
      retractedAt: null,
      pinnedAt: null,
      pinnedBy: null,
    }
}

/** As `pageOfMessages` lists them: of no message, every column is null. */
export const messages = (value: unknown): readonly Message[] => {
  const [conversationId, page] = columns(value)
  const table = columns(page)
  if (table[0] === null) return []
  const inAll = text(conversationId)
  const messageAt = messageIn(table)
  return columns(table[0]).map((_, at) => messageAt(at, inAll))
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
    emojis: list(row['emojis'], text),
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
