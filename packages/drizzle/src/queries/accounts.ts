import type { AccountContents, AccountStore, ErasureStep } from '@msg/core'
import type { Database } from '../database.ts'
import { conversationOfMine, messageOfMine } from '../rows/account.ts'
import { fields, integer, list, text } from '../rows/values.ts'
import { lens, unpurged } from './lens.ts'
import { isUuid } from './uuid.ts'
import { walk } from './walk.ts'

/** How many messages one call looks at. */
const stretch = 1_000

/** Below and above every id there is. */
const lowest = '00000000-0000-0000-0000-000000000000'
const highest = `'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid`

/**
 * Walks along member_user, along reader_guest (what people do where they are no members leaves a reader row), and looks into
 * conversation_target.
 */
export const placesSql = `
select p.id::text as id from (
  (select m.conversation_id as id from msg.member m
    where ${walk(['m.user_id', 'm.conversation_id'], '$1::text', ['$2::uuid', highest])}
    order by m.user_id, m.conversation_id limit $3::integer)
  union
  (select r.conversation_id from msg.reader r
    where ${walk(['r.user_id', 'r.conversation_id'], '$1::text', ['$2::uuid', highest])} and r.inbox_minute is null and not r.wide
    order by r.user_id, r.conversation_id limit $3::integer)
  union
  (select c.id from msg.conversation c where c.target_type = 'user' and c.target_id = $1::text and c.id > $2::uuid
    order by c.id limit $3::integer)) p
order by p.id limit $3::integer`

/** Served by primary keys: of the messages a bounded stretch, then of each what there is beside it. */
export const contentsSql = `
select json_build_object(
  'conversationId', c.id, 'kind', c.kind,
  'conversation', case when v.sight is not null then msg.conversation_seen(c, v.as_of) end,
  'membership', case when m.user_id is not null then msg.member_state(m) end,
  'reader', case when r.delivered_seq > 0 or r.replied_at is not null or r.cleared_seq > 0 or r.muted_until is not null then
    json_build_object('readSeq', r.read_seq, 'readAt', msg.iso(r.read_at), 'deliveredSeq', r.delivered_seq,
      'deliveredAt', msg.iso(r.delivered_at), 'repliedAt', msg.iso(r.replied_at), 'clearedSeq', r.cleared_seq,
      'mutedUntil', msg.iso(r.muted_until)) end) as conversation,
  c.last_seq,
  coalesce((
    select json_agg(json_build_object('conversationId', f.conversation_id, 'messageId', f.id, 'seq', f.seq,
      'message', case when f.mine or f.shown then
        msg.message_seen(f.u, case when v.sight is null then m.ended_revision else v.as_of end) end,
      'revisions', case when f.mine then (
        select coalesce(json_agg(json_build_object('body', t.body, 'at', msg.iso(t.at)) order by t.revision), '[]')
        from (
          select e.body, e.at, e.revision from msg.message_text e where e.conversation_id = f.conversation_id and e.seq = f.seq
          union all
          select (f.u).body, coalesce((f.u).edited_at, (f.u).created_at), coalesce((f.u).edited_revision, 0)) t
        where t.body is not null) else '[]' end,
      'reactions', f.emojis, 'hidden', f.hidden) order by f.seq)
    from (
      select s.* from (
        select u, u.conversation_id, u.id, u.seq, u.author_id = $1::text as mine,
          m.user_id is not null and v.sight is not null and u.seq > v.cleared and (v.until is null or u.seq <= v.until)
            and u.seq <> all (hid.seqs) as shown,
          u.seq = any (hid.seqs) as hidden,
          case when u.reactions > 0 then array(
            select k.emoji from msg.reaction k where k.conversation_id = u.conversation_id and k.seq = u.seq and k.user_id = $1::text
            order by k.revision) else '{}' end as emojis
        from msg.message u
        where ${unpurged} and u.conversation_id = c.id and u.seq > $3::bigint and u.seq <= $3::bigint + ${stretch}
        order by u.conversation_id, u.seq offset 0) s
      where s.mine or s.shown or s.emojis <> '{}'
      order by s.seq limit $4::integer) f), '[]') as messages
from ${lens('$1::text', 'false')}
cross join lateral (select array(
  select h.seq from msg.hidden h where h.user_id = $1::text and h.conversation_id = c.id
    and h.seq > $3::bigint and h.seq <= $3::bigint + ${stretch}) as seqs) hid
where c.id = $2::uuid`

const nextOf = (
  { messages, limit }: { readonly messages: AccountContents['messages']; readonly limit: number },
  above: number,
  last: number,
): number | null => {
  const through = messages.length < limit ? above + stretch : (messages.at(-1)?.seq ?? above)
  return through < last ? through : null
}

const beginSql = `
insert into msg.erasure as e (user_id, tombstone) values ($1::text, $2::text)
on conflict (user_id) do update set tombstone = e.tombstone
returning tombstone`

/** There are few: those under way, and those that were given up. */
const erasuresSql = 'select user_id from msg.erasure order by began_at, user_id limit 1000'

const eraseSql = 'select msg.msg_erase_1($1::text, $2::integer) as step'

const stepOf = (step: string): ErasureStep => (step === 'done' || step === 'more' ? step : { leave: step })

export const createAccountStore = (database: Database): AccountStore => ({
  async places(userId, { above = lowest, limit }) {
    const rows = await database.query(placesSql, [userId, above, limit])
    return rows.map((row) => text(row['id']))
  },
  async contents(userId, id, { above, limit }) {
    if (!isUuid(id)) return null
    const [row] = await database.query(contentsSql, [userId, id, above, limit])
    if (row === undefined) return null
    const messages = list(row['messages'], messageOfMine)
    return {
      conversation: conversationOfMine(fields(row['conversation'])),
      messages,
      next: nextOf({ messages, limit }, above, integer(row['last_seq'])),
    }
  },
  async beginErasure(userId, tombstone) {
    const [row] = await database.query(beginSql, [userId, tombstone])
    return text(row?.['tombstone'])
  },
  async erasures() {
    return (await database.query(erasuresSql)).map((row) => text(row['user_id']))
  },
  async eraseStep(userId, limit) {
    const [row] = await database.query(eraseSql, [userId, limit])
    return stepOf(text(row?.['step']))
  },
})
