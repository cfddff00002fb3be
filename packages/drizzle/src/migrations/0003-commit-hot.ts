import { keptAdvances } from '@msg/core'

/**
 * SQL: whether all guards of an actor's item hold for the conversation row `c`. Those of every send are spelled out, since a call
 * would cost more; what the others ask takes longer to set up than to ask, so that it stands in a function, for when it is asked.
 */
export const guardsHold = (guards: string, actor: string): string => `not exists (
      select from jsonb_array_elements(${guards}) as g
      where (g ->> 'version')::bigint is distinct from case g ->> 'on'
        when 'settings' then coalesce(c.settings_version, 0)
        when 'roster' then coalesce(c.roster_version, 0)
        when 'member' then coalesce((
          select m.version from msg.member m where m.conversation_id = c.id and m.user_id = g ->> 'userId'), 0)
        else msg.msg_guarded_1(g, c.id, ${actor}) end)`

/**
 * SQL: whether `reader` may have something unread above `mark` in the conversation row `c`. May say "maybe", never wrongly
 * "no": a wide conversation keeps no flags, a long way is not walked, and what is retracted or hidden is not looked at.
 */
export const unreadAbove = (reader: string, mark: string): string => `(c.wide or c.last_seq - ${mark} > 1000 or exists (
      select from msg.message m where m.conversation_id = c.id and m.seq > ${mark} and m.author_id <> ${reader}))`

/** SQL: whether a judged item goes into the log. */
const isLogged = (item: string): string =>
  `(${item}.advanced or ${item}.status = 'committed' and ${item}.type = 'message.sent')`

/**
 * Sends and receipts, set-based: items of exactly one `message.sent` or `receipt.advanced`. The caller holds the row locks
 * of the conversations in `locked`; any other conversation counts as absent, even if it has been committed since.
 */
