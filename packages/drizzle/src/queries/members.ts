import type { ConversationId, Member, MemberRecord, MembersQuery, UserId } from '@msg/core'
import type { Database } from '../database.ts'
import { list, member, memberRecord } from '../row-mappers.ts'
import { membersAtEnd } from './conversation.ts'
import { isUuid } from './uuid.ts'
import { endless, walk } from './walk.ts'

/** SQL: a member as of the moment at which the membership `m` ended. */
const memberAtEnd = `json_build_object('conversationId', a.conversation_id, 'userId', a.user_id, 'role', a.role,
  'status', 'active', 'joinedAt', msg.iso(a.joined_at), 'joinedSeq', a.joined_seq, 'endedAt', null, 'endedSeq', null,
  'revision', a.seen_revision)`

/** Active members along member_order; for someone who left, all who ever were, by primary key. */
export const membersSql = `
select case m.status when 'active' then (
  select coalesce(json_agg(json_build_object('member', msg.member_state(p.a), 'ordinal', p.ordinal) order by p.ordinal), '[]')
  from (
    select a, a.ordinal from msg.member a
    where ${walk(['a.conversation_id', 'a.ordinal'], 'm.conversation_id', ['$3::bigint', endless])} and a.status = 'active'
    order by a.conversation_id, a.ordinal limit $4::integer) p
) else (
  select coalesce(json_agg(json_build_object('member', p.member, 'ordinal', p.ordinal) order by p.ordinal), '[]')
  from (
    select a.member, a.ordinal from (${membersAtEnd(`${memberAtEnd} as member, a.ordinal`)}) a
    where a.ordinal > $3::bigint
    order by a.ordinal limit $4::integer) p
) end as members
from msg.member m
where m.conversation_id = $2::uuid and m.user_id = $1::text and m.status in ('active', 'left')`

/** Served by the primary key of member. To someone who left, a member who ended later looks like the member they were. */
export const memberSql = `
select case m.status when 'active' then msg.member_state(a) else json_build_object('conversationId', a.conversation_id,
  'userId', a.user_id, 'role', a.role, 'status', 'active', 'joinedAt', msg.iso(a.joined_at), 'joinedSeq', a.joined_seq,
  'endedAt', null, 'endedSeq', null, 'revision', a.revision) end as member
from msg.member m
join msg.member a on a.conversation_id = m.conversation_id and a.user_id = $3::text and a.status <> 'removed'
where m.conversation_id = $2::uuid and m.user_id = $1::text and m.status in ('active', 'left')`

export const readMember = async (
  database: Database,
  viewer: UserId,
  id: ConversationId,
  userId: UserId,
): Promise<Member | null> => {
  if (!isUuid(id)) return null
  const [row] = await database.query(memberSql, [viewer, id, userId])
  return row === undefined ? null : member(row['member'])
}

export const readMembers = async (
  database: Database,
  viewer: UserId,
  id: ConversationId,
  page: MembersQuery,
): Promise<readonly MemberRecord[] | null> => {
  if (!isUuid(id)) return null
  const [row] = await database.query(membersSql, [viewer, id, page.above ?? 0, page.limit])
  return row === undefined ? null : list(row['members'], memberRecord)
}
