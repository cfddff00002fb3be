/** Django Messaging: chats of three kinds, with members, messages, receipts and reactions. */
import { directId, isId, roomId } from '@msg/core'
import type { ImportBatch, ImportedConversation, Target, UserId } from '@msg/core'
import { contentTypes, contentTypeTable, modelOf } from './content-types.ts'
import type { ContentTypes } from './content-types.ts'
import { derivedId } from './derived-id.ts'
import type { Importer, Piece } from './importer.ts'
import { openPlaces } from './places.ts'
import type { Places } from './places.ts'
import { flagOf, keyOf, textOf, timeOf, userOf } from './row.ts'
import type { Row } from './row.ts'
import type { Source } from './source.ts'
import { wrongBody } from './wrong-body.ts'

const system = 'django-messaging'

const tablesOf = (app: string) => ({
  chat: `${app}_chatroom`,
  member: `${app}_chatmembership`,
  message: `${app}_message`,
  receipt: `${app}_readreceipt`,
  reaction: `${app}_reaction`,
})
type Tables = ReturnType<typeof tablesOf>

/** Imports Django Messaging, whose tables begin with the label of its app. Keeps in memory which message is in which chat: four bytes a message. */
export const djangoMessagingImporter = (app = 'django_messaging'): Importer => ({
  system,
  tables: [contentTypeTable, ...Object.values(tablesOf(app))],
  async *pieces(source) {
    const tables = tablesOf(app)
    const types = await contentTypes(source)
    const members = await readMembers(source, tables)
    const chats = new Map<string, string>()
    for await (const row of source.rows(tables.chat, ['created_at', 'id'])) {
      const key = keyOf(row, 'id') ?? ''
      const piece = chatPiece(row, { tables, types, members: members.get(key) ?? [] })
      if (!('skipped' in piece)) chats.set(key, piece.conversations?.[0]?.id ?? '')
      yield piece
    }
    const places = openPlaces()
    for await (const row of source.rows(tables.message, ['created_at', 'id'])) {
      const conversationId = chats.get(keyOf(row, 'chat_id') ?? '')
      const piece = messagePiece(row, tables, conversationId)
      if (!('skipped' in piece) && conversationId !== undefined) places.put(keyOf(row, 'id') ?? '', conversationId)
      yield piece
      if (hasFile(row)) yield { skipped: 'file_stays_where_it_is', row: `${tables.message} ${keyOf(row, 'id') ?? ''}` }
    }
    for await (const row of source.rows(tables.receipt, ['message_id', 'id'])) yield receiptPiece(row, tables, places)
    for await (const row of source.rows(tables.reaction, ['created_at', 'id'])) yield reactionPiece(row, tables, places)
  },
})

const readMembers = async (source: Source, tables: Tables): Promise<ReadonlyMap<string, readonly Row[]>> => {
  const members = new Map<string, Row[]>()
  for await (const row of source.rows(tables.member, ['joined_at', 'id'])) {
    const key = keyOf(row, 'chat_id') ?? ''
    const rows = members.get(key)
    if (rows === undefined) members.set(key, [row])
    else rows.push(row)
  }
  return members
}

interface Around {
  readonly tables: Tables
  readonly types: ContentTypes
  readonly members: readonly Row[]
}

/** A chat and who is in it. One of two that is neither a group nor a room is a direct. */
const chatPiece = (row: Row, { tables, types, members }: Around): Piece => {
  const key = keyOf(row, 'id') ?? ''
  const createdAt = timeOf(row, 'created_at')
  const userIds = members.flatMap((member) => userOf(member, 'user_id') ?? [])
  const skip = (skipped: string): Piece => ({ skipped, row: `${tables.chat} ${key}` })
  if (createdAt === null) return skip('without_a_time')
  const target = targetOf(row, types)
  const admin = members.find((member) => textOf(member, 'role') === 'admin') ?? members[0]
  const createdBy = (admin === undefined ? null : userOf(admin, 'user_id')) ?? 'service:import'
  const conversation = conversationOf({ row, target, userIds, createdBy, createdAt, tables })
  if (conversation.kind === 'direct') return { conversations: [conversation] }
  return {
    conversations: [conversation],
    members: members.flatMap((member) => {
      const userId = userOf(member, 'user_id')
      const role = textOf(member, 'role') === 'admin' ? ('admin' as const) : ('member' as const)
      const joinedAt = timeOf(member, 'joined_at') ?? createdAt
      return userId === null ? [] : [{ conversationId: conversation.id, userId, role, joinedAt }]
    }),
  }
}

