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
 * the cap, along the primary key of message; the first members come from member_order.
 */
export const recordColumns = `json_build_object(
  'state', msg.conversation_seen(c, v.as_of),
  'memberCount', case v.sight when 'present' then c.member_count
    else (select count(*) from (${membersAtEnd('a.user_id')}) a) end,
  'memberIds', case v.sight when 'present'
    then array(select a.user_id from msg.member a
      where a.status = 'active' and ${walk(['a.conversation_id', 'a.ordinal'], 'c.id', ['0', endless])}
      order by a.conversation_id, a.ordinal limit ${unforeseen('8')})
    else array(select a.user_id from (${membersAtEnd('a.user_id, a.ordinal')}) a order by a.ordinal limit 8) end,
  'lastSeq', coalesce(v.until, c.last_seq),
  'lastMessage', (select msg.message_seen(u, v.as_of) from msg.message u
    where ${stretch(['u.conversation_id', 'u.seq'], 'c.id', ['v.cleared', 'coalesce(v.until, c.last_seq) + 1'])}
      and ${unpurged} and ${notHidden('$1::text', 'c.id')}
    order by u.conversation_id desc, u.seq desc limit ${unforeseen('1')}),
  'blocked', ${blockersOf('c')} <> '{}',
  'activity', json_build_object('minute', c.last_minute, 'position', c.last_position),
  'me', json_build_object('role', m.role, 'status', coalesce(m.status, 'none'), 'joinedAt', msg.iso(m.joined_at),
    'endedAt', msg.iso(m.ended_at), 'readSeq', coalesce(r.read_seq, 0), 'readAt', msg.iso(r.read_at),
    'repliedAt', msg.iso(r.replied_at), 'deliveredSeq', coalesce(r.delivered_seq, 0),
    'clearedSeq', v.cleared, 'mutedUntil', msg.iso(r.muted_until),
    'unread', case when m.status = 'active' and not r.unread then 0 else (select count(*) from (
      select from msg.message u
      where ${stretch(['u.conversation_id', 'u.seq'], 'c.id', ['greatest(r.read_seq, v.cleared)', `coalesce(v.until + 1, ${endless})`])}
        and ${countsFor('$1::text', 'c.id')}
      order by u.conversation_id, u.seq limit ${unforeseen(String(countCap + 1))}) counted) end))`

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
