import { pinned } from './pinned.ts'

/**
 * Erasing a user, step by step: each step is one transaction of bounded work that notes how far it has come, so that one given
 * up anywhere goes on there. Place by place: first the standing, so that whatever was decided with them as a member is stale;
 * then the messages by number, what is theirs emptied, their name giving way to the tombstone wherever it stands; at the end
 * the notice to those who share the place. Then the log by position, then what belongs to no conversation. Whatever they do
 * meanwhile makes the place one of theirs again, and it is gone through once more. Names are found along primary keys and by
 * their places, so that no index is paid for by those who send. The erasure's row is locked first, then the conversation's.
 */
export const erasure = `
create table msg.erasure (
  user_id text collate "C" primary key,
  tombstone text collate "C" not null unique,
  began_at timestamptz not null default clock_timestamp(),
  conversation_id uuid,
  seq bigint not null default 0,
  shared boolean not null default false,
  position bigint
);

create function msg.msg_place_1(who text) returns uuid language sql stable
return coalesce(
  (select m.conversation_id from msg.member m where m.user_id = who limit 1),
  (select r.conversation_id from msg.reader r where r.user_id = who and r.inbox_minute is null and not r.wide limit 1),
  (select c.id from msg.conversation c where c.target_type = 'user' and c.target_id = who limit 1));

create function msg.msg_erase_standing_1(c msg.conversation, e msg.erasure, moment timestamptz)
returns boolean language plpgsql volatile as $$
declare
  shared boolean;
begin
  insert into msg.past_member
  select m.* from msg.member m where m.conversation_id = c.id and m.user_id = e.tombstone
    and exists (select from msg.member k where k.conversation_id = c.id and k.user_id = e.user_id)
  on conflict do nothing;
  delete from msg.member m where m.conversation_id = c.id and m.user_id = e.tombstone
    and exists (select from msg.member k where k.conversation_id = c.id and k.user_id = e.user_id);
  update msg.member set user_id = e.tombstone, version = version + 1 where conversation_id = c.id and user_id = e.user_id;
  shared := found or c.created_by = e.user_id or (c.target_type = 'user' and c.target_id = e.user_id) is true;
  update msg.past_member set user_id = e.tombstone where conversation_id = c.id and user_id = e.user_id;
  delete from msg.reader where conversation_id = c.id and user_id = e.user_id;
  update msg.conversation k set roster_version = k.roster_version + 1, settings_version = k.settings_version + 1,
    created_by = case k.created_by when e.user_id then e.tombstone else k.created_by end,
    content_hash = case k.created_by when e.user_id then '' else k.content_hash end,
    closed_at = case k.kind when 'direct' then coalesce(k.closed_at, moment) else k.closed_at end,
    direct_low = pair.low, direct_high = pair.high,
    target_id = case when k.target_type = 'user' and k.target_id = e.user_id then e.tombstone else k.target_id end
  from (
    select min(replace.name collate "C") as low, max(replace.name collate "C") as high
    from unnest(array[c.direct_low, c.direct_high]) as was (name)
    cross join lateral (select case was.name when e.user_id then e.tombstone else was.name end as name) replace) pair
  where k.id = c.id;
  return shared;
end
$$;

create function msg.msg_erase_messages_1(c msg.conversation, e msg.erasure, until bigint, moment timestamptz)
returns boolean language plpgsql volatile as $$
declare
  m msg.message;
  shared boolean := false;
begin
  for m in
    select * from msg.message u
    where u.conversation_id = c.id and u.seq > e.seq and u.seq <= until and u.author_id = e.user_id
    order by u.conversation_id, u.seq
  loop
    if c.deleted_at is not null then
      perform msg.msg_empty_1(c.id, m.seq, m.seq);
    elsif not msg.is_purged(m) then
      c.revision := c.revision + 1;
      perform msg.msg_retract_1(m, c.revision, coalesce(m.retracted_at, moment));
      perform msg.msg_log_message_1(c, m.seq, 'message.retracted', e.tombstone, 'members', moment);
      shared := true;
    end if;
    update msg.message set author_id = e.tombstone, content_hash = '' where conversation_id = c.id and seq = m.seq;
  end loop;
  update msg.conversation set revision = c.revision where id = c.id and revision < c.revision;
  update msg.message u set mentions = array_replace(u.mentions, e.user_id, e.tombstone),
    pinned_by = case u.pinned_by when e.user_id then e.tombstone else u.pinned_by end
  where u.conversation_id = c.id and u.seq > e.seq and u.seq <= until
    and (e.user_id = any (u.mentions) or u.pinned_by = e.user_id);
  shared := shared or found;
  update msg.message_text t set mentions = array_replace(t.mentions, e.user_id, e.tombstone)
  where t.conversation_id = c.id and t.seq > e.seq and t.seq <= until and e.user_id = any (t.mentions);
  with twice as (
    delete from msg.reaction r
    where r.conversation_id = c.id and r.seq > e.seq and r.seq <= until and r.user_id = e.user_id and exists (
      select from msg.reaction k
      where k.conversation_id = r.conversation_id and k.seq = r.seq and k.emoji = r.emoji and k.user_id = e.tombstone)
    returning r.seq
  )
  update msg.message u set reactions = u.reactions - t.given
  from (select seq, count(*) as given from twice group by seq) t
  where u.conversation_id = c.id and u.seq = t.seq;
  update msg.reaction r set user_id = e.tombstone
  where r.conversation_id = c.id and r.seq > e.seq and r.seq <= until and r.user_id = e.user_id;
  shared := shared or found;
  delete from msg.hidden h
  where h.user_id = e.user_id and h.conversation_id = c.id and h.seq > e.seq and h.seq <= until;
  delete from msg.advance v
  where v.conversation_id = c.id and v.user_id = e.user_id and v.seq > e.seq and v.seq <= until;
  return shared;
end
$$;

create function msg.msg_erase_notice_1(which uuid, e msg.erasure, moment timestamptz) returns void language plpgsql volatile as $$
declare
  c msg.conversation;
begin
  insert into msg.past_state (conversation_id, revision, title, invite_policy, visibility, join_policy)
  select p.id, p.state_revision, p.title, p.invite_policy, p.visibility, p.join_policy from msg.conversation p where p.id = which;
  update msg.conversation set revision = revision + 1, state_revision = revision + 1 where id = which returning * into strict c;
  perform msg.msg_log_1(c, 'user.erased', e.tombstone, e.tombstone, moment);
end
$$;

create function msg.msg_erase_in_1(e msg.erasure, at_most integer, moment timestamptz)
returns msg.erasure language plpgsql volatile as $$
declare
  c msg.conversation;
  until bigint;
begin
  select * into c from msg.conversation where id = e.conversation_id for no key update;
  if c.id is null then
    raise exception 'a place without a conversation' using errcode = 'data_corrupted';
  end if;
  if e.seq = 0 then
    e.shared := msg.msg_erase_standing_1(c, e, moment);
    if c.kind = 'channel' and c.target_type = 'user' and c.target_id = e.user_id and c.deleted_at is null then
      perform msg.msg_delete_1(jsonb_build_object('conversationId', c.id, 'actor', e.tombstone), moment);
    end if;
    select * into strict c from msg.conversation where id = e.conversation_id;
  end if;
  until := least(e.seq + at_most, c.last_seq);
  e.shared := msg.msg_erase_messages_1(c, e, until, moment) or e.shared;
  e.seq := until;
  if until = c.last_seq then
    if e.shared and c.deleted_at is null then
      perform msg.msg_erase_notice_1(c.id, e, moment);
    end if;
    e.conversation_id := null;
  end if;
  return e;
end
$$;

create function msg.msg_erase_log_1(e msg.erasure, at_most integer) returns void language sql volatile as $$
  update msg.change ch set actor = case ch.actor when e.user_id then e.tombstone else ch.actor end,
    user_id = case ch.user_id when e.user_id then e.tombstone else ch.user_id end,
    owner = case ch.owner when e.user_id then e.tombstone else ch.owner end
  where ch.position > e.position and ch.position <= e.position + at_most
    and (ch.actor = e.user_id or ch.user_id = e.user_id or ch.owner = e.user_id)
$$;

create function msg.msg_erase_rest_1(e msg.erasure, at_most integer) returns boolean language plpgsql volatile as $$
declare
  gone bigint;
begin
  delete from msg.block b where b.blocker = e.user_id and b.blocked = any (array(
    select k.blocked from msg.block k where k.blocker = e.user_id limit at_most));
  get diagnostics gone = row_count;
  if gone < at_most then
    delete from msg.block b where b.blocked = e.user_id and b.blocker = any (array(
      select k.blocker from msg.block k where k.blocked = e.user_id limit at_most));
    get diagnostics gone = row_count;
  end if;
  delete from msg.ticket where user_id = e.user_id;
  update msg.attachment set owner = null, abandoned = true where owner = e.user_id;
  update msg.parked set lane = e.tombstone where lane = e.user_id;
  update msg.dead_letter set lane = e.tombstone where lane = e.user_id;
  return gone < at_most;
end
$$;

create function msg.msg_erase_1(who text, at_most integer) returns text language plpgsql volatile
${pinned}
as $$
declare
  e msg.erasure;
  moment timestamptz := date_trunc('milliseconds', clock_timestamp());
begin
  select * into e from msg.erasure where user_id = who for update;
  if not found then
    return 'done';
  end if;
  if e.position is null and e.conversation_id is null then
    e.conversation_id := msg.msg_place_1(who);
    e.seq := 0;
    e.shared := false;
  end if;
  if e.position is null and e.conversation_id is null then
    e.position := coalesce((select min(ch.position) from msg.change ch), 1) - 1;
  elsif e.position is null then
    if exists (
      select from msg.member m join msg.conversation c on c.id = m.conversation_id
      where m.conversation_id = e.conversation_id and m.user_id = who and (select m.status) = 'active' and c.kind <> 'direct' and c.deleted_at is null
    ) then
      return e.conversation_id;
    end if;
    e := msg.msg_erase_in_1(e, at_most, moment);
  elsif e.position < (select max(ch.position) from msg.change ch) then
    perform msg.msg_erase_log_1(e, at_most);
    e.position := least(e.position + at_most, (select max(ch.position) from msg.change ch));
  elsif msg.msg_place_1(who) is not null then
    e.position := null;
  elsif msg.msg_erase_rest_1(e, at_most) then
    delete from msg.erasure where user_id = who;
    return 'done';
  end if;
  update msg.erasure set conversation_id = e.conversation_id, seq = e.seq, shared = e.shared, position = e.position
  where user_id = who;
  return 'more';
end
$$;
`
