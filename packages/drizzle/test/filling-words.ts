import { upTo } from '@msg/testing'

/** Ten messages of each of a thousand conversations; the last time also of the nine that follow. */
const short = (part: number): string => `
  select n, s, n * 10 + s as x, to_timestamp((29000000 + n / 5) * 60.0) - (10 - s) * interval '1 minute' as moment
  from generate_series(${part * 1000 - 999}, ${part * 1000 + (part === 10 ? 9 : 0)}) n, generate_series(1, 10) s`

const long = (part: number): string => `
  select 10010 as n, s, s as x, to_timestamp(29000000 * 60.0) + s * interval '1 second' as moment
  from generate_series(${part * 10_000 - 9_999}, ${part * 10_000}) s`

/**
 * Conversation n of 10,010, ten messages each, the last one 30,000: all of the first 10,000 are of `many`, the last ten of
 * `few`, who left one. Of a hundred messages ten have `often`, of a thousand five have `middling`, of all about ten `rarely`; each
 * of `few`'s has `foreign`. No statistics are taken.
 */
export const fillingWords: readonly string[] = [
  `create function pg_temp.uuid_of(n bigint) returns uuid language sql immutable
    return ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`,
  `insert into msg.conversation (id, kind, created_by, created_at, invite_policy, content_hash, last_seq, revision, joins,
    member_count, wide, last_minute, last_position)
  select pg_temp.uuid_of(n), 'group', 'many', now(), 'members', 'h', case n when 10010 then 30000 else 10 end, 11, 2, 2, false,
    29000000 + n / 5, n from generate_series(1, 10010) n`,
  `insert into msg.member (conversation_id, user_id, role, status, ordinal, joined_at, joined_seq, joined_revision, revision,
    version, ended_at, ended_seq, ended_revision)
  select pg_temp.uuid_of(n), u, 'member', case when gone then 'left' else 'active' end, 1, now(), 0, 1, 1, 1,
    case when gone then to_timestamp(29000000 * 60.0) end, case when gone then 5 end, case when gone then 6 end
  from generate_series(1, 10010) n, lateral (
    select 'many' where n <= 10000 union all select 'few' where n > 10000 union all select 'other' || n % 50) who (u),
    lateral (select n = 10001 and u = 'few' as gone) g`,
  `insert into msg.reader (conversation_id, user_id, inbox_minute)
  select m.conversation_id, m.user_id, c.last_minute from msg.member m join msg.conversation c on c.id = m.conversation_id
  where m.status = 'active'`,
  ...upTo(13).map(
    (
      part,
    ) => `insert into msg.message (conversation_id, seq, id, author_id, verb, body, content_hash, revision, created_at, words)
    select pg_temp.uuid_of(n), s, gen_random_uuid(), 'other1', 'message', 'text', 'h', s + 1, moment, msg.found_by(array_remove(array[
      'word' || x % 1000, case when x % 10 = 3 then 'often' end, case when x % 200 = 7 then 'middling' end,
      case when x % 10007 = 11 then 'rarely' end, case when n > 10000 then 'foreign' end], null), pg_temp.uuid_of(n), s)
    from (${part <= 10 ? short(part) : long(part - 10)}) k`,
  ),
]
