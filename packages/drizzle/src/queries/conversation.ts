import { countCap } from '@msg/core'
import type { ConversationId, ConversationRecord, Viewer } from '@msg/core'
import type { Database } from '../database.ts'
import { conversationRecord } from '../rows/conversation.ts'
import { blockersOf } from './blocks.ts'
import { countsFor, notHidden } from './hidden.ts'
import { lens, looking, unpurged } from './lens.ts'
import { isUuid } from './uuid.ts'
import { endless, stretch, unforeseen, walk } from './walk.ts'

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
 * SQL: a conversation as the viewer $1 sees it, through a lens. Finds the last message and counts unread ones, to one above
 * the cap, along the primary key of message; the first members come from member_order. A list whose order `inboxRecord` knows.
 */
export const recordColumns = `json_build_array(
  msg.conversation_seen(c, v.as_of),
  case v.sight when 'present' then c.member_count
    else (select count(*) from (${membersAtEnd('a.user_id')}) a) end,
  case v.sight when 'present'
    then array(select a.user_id from msg.member a
      where a.status = 'active' and ${walk(['a.conversation_id', 'a.ordinal'], 'c.id', ['0', endless])}
      order by a.conversation_id, a.ordinal limit ${unforeseen('8')})
    else array(select a.user_id from (${membersAtEnd('a.user_id, a.ordinal')}) a order by a.ordinal limit 8) end,
  coalesce(v.until, c.last_seq),
  (select msg.message_seen(u, v.as_of) from msg.message u
    where ${stretch(['u.conversation_id', 'u.seq'], 'c.id', ['v.cleared', 'coalesce(v.until, c.last_seq) + 1'])}
      and ${unpurged} and ${notHidden('$1::text', 'c.id')}
    order by u.conversation_id desc, u.seq desc limit ${unforeseen('1')}),
  ${blockersOf('c')} <> '{}',
  c.last_minute, c.last_position,
  m.role, coalesce(m.status, 'none'), msg.milliseconds(m.joined_at), msg.milliseconds(m.ended_at), coalesce(r.read_seq, 0),
  msg.milliseconds(r.read_at), msg.milliseconds(r.replied_at), coalesce(r.delivered_seq, 0), v.cleared, msg.milliseconds(r.muted_until),
  case when m.status = 'active' and not r.unread then 0 else (select count(*) from (
      select from msg.message u
      where ${stretch(['u.conversation_id', 'u.seq'], 'c.id', ['greatest(r.read_seq, v.cleared)', `coalesce(v.until + 1, ${endless})`])}
        and ${countsFor('$1::text', 'c.id')}
      order by u.conversation_id, u.seq limit ${unforeseen(String(countCap + 1))}) counted) end)`

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
