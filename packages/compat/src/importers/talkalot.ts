/** django-talkalot: conversations, who takes part in them, and what they said. */
import { directId } from '@msg/core'
import type { ImportBatch, ImportedMember, Timestamp, UserId } from '@msg/core'
import { derivedId } from './derived-id.ts'
import type { Importer, Piece } from './importer.ts'
import { keyOf, textOf, timeOf, userOf } from './row.ts'
import type { Row } from './row.ts'
import type { Source } from './source.ts'
import { wrongBody } from './wrong-body.ts'

const system = 'talkalot'
const tables = {
  conversation: 'talkalot_conversation',
  participation: 'talkalot_participation',
  message: 'talkalot_message',
} as const

/** Somebody in a conversation; what of it they had seen is known once its messages went by. */
interface Participant {
  readonly userId: UserId
  readonly readAt: Timestamp | null
  readonly leftAt: Timestamp | null
  lastRead: string | null
  lastSeen: string | null
}

/** A conversation as it is known before its messages. */
interface Known {
  readonly creator: UserId | null
  readonly participants: Participant[]
  beganAt: Timestamp | null
}

/** Imports django-talkalot. As many of its conversations as fit into memory. */
export const talkalotImporter: Importer = {
  system,
  // Its messages twice: a conversation began with the first of them.
  tables: [tables.conversation, tables.participation, tables.message, tables.message],
  async *pieces(source) {
    const known = await readConversations(source)
    for (const [key, conversation] of known) yield conversationPiece(key, conversation)
    for await (const row of source.rows(tables.message, ['sent_at', 'id'])) yield messagePiece(row, known)
    for (const [key, conversation] of known) yield standingPiece(key, conversation)
  },
}

const readConversations = async (source: Source): Promise<ReadonlyMap<string, Known>> => {
  const known = new Map<string, Known>()
  for await (const row of source.rows(tables.conversation, ['id']))
    known.set(keyOf(row, 'id') ?? '', { creator: userOf(row, 'creator_id'), participants: [], beganAt: null })
  for await (const row of source.rows(tables.participation, ['id'])) {
    const userId = userOf(row, 'user_id')
    const [readAt, leftAt] = [timeOf(row, 'read_at'), timeOf(row, 'deleted_at')]
    if (userId !== null)
      known
        .get(keyOf(row, 'conversation_id') ?? '')
        ?.participants.push({ userId, readAt, leftAt, lastRead: null, lastSeen: null })
  }
  for await (const row of source.rows(tables.message, ['sent_at', 'id'])) {
    const conversation = known.get(keyOf(row, 'conversation_id') ?? '')
    if (conversation !== undefined) conversation.beganAt ??= timeOf(row, 'sent_at')
  }
  return known
}

/** Two who ever took part are a private conversation, whatever became of them. */
const pairOf = ({ participants: [one, other, ...more] }: Known): readonly [UserId, UserId] | null =>
  one === undefined || other === undefined || more.length > 0 ? null : [one.userId, other.userId]

const idOf = (key: string, known: Known): string => {
  const pair = pairOf(known)
  return pair === null ? derivedId(system, tables.conversation, key) : directId(...pair)
}

/** A conversation with those who are in it; without a message nothing of it was ever seen. */
const conversationPiece = (key: string, known: Known): Piece => {
  const { creator, participants, beganAt } = known
  const [first] = participants
  const row = `${tables.conversation} ${key}`
  if (first === undefined) return { skipped: 'nobody_takes_part', row }
  if (beganAt === null) return { skipped: 'nothing_was_said', row }
  const [id, pair] = [idOf(key, known), pairOf(known)]
  const common = { id, createdBy: creator ?? first.userId, createdAt: beganAt }
  if (pair !== null) return { conversations: [{ ...common, kind: 'direct', between: pair.toSorted() }] }
  const active = participants.filter(({ leftAt }) => leftAt === null)
  const admin = active.find(({ userId }) => userId === creator) ?? active[0]
  const members = active.map((participant): ImportedMember => ({
    conversationId: id,
    userId: participant.userId,
    role: participant === admin ? 'admin' : 'member',
    joinedAt: beganAt,
  }))
  return { conversations: [{ ...common, kind: 'group', bySending: true }], members }
}

const messagePiece = (row: Row, known: ReadonlyMap<string, Known>): Piece => {
  const key = keyOf(row, 'id') ?? ''
  const skip = (skipped: string): Piece => ({ skipped, row: `${tables.message} ${key}` })
  const conversationKey = keyOf(row, 'conversation_id') ?? ''
  const conversation = known.get(conversationKey)
  const [sender, sentAt] = [userOf(row, 'sender_id'), timeOf(row, 'sent_at')]
  if (conversation === undefined || conversation.participants.length === 0) return skip('of_no_conversation')
  if (sender === null) return skip('user_is_gone')
  if (sentAt === null) return skip('never_sent')
  const [id, body] = [derivedId(system, tables.message, key), textOf(row, 'body')]
  const wrong = wrongBody(body)
  if (wrong !== null) return skip(wrong)
  note(conversation, id, sentAt)
  return {
    messages: [
      {
        id,
        conversationId: idOf(conversationKey, conversation),
        authorId: sender,
        body,
        createdAt: sentAt,
      },
    ],
    aliases: [{ surface: system, id, number: Number(key) }],
  } satisfies ImportBatch
}

const note = ({ participants }: Known, id: string, sentAt: Timestamp): void => {
  for (const participant of participants) {
    if (participant.readAt !== null && sentAt <= participant.readAt) participant.lastRead = id
    if (participant.leftAt !== null && sentAt <= participant.leftAt) participant.lastSeen = id
  }
}

/** What is known of a conversation once its messages went by: who had left when, and who had read how far. */
const standingPiece = (key: string, known: Known): ImportBatch => {
  const { participants, beganAt } = known
  if (beganAt === null) return {}
  const conversationId = idOf(key, known)
  const left = pairOf(known) === null ? participants : []
  return {
    members: left.flatMap(({ userId, leftAt, lastSeen }) =>
      leftAt === null ? [] : [{ conversationId, userId, joinedAt: beganAt, left: { at: leftAt, last: lastSeen } }],
    ),
    readers: participants.flatMap(({ userId, readAt, lastRead }) =>
      readAt === null || lastRead === null
        ? []
        : [{ conversationId, userId, reads: [{ messageId: lastRead, at: readAt }] }],
    ),
  }
}
