import type { UsedId } from '@msg/core'
import type { Database } from '../database.ts'
import { usedId } from '../rows/message.ts'
import { isUuid } from './uuid.ts'

/** Served by message_id and by the primary key of conversation. */
export const usedIdSql = {
  message: 'select msg.used_message(m) as used from msg.message m where m.id = $1::uuid',
  conversation: 'select msg.used_conversation(c) as used from msg.conversation c where c.id = $1::uuid',
} as const

export const readUsedId = async (
  database: Database,
  kind: 'message' | 'conversation',
  id: string,
): Promise<UsedId | null> => {
  if (!isUuid(id)) return null
  const [row] = await database.query(usedIdSql[kind], [id])
  return row === undefined ? null : usedId(row['used'])
}
