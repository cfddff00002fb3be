import { countCap } from '@msg/core'
import type { InboxQuery, InboxRecord, UserId } from '@msg/core'
import type { Database } from '../database.ts'
import { inboxRecord } from '../rows/conversation.ts'
import { unforeseen, walk } from './walk.ts'
import { recordColumns } from './conversation.ts'
import { lens } from './lens.ts'

/**
 * The index reader_inbox knows the minute only: `cut` is how far down whole minutes must be taken to fill the page, and
 * those few candidates, merged with the wide conversations (reader_wide), are sorted exactly. The fences (`offset 0`) keep
 * a planner without statistics on the primary keys.
 */
export const pageOfInbox = `
with bound as (
  select coalesce($2::integer, 2147483647) as minute, coalesce($3::bigint, 9223372036854775807) as position
), cut as (
  select coalesce((
    select r.inbox_minute from msg.reader r
    where r.inbox_minute is not null
      and ${walk(['r.user_id', 'r.inbox_minute'], '$1::text', ['-2147483648', '(select minute from bound)'])}
    order by r.user_id desc, r.inbox_minute desc offset $4::integer - 1 limit 1), -2147483648) as minute
), candidate as materialized (
  select r.conversation_id from msg.reader r
  where r.user_id = $1::text and r.inbox_minute is not null
    and r.inbox_minute between (select minute from cut) and (select minute from bound)
  union all
  select r.conversation_id from msg.reader r where r.user_id = $1::text and r.wide
), page as materialized (
  select k.conversation_id, a.last_minute, a.last_position
  from candidate k
  cross join lateral (
    select c.last_minute, c.last_position from msg.conversation c where c.id = k.conversation_id offset 0) a
  where (a.last_minute, a.last_position) < (select minute, position from bound)
  order by a.last_minute desc, a.last_position desc limit $4::integer
)`

/** The status is hidden from the planner, which would look for the viewer among all active members (member_order). */
export const inboxSql = `${pageOfInbox}
select shown.record
from page
cross join lateral (
  select ${recordColumns} as record from ${lens('$1::text', 'false')}
  where c.id = page.conversation_id and ${unforeseen('m.status')} = 'active' and v.sight is not null offset 0) shown
order by page.last_minute desc, page.last_position desc`

export const readInbox = async (
  database: Database,
  viewer: UserId,
  page: InboxQuery,
): Promise<readonly InboxRecord[]> => {
  const { minute = null, position = null } = page.below ?? {}
  const rows = await database.query(inboxSql, [viewer, minute, position, page.limit])
  return rows.map((row) => inboxRecord(row['record'], countCap))
}
