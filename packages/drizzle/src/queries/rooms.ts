import { countCap, roomsSearched } from '@msg/core'
import type { InboxRecord, RoomsQuery, UserId } from '@msg/core'
import type { Database } from '../database.ts'
import { inboxRecord } from '../rows/conversation.ts'
import { recordColumns } from './conversation.ts'
import { lens } from './lens.ts'

/** SQL: the open rooms, as `k`, but those the viewer was removed from. */
const open = `msg.room k
  where k.open
    and k.conversation_id <> all (array(select conversation_id from mine where status = 'removed'))`

/**
 * As in the inbox, the index room_open knows the minute only: `cut` is how far below that of the bound, of which all may have been
 * on pages before, whole minutes must be taken to fill the page; those candidates, and the other rooms the viewer is in, are sorted
 * exactly. The viewer's memberships are read once, along member_user.
 */
const pageSql = (cut: string, found: string): string => `
with bound as (
  select coalesce($2::integer, 2147483647) as minute, coalesce($3::bigint, 9223372036854775807) as position
), mine as materialized (
  select m.conversation_id, m.status from msg.member m where m.user_id = $1::text
), cut as (
  select coalesce((
    select k.minute from ${open} and k.minute < (select minute from bound) order by k.minute desc ${cut}), -2147483648) as minute
), candidate as materialized (
  select k.conversation_id from ${open}
    and k.minute between (select minute from cut) and (select minute from bound)
  union all
  select own.conversation_id from mine
  cross join lateral (
    select k.conversation_id from msg.room k where k.conversation_id = mine.conversation_id and not k.open offset 0) own
  where mine.status = 'active'
), page as materialized (
  select k.conversation_id, a.last_minute, a.last_position
  from candidate k
  cross join lateral (
    select c.last_minute, c.last_position, c.title from msg.conversation c
    where c.id = k.conversation_id and c.deleted_at is null offset 0) a
  where (a.last_minute, a.last_position) < (select minute, position from bound) and ${found}
  order by a.last_minute desc, a.last_position desc limit $4::integer
)
select shown.record
from page
cross join lateral (
  select ${recordColumns} as record
  from ${lens('$1::text', `(c.visibility = 'public' and m.status is distinct from 'removed')`)}
  where c.id = page.conversation_id and v.sight is not null offset 0) shown
order by page.last_minute desc, page.last_position desc`

/** All rooms; and those whose title contains $5, `%` and `_` being letters like others. */
export const roomsSql = {
  all: pageSql('offset $4::integer - 1 limit 1', 'true'),
  titled: pageSql(`offset ${roomsSearched} - 1 limit 1`, 'position(lower($5::text) in lower(a.title)) > 0'),
} as const

export const readRooms = async (
  database: Database,
  viewer: UserId,
  { below, text, limit }: RoomsQuery,
): Promise<readonly InboxRecord[]> => {
  const page = [viewer, below?.minute ?? null, below?.position ?? null, limit] as const
  const rows = await (text === undefined
    ? database.query(roomsSql.all, page)
    : database.query(roomsSql.titled, [...page, text]))
  return rows.map((row) => inboxRecord(row['record'], countCap))
}
