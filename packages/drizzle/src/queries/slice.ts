import type { Slice, SliceQuery } from '@msg/core'
import type { Database } from '../database.ts'
import { conversationFacts } from '../rows/conversation.ts'
import { memberFacts, rosterFacts } from '../rows/member.ts'
import { messageFacts } from '../rows/message.ts'
import { list, nullable, truth } from '../rows/values.ts'
import type { Fields } from '../rows/values.ts'
import { blockersOf } from './blocks.ts'
import { unpurged } from './lens.ts'
import { isUuid } from './uuid.ts'
import { endless, unforeseen, walk } from './walk.ts'

/** SQL: the facts about the message `u`, and which emoji it has and the first of the users $2 gave it, along the primary key of reaction. */
const messageColumns = `json_build_object('id', u.id, 'seq', u.seq, 'authorId', u.author_id, 'createdAt', msg.iso(u.created_at), 'body', u.body,
  'version', u.version,
  'hidden', exists (select from msg.hidden h
      where h.user_id = ($2::text[])[1] and h.conversation_id = u.conversation_id and h.seq = u.seq)
    or exists (select from msg.reader r
      where r.conversation_id = u.conversation_id and r.user_id = ($2::text[])[1] and r.cleared_seq >= u.seq),
  'emojis', case when u.reactions > 0 then array(select r.emoji from msg.reaction r
    where r.conversation_id = u.conversation_id and r.seq = u.seq group by r.emoji order by min(r.revision)) else '{}' end,
  'ownEmojis', case when u.reactions > 0 then array(select r.emoji from msg.reaction r
    where r.conversation_id = u.conversation_id and r.seq = u.seq and r.user_id = ($2::text[])[1]
    order by r.revision) else '{}' end)`

const factsSql = (which: string, more = ''): string => `
select
  json_build_object('id', c.id, 'kind', c.kind, 'title', c.title, 'invitePolicy', c.invite_policy,
    'visibility', c.visibility, 'joinPolicy', c.join_policy,
    'target', case when c.target_type is not null then json_build_object('type', c.target_type, 'id', c.target_id) end,
    'closed', c.closed_at is not null, 'blockedBy', ${blockersOf('c')},
    'pair', case c.kind when 'direct' then json_build_array(c.direct_low, c.direct_high) end, 'lastSeq', c.last_seq,
    'memberCount', c.member_count, 'settingsVersion', c.settings_version, 'rosterVersion', c.roster_version) as conversation,
  (select coalesce(json_agg(json_build_object('userId', m.user_id, 'role', m.role, 'status', m.status,
      'endedSeq', m.ended_seq, 'version', m.version)), '[]')
    from (select distinct asked.user_id from unnest(${unforeseen('$2::text[]')}) as asked (user_id)) asked
    cross join lateral (
      select * from msg.member m where m.conversation_id = c.id and m.user_id = asked.user_id offset 0) m) as members,
  case when (select $3::boolean) then json_build_object(
    'members', c.member_count,
    'admins', (select count(*) from msg.member m
      where m.conversation_id = c.id and m.status = 'active' and m.role = 'admin'),
    'earliest', array(select m.user_id from msg.member m
      where m.status = 'active' and ${walk(['m.conversation_id', 'm.ordinal'], 'c.id', ['0', endless])}
      order by m.conversation_id, m.ordinal limit 2)) end as roster${more}
from msg.conversation c where c.id = ${which} and c.deleted_at is null`

/**
 * Served by the primary keys of conversation and member (or member_user), user by user whatever the planner believes, and by
 * message_id; the roster by member_admin and member_order; a set by the primary key of canonical_set and conversation_set.
 * What every send reads does not pay for what is about a message. The users, and whether the roster is wanted, come from
 * subqueries: a plan for just these values looks no cheaper then than one for any, so the database plans once a connection,
 * which costs as much as reading four slices.
 */
export const sliceSql = {
  conversation: factsSql('$1::uuid'),
  message: factsSql(
    'coalesce($1::uuid, (select u.conversation_id from msg.message u where u.id = $4::uuid))',
    `,
  (select ${messageColumns} from msg.message u
    where u.id = $4::uuid and u.conversation_id = c.id and ${unpurged}) as message`,
  ),
  set: factsSql(
    `coalesce((select s.conversation_id from msg.canonical_set s where s.set_key = msg.set_key($1::text[])),
    (select f.id from msg.conversation f where f.set_key = msg.set_key($1::text[])
      order by f.set_key, f.created_at, f.id limit 1))`,
    `,
  exists (select from msg.canonical_set s where s.conversation_id = c.id and s.set_key = c.set_key) as canonical`,
  ),
} as const

export const readSlice = async (database: Database, query: SliceQuery): Promise<Slice | null> => {
  const { canonicalOf, conversationId, messageId, userIds, roster = false } = query
  if (canonicalOf !== undefined) {
    const [row] = await database.query(sliceSql.set, [canonicalOf, userIds, roster])
    return row === undefined ? null : { ...sliceOf(row, query), canonical: truth(row['canonical']) }
  }
  const message = messageId !== undefined && isUuid(messageId) ? messageId : null
  if (conversationId === undefined ? message === null : !isUuid(conversationId)) return null
  const about = [conversationId ?? null, userIds, roster] as const
  const [row] = await (messageId === undefined
    ? database.query(sliceSql.conversation, about)
    : database.query(sliceSql.message, [...about, message]))
  return row === undefined ? null : sliceOf(row, query)
}

const sliceOf = (row: Fields, { roster = false, messageId }: SliceQuery): Slice => ({
  conversation: conversationFacts(row['conversation']),
  members: list(row['members'], memberFacts),
  ...(roster ? { roster: rosterFacts(row['roster']) } : {}),
  ...(messageId === undefined ? {} : { message: nullable(row['message'], messageFacts) }),
})
