import type { ConversationId, Message, MessageId, MessagesQuery, Revision, UserId } from '@msg/core'
import type { Database } from '../database.ts'
import { list, message, revision } from '../row-mappers.ts'
import { notHidden } from './hidden.ts'
import { isUuid } from './uuid.ts'
import { walk } from './walk.ts'

/** SQL: the message $2 as `u` with the membership `m` by which the viewer $1 may see it. */
const seenRows = `msg.message u
join msg.member m on m.conversation_id = u.conversation_id and m.user_id = $1::text
where u.id = $2::uuid and (m.status = 'active' or m.status = 'left' and u.seq <= m.ended_seq) and not exists (
  select from msg.hidden h where h.user_id = m.user_id and h.conversation_id = u.conversation_id and h.seq = u.seq)`

/** Served by message_id and the primary keys of member (or member_user) and hidden. */
export const messageSql = `select msg.message_seen(u, m.ended_revision) as message from ${seenRows}`

/** The same, and along the primary key of message_text. The text it was sent with has revision 0 there. */
export const revisionsSql = `
select (
  select coalesce(json_agg(json_build_object('body', t.body, 'at', msg.iso(t.at)) order by t.revision), '[]')
  from (
    select e.body, e.at, e.revision from msg.message_text e where e.conversation_id = u.conversation_id and e.seq = u.seq
    union all
    select u.body, coalesce(u.edited_at, u.created_at), coalesce(u.edited_revision, 0)) t
  where t.body is not null and (m.ended_revision is null or t.revision <= m.ended_revision)) as revisions
from ${seenRows}`

const pageSql = (order: 'asc' | 'desc', only = ''): string => `
select (
  select coalesce(json_agg(p.message order by p.seq ${order}), '[]')
  from (
    select msg.message_seen(u, m.ended_revision) as message, u.seq from msg.message u
    where ${walk(['u.conversation_id', 'u.seq'], 'm.conversation_id', ['$4::bigint', 'least($3::bigint, m.ended_seq + 1)'])}
      and ${notHidden('m.user_id', 'm.conversation_id')}${only}
    order by u.conversation_id ${order}, u.seq ${order} limit $5::integer) p
) as messages
from msg.member m
where m.conversation_id = $2::uuid and m.user_id = $1::text and m.status in ('active', 'left')`

const pinned = `
      and u.pinned_at is not null and (m.ended_revision is null or u.pinned_revision <= m.ended_revision)`

/** A walk along the primary key of message. */
export const messagesSql = { asc: pageSql('asc'), desc: pageSql('desc') } as const

/** A walk along message_pinned. */
export const pinnedSql = { asc: pageSql('asc', pinned), desc: pageSql('desc', pinned) } as const

export const readMessage = async (database: Database, viewer: UserId, id: MessageId): Promise<Message | null> => {
  if (!isUuid(id)) return null
  const [row] = await database.query(messageSql, [viewer, id])
  return row === undefined ? null : message(row['message'])
}

export const readRevisions = async (
  database: Database,
  viewer: UserId,
  id: MessageId,
): Promise<readonly Revision[] | null> => {
  if (!isUuid(id)) return null
  const [row] = await database.query(revisionsSql, [viewer, id])
  return row === undefined ? null : list(row['revisions'], revision)
}

export const readMessages = async (
  database: Database,
  viewer: UserId,
  id: ConversationId,
  page: MessagesQuery,
): Promise<readonly Message[] | null> => {
  if (!isUuid(id)) return null
  const { before = Number.MAX_SAFE_INTEGER, after = 0, order, limit } = page
  const sql = page.pinned === true ? pinnedSql : messagesSql
  const [row] = await database.query(sql[order], [viewer, id, before, after, limit])
  return row === undefined ? null : list(row['messages'], message)
}
