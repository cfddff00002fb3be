/**
 * Recomputes what is derived, conversation by conversation, under the locks that every commit takes: safe beside running
 * servers. Numbers that clients may have seen as revisions are never lowered.
 */
export const repair = `
create function msg.msg_repair_1(above uuid, at_most integer) returns jsonb language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $$
declare
  ids uuid[];
  counters bigint;
  missing bigint;
  sets bigint;
  found record;
begin
  ids := array(
    select c.id from msg.conversation c where above is null or c.id > above order by c.id limit at_most for no key update);

  update msg.conversation c set last_seq = t.last_seq, revision = t.revision, joins = t.joins, member_count = t.member_count,
    wide = t.wide, last_minute = t.last_minute, last_position = t.last_position
  from (
    select k.id, s.last_seq, greatest(k.revision, k.state_revision, s.revision, p.revision, l.revision) as revision,
      greatest(k.joins, p.joins, (select max(q.ordinal) from msg.past_member q where q.conversation_id = k.id)) as joins,
      p.active as member_count, k.wide or p.active > 100 as wide,
      floor(extract(epoch from greatest(k.created_at, s.last_at)) / 60)::integer as last_minute,
      coalesce(l.position, k.last_position) as last_position
    from msg.conversation k
    cross join lateral (
      select coalesce(max(m.seq), 0) as last_seq, max(m.revision) as revision, max(m.created_at) as last_at
      from msg.message m where m.conversation_id = k.id) s
    cross join lateral (
      select count(*) filter (where m.status = 'active') as active, max(m.ordinal) as joins,
        max(greatest(m.revision, m.ended_revision)) as revision
      from msg.member m where m.conversation_id = k.id) p
    cross join lateral (
      select max(ch.revision) as revision,
        max(ch.position) filter (where ch.type in ('conversation.created', 'message.sent')) as position
      from msg.change ch where ch.conversation_id = k.id) l
    where k.id = any (ids)
  ) t
  where c.id = t.id and (c.last_seq, c.revision, c.joins, c.member_count, c.wide, c.last_minute, c.last_position)
    is distinct from (t.last_seq, t.revision, t.joins, t.member_count, t.wide, t.last_minute, t.last_position);
  get diagnostics counters = row_count;

  insert into msg.room (conversation_id, minute, open)
  select c.id, c.last_minute, c.visibility = 'public' from msg.conversation c
  where c.id = any (ids) and c.kind = 'room' and c.deleted_at is null
  on conflict (conversation_id) do update set minute = excluded.minute, open = excluded.open;

  select count(*) filter (where msg.msg_follow_set_1(c.id)) into sets
  from msg.conversation c where c.id = any (ids) and c.by_sending;

  insert into msg.reader (conversation_id, user_id)
  select m.conversation_id, m.user_id from msg.member m where m.conversation_id = any (ids)
  order by m.conversation_id, m.user_id on conflict do nothing;
  get diagnostics missing = row_count;

  perform from msg.reader r where r.conversation_id = any (ids) order by r.conversation_id, r.user_id for no key update;
  with truth as materialized (
    select r.conversation_id, r.user_id, r.read_seq, r.delivered_seq, r.cleared_seq, r.unread, r.inbox_minute, r.wide,
      least(r.read_seq, c.last_seq) as true_seq, least(r.delivered_seq, c.last_seq) as true_delivered,
      least(r.cleared_seq, c.last_seq) as true_cleared,
      m.status = 'active' and c.deleted_at is null and (r.unread or c.wide or exists (
        select from msg.message u
        where u.conversation_id = c.id and u.seq > greatest(r.read_seq, r.cleared_seq) and u.author_id <> r.user_id)) as true_unread,
      case when m.status = 'active' and c.deleted_at is null and not c.wide then c.last_minute end as true_minute,
      m.status = 'active' and c.deleted_at is null and c.wide as true_wide
    from msg.conversation c
    join msg.member m on m.conversation_id = c.id
    join msg.reader r on r.conversation_id = c.id and r.user_id = m.user_id
    where c.id = any (ids)
  ), mended as (
    update msg.reader r set read_seq = t.true_seq, delivered_seq = t.true_delivered, cleared_seq = t.true_cleared, unread = t.true_unread,
      inbox_minute = t.true_minute, wide = t.true_wide
    from truth t
    where r.conversation_id = t.conversation_id and r.user_id = t.user_id
      and (t.read_seq, t.delivered_seq, t.cleared_seq, t.unread, t.inbox_minute, t.wide)
        is distinct from (t.true_seq, t.true_delivered, t.true_cleared, t.true_unread, t.true_minute, t.true_wide)
  )
  select count(*) filter (
      where (t.read_seq, t.delivered_seq, t.cleared_seq) <> (t.true_seq, t.true_delivered, t.true_cleared)) as marks,
    count(*) filter (where t.unread <> t.true_unread) as unread,
    count(*) filter (where (t.inbox_minute, t.wide) is distinct from (t.true_minute, t.true_wide)) as inbox
  into strict found from truth t;

  return jsonb_build_object('last', ids[cardinality(ids)], 'conversations', cardinality(ids), 'counters', counters,
    'sets', sets, 'readers', missing, 'marks', found.marks, 'unread', found.unread, 'inbox', found.inbox);
end
$$;
`
