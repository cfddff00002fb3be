import { upTo } from '@msg/testing'

const messages: readonly string[] = [
  `insert into msg.conversation (id, kind, created_by, created_at, invite_policy, content_hash, last_seq, revision, joins,
    member_count, wide, last_minute, last_position)
  select lpad(n::text, 32, '0')::uuid, 'group', 'alice', now(), 'members', 'h', case n when 2 then 50000 else 50 end,
    case n when 2 then 50001 else 51 end, 2, 2, n = 1, n, n * 100
  from generate_series(1, 1000) n`,
  `insert into msg.member (conversation_id, user_id, role, status, ordinal, joined_at, joined_seq, joined_revision, revision, version)
  select lpad(n::text, 32, '0')::uuid, u, 'member', 'active', m, now(), 0, 1, 1, 1
  from generate_series(1, 1000) n, lateral (values (1, 'alice'), (2, 'user' || n)) who (m, u)
  union all
  select lpad('1', 32, '0')::uuid, 'crowd' || m, 'member', 'active', m + 2, now(), 0, 1, 1, 1 from generate_series(1, 2000) m`,
  `insert into msg.reader (conversation_id, user_id, unread, inbox_minute, wide)
  select conversation_id, user_id, ordinal = 1 or conversation_id = lpad('1', 32, '0')::uuid, case when conversation_id <> lpad('1', 32, '0')::uuid
    then ltrim(replace(conversation_id::text, '-', ''), '0')::integer end, conversation_id = lpad('1', 32, '0')::uuid
  from msg.member`,
  `insert into msg.reader (conversation_id, user_id, unread, inbox_minute) values (lpad('2', 32, '0')::uuid, 'lone', true, 2)`,
  ...upTo(10).map(
    (
      part,
    ) => `insert into msg.message (conversation_id, seq, id, author_id, verb, body, content_hash, revision, created_at,
      reactions, edited_revision, edited_at, pinned_at, pinned_by, pinned_revision)
    select lpad(n::text, 32, '0')::uuid, seq, gen_random_uuid(), 'user' || n, 'message', 'hello', 'h', seq + 1, now(),
      case when n <= 100 then 2 else 0 end, case when n <= 100 then 60 end, case when n <= 100 then now() end, null, null, null
    from generate_series(${part * 5 - 4}, ${part * 5}) seq, generate_series(1, 1000) n
    union all
    select lpad('2', 32, '0')::uuid, 50 + seq, gen_random_uuid(), 'user2', 'message', 'hello', 'h', seq + 51, now(),
      0, null, null, case seq % 1000 when 0 then now() end, case seq % 1000 when 0 then 'alice' end, case seq % 1000 when 0 then seq + 51 end
    from generate_series(${part * 4995 - 4994}, ${part * 4995}) seq`,
  ),
  ...upTo(10).map(
    (part) => `insert into msg.change (conversation_id, revision, type, actor, audience, seq, at)
    select lpad(n::text, 32, '0')::uuid, seq + 1, 'message.sent', 'user' || n, 'members', seq, now()
    from generate_series(${part * 10 - 9}, ${part * 10}) seq, generate_series(1, 1000) n`,
  ),
]

const marks: readonly string[] = [
  `insert into msg.reaction (conversation_id, seq, emoji, user_id, revision)
  select lpad(n::text, 32, '0')::uuid, seq, '👍', u, case u when 'alice' then 61 else 62 end
  from generate_series(1, 100) n, generate_series(1, 50) seq, lateral (values ('alice'), ('user' || n)) who (u)`,
  `insert into msg.message_text (conversation_id, seq, revision, body, at)
  select lpad(n::text, 32, '0')::uuid, seq, 0, 'helo', now() from generate_series(1, 100) n, generate_series(1, 50) seq`,
  `insert into msg.member (conversation_id, user_id, role, status, ordinal, joined_at, joined_seq, joined_revision, ended_at,
    ended_seq, ended_revision, revision, version)
  select lpad(n::text, 32, '0')::uuid, 'gone', 'member', 'left', 0, now(), 0, 1, now(), 50, 55, 55, 1 from generate_series(1, 100) n`,
  `insert into msg.block (blocker, blocked, at) select 'user' || n, 'user' || n + m, now() from generate_series(1, 1000) n, generate_series(1, 20) m
  union all select 'alice', 'nobody' || n, now() from generate_series(1, 30) n`,
  `insert into msg.advance (conversation_id, user_id, mark, seq, at)
  select lpad('1', 32, '0')::uuid, 'crowd' || m, mark, seq, now()
  from generate_series(1, 20) m, (values ('read'), ('delivered')) marks (mark), generate_series(1, 1000) seq`,
  `insert into msg.attachment (id, owner, name, type, size, created_at, abandoned)
  select gen_random_uuid(), case n % 10 when 0 then 'alice' end, 'file', 'image/png', 7, now(), n % 100 = 1 from generate_series(1, 20000) n`,
  `insert into msg.alias_surface (surface, last) values ('messages', 20000)`,
  `insert into msg.alias (surface, number, id) select 'messages', n, gen_random_uuid() from generate_series(1, 20000) n`,
  `insert into msg.hidden (user_id, conversation_id, seq)
  select u, lpad(n::text, 32, '0')::uuid, seq
  from generate_series(1, 1000) n, generate_series(1, 3) seq, (values ('alice'), ('lone')) who (u)`,
]

const rooms: readonly string[] = [
  `insert into msg.conversation (id, kind, title, visibility, join_policy, created_by, created_at, invite_policy, content_hash,
    last_seq, revision, joins, member_count, wide, last_minute, last_position)
  select ('00000000-0000-0000-0001-' || lpad(n::text, 12, '0'))::uuid, 'room', 'room ' || n, 'public', 'open', 'keeper', now(),
    'admins', 'h', 0, 1, 1, 1, false, n / 10, n
  from generate_series(1, 10000) n`,
  `insert into msg.room (conversation_id, minute, open)
  select c.id, c.last_minute, true from msg.conversation c where c.kind = 'room'`,
  `insert into msg.member (conversation_id, user_id, role, status, ordinal, joined_at, joined_seq, joined_revision, revision,
    version)
  select c.id, 'alice', 'member', 'active', 1, now(), 0, 1, 1, 1 from msg.conversation c
  where c.kind = 'room' and c.last_minute = 7`,
]

const sets: readonly string[] = [
  `update msg.conversation set by_sending = true, set_key = sha256(convert_to((last_minute / 4)::text, 'UTF8'))
  where kind = 'group' and last_minute > 500`,
  `insert into msg.canonical_set (set_key, conversation_id)
  select distinct on (set_key) set_key, id from msg.conversation
  where kind = 'group' and last_minute between 501 and 900 order by set_key, id`,
]

/**
 * Conversation n of 1,000: of alice and user n, with 50 messages; the first has 2,000 members more and is wide, the second
 * has 50,000 messages, each thousandth pinned. Each message of the first hundred has two reactions and an earlier text; alice has
 * hidden the first three of each conversation; somebody left before the edits. Twenty of the two thousand have receipts of a
 * thousand advances. Users block one another. Those above 500 were born by sending; every four have the same set of users,
 * which up to 900 is one's own. Beside them are 10,000 rooms, ten a minute; in ten of them is alice.
 */
export const filling: readonly string[] = [...messages, ...marks, ...rooms, ...sets]
