/** drf-directmessages: one table, whose every row is a message between two. */
import { directId } from '@msg/core'
import type { ImportBatch, ImportedReader } from '@msg/core'
import { derivedId } from './derived-id.ts'
import type { Importer, Piece } from './importer.ts'
import { keyOf, textOf, timeOf, userOf } from './row.ts'
import type { Row } from './row.ts'
import { wrongBody } from './wrong-body.ts'

const system = 'directmessages'
const table = 'directmessages_message'

/** What a row of its table is: a message in the direct of the two, who had read it when, and who had deleted it for themselves. */
export const directMessage = (row: Row): Piece => {
  const key = keyOf(row, 'id') ?? ''
  const [sender, recipient, sentAt] = [userOf(row, 'sender_id'), userOf(row, 'recipient_id'), timeOf(row, 'sent_at')]
  const skip = (skipped: string): Piece => ({ skipped, row: `${table} ${key}` })
  if (sender === null || recipient === null) return skip('user_is_gone')
  if (sender === recipient) return skip('message_to_oneself')
  if (sentAt === null) return skip('never_sent')
  const body = textOf(row, 'content')
  const wrong = wrongBody(body)
  if (wrong !== null) return skip(wrong)
  const between = [sender, recipient].toSorted()
  const conversationId = directId(sender, recipient)
  const id = derivedId(system, table, key)
  return {
    conversations: [{ id: conversationId, kind: 'direct', between, createdBy: sender, createdAt: sentAt }],
    messages: [{ id, conversationId, authorId: sender, body, createdAt: sentAt }],
    readers: readersOf(row, { conversationId, id, sender, recipient }),
    aliases: [{ surface: system, id, number: Number(key) }],
  } satisfies ImportBatch
}

interface Sent {
  readonly conversationId: string
  readonly id: string
  readonly sender: string
  readonly recipient: string
}

const readersOf = (row: Row, { conversationId, id, sender, recipient }: Sent): readonly ImportedReader[] => {
  const readAt = timeOf(row, 'read_at')
  const hides = (column: string): readonly string[] => (timeOf(row, column) === null ? [] : [id])
  const reads = readAt === null ? [] : [{ messageId: id, at: readAt }]
  const theirs = { conversationId, userId: recipient, reads, hidden: hides('hidden_for_recipient') }
  const own = { conversationId, userId: sender, reads: [], hidden: hides('hidden_for_sender') }
  return [theirs, own].filter((reader) => reader.reads.length + reader.hidden.length > 0)
}

/** Imports drf-directmessages. */
export const directmessagesImporter: Importer = {
  system,
  tables: [table],
  async *pieces(source) {
    for await (const row of source.rows(table, ['sent_at', 'id'])) yield directMessage(row)
  },
}