const targetOf = (row: Row, types: ContentTypes): Target | null => {
  const [type, id] = [modelOf(types, row, 'content_type_id'), keyOf(row, 'object_id')]
  return type === null || id === null ? null : { type, id }
}

interface Chat extends Pick<ImportedConversation, 'createdBy' | 'createdAt'> {
  readonly row: Row
  readonly target: Target | null
  readonly userIds: readonly UserId[]
  readonly tables: Tables
}

const conversationOf = ({ row, target, userIds, tables, ...made }: Chat): ImportedConversation => {
  const [title, id] = [textOf(row, 'title').trim() || null, ownId(tables.chat, keyOf(row, 'id') ?? '')]
  if (flagOf(row, 'is_room')) {
    const room = { ...made, kind: 'room', title, visibility: 'public', joinPolicy: 'open' } as const
    return target === null ? { ...room, id } : { ...room, id: roomId(target), target }
  }
  const [one, other, ...more] = userIds
  const isDirect = !flagOf(row, 'is_group') && one !== undefined && other !== undefined && more.length === 0
  if (isDirect) return { ...made, kind: 'direct', id: directId(one, other), between: [one, other].toSorted() }
  return { ...made, kind: 'group', id, title, invitePolicy: 'admins' }
}

/** A key that could be an id here stays it. */
const ownId = (table: string, key: string): string => (isId(key) ? key : derivedId(system, table, key))

/** Its model has a file, which nothing of it sent or showed; the row has its name, the folder of the host its bytes. */
const hasFile = (row: Row): boolean => ['attachment', 'file'].some((column) => textOf(row, column) !== '')

const messagePiece = (row: Row, tables: Tables, conversationId: string | undefined): Piece => {
  const key = keyOf(row, 'id') ?? ''
  const skip = (skipped: string): Piece => ({ skipped, row: `${tables.message} ${key}` })
  const [author, createdAt] = [userOf(row, 'sender_id'), timeOf(row, 'created_at')]
  if (conversationId === undefined) return skip('of_no_chat')
  if (author === null) return skip('user_is_gone')
  if (createdAt === null) return skip('without_a_time')
  const id = ownId(tables.message, key)
  const changedAt = timeOf(row, 'updated_at') ?? createdAt
  const [isDeleted, body] = [flagOf(row, 'is_deleted'), textOf(row, 'content')]
  const wrong = isDeleted ? null : wrongBody(body)
  if (wrong !== null) return skip(wrong)
  const said = isDeleted
    ? { body: null, retractedAt: changedAt }
    : { body, editedAt: flagOf(row, 'is_edited') ? changedAt : null }
  return {
    messages: [{ id, conversationId, authorId: author, createdAt, ...said }],
    aliases: /^\d+$/.test(key) ? [{ surface: system, id, number: Number(key) }] : [],
  } satisfies ImportBatch
}

const receiptPiece = (row: Row, tables: Tables, places: Places): Piece => {
  const key = keyOf(row, 'message_id') ?? ''
  const [conversationId, userId, at] = [places.find(key), userOf(row, 'user_id'), timeOf(row, 'timestamp')]
  if (conversationId === null || userId === null || at === null)
    return { skipped: 'of_no_message', row: `${tables.receipt} ${keyOf(row, 'id') ?? ''}` }
  const advances = [{ messageId: ownId(tables.message, key), at }]
  const marks = textOf(row, 'status') === 'delivered' ? { deliveries: advances } : { reads: advances }
  return { readers: [{ conversationId, userId, ...marks }] }
}

const reactionPiece = (row: Row, tables: Tables, places: Places): Piece => {
  const key = keyOf(row, 'message_id') ?? ''
  const [conversationId, userId] = [places.find(key), userOf(row, 'user_id')]
  if (conversationId === null || userId === null)
    return { skipped: 'of_no_message', row: `${tables.reaction} ${keyOf(row, 'id') ?? ''}` }
  return { reactions: [{ conversationId, messageId: ownId(tables.message, key), userId, emoji: textOf(row, 'emoji') }] }
}