export const commitHot = `
create function msg.msg_guarded_1(guard jsonb, which uuid, actor text) returns bigint language plpgsql stable as $$
begin
  case guard ->> 'on'
    when 'blocks' then
      return (select count(*) from msg.block b where b.blocker = actor and b.blocked = guard ->> 'userId')
        + (select count(*) from msg.block b where b.blocker = guard ->> 'userId' and b.blocked = actor);
    when 'message' then
      return (select u.version from msg.message u where u.id = (guard ->> 'messageId')::uuid and u.conversation_id = which);
  end case;
end
$$;

create type msg.hot_item as (
  ord integer,
  conversation_id uuid,
  actor text,
  type text,
  status text,
  id uuid,
  verb text,
  body text,
  reply_to uuid,
  mentions text[],
  words text[],
  content_hash text,
  seq bigint,
  revision bigint,
  read_at timestamptz,
  delivered_seq bigint,
  delivered_at timestamptz,
  mark text,
  advanced boolean
);

create function msg.msg_judge_hot_1(items jsonb, locked uuid[], moment timestamptz)
returns msg.hot_item[] language plpgsql volatile as $$
declare
  hot msg.hot_item[];
begin
  with item as (
    select e.ord::integer as ord, (e.item ->> 'conversationId')::uuid as conversation_id, e.item ->> 'actor' as actor,
      e.item -> 'guards' as guards, d.*
    from jsonb_array_elements(items) with ordinality as e (item, ord),
      jsonb_to_record(e.item #> '{changes,0}') as d (
        type text, id uuid, verb text, body text, "replyTo" uuid, mentions text[], words text[], "contentHash" text,
        "readSeq" bigint, "deliveredSeq" bigint)
    offset 0
  ), checked as (
    select item.*, c.last_seq, c.revision, coalesce(r.read_seq, 0) as read_seq, r.read_at,
      coalesce(r.delivered_seq, 0) as delivered_seq, r.delivered_at,
      case when item.type = 'receipt.advanced' then case when "readSeq" is null then 'delivered' else 'read' end end as mark,
      used.id is not null as taken, c.id is not null and ${guardsHold('item.guards', 'item.actor')} as holds
    from item
    left join msg.conversation c on c.id = item.conversation_id and c.id = any (locked) and c.deleted_at is null
    left join msg.message used on item.type = 'message.sent' and used.id = item.id
    left join lateral (
      select * from msg.reader r where item.type = 'receipt.advanced'
        and r.conversation_id = item.conversation_id and r.user_id = item.actor offset 0) r on true
    offset 0
  ), contested as (
    select checked.*, min(ord) filter (where holds and not taken) over (partition by id) as winner from checked
  ), judged as (
    select contested.*, case
      when type = 'message.sent' and (taken or winner < ord) then 'duplicate'
      when holds then 'committed'
      else 'stale' end as status
    from contested
  ), numbered as (
    select judged.*, count(*) filter (where status = 'committed' and type = 'message.sent')
      over (partition by conversation_id order by ord) as nth
    from judged
  ), aimed as (
    select numbered.*, case when status = 'committed' and mark is not null then
      least(coalesce("readSeq", "deliveredSeq"), last_seq + nth) end as target from numbered
  ), marked as (
    select aimed.*, greatest(read_seq, max(target) filter (where mark = 'read') over earlier) as read_before,
      greatest(delivered_seq, max(target) over earlier) as delivered_before
    from aimed
    window earlier as (
      partition by type, conversation_id, actor order by ord rows between unbounded preceding and 1 preceding)
  ), moved as (
    select marked.*, greatest(case mark when 'read' then target end, read_before) as read_now,
      greatest(target, delivered_before) as delivered_now
    from marked
  )
  select array_agg(row (ord, conversation_id, actor, type, status, id, verb, body, "replyTo", nullif(mentions, '{}'), words,
      "contentHash", case type when 'message.sent' then last_seq + nth else read_now end,
      revision + nth,
      case when read_now > read_seq then moment else read_at end,
      delivered_now,
      case when delivered_now > delivered_seq then moment else delivered_at end,
      mark,
      coalesce(target > case mark when 'read' then read_before else delivered_before end, false)
    )::msg.hot_item order by ord) into hot
  from moved;
  return hot;
end
$$;

create function msg.msg_touch_inbox_1(hot msg.hot_item[], moment timestamptz) returns void language plpgsql volatile as $$
declare
  minute timestamptz := date_trunc('minute', moment);
begin
  with sent as (
    select h.conversation_id, min(h.actor collate "C") as low, max(h.actor collate "C") as high, array_agg(h.actor) as actors
    from unnest(hot) h where h.status = 'committed' and h.type = 'message.sent' group by h.conversation_id
  ), touched as materialized (
    select r.conversation_id, r.user_id, c.last_minute,
      r.unread or s.low <> r.user_id or s.high <> r.user_id as unread,
      case when r.user_id = any (s.actors) and (r.replied_at < minute) is not false then moment else r.replied_at end as replied_at
    from sent s
    join msg.conversation c on c.id = s.conversation_id
    join msg.reader r on r.conversation_id = s.conversation_id
    where not c.wide and r.inbox_minute is not null and (r.inbox_minute <> c.last_minute
      or not r.unread and (s.low <> r.user_id or s.high <> r.user_id)
      or (r.replied_at < minute) is not false and r.user_id = any (s.actors))
    order by r.conversation_id, r.user_id
    for no key update of r
  )
  update msg.reader r set unread = t.unread, inbox_minute = t.last_minute, replied_at = t.replied_at
  from touched t where r.conversation_id = t.conversation_id and r.user_id = t.user_id;

  update msg.room k set minute = c.last_minute from msg.conversation c
  where k.conversation_id = any (array(select h.conversation_id from unnest(hot) h where h.type = 'message.sent'))
    and c.id = k.conversation_id and k.minute <> c.last_minute;

  insert into msg.reader as r (conversation_id, user_id, replied_at)
  select h.conversation_id, h.actor, moment
  from unnest(hot) h
  where h.status = 'committed' and h.type = 'message.sent' and not exists (
    select from msg.reader f
    where f.conversation_id = h.conversation_id and f.user_id = h.actor and f.replied_at >= minute)
  group by h.conversation_id, h.actor
  order by h.conversation_id, h.actor collate "C"
  on conflict (conversation_id, user_id) do update set replied_at = excluded.replied_at;
end
$$;

create function msg.msg_forget_advances_1(which uuid, who text) returns void language plpgsql volatile as $$
declare
  kind text;
begin
  foreach kind in array array['delivered', 'read'] loop
    delete from msg.advance v
    where v.conversation_id = which and v.user_id = who and v.mark = kind and v.seq < (
      select k.seq from msg.advance k where k.conversation_id = which and k.user_id = who and k.mark = kind
      order by k.seq desc offset ${keptAdvances - 1} limit 1);
  end loop;
  update msg.reader set advances = ${keptAdvances} where conversation_id = which and user_id = who;
end
$$;

create function msg.msg_advance_readers_1(hot msg.hot_item[], moment timestamptz) returns void language plpgsql volatile as $$
declare
  long uuid[];
  readers text[];
begin
  insert into msg.advance (conversation_id, user_id, mark, seq, at)
  select h.conversation_id, h.actor, h.mark, case h.mark when 'read' then h.seq else h.delivered_seq end, moment
  from unnest(hot) h where h.advanced
  on conflict do nothing;

  with moved as (
    insert into msg.reader as r (conversation_id, user_id, read_seq, read_at, delivered_seq, delivered_at, advances, unread)
    select x.conversation_id, x.actor, x.read_seq, x.read_at, x.delivered_seq, moment, x.advances,
      not x.reads or ${unreadAbove('x.actor', 'x.read_seq')}
    from (
      select h.conversation_id, h.actor, max(h.seq) as read_seq, max(h.read_at) as read_at, max(h.delivered_seq) as delivered_seq,
        count(*) as advances, bool_or(h.mark = 'read') as reads
      from unnest(hot) h where h.advanced group by h.conversation_id, h.actor
    ) x
    join msg.conversation c on c.id = x.conversation_id
    order by x.conversation_id, x.actor collate "C"
    on conflict (conversation_id, user_id) do update
    set read_seq = excluded.read_seq, read_at = excluded.read_at,
      delivered_at = case when excluded.delivered_seq > r.delivered_seq then excluded.delivered_at else r.delivered_at end,
      delivered_seq = excluded.delivered_seq, advances = r.advances + excluded.advances,
      unread = case when excluded.read_seq > r.read_seq then excluded.unread else r.unread end
    returning r.conversation_id, r.user_id, r.advances
  )
  select array_agg(m.conversation_id), array_agg(m.user_id) into long, readers from moved m
  where m.advances >= ${keptAdvances + 100};
  for place in 1 .. coalesce(cardinality(long), 0) loop
    perform msg.msg_forget_advances_1(long[place], readers[place]);
  end loop;
end
$$;

create function msg.msg_hot_outcomes_1(hot msg.hot_item[], positions bigint[], moment timestamptz)
returns json[] language plpgsql volatile as $$
declare
  committed_at text := msg.iso(moment);
begin
  return array(select case
    when h.status = 'stale' then json_build_object('status', 'stale')
    when h.status = 'duplicate' then json_build_object('status', 'duplicate',
      'used', (select msg.used_message(m) from msg.message m where m.id = h.id))
    when h.type = 'message.sent' then json_build_array(committed_at, h.revision, h.seq, positions[h.nth])
    else json_build_object('status', 'committed', 'at', committed_at, 'stamps', json_build_array(
      json_build_object('revision', null, 'seq', h.seq, 'readAt', msg.iso(h.read_at),
        'deliveredSeq', h.delivered_seq, 'deliveredAt', msg.iso(h.delivered_at))))
    end
  from (select *, count(*) filter (where ${isLogged('i')}) over (order by i.ord) as nth from unnest(hot) i) h order by h.ord);
end
$$;

create function msg.msg_commit_hot_1(items jsonb, locked uuid[], moment timestamptz) returns json[] language plpgsql volatile as $$
declare
  hot msg.hot_item[] := msg.msg_judge_hot_1(items, locked, moment);
  sends boolean;
  positions bigint[];
begin
  insert into msg.message (conversation_id, seq, id, author_id, verb, body, reply_to, mentions, words, content_hash, revision, created_at)
  select h.conversation_id, h.seq, h.id, h.actor, h.verb, h.body, h.reply_to, h.mentions,
    msg.found_by(h.words, h.conversation_id, h.seq), h.content_hash, h.revision, moment
  from unnest(hot) h where h.status = 'committed' and h.type = 'message.sent';
  sends := found;

  with logged as (
    insert into msg.change as ch (conversation_id, revision, type, actor, audience, seq, at)
    select h.conversation_id, h.revision, h.type, h.actor,
      case when h.advanced and (
        (select c.wide from msg.conversation c where c.id = h.conversation_id) or (
        select m.status from msg.member m where m.conversation_id = h.conversation_id and m.user_id = h.actor
        ) is distinct from 'active')
        then 'actor' else 'members' end,
      case h.type when 'message.sent' then h.seq end, moment
    from unnest(hot) h
    where ${isLogged('h')}
    order by h.ord
    returning ch.conversation_id, ch.position, ch.type
  ), sent as (
    select l.conversation_id, count(*) as messages, max(l.position) as last_position
    from logged l where l.type = 'message.sent' group by l.conversation_id
  ), grown as (
    update msg.conversation c set last_seq = c.last_seq + s.messages, revision = c.revision + s.messages,
      last_minute = greatest(c.last_minute, floor(extract(epoch from moment) / 60)::integer),
      last_position = s.last_position
    from sent s where c.id = s.conversation_id
  )
  select array_agg(l.position order by l.position) into positions from logged l;

  if sends then
    perform msg.msg_touch_inbox_1(hot, moment);
  end if;
  if items @? '$[*].changes[*] ? (@.type == "receipt.advanced")' then
    perform msg.msg_advance_readers_1(hot, moment);
  end if;
  return msg.msg_hot_outcomes_1(hot, positions, moment);
end
$$;
`
