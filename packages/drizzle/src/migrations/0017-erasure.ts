/**
 * Erasing a user, step by step: each step is one transaction of bounded work that notes how far it has come, so that one given
 * up anywhere goes on there. First every conversation by id, in each its messages by number: what is theirs is emptied, their
 * name gives way to the tombstone. Then the log by position; then what belongs to no conversation. Names are found along
 * primary keys, so that no index is paid for by those who send. Members are looked up by their primary key; of rooms and
 * channels, which people write to who are no members, every one is gone through.
 */
export const erasure = `
create table msg.erasure (
  user_id text collate "C" primary key,
  tombstone text collate "C" not null unique,
  began_at timestamptz not null default now(),
  conversation_id uuid not null default '00000000-0000-0000-0000-000000000000',
  seq bigint,
  touched boolean not null default false,
  position bigint
);

create function msg.msg_erase_messages_1(c msg.conversation, e msg.erasure, at_most integer, moment timestamptz)
returns msg.erasure language plpgsql volatile as $$
declare
  m msg.message;
  until bigint := e.seq + 5000;
  emptied integer := 0;
begin
  for m in
    select * from msg.message u
    where u.conversation_id = c.id and u.seq > e.seq and u.seq <= until and u.author_id = e.user_id
    order by u.conversation_id, u.seq limit at_most
  loop
    c.revision := c.revision + 1;
    perform msg.msg_retract_1(m, c.revision, moment);
    update msg.message set author_id = e.tombstone, content_hash = '', retracted_at = coalesce(m.retracted_at, moment)
    where conversation_id = c.id and seq = m.seq;
    perform msg.msg_log_message_1(c, m.seq, 'message.retracted', e.tombstone, 'members', moment);
    emptied := emptied + 1;
    if emptied = at_most then
      until := m.seq;
    end if;
    e.touched := true;
  end loop;
  update msg.message u set mentions = array_replace(u.mentions, e.user_id, e.tombstone),
    pinned_by = case u.pinned_by when e.user_id then e.tombstone else u.pinned_by end
  where u.conversation_id = c.id and u.seq > e.seq and u.seq <= until
    and (e.user_id = any (u.mentions) or u.pinned_by = e.user_id);
  e.touched := e.touched or found;
  update msg.message_text t set mentions = array_replace(t.mentions, e.user_id, e.tombstone)
  where t.conversation_id = c.id and t.seq > e.seq and t.seq <= until and e.user_id = any (t.mentions);
  update msg.reaction r set user_id = e.tombstone
  where r.conversation_id = c.id and r.seq > e.seq and r.seq <= until and r.user_id = e.user_id;
  e.touched := e.touched or found;
  update msg.conversation set revision = c.revision where id = c.id;
  e.seq := until;
  return e;
end
$$;

create function msg.msg_erase_member_1(c msg.conversation, e msg.erasure, moment timestamptz) returns void language plpgsql volatile as $$
declare
  known boolean := e.touched;
begin
  update msg.member set user_id = e.tombstone, version = version + 1
  where conversation_id = c.id and user_id = e.user_id and (status <> 'active' or c.kind = 'direct');
  known := known or found;
  update msg.past_member set user_id = e.tombstone where conversation_id = c.id and user_id = e.user_id;
  delete from msg.reader where conversation_id = c.id and user_id = e.user_id;
  known := known or found;
  delete from msg.hidden where user_id = e.user_id and conversation_id = c.id;
  delete from msg.advance where conversation_id = c.id and user_id = e.user_id;
  if not known and c.created_by <> e.user_id then
    return;
  end if;
  c.revision := c.revision + 1;
  update msg.conversation set revision = c.revision, roster_version = roster_version + 1,
    created_by = case created_by when e.user_id then e.tombstone else created_by end,
    direct_low = case when kind = 'direct' and e.user_id in (direct_low, direct_high)
      then least(e.tombstone collate "C", case direct_low when e.user_id then direct_high else direct_low end) else direct_low end,
    direct_high = case when kind = 'direct' and e.user_id in (direct_low, direct_high)
      then greatest(e.tombstone collate "C", case direct_low when e.user_id then direct_high else direct_low end) else direct_high end
  where id = c.id;
  insert into msg.change (conversation_id, revision, type, actor, audience, user_id, at)
  values (c.id, c.revision, 'user.erased', e.tombstone, 'members', e.tombstone, moment);
end
$$;

create function msg.msg_erase_next_1(e msg.erasure) returns msg.erasure language plpgsql volatile as $$
declare
  looked record;
begin
  select max(k.id::text)::uuid as last, count(*) as many, min(k.id::text) filter (where k.wanted) ::uuid as wanted into looked
  from (
    select c.id, c.kind in ('room', 'channel') or c.created_by = e.user_id
      or exists (select from msg.member m where m.conversation_id = c.id and m.user_id = e.user_id)
      or exists (select from msg.reader r where r.conversation_id = c.id and r.user_id = e.user_id) as wanted
    from msg.conversation c where c.id > e.conversation_id order by c.id limit 2000) k;
  if looked.wanted is not null then
    e.conversation_id := looked.wanted;
    e.seq := 0;
    e.touched := false;
  elsif looked.many = 2000 then
    e.conversation_id := looked.last;
  else
    e.position := coalesce((select min(ch.position) from msg.change ch), 1) - 1;
  end if;
  return e;
end
$$;

create function msg.msg_erase_log_1(e msg.erasure) returns msg.erasure language plpgsql volatile as $$
begin
  update msg.change ch set actor = case ch.actor when e.user_id then e.tombstone else ch.actor end,
    user_id = case ch.user_id when e.user_id then e.tombstone else ch.user_id end,
    owner = case ch.owner when e.user_id then e.tombstone else ch.owner end
  where ch.position > e.position and ch.position <= e.position + 5000
    and (ch.actor = e.user_id or ch.user_id = e.user_id or ch.owner = e.user_id);
  e.position := e.position + 5000;
  return e;
end
$$;

create function msg.msg_erase_1(who text, at_most integer) returns boolean language plpgsql volatile
set enable_seqscan = off
set enable_bitmapscan = off
set jit = off
as $$
declare
  e msg.erasure;
  c msg.conversation;
  moment timestamptz := date_trunc('milliseconds', clock_timestamp());
begin
  select * into e from msg.erasure where user_id = who for update;
  if not found then
    return true;
  end if;
  if e.position is null and e.seq is null then
    e := msg.msg_erase_next_1(e);
  elsif e.position is null then
    select * into strict c from msg.conversation where id = e.conversation_id for no key update;
    e := msg.msg_erase_messages_1(c, e, at_most, moment);
    if e.seq >= c.last_seq then
      select * into strict c from msg.conversation where id = e.conversation_id;
      perform msg.msg_erase_member_1(c, e, moment);
      e.seq := null;
    end if;
  elsif e.position < (select max(ch.position) from msg.change ch) then
    e := msg.msg_erase_log_1(e);
  elsif exists (select from msg.member m where m.user_id = who) then
    e.conversation_id := '00000000-0000-0000-0000-000000000000';
    e.position := null;
  else
    delete from msg.block where blocker = who;
    delete from msg.block where blocked = who;
    delete from msg.erasure where user_id = who;
    return true;
  end if;
  update msg.erasure set conversation_id = e.conversation_id, seq = e.seq, touched = e.touched, position = e.position
  where user_id = who;
  return false;
end
$$;
`
