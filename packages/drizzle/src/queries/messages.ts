import type { ConversationId, Message, MessageId, MessagesQuery, UserId } from '@msg/core'
import type { Database } from '../database.ts'
import { list, message } from '../row-mappers.ts'
import { isUuid } from './uuid.ts'
import { walk } from './walk.ts'

/** Served by message_id and the primary key of member (or member_user). */
export const messageSql = `
select msg.message_state(u) as message
from msg.message u
join msg.member m on m.conversation_id = u.conversation_id and m.user_id = $1::text
where u.id = $2::uuid and (m.status = 'active' or m.status = 'left' and u.seq <= m.ended_seq)`

const pageSql = (order: 'asc' | 'desc'): string => `
select (
  select coalesce(json_agg(msg.message_state(p.u) order by p.seq ${order}), '[]')
  from (
    select u, u.seq from msg.message u
    where ${walk(['u.conversation_id', 'u.seq'], 'm.conversation_id', ['$4::bigint', 'least($3::bigint, m.ended_seq + 1)'])}
    order by u.conversation_id ${order}, u.seq ${order} limit $5::integer) p
) as messages
from msg.member m
where m.conversation_id = $2::uuid and m.user_id = $1::text and m.status in ('active', 'left')`

/** A walk along the primary key of message. */
export const messagesSql = { asc: pageSql('asc'), desc: pageSql('desc') } as const

export const readMessage = async (database: Database, viewer: UserId, id: MessageId): Promise<Message | null> => {
  if (!isUuid(id)) return null
  const [row] = await database.query(messageSql, [viewer, id])
  return row === undefined ? null : message(row['message'])
}

export const readMessages = async (
  database: Database,
  viewer: UserId,
  id: ConversationId,
  page: MessagesQuery,
): Promise<readonly Message[] | null> => {
  if (!isUuid(id)) return null
  const { before = Number.MAX_SAFE_INTEGER, after = 0, order, limit } = page
  const [row] = await database.query(messagesSql[order], [viewer, id, before, after, limit])
  return row === undefined ? null : list(row['messages'], message)
}
