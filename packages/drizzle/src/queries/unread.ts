import { countCap } from '@msg/core'
import type { UnreadCount, UnreadQuery, UnreadTotals, UserId } from '@msg/core'
import type { Database } from '../database.ts'
import { count, text } from '../rows/values.ts'
import { countsFor } from './hidden.ts'
import { highestUuid, lowestUuid } from './uuid.ts'
import { endless, unforeseen, walk } from './walk.ts'

/** SQL: how many messages of the reader row `r` count as unread, up to one above the cap. */
const counted = `
    select count(*) as messages from (
      select from msg.message u
      where ${walk(['u.conversation_id', 'u.seq'], 'r.conversation_id', ['greatest(r.read_seq, r.cleared_seq)', endless])}
        and ${countsFor('r.user_id', 'r.conversation_id')}
      order by u.conversation_id, u.seq limit ${unforeseen(String(countCap + 1))}) above`

/** Visits only the conversations whose flag says "maybe" (reader_unread), and counts along the primary key of message. */
export const unreadSql = `
select count(*) as conversations, coalesce(sum(counted.messages), 0)::bigint as messages
from (
  select found.messages
  from msg.reader r
  cross join lateral (${counted}) found
  where r.user_id = $1::text and r.unread and (r.inbox_minute is not null or r.wide) and found.messages > 0
  limit ${unforeseen(String(countCap + 1))}
) counted`

/** The same, from a conversation on: a walk along reader_unread that stops with the page. */
export const unreadByConversationSql = `
select r.conversation_id as "conversationId", found.messages
from msg.reader r
cross join lateral (${counted} offset 0) found
where r.unread and (r.inbox_minute is not null or r.wide) and found.messages > 0
  and ${walk(['r.user_id', 'r.conversation_id'], '$1::text', ['$2::uuid', `'${highestUuid}'`])}
order by r.user_id, r.conversation_id limit $3::integer`

export const readUnreadByConversation = async (
  database: Database,
  viewer: UserId,
  { above = lowestUuid, limit }: UnreadQuery,
): Promise<readonly UnreadCount[]> => {
  const rows = await database.query(unreadByConversationSql, [viewer, above, limit])
  return rows.map((row) => ({
    conversationId: text(row['conversationId']),
    unread: count(row['messages'], countCap),
  }))
}

export const readUnread = async (database: Database, viewer: UserId): Promise<UnreadTotals> => {
  const [row] = await database.query(unreadSql, [viewer])
  return { conversations: count(row?.['conversations'], countCap), messages: count(row?.['messages'], countCap) }
}
