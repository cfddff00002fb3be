/**
 * Changes of messages that were sent, one draft a function: each answers whether it changed anything. A retracted message
 * takes no change any more. The caller holds the conversation's row lock. Whoever does something somewhere gets a reader row
 * there, member or not: by that their account is found.
 */
export const commitMessage = `
create function msg.msg_edit_1(m msg.message, draft jsonb, number bigint, moment timestamptz)
returns boolean language plpgsql volatile as $$
begin
  insert into msg.message_text (conversation_id, seq, revision, body, mentions, at, replaced_at)
  values (m.conversation_id, m.seq, coalesce(m.edited_revision, 0), m.body, m.mentions, coalesce(m.edited_at, m.created_at),
    moment);
  update msg.message set body = draft ->> 'body',
    mentions = nullif(array(select jsonb_array_elements_text(draft -> 'mentions')), '{}'),
    words = msg.found_by(array(select jsonb_array_elements_text(draft -> 'words')), m.conversation_id, m.seq),
    edited_at = moment, edited_revision = number, revision = number, version = version + 1
  where id = m.id;
  return true;
end
$$;

create function msg.msg_retract_1(m msg.message, number bigint, moment timestamptz)
returns boolean language plpgsql volatile as $$
begin
  delete from msg.message_text where conversation_id = m.conversation_id and seq = m.seq;
  delete from msg.reaction where conversation_id = m.conversation_id and seq = m.seq;
  update msg.message set body = null, words = null, mentions = null, reactions = 0, edited_at = null, edited_revision = null,
    pinned_at = null, pinned_by = null, pinned_revision = null, retracted_at = moment, revision = number, version = version + 1
  where id = m.id;
  return true;
end
$$;

create function msg.msg_purge_1(m msg.message, number bigint) returns boolean language plpgsql volatile as $$
begin
  perform msg.msg_retract_1(m, number, null);
  update msg.message set reply_to = null where id = m.id;
  return true;
end
$$;

create function msg.msg_pin_1(m msg.message, actor text, number bigint, moment timestamptz)
returns boolean language plpgsql volatile as $$
begin
  update msg.message set pinned_at = moment, pinned_by = actor, pinned_revision = number, revision = number
  where id = m.id and pinned_at is null;
  return found;
end
$$;

create function msg.msg_unpin_1(m msg.message, number bigint) returns boolean language plpgsql volatile as $$
begin
  update msg.message set pinned_at = null, pinned_by = null, pinned_revision = null, revision = number
  where id = m.id and pinned_at is not null;
  return found;
end
$$;

create function msg.msg_react_1(m msg.message, reacted text, actor text, number bigint)
returns boolean language plpgsql volatile as $$
begin
  insert into msg.reaction (conversation_id, seq, emoji, user_id, revision)
  values (m.conversation_id, m.seq, reacted, actor, number) on conflict do nothing;
  if not found then
    return false;
  end if;
  update msg.message set reactions = reactions + 1, revision = number where id = m.id;
  return true;
end
$$;

create function msg.msg_unreact_1(m msg.message, reacted text, actor text, number bigint)
returns boolean language plpgsql volatile as $$
begin
  delete from msg.reaction
  where conversation_id = m.conversation_id and seq = m.seq and emoji = reacted and user_id = actor;
  if not found then
    return false;
  end if;
  update msg.message set reactions = reactions - 1, revision = number where id = m.id;
  return true;
end
$$;

create function msg.msg_log_message_1(c msg.conversation, number bigint, type text, actor text, audience text, moment timestamptz)
returns void language sql volatile as $$
  insert into msg.change (conversation_id, revision, type, actor, audience, seq, at)
  values (c.id, c.revision, msg_log_message_1.type, msg_log_message_1.actor, msg_log_message_1.audience, number, moment)
$$;

create function msg.msg_know_1(which uuid, who text) returns void language sql volatile as $$
  insert into msg.reader (conversation_id, user_id)
  select which, who where not exists (select from msg.reader r where r.conversation_id = which and r.user_id = who)
  on conflict do nothing
$$;

create function msg.msg_change_message_1(item jsonb, draft jsonb, moment timestamptz)
returns bigint language plpgsql volatile as $$
declare
  c msg.conversation;
  m msg.message;
  actor text := item ->> 'actor';
begin
  select * into strict c from msg.conversation where id = (item ->> 'conversationId')::uuid;
  select * into m from msg.message where id = (draft ->> 'messageId')::uuid and conversation_id = c.id;
  c.revision := c.revision + 1;
  if m.id is null or m.body is null and (m.retracted_at is null or draft ->> 'type' <> 'message.purged')
    or not (case draft ->> 'type'
    when 'message.edited' then msg.msg_edit_1(m, draft, c.revision, moment)
    when 'message.retracted' then msg.msg_retract_1(m, c.revision, moment)
    when 'message.purged' then msg.msg_purge_1(m, c.revision)
    when 'message.pinned' then msg.msg_pin_1(m, actor, c.revision, moment)
    when 'message.unpinned' then msg.msg_unpin_1(m, c.revision)
    when 'reaction.added' then msg.msg_react_1(m, draft ->> 'emoji', actor, c.revision)
    when 'reaction.removed' then msg.msg_unreact_1(m, draft ->> 'emoji', actor, c.revision) end)
  then
    return null;
  end if;
  update msg.conversation set revision = c.revision where id = c.id;
  perform msg.msg_know_1(c.id, actor);
  perform msg.msg_log_message_1(c, m.seq, draft ->> 'type', actor, 'members', moment);
  return c.revision;
end
$$;

create function msg.msg_hide_1(item jsonb, draft jsonb, moment timestamptz) returns void language plpgsql volatile as $$
declare
  c msg.conversation;
  number bigint;
begin
  select * into strict c from msg.conversation where id = (item ->> 'conversationId')::uuid;
  insert into msg.hidden (user_id, conversation_id, seq)
  select item ->> 'actor', m.conversation_id, m.seq from msg.message m
  where m.id = (draft ->> 'messageId')::uuid and m.conversation_id = c.id
  on conflict do nothing returning seq into number;
  if number is not null then
    perform msg.msg_know_1(c.id, item ->> 'actor');
    perform msg.msg_log_message_1(c, number, 'message.hidden', item ->> 'actor', 'actor', moment);
  end if;
end
$$;
`
