import type { ImportOutcome, MessageImport } from '../ports/import-draft.ts'
import { answersToNothing } from '../rules/imported-answers.ts'
import { freshMessage } from './fresh-rows.ts'
import { know, placeOf } from './importing.ts'
import type { Importing } from './importing.ts'
import { readerOf } from './lens.ts'
import { rankedAt } from './message-row.ts'
import type { MessageRow } from './message-row.ts'
import { minuteOf } from './state.ts'
import type { ConversationRow } from './state.ts'

/** Imports messages, in their order. */
export const importMessages = (importing: Importing, messages: readonly MessageImport[]): readonly ImportOutcome[] => {
  const lost = answersToNothing(messages, (id) => importing.state.messages.get(id)?.conversationId)
  return messages.map((item) => importMessage(importing, item, lost.has(item.id)))
}

const importMessage = (importing: Importing, item: MessageImport, isLost: boolean): ImportOutcome => {
  const { state, touched } = importing
  const row = placeOf(importing, item.conversationId)
  if (typeof row === 'string') return row
  const used = state.messages.get(item.id)
  if (used !== undefined) return sameAs(used, item)
  if (isLost) return 'not_found'
  const message = messageRow(row, item)
  row.messages.push(message)
  state.messages.set(message.id, message)
  touched.add(row)
  move(importing, row, message)
  know(row, item.mentions)
  const reader = readerOf(row, item.authorId)
  const repliedAt = [reader.repliedAt ?? '', item.createdAt].toSorted().at(-1) ?? item.createdAt
  row.readers.set(item.authorId, { ...reader, repliedAt })
  return 'imported'
}

const sameAs = (used: MessageRow, { conversationId, contentHash }: MessageImport): ImportOutcome => {
  if (used.purged || used.contentHash === '') return 'gone'
  return used.conversationId === conversationId && used.contentHash === contentHash
    ? 'existing'
    : 'idempotency_mismatch'
}

const messageRow = (row: ConversationRow, item: MessageImport): MessageRow => {
  const { id, authorId, verb, replyTo, createdAt, retractedAt, contentHash, body, mentions, words } = item
  const revision = row.revision + 1
  const before = row.messages.at(-1)
  const ranked = before === undefined ? createdAt : rankedAt(before)
  const text = {
    mentions,
    words: words ?? [],
    at: item.editedAt ?? createdAt,
    edited: item.editedAt !== null,
    revision,
  }
  return freshMessage({
    id,
    conversationId: row.id,
    seq: row.messages.length + 1,
    authorId,
    verb,
    replyTo,
    attachments: [],
    createdAt,
    ...(ranked > createdAt ? { rankedAt: ranked } : {}),
    contentHash,
    texts: body === null ? [] : [{ ...text, body }],
    retractedAt,
    revision,
  })
}

/** Its time may be the latest of the conversation. */
const move = ({ moved }: Importing, row: ConversationRow, { createdAt }: MessageRow): void => {
  const minute = minuteOf(createdAt)
  if (minute < row.activity.minute) return
  row.activity = { ...row.activity, minute }
  moved.add(row)
}
