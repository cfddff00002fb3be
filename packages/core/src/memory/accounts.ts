import type { ConversationOfMine, MessageOfMine, ReaderState } from '../model/account.ts'
import type { ConversationId, UserId } from '../model/ids.ts'
import type { AccountContents, ContentsQuery, PlacesQuery } from '../ports/accounts.ts'
import { memberOf, stateOf } from './as-of.ts'
import { isInSight, lensOf, readerOf } from './lens.ts'
import type { Lens } from './lens.ts'
import { messageAsOf } from './message-row.ts'
import type { MessageRow } from './message-row.ts'
import type { ConversationRow, MemoryState, ReaderRow } from './state.ts'

/** The conversations that know a user, by id. */
export const placesOf = (
  { conversations }: MemoryState,
  userId: UserId,
  { above = '', limit }: PlacesQuery,
): readonly ConversationId[] =>
  [...conversations.values()]
    .filter((row) => row.id > above && knows(row, userId))
    .map(({ id }) => id)
    .toSorted()
    .slice(0, limit)

const knows = (row: ConversationRow, userId: UserId): boolean =>
  row.members.has(userId) ||
  row.readers.has(userId) ||
  row.createdBy === userId ||
  (row.target?.type === 'user' && row.target.id === userId) ||
  row.messages.some(
    ({ reactions, pin }) => pin?.by === userId || reactions.some((reaction) => reaction.userId === userId),
  )

/** What a conversation holds of a user. */
export const contentsOf = (
  { conversations }: MemoryState,
  userId: UserId,
  { id, above, limit }: ContentsQuery & { readonly id: ConversationId },
): AccountContents | null => {
  const row = conversations.get(id)
  if (row === undefined) return null
  const lens = lensOf(row, userId)
  const found = row.messages
    .filter(({ seq }) => seq > above)
    .flatMap((message) => ofMine(row, message, { userId, lens }))
  const messages = found.slice(0, limit)
  return {
    conversation: conversationOfMine(row, userId, lens),
    messages,
    next: found.length > limit ? (messages.at(-1)?.seq ?? above) : null,
  }
}

const conversationOfMine = (row: ConversationRow, userId: UserId, lens: Lens | null): ConversationOfMine => {
  const member = row.members.get(userId)
  return {
    type: 'conversation',
    conversationId: row.id,
    kind: row.kind,
    conversation: lens === null ? null : stateOf(row, lens.asOf),
    membership: member === undefined ? null : memberOf(member),
    reader: readerStateOf(row.readers.get(userId)),
  }
}

const readerStateOf = (reader: ReaderRow | undefined): ReaderState | null => {
  if (reader === undefined) return null
  const { readSeq, readAt, deliveredSeq, deliveredAt, repliedAt, clearedSeq, mutedUntil } = reader
  return deliveredSeq === 0 && repliedAt === null && clearedSeq === 0 && mutedUntil === null
    ? null
    : { readSeq, readAt, deliveredSeq, deliveredAt, repliedAt, clearedSeq, mutedUntil }
}

const ofMine = (
  row: ConversationRow,
  message: MessageRow,
  { userId, lens }: { readonly userId: UserId; readonly lens: Lens | null },
): readonly MessageOfMine[] => {
  if (message.purged) return []
  const mine = message.authorId === userId
  const shown = lens !== null && lens.member !== null && isInSight(lens, message)
  const reactions = message.reactions.filter((reaction) => reaction.userId === userId).map(({ emoji }) => emoji)
  if (!mine && !shown && reactions.length === 0) return []
  const asOf = lens === null ? (row.members.get(userId)?.endedRevision ?? null) : lens.asOf
  return [
    {
      type: 'message',
      conversationId: row.id,
      messageId: message.id,
      seq: message.seq,
      message: mine || shown ? messageAsOf(message, asOf ?? undefined) : null,
      revisions: mine ? message.texts.map(({ body, at }) => ({ body, at })) : [],
      reactions,
      hidden: readerOf(row, userId).hidden.has(message.id),
    },
  ]
}
