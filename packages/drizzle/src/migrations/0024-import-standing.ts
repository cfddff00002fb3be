import { keptAdvances } from '@msg/core'
import { unreadAbove } from './unread-above.ts'
import { refusedBy } from './0023-import.ts'

/**
 * Importing who is in conversations, how they reacted, and how far they have read; and the whole batch. What a reader has read
 * or done is expanded into marks: one row for each message that is named, `fresh` where it says more than is known. The fences
 * (`offset 0`) keep a planner without statistics on the primary keys.
 */
export const importStanding = `
create type msg.import_member as (
  outcome text,
  conversation_id uuid,
  user_id text,
  role text,
  nth bigint,
  joined_at timestamptz,
  ended_at timestamptz,
  ended_seq bigint
);

create function msg.msg_join_imported_1(joining msg.import_member[]) returns void language plpgsql volatile as $$
begin
  insert into msg.member (conversation_id, user_id, role, status, ordinal, joined_at, joined_seq, joined_revision, ended_at,
    ended_seq, ended_revision, revision, version)
  select c.id, j.user_id, j.role, case when j.ended_at is null then 'active' else 'left' end, c.joins + j.nth, j.joined_at, 0,
    c.revision + 1, j.ended_at, j.ended_seq, case when j.ended_at is not null then c.revision + 1 end, c.revision + 1, 1
  from unnest(joining) j
  cross join lateral (select * from msg.conversation c where c.id = j.conversation_id offset 0) c
  where j.outcome = 'imported';

  insert into msg.reader (conversation_id, user_id, unread, inbox_minute, wide)
  select c.id, j.user_id, j.ended_at is null and (c.wide or c.last_seq > 0),
    case when j.ended_at is null and not c.wide then c.last_minute end, j.ended_at is null and c.wide
  from unnest(joining) j
  cross join lateral (select * from msg.conversation c where c.id = j.conversation_id offset 0) c
  where j.outcome = 'imported'
  order by c.id, j.user_id collate "C"
  on conflict (conversation_id, user_id) do update set unread = excluded.unread, inbox_minute = excluded.inbox_minute,
    wide = excluded.wide;

  update msg.conversation c set joins = c.joins + n.joins, roster_version = c.roster_version + n.joins,
    member_count = c.member_count + n.active
  from (
    select j.conversation_id, count(*) as joins, count(*) filter (where j.ended_at is null) as active
    from unnest(joining) j where j.outcome = 'imported' group by j.conversation_id
  ) n where c.id = n.conversation_id;

  perform msg.msg_widen_1(c.id) from msg.conversation c
  where c.id = any (array(select j.conversation_id from unnest(joining) j)) and not c.wide and c.member_count > 100;
end
$$;

create function msg.msg_import_pairs_1(items jsonb, outcomes text[]) returns void language plpgsql volatile as $$
begin
  perform msg.msg_join_imported_1(array(
    select row ('imported', (e.item ->> 'id')::uuid, p.user_id, 'member', p.nth, (e.item ->> 'createdAt')::timestamptz, null, null
      )::msg.import_member
    from jsonb_array_elements(items) with ordinality as e (item, ord)
    cross join lateral jsonb_array_elements_text(
      case when e.item ->> 'kind' = 'direct' then e.item -> 'pair' else '[]' end) with ordinality as p (user_id, nth)
    where outcomes[e.ord] = 'imported'));
end
$$;

create function msg.msg_import_members_1(items jsonb) returns text[] language plpgsql volatile as $$
declare
  members msg.import_member[];
begin
  with judged as (
    select item.*, last.seq as ended_seq, coalesce(${refusedBy}, case
      when c.kind in ('direct', 'channel') then 'forbidden'
      when m.user_id is not null then case
        when m.joined_at = item.joined_at and (item.leaving is null or m.status <> 'active') then 'existing'
        else 'idempotency_mismatch' end
      when item.leaving ->> 'last' is not null and last.seq is null then 'not_found'
      else 'imported' end) as outcome
    from rows from (jsonb_to_recordset(items) as (
      "conversationId" uuid, "userId" text, role text, "joinedAt" timestamptz, "left" jsonb
    )) with ordinality as item (conversation_id, user_id, role, joined_at, leaving, ord)
    left join lateral (select * from msg.conversation c where c.id = item.conversation_id offset 0) c on true
    left join lateral (
      select * from msg.member m where m.conversation_id = c.id and m.user_id = item.user_id offset 0) m on true
    left join lateral (
      select u.seq from msg.message u where u.id = (item.leaving ->> 'last')::uuid and u.conversation_id = c.id offset 0
    ) last on true
  ), numbered as (
    select j.*, count(*) filter (where j.outcome = 'imported') over (partition by j.conversation_id order by j.ord) as nth
    from judged j
  )
  select array_agg(row (n.outcome, n.conversation_id, n.user_id, n.role, n.nth, n.joined_at,
      (n.leaving ->> 'at')::timestamptz, case when n.leaving is not null then coalesce(n.ended_seq, 0) end
    )::msg.import_member order by n.ord) into members
  from numbered n;
  perform msg.msg_join_imported_1(members);
  return array(select m.outcome from unnest(members) m);
end
$$;

create function msg.msg_import_reactions_1(items jsonb) returns text[] language plpgsql volatile as $$
declare
  outcomes text[];
begin
  outcomes := array(
    select coalesce(${refusedBy}, case
      when u.seq is null then 'not_found'
      when u.body is null then case when u.retracted_at is null then 'gone' else 'message_retracted' end
      when exists (
        select from msg.reaction r where r.conversation_id = c.id and r.seq = u.seq and r.emoji = e.item ->> 'emoji'
          and r.user_id = e.item ->> 'userId' offset 0) then 'existing'
      else 'imported' end)
    from jsonb_array_elements(items) with ordinality as e (item, ord)
    left join lateral (
      select * from msg.conversation c where c.id = (e.item ->> 'conversationId')::uuid offset 0) c on true
    left join lateral (
      select * from msg.message u where u.id = (e.item ->> 'messageId')::uuid and u.conversation_id = c.id offset 0) u on true
    order by e.ord);
  with added as (
    insert into msg.reaction (conversation_id, seq, emoji, user_id, revision)
    select c.id, u.seq, e.item ->> 'emoji', e.item ->> 'userId', c.revision + 1
    from jsonb_array_elements(items) with ordinality as e (item, ord)
    cross join lateral (
      select u.seq, u.conversation_id from msg.message u where u.id = (e.item ->> 'messageId')::uuid offset 0) u
    cross join lateral (select c.id, c.revision from msg.conversation c where c.id = u.conversation_id offset 0) c
    where outcomes[e.ord] = 'imported'
    returning conversation_id, seq, user_id, revision
  ), known as (
    insert into msg.reader (conversation_id, user_id)
    select distinct a.conversation_id, a.user_id from added a on conflict do nothing
  )
  update msg.message u set reactions = u.reactions + a.reactions, revision = a.revision
  from (select conversation_id, seq, revision, count(*) as reactions from added group by conversation_id, seq, revision) a
  where u.conversation_id = a.conversation_id and u.seq = a.seq;
  return outcomes;
end
$$;

create type msg.import_mark as (
  ord bigint,
  outcome text,
  conversation_id uuid,
  user_id text,
  mark text,
  seq bigint,
  at timestamptz,
  fresh boolean
);

create function msg.import_advances(advances jsonb) returns table (id uuid, at timestamptz) language sql stable
begin atomic
  select (a ->> 'messageId')::uuid, (a ->> 'at')::timestamptz from jsonb_array_elements(advances) as a;
end;

create function msg.msg_judge_marks_1(items jsonb) returns msg.import_mark[] language plpgsql volatile as $$
begin
  return (
    with found as (
      select item.ord, ${refusedBy} as refused, item.conversation_id, item.user_id, n.mark, n.at,
        case when n.id is null then 0 else u.seq end as seq,
        case n.mark when 'read' then u.seq > coalesce(r.read_seq, 0) when 'delivered' then u.seq > coalesce(r.delivered_seq, 0)
          when 'cleared' then u.seq > coalesce(r.cleared_seq, 0) when 'muted' then r.muted_until is null
          when 'hidden' then not exists (
            select from msg.hidden h where h.user_id = item.user_id and h.conversation_id = c.id and h.seq = u.seq offset 0)
          else false end as fresh
      from rows from (jsonb_to_recordset(items) as (
        "conversationId" uuid, "userId" text, reads jsonb, deliveries jsonb, cleared uuid, hidden uuid[], "mutedUntil" timestamptz
      )) with ordinality as item (conversation_id, user_id, reads, deliveries, cleared, hidden, muted_until, ord)
      left join lateral (select * from msg.conversation c where c.id = item.conversation_id offset 0) c on true
      left join lateral (
        select * from msg.reader r where r.conversation_id = c.id and r.user_id = item.user_id offset 0) r on true
      cross join lateral (
        select 'named' as mark, null::uuid as id, null::timestamptz as at
        union all select 'read', a.id, a.at from msg.import_advances(item.reads) a
        union all select 'delivered', a.id, a.at from msg.import_advances(item.deliveries) a
        union all select 'hidden', h, null from unnest(item.hidden) h
        union all select 'cleared', item.cleared, null where item.cleared is not null
        union all select 'muted', null, item.muted_until where item.muted_until is not null) n
      left join lateral (
        select u.seq from msg.message u where u.id = n.id and u.conversation_id = c.id offset 0) u on true
    ), judged as (
      select f.*, coalesce(f.refused, case when bool_or(f.seq is null) over (partition by f.ord) then 'not_found'
        when bool_or(f.fresh) over (partition by f.ord) then 'imported' else 'existing' end) as outcome
      from found f
    )
    select array_agg(row (j.ord, j.outcome, j.conversation_id, j.user_id, j.mark, j.seq, j.at, j.fresh)::msg.import_mark) from judged j);
end
$$;

create type msg.reader_step as (
  conversation_id uuid,
  user_id text,
  heard boolean,
  replied_at timestamptz,
  read_seq bigint,
  read_at timestamptz,
  delivered_seq bigint,
  delivered_at timestamptz,
  advances bigint,
  cleared_seq bigint,
  muted_until timestamptz
);

-- What the messages and the marks together make of each reader: members hear of what others wrote, authors have replied.
create function msg.msg_reader_steps_1(messages msg.import_message[], marks msg.import_mark[])
returns msg.reader_step[] language plpgsql volatile as $$
begin
  return array(
    with said as (
      select m.conversation_id, min(m.author_id collate "C") as low, max(m.author_id collate "C") as high
      from unnest(messages) m where m.outcome = 'imported' group by m.conversation_id
    ), step as (
      select s.conversation_id, r.user_id, s.low <> r.user_id or s.high <> r.user_id as heard, null::timestamptz as replied_at,
        null::text as mark, null::bigint as seq, null::timestamptz as at
      from said s
      cross join lateral (select from msg.conversation c where c.id = s.conversation_id and not c.wide offset 0) c
      cross join lateral (
        select r.user_id from msg.reader r where r.conversation_id = s.conversation_id and r.inbox_minute is not null offset 0) r
      union all
      select m.conversation_id, m.author_id, null, max(m.created_at), null, null, null
      from unnest(messages) m where m.outcome = 'imported' group by m.conversation_id, m.author_id
      union all
      select m.conversation_id, m.user_id, null, null, m.mark, m.seq, m.at from unnest(marks) m
    )
    select row (s.conversation_id, s.user_id, coalesce(bool_or(s.heard), false), max(s.replied_at),
        max(s.seq) filter (where s.mark = 'read'),
        (array_agg(s.at order by s.seq desc) filter (where s.mark = 'read'))[1],
        max(s.seq) filter (where s.mark in ('read', 'delivered')),
        (array_agg(s.at order by s.seq desc, s.mark) filter (where s.mark in ('read', 'delivered')))[1],
        count(*) filter (where s.mark in ('read', 'delivered')),
        max(s.seq) filter (where s.mark = 'cleared'), max(s.at) filter (where s.mark = 'muted'))::msg.reader_step
    from step s group by s.conversation_id, s.user_id order by s.conversation_id, s.user_id collate "C");
end
$$;

-- Each reader's row is written once, whatever became of it.
create function msg.msg_settle_readers_1(messages msg.import_message[], marks msg.import_mark[]) returns void language plpgsql volatile as $$
declare
  steps msg.reader_step[] := msg.msg_reader_steps_1(messages, marks);
  crowded msg.reader_step[];
begin
  insert into msg.reader (conversation_id, user_id)
  select s.conversation_id, s.user_id from unnest(steps) s
  where not exists (
    select from msg.reader r where r.conversation_id = s.conversation_id and r.user_id = s.user_id offset 0)
  on conflict do nothing;

  with settled as (
    update msg.reader r set replied_at = greatest(r.replied_at, s.replied_at),
      read_seq = greatest(r.read_seq, s.read_seq), read_at = coalesce(s.read_at, r.read_at),
      delivered_seq = greatest(r.delivered_seq, s.delivered_seq),
      delivered_at = case when s.delivered_seq > r.delivered_seq then s.delivered_at else r.delivered_at end,
      advances = r.advances + s.advances, cleared_seq = greatest(r.cleared_seq, s.cleared_seq),
      muted_until = coalesce(r.muted_until, s.muted_until),
      inbox_minute = case when r.inbox_minute is not null then c.last_minute end,
      unread = (r.unread or s.heard) and (coalesce(s.read_seq, s.cleared_seq) is null
        or ${unreadAbove('r.user_id', 'greatest(r.read_seq, s.read_seq, r.cleared_seq, s.cleared_seq)')})
    from unnest(steps) s
    cross join lateral (
      select c.id, c.last_minute, c.last_seq, c.wide from msg.conversation c where c.id = s.conversation_id offset 0) c
    where r.conversation_id = s.conversation_id and r.user_id = s.user_id
    returning s, r.advances
  )
  select array(select t.s from settled t where t.advances >= ${keptAdvances + 100}) into crowded;
  perform msg.msg_forget_advances_1(s.conversation_id, s.user_id) from unnest(crowded) s;
end
$$;

create function msg.msg_import_readers_1(items jsonb, messages msg.import_message[]) returns text[] language plpgsql volatile as $$
declare
  marks msg.import_mark[] := msg.msg_judge_marks_1(items);
  fresh msg.import_mark[] := array(select m from unnest(marks) m where m.outcome = 'imported' and m.fresh);
begin
  insert into msg.advance (conversation_id, user_id, mark, seq, at)
  select m.conversation_id, m.user_id, m.mark, m.seq, m.at from unnest(fresh) m where m.mark in ('read', 'delivered')
  on conflict do nothing;
  insert into msg.hidden (conversation_id, user_id, seq)
  select m.conversation_id, m.user_id, m.seq from unnest(fresh) m where m.mark = 'hidden';
  perform msg.msg_settle_readers_1(messages, fresh);
  return array(select min(m.outcome) from unnest(marks) m group by m.ord order by m.ord);
end
$$;
`
