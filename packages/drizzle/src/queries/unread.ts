import { countCap } from '@msg/core'
import type { UnreadTotals, UserId } from '@msg/core'
import type { Database } from '../database.ts'
import { count } from '../row-mappers.ts'
import { countsFor } from './hidden.ts'
import { endless, walk } from './walk.ts'

/** Visits only the conversations whose flag says "maybe" (reader_unread), and counts along the primary key of message. */
export const unreadSql = `
select count(*) as conversations, coalesce(sum(counted.messages), 0)::bigint as messages
from (
  select found.messages
  from msg.reader r
  cross join lateral (
    select count(*) as messages from (
      select from msg.message u
      where ${walk(['u.conversation_id', 'u.seq'], 'r.conversation_id', ['greatest(r.read_seq, r.cleared_seq)', endless])}
        and ${countsFor('r.user_id', 'r.conversation_id')}
      order by u.conversation_id, u.seq limit ${countCap + 1}) above) found
  where r.user_id = $1::text and r.unread and (r.inbox_minute is not null or r.wide) and found.messages > 0
  limit ${countCap + 1}
) counted`

export const readUnread = async (database: Database, viewer: UserId): Promise<UnreadTotals> => {
  const [row] = await database.query(unreadSql, [viewer])
  return { conversations: count(row?.['conversations'], countCap), messages: count(row?.['messages'], countCap) }
}
