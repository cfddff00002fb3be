import { keptChanges, people, spacing, words } from './plan.ts'
import type { Size } from './plan.ts'

/** SQL: a UUIDv7 of a time in milliseconds and, instead of randomness, a text: the same seed gives the same ids. */
const uuid = (milliseconds: string, text: string): string =>
  `(lpad(to_hex(${milliseconds}), 12, '0') || '7' || substr(md5(${text}), 1, 3) || '8' || substr(md5(${text}), 4, 15))::uuid`

/** SQL: the texts of a load, all arithmetic on the number of a message or a conversation, so that any part can be made alone. */
export const seedSql = (schema: string, size: Size, start: number) => {
  const { messages, conversations } = size
  const step = spacing(size)
  const others = conversations - 1
  const rest = messages - Math.ceil(messages / 10)
  const millisecond = `(${start} + n * ${step})::bigint`
  const conversationId = (index: string): string => uuid(`${start}::bigint`, `'conversation ' || ${index}`)
  const first = (index: string): string =>
    `case when ${index} <= ${people.hubbed} then '${people.hub}' else 'a' || ${index} end`
  const second = (index: string): string =>
    `case when ${index} <= ${people.hubbed} then '${people.calm}' else 'b' || ${index} end`
  const chance = `abs(hashint8(n))`
  const middle = `case when n % ${words.every} = ${words.every} / 2 then ' ${words.middle}' end`
  const author = `case when conversation = 0 then 'm' || ${chance} % ${people.crowd}
    when ${chance} % 2 = 0 then ${first('conversation')} else ${second('conversation')} end`

  /** Every tenth message goes to the big conversation, the others round and round: on disk, conversations lie interleaved. */
  const numbered = `
    select n, case when n % 10 = 0 then 0 else 1 + r % ${others} end as conversation,
      case when n % 10 = 0 then n / 10 + 1 else r / ${others} + 1 end as seq
    from (select n, n - (n + 9) / 10 as r from generate_series($1::bigint, $2::bigint) as n) numbers`
  const drafted = `
    select n, conversation, seq, ${conversationId('conversation')} as conversation_id, ${author} as author,
      concat('message ', n, repeat(' ' || md5(n::text), (${chance} % 3)::integer), ${middle}) as body,
      to_timestamp(${millisecond} / 1000.0) as at, ${uuid(millisecond, `'message ' || n`)} as id
    from (${numbered}) numbered`
  const found = `${schema}.found_by(string_to_array(body, ' '), conversation_id, seq)`
  const hash = `encode(sha256(convert_to(
    '{"body":"' || body || '","conversationId":"' || conversation_id || '","mentions":[],"replyTo":null,"verb":"message"}', 'UTF8')), 'hex')`
  const firstKept = Math.max(0, messages - keptChanges)

  /** What each conversation has come to: its last number, and the last message's own. */
  const final = `
    select c, last_seq, case when c = 0 then (last_seq - 1) * 10 else r + r / 9 + 1 end as n
    from (select c, last_seq, (last_seq - 1) * ${others} + c - 1 as r from (
      select c, case when c = 0 then ${Math.ceil(messages / 10)}
        else ${Math.floor(rest / others)} + (c - 1 < ${rest % others})::integer end as last_seq
      from generate_series($1::bigint, $2::bigint) as c) counted) placed`

  return {
    messages: `insert into ${schema}.message (conversation_id, seq, id, author_id, verb, body, words, content_hash, revision, created_at)
      select conversation_id, seq, id, author, 'message', body, ${found}, ${hash}, seq + 1, at from (${drafted}) drafted order by n`,
    changes: `insert into ${schema}.change (position, conversation_id, revision, type, actor, audience, seq, at)
      overriding system value
      select ${conversations} + n + 1, conversation_id, seq + 1, 'message.sent', author, 'members', seq, at
      from (${drafted}) drafted where n >= ${firstKept} order by n`,
    conversations: `insert into ${schema}.conversation (id, kind, title, created_by, created_at, invite_policy, content_hash,
        last_seq, revision, joins, member_count, wide, last_minute, last_position)
      select ${conversationId('c')}, 'group', case c when 0 then 'big' end, case c when 0 then 'm0' else ${first('c')} end,
        to_timestamp(${start} / 1000.0), 'members', encode(sha256(convert_to('seed ' || c, 'UTF8')), 'hex'), last_seq, last_seq + 1,
        case c when 0 then ${people.crowd} else 2 end, case c when 0 then ${people.crowd} else 2 end, false,
        floor((${start} + greatest(n, 0) * ${step}) / 60000), ${conversations} + n + 1
      from (${final}) final order by c`,
    created: `insert into ${schema}.change (position, conversation_id, revision, type, actor, audience, at)
      overriding system value
      select c + 1, ${conversationId('c')}, 1, 'conversation.created', case c when 0 then 'm0' else ${first('c')} end, 'members',
        to_timestamp(${start} / 1000.0) from generate_series($1::bigint, $2::bigint) as c`,
    members: `insert into ${schema}.member (conversation_id, user_id, role, status, ordinal, joined_at, joined_seq,
        joined_revision, revision, version)
      select ${conversationId('c')}, u.user_id, case u.ordinal when 1 then 'admin' else 'member' end, 'active', u.ordinal,
        to_timestamp(${start} / 1000.0), 0, 1, 1, 1
      from (${final}) final cross join lateral (${usersOf(first, second)}) u`,
    readers: `insert into ${schema}.reader (conversation_id, user_id, read_seq, read_at, unread, inbox_minute)
      select ${conversationId('c')}, u.user_id, case when u.behind then greatest(last_seq - ${people.unreadEach}, 0) else last_seq end,
        to_timestamp(${start} / 1000.0), u.behind, floor((${start} + greatest(n, 0) * ${step}) / 60000)
      from (${final}) final cross join lateral (
        select v.*, v.user_id = '${people.hub}' and c <= ${people.unread} as behind from (${usersOf(first, second)}) v) u`,
    finish: `select setval(pg_get_serial_sequence('${schema}.change', 'position'), ${conversations + messages + 1})`,
    prune: firstKept === 0 ? null : `update ${schema}.meta set pruned_xid = pg_current_xact_id()`,
  }
}

const usersOf = (first: (index: string) => string, second: (index: string) => string): string => `
  select 'm' || k as user_id, k + 1 as ordinal from generate_series(0, ${people.crowd - 1}) as k where c = 0
  union all select ${first('c')}, 1 where c > 0
  union all select ${second('c')}, 2 where c > 0`
