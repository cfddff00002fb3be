/** onadata's messaging: rows of django-activity-stream, each a message about a target. */
import { channelId } from '@msg/core'
import type { ImportBatch } from '@msg/core'
import { contentTypes, contentTypeTable, modelOf } from './content-types.ts'
import type { ContentTypes } from './content-types.ts'
import { derivedId } from './derived-id.ts'
import type { Importer, Piece } from './importer.ts'
import { keyOf, textOf, timeOf, userOf } from './row.ts'
import type { Row } from './row.ts'
import { wrongBody } from './wrong-body.ts'

const system = 'onadata'
const table = 'actstream_action'

/** What a row is: a message in the channel about its target. */
export const targetMessage = (row: Row, types: ContentTypes): Piece => {
  const key = keyOf(row, 'id') ?? ''
  const skip = (skipped: string): Piece => ({ skipped, row: `${table} ${key}` })
  const [type, targetKey] = [modelOf(types, row, 'target_content_type_id'), keyOf(row, 'target_object_id')]
  const [author, at] = [userOf(row, 'actor_object_id'), timeOf(row, 'timestamp')]
  if (type === null || targetKey === null) return skip('about_nothing')
  if (author === null) return skip('user_is_gone')
  if (at === null) return skip('without_a_time')
  const body = textOf(row, 'description')
  const wrong = wrongBody(body)
  if (wrong !== null) return skip(wrong)
  const target = { type, id: targetKey }
  const [conversationId, id] = [channelId(target), derivedId(system, table, key)]
  const verb = textOf(row, 'verb')
  return {
    conversations: [{ id: conversationId, kind: 'channel', target, createdBy: 'service:import', createdAt: at }],
    messages: [{ id, conversationId, authorId: author, verb, body, createdAt: at }],
    aliases: [{ surface: system, id, number: Number(key) }],
  } satisfies ImportBatch
}

/** Imports onadata's messaging. */
export const onadataImporter: Importer = {
  system,
  tables: [contentTypeTable, table],
  async *pieces(source) {
    const types = await contentTypes(source)
    for await (const row of source.rows(table, ['timestamp', 'id'])) yield targetMessage(row, types)
  },
}
