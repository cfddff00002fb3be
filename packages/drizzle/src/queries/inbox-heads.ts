import type { ConversationId, ConversationRecord, HeadsQuery, InboxHead, UserId } from '@msg/core'
import { countCap } from '@msg/core'
import type { Database } from '../database.ts'
import { conversationKind, conversationRecord } from '../rows/conversation.ts'
import { nullable, text, truth } from '../rows/values.ts'
import { recordColumns } from './conversation.ts'
import { pageOfInbox } from './inbox.ts'
import { lens } from './lens.ts'
import { isUuid, lowestUuid } from './uuid.ts'
import { unforeseen } from './walk.ts'

/** SQL: whether one of the users $5 is an active member of `c`, in the present: each by the primary key of member. */
const namedNow = `exists (select from unnest($5::text[]) as wanted (user_id)
  cross join lateral (
    select a.status from msg.member a where a.conversation_id = c.id and a.user_id = wanted.user_id offset 0) a
  where a.status = 'active')`

/** SQL: the same as of the end of the membership `m`: along the primary keys of member and past_member. */
const namedThen = `exists (select from unnest($5::text[]) as wanted (user_id)
  cross join lateral (
    select h.status from (
      select k.status, k.revision from msg.member k
      where k.conversation_id = c.id and k.user_id = wanted.user_id and k.revision <= v.as_of
      union all
      select k.status, k.revision from msg.past_member k
      where k.conversation_id = c.id and k.user_id = wanted.user_id and k.revision <= v.as_of) h
    order by h.revision desc limit 1) a
  where a.status = 'active')`

/** Finds its page as the inbox does: reader_inbox, reader_wide, and each conversation by primary key. */
const activeSql = `${pageOfInbox({ reader: [], conversation: ['id', 'kind', 'title'] })}
select c.conversation_id as "conversationId", c.kind, c.title, ${namedNow} as named,
  concat(c.last_minute, '/', c.last_position) as place
from page c
order by c.last_minute desc, c.last_position desc`

/** Walks member_left, by when that was; a place is that time in microseconds, and the conversation. */
const leftSql = `
select w.conversation_id as "conversationId", shown.*,
  concat((extract(epoch from w.ended_at) * 1000000)::bigint, '/', w.conversation_id) as place
from msg.member w
cross join lateral (
  select c.kind, case when v.as_of is null then c.title else msg.conversation_seen(c, v.as_of) ->> 2 end as title,
    case when v.as_of is null then ${namedNow} else ${namedThen} end as named
  from ${lens('$1::text', 'false')} where c.id = w.conversation_id and v.sight is not null offset 0) shown
where w.status = 'left'
  and (w.user_id, w.ended_at, w.conversation_id) > ($1::text, '-infinity', '${lowestUuid}')
  and (w.user_id, w.ended_at, w.conversation_id) < ($1::text,
    coalesce('epoch'::timestamptz + $2::bigint * interval '1 microsecond', 'infinity'), coalesce($3::uuid, '${lowestUuid}'))
order by w.user_id desc, w.ended_at desc, w.conversation_id desc limit $4::integer`

export const headsSql = { active: activeSql, left: leftSql }

/** Served by primary keys. */
export const conversationsSql = `
select shown.record from unnest(${unforeseen('$2::uuid[]')}) as wanted (id)
cross join lateral (
  select ${recordColumns} as record from ${lens('$1::text', 'false')}
  where c.id = wanted.id and v.sight is not null offset 0) shown`

export const readInboxHeads = async (
  database: Database,
  viewer: UserId,
  { status, after, named, limit }: HeadsQuery,
): Promise<readonly InboxHead[]> => {
  const [first = null, second = null] = after?.split('/') ?? []
  const rows = await database.query(headsSql[status], [viewer, first, second, limit, named])
  return rows.map((row) => ({
    conversationId: text(row['conversationId']),
    kind: conversationKind(row['kind']),
    title: nullable(row['title'], text),
    named: truth(row['named']),
    place: text(row['place']),
  }))
}

export const readConversations = async (
  database: Database,
  viewer: UserId,
  ids: readonly ConversationId[],
): Promise<readonly ConversationRecord[]> => {
  const rows = await database.query(conversationsSql, [viewer, ids.filter(isUuid)])
  return rows.map((row) => conversationRecord(row['record'], countCap))
}
