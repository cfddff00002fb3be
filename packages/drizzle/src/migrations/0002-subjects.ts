/**
 * How rows leave the database: the model's shapes as JSON, times as ISO 8601 in UTC with milliseconds. Messages and conversations
 * leave as lists, whose order the row mappers know, with times in milliseconds since 1970: to name each value takes Postgres twice
 * as long, and a time in words a microsecond. A message as of a revision has the text, reactions and pin of then, and a later
 * retraction; a conversation and a membership are as they were.
 * What a page calls for each message (`message_seen`, `message_state`) has no query in it, so that it is inlined; those with one
 * are called when there is need.
 *
 * A *stretch* is 4,096 numbers of one conversation: the unit in which search narrows the index of words down.
 */
export const subjects = `
create function msg.stretch(which uuid, number bigint) returns text language sql immutable
return '#' || right(which::text, 12) || '.' || to_hex(number >> 12);

create function msg.found_by(words text[], which uuid, number bigint) returns tsvector language sql immutable
return array_to_tsvector(words || msg.stretch(which, number));

create function msg.iso(moment timestamptz) returns text language sql stable
return to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

create function msg.milliseconds(moment timestamptz) returns bigint language sql stable
return (date_part('epoch', moment) * 1000)::bigint;

create function msg.conversation_state(c msg.conversation) returns json language sql stable
return json_build_array(c.id, c.kind, c.title, c.created_by, msg.milliseconds(c.created_at), c.invite_policy, c.visibility, c.join_policy,
  c.target_type, c.target_id, msg.milliseconds(c.closed_at), c.state_revision);

create function msg.member_state(m msg.member) returns json language sql stable
return json_build_object('conversationId', m.conversation_id, 'userId', m.user_id, 'role', m.role, 'status', m.status,
  'joinedAt', msg.iso(m.joined_at), 'joinedSeq', m.joined_seq, 'endedAt', msg.iso(m.ended_at),
  'endedSeq', m.ended_seq, 'revision', m.revision);

create function msg.conversation_as_of(c msg.conversation, as_of bigint) returns json language plpgsql stable as $$
declare
  earlier msg.past_state;
begin
  if c.state_revision > as_of then
    select * into earlier from msg.past_state p
    where p.conversation_id = c.id and p.revision <= as_of order by p.revision desc limit 1;
    c.title := earlier.title;
    c.invite_policy := earlier.invite_policy;
    c.visibility := earlier.visibility;
    c.join_policy := earlier.join_policy;
    c.closed_at := null;
    c.state_revision := earlier.revision;
  end if;
  return msg.conversation_state(c);
end
$$;

create function msg.conversation_seen(c msg.conversation, as_of bigint) returns json language sql stable
return case when as_of is null then msg.conversation_state(c) else msg.conversation_as_of(c, as_of) end;

create function msg.member_as_of(which uuid, who text, as_of bigint) returns json language sql stable
return (
  select msg.member_state(row(h.*)::msg.member) from (
    select m.* from msg.member m where m.conversation_id = which and m.user_id = who and m.revision <= as_of
    union all
    select p.* from msg.past_member p where p.conversation_id = which and p.user_id = who and p.revision <= as_of) h
  order by h.revision desc limit 1);

create function msg.reactions_state(which uuid, number bigint, as_of bigint) returns json language sql stable
return (
  select coalesce(json_agg(json_build_object('emoji', e.emoji, 'count', e.count, 'userIds', e.user_ids) order by e.since, e.emoji), '[]')
  from (
    select r.emoji, count(*) as count, (array_agg(r.user_id order by r.revision, r.user_id))[1:100] as user_ids, min(r.revision) as since
    from msg.reaction r
    where r.conversation_id = which and r.seq = number and (as_of is null or r.revision <= as_of)
    group by r.emoji) e);

create function msg.message_state(m msg.message, as_of bigint default null) returns json language sql stable
return json_build_array(m.id, m.conversation_id, m.seq, least(m.revision, as_of), m.author_id, m.verb, m.body, m.reply_to,
  m.mentions, m.attachments, case when m.reactions > 0 then msg.reactions_state(m.conversation_id, m.seq, as_of) end,
  msg.milliseconds(m.created_at), msg.milliseconds(m.edited_at), msg.milliseconds(m.retracted_at), msg.milliseconds(m.pinned_at),
  m.pinned_by);

create function msg.is_plain(m msg.message) returns boolean language sql stable
return (m.mentions, m.attachments, m.edited_at, m.retracted_at, m.pinned_at) is null and m.reactions = 0;

create function msg.message_as_of(m msg.message, as_of bigint) returns json language plpgsql stable as $$
declare
  earlier msg.message_text;
begin
  if m.edited_revision > as_of then
    select * into earlier from msg.message_text t
    where t.conversation_id = m.conversation_id and t.seq = m.seq and t.revision <= as_of order by t.revision desc limit 1;
    m.body := earlier.body;
    m.mentions := earlier.mentions;
    m.edited_at := case when earlier.revision > 0 then earlier.at end;
  end if;
  if m.pinned_revision > as_of then
    m.pinned_at := null;
    m.pinned_by := null;
  end if;
  return msg.message_state(m, as_of);
end
$$;

create function msg.message_seen(m msg.message, as_of bigint) returns json language sql stable
return case when as_of is null then msg.message_state(m) else msg.message_as_of(m, as_of) end;

create function msg.receipt_state(r msg.reader) returns json language sql stable
return json_build_object('conversationId', r.conversation_id, 'userId', r.user_id, 'readSeq', r.read_seq,
  'readAt', msg.iso(r.read_at), 'deliveredSeq', r.delivered_seq, 'deliveredAt', msg.iso(r.delivered_at));

create function msg.is_purged(m msg.message) returns boolean language sql stable
return m.body is null and m.retracted_at is null
  or exists (select from msg.conversation c where c.id = m.conversation_id and c.deleted_at is not null);

create function msg.receipt_seen(r msg.reader, until bigint) returns json language plpgsql stable as $$
begin
  r.read_seq := least(r.read_seq, until);
  r.delivered_seq := least(r.delivered_seq, until);
  return msg.receipt_state(r);
end
$$;
create function msg.cleared_state(r msg.reader) returns json language sql stable
return json_build_object('conversationId', r.conversation_id, 'userId', r.user_id, 'clearedSeq', r.cleared_seq);

create function msg.muted_state(r msg.reader) returns json language sql stable
return json_build_object('conversationId', r.conversation_id, 'userId', r.user_id, 'mutedUntil', msg.iso(r.muted_until));

create function msg.used_message(m msg.message) returns json language sql stable
return json_build_object('conversationId', m.conversation_id, 'authorId', m.author_id, 'contentHash', m.content_hash,
  'gone', msg.is_purged(m) or m.content_hash = '',
  'message', case when not msg.is_purged(m) and m.content_hash <> '' then msg.message_state(m) end);

create function msg.used_conversation(c msg.conversation) returns json language sql stable
return json_build_object('conversationId', c.id, 'authorId', c.created_by, 'contentHash', c.content_hash,
  'gone', c.deleted_at is not null, 'message', null);

create function msg.founders(ch msg.change) returns json language plpgsql stable as $$
begin
  return (
    select json_agg(f.user_id order by f.ordinal) from (
      select m.user_id, m.ordinal from msg.member m
      where m.conversation_id = ch.conversation_id and m.joined_revision = ch.revision
        and m.ended_revision is distinct from ch.revision
      union
      select m.user_id, m.ordinal from msg.past_member m
      where m.conversation_id = ch.conversation_id and m.joined_revision = ch.revision
        and m.ended_revision is distinct from ch.revision) f);
end
$$;

create function msg.rare_subject(ch msg.change, as_of bigint) returns json language plpgsql stable as $$
begin
  case
    when ch.type = 'conversation.deleted' then
      return json_build_object('conversationId', ch.conversation_id);
    when ch.type = 'message.purged' then
      return (select json_build_object('conversationId', u.conversation_id, 'messageId', u.id, 'seq', u.seq)
        from msg.message u where u.conversation_id = ch.conversation_id and u.seq = ch.seq);
    when ch.type = 'message.hidden' then
      return (select json_build_object('conversationId', u.conversation_id, 'messageId', u.id, 'userId', ch.actor)
        from msg.message u where u.conversation_id = ch.conversation_id and u.seq = ch.seq);
    when ch.type = 'session.revoked' then
      return json_build_object('userId', ch.user_id);
    when ch.type = 'user.erased' then
      return json_build_object('conversationId', ch.conversation_id, 'userId', ch.user_id);
    when ch.type in ('user.blocked', 'user.unblocked') then
      return json_build_object('userId', ch.user_id, 'at', (
        select msg.iso(b.at) from msg.block b where b.blocker = ch.owner and b.blocked = ch.user_id));
    when ch.type in ('inbox.cleared', 'inbox.muted') then
      return (select case ch.type when 'inbox.cleared' then msg.cleared_state(r) else msg.muted_state(r) end
        from msg.reader r where r.conversation_id = ch.conversation_id and r.user_id = ch.actor);
    when ch.type in ('conversation.created', 'conversation.updated', 'conversation.imported') then
      return (select msg.conversation_seen(c, as_of) from msg.conversation c where c.id = ch.conversation_id);
    when as_of is not null then
      return msg.member_as_of(ch.conversation_id, ch.user_id, as_of);
    else
      return (select msg.member_state(m) from msg.member m
        where m.conversation_id = ch.conversation_id and m.user_id = ch.user_id);
  end case;
end
$$;
`
