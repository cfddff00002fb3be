import type { ConversationId, Member, MemberRecord, MembersQuery, UserId, Viewer } from '@msg/core'
import type { Database } from '../database.ts'
import { list, member, memberRecord } from '../row-mappers.ts'
import { membersAtEnd } from './conversation.ts'
import { lens, looking } from './lens.ts'
import { isUuid } from './uuid.ts'
import { endless, walk } from './walk.ts'

/** SQL: a member as of the moment at which the membership `m` ended. */
const memberAtEnd = `json_build_object('conversationId', a.conversation_id, 'userId', a.user_id, 'role', a.role,
  'status', 'active', 'joinedAt', msg.iso(a.joined_at), 'joinedSeq', a.joined_seq, 'endedAt', null, 'endedSeq', null,
  'revision', a.seen_revision)`

/** Active members along member_order; for someone who left, all who ever were, by primary key. */
export const membersSql = `
select case v.sight when 'present' then (
  select coalesce(json_agg(json_build_object('member', msg.member_state(p.a), 'ordinal', p.ordinal) order by p.ordinal), '[]')
  from (
    select a, a.ordinal from msg.member a
    where ${walk(['a.conversation_id', 'a.ordinal'], 'c.id', ['$3::bigint', endless])} and a.status = 'active'
    order by a.conversation_id, a.ordinal limit $4::integer) p
) else (
  select coalesce(json_agg(json_build_object('member', p.member, 'ordinal', p.ordinal) order by p.ordinal), '[]')
  from (
    select a.member, a.ordinal from (${membersAtEnd(`${memberAtEnd} as member, a.ordinal`)}) a
    where a.ordinal > $3::bigint
    order by a.ordinal limit $4::integer) p
) end as members
from ${lens('$1::text', '$5::boolean')} where c.id = $2::uuid and v.sight is not null`

/** Served by the primary key of member. To someone who left, a member who ended later looks like the member they were. */
export const memberSql = `
select case v.sight when 'present' then msg.member_state(a) else json_build_object('conversationId', a.conversation_id,
  'userId', a.user_id, 'role', a.role, 'status', 'active', 'joinedAt', msg.iso(a.joined_at), 'joinedSeq', a.joined_seq,
  'endedAt', null, 'endedSeq', null, 'revision', a.revision) end as member
from ${lens('$1::text', '$4::boolean')}
join msg.member a on a.conversation_id = c.id and a.user_id = $3::text and a.status <> 'removed'
where c.id = $2::uuid and v.sight is not null`

export const readMember = async (
  database: Database,
  viewer: Viewer,
  id: ConversationId,
  userId: UserId,
): Promise<Member | null> => {
  if (!isUuid(id)) return null
  const [looker, admitted] = looking(viewer)
  const [row] = await database.query(memberSql, [looker, id, userId, admitted])
  return row === undefined ? null : member(row['member'])
}

export const readMembers = async (
  database: Database,
  viewer: Viewer,
  id: ConversationId,
  page: MembersQuery,
): Promise<readonly MemberRecord[] | null> => {
  if (!isUuid(id)) return null
  const [looker, admitted] = looking(viewer)
  const [row] = await database.query(membersSql, [looker, id, page.above ?? 0, page.limit, admitted])
  return row === undefined ? null : list(row['members'], memberRecord)
}
