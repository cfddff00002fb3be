import type { Slice, SliceQuery } from '@msg/core'
import type { Database } from '../database.ts'
import { conversationFacts, list, memberFacts, rosterFacts } from '../row-mappers.ts'
import { isUuid } from './uuid.ts'
import { endless, walk } from './walk.ts'

/**
 * Served by the primary keys of conversation and member (or member_user), user by user whatever the planner believes; the
 * roster by member_admin and member_order.
 */
export const sliceSql = `
select
  json_build_object('id', c.id, 'kind', c.kind, 'invitePolicy', c.invite_policy, 'closed', c.closed_at is not null,
    'lastSeq', c.last_seq, 'settingsVersion', c.settings_version, 'rosterVersion', c.roster_version) as conversation,
  (select coalesce(json_agg(json_build_object('userId', m.user_id, 'role', m.role, 'status', m.status, 'version', m.version)), '[]')
    from (select distinct asked.user_id from unnest($2::text[]) as asked (user_id)) asked
    cross join lateral (
      select * from msg.member m where m.conversation_id = c.id and m.user_id = asked.user_id offset 0) m) as members,
  case when $3::boolean then json_build_object(
    'members', c.member_count,
    'admins', (select count(*) from msg.member m
      where m.conversation_id = c.id and m.status = 'active' and m.role = 'admin'),
    'earliest', array(select m.user_id from msg.member m
      where m.status = 'active' and ${walk(['m.conversation_id', 'm.ordinal'], 'c.id', ['0', endless])}
      order by m.conversation_id, m.ordinal limit 2)) end as roster
from msg.conversation c where c.id = $1::uuid`

export const readSlice = async (database: Database, query: SliceQuery): Promise<Slice | null> => {
  if (!isUuid(query.conversationId)) return null
  const [row] = await database.query(sliceSql, [query.conversationId, query.userIds, query.roster === true])
  if (row === undefined) return null
  return {
    conversation: conversationFacts(row['conversation']),
    members: list(row['members'], memberFacts),
    ...(query.roster === true ? { roster: rosterFacts(row['roster']) } : {}),
  }
}
