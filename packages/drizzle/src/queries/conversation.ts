import { countCap } from '@msg/core'
import type { ConversationId, ConversationRecord, Viewer } from '@msg/core'
import type { Database } from '../database.ts'
import { conversationRecord } from '../rows/conversation.ts'
import { blockersOf } from './blocks.ts'
import { lens, looking } from './lens.ts'
import { firstMembers, lastMessage, standingColumns, unreadCount } from './record-parts.ts'
import { isUuid } from './uuid.ts'
import { endless } from './walk.ts'

/**
 * SQL: the members of the moment at which the membership `m` ended, as they were then: of each user the latest state up to
 * it, along the primary keys of member and past_member.
 */
export const membersAtEnd = (columns: string): string => `
  select ${columns} from (
    select distinct on (h.user_id) h.* from (
      select k.* from msg.member k where k.conversation_id = m.conversation_id and k.revision <= m.ended_revision
      union all
      select k.* from msg.past_member k where k.conversation_id = m.conversation_id and k.revision <= m.ended_revision) h
    order by h.user_id, h.revision desc) a
  where a.status = 'active'`

/**
 * SQL: a conversation as the viewer $1 sees it, through a lens. A list whose order `inboxRecord` knows.
 */
export const recordColumns = `json_build_array(
  msg.conversation_seen(c, v.as_of),
  (select msg.message_seen(u, v.as_of)
    ${lastMessage({ conversation: 'c.id', above: 'v.cleared', below: 'coalesce(v.until, c.last_seq) + 1' })}),
  case v.sight when 'present' then c.member_count
    else (select count(*) from (${membersAtEnd('a.user_id')}) a) end,
  case v.sight when 'present' then ${firstMembers('c.id')}
    else array(select a.user_id from (${membersAtEnd('a.user_id, a.ordinal')}) a order by a.ordinal limit 8) end,
  coalesce(v.until, c.last_seq),
  ${blockersOf('c')} <> '{}',
  c.last_minute, c.last_position,
  ${standingColumns('m', 'r').join(', ')},
  case when m.status = 'active' and not r.unread then 0 else ${unreadCount({
    conversation: 'c.id',
    above: 'greatest(r.read_seq, v.cleared)',
    below: `coalesce(v.until + 1, ${endless})`,
  })} end)`

/** Served by primary keys. */
export const conversationSql = `select ${recordColumns} as record
from ${lens('$1::text', '$3::boolean')} where c.id = $2::uuid and v.sight is not null`

export const readConversation = async (
  database: Database,
  viewer: Viewer,
  id: ConversationId,
): Promise<ConversationRecord | null> => {
  if (!isUuid(id)) return null
  const [userId, admitted] = looking(viewer)
  const [row] = await database.query(conversationSql, [userId, id, admitted])
  return row === undefined ? null : conversationRecord(row['record'], countCap)
}
