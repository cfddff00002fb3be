import type { ConversationId, Member, MemberRecord, MembersQuery, UserId, Viewer } from '@msg/core'
import type { Database } from '../database.ts'
import { member, memberRecord } from '../rows/member.ts'
import { list, nullable } from '../rows/values.ts'
import { membersAtEnd } from './conversation.ts'
import { lens, looking } from './lens.ts'
import { isUuid } from './uuid.ts'
import { endless, unforeseen, walk } from './walk.ts'

/** Active members along member_order; for someone who left, those of then, from all who ever were, by primary key. */
export const membersSql = `
select case v.sight when 'present' then (
  select coalesce(json_agg(json_build_object('member', msg.member_state(p.a), 'ordinal', p.ordinal) order by p.ordinal), '[]')
  from (
    select a, a.ordinal from msg.member a
    where ${walk(['a.conversation_id', 'a.ordinal'], 'c.id', ['$3::bigint', endless])} and a.status = 'active'
    order by a.conversation_id, a.ordinal limit ${unforeseen('$4::integer')}) p
) else (
  select coalesce(json_agg(json_build_object('member', p.member, 'ordinal', p.ordinal) order by p.ordinal), '[]')
  from (
    select a.member, a.ordinal from (${membersAtEnd('msg.member_state(row(a.*)::msg.member) as member, a.ordinal')}) a
    where a.ordinal > $3::bigint
    order by a.ordinal limit $4::integer) p
) end as members
from ${lens('$1::text', '$5::boolean')} where c.id = $2::uuid and v.sight is not null`

/** Served by the primary keys of member and past_member. To someone who left, a member is who they were then. */
export const memberSql = `
select case v.sight when 'present' then (
  select msg.member_state(a) from msg.member a where a.conversation_id = c.id and a.user_id = $3::text)
else msg.member_as_of(c.id, $3::text, v.as_of) end as member
from ${lens('$1::text', '$4::boolean')} where c.id = $2::uuid and v.sight is not null`

export const readMember = async (
  database: Database,
  viewer: Viewer,
  id: ConversationId,
  userId: UserId,
): Promise<Member | null> => {
  if (!isUuid(id)) return null
  const [looker, admitted] = looking(viewer)
  const [row] = await database.query(memberSql, [looker, id, userId, admitted])
  const found = nullable(row?.['member'] ?? null, member)
  return found?.status === 'removed' ? null : found
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
