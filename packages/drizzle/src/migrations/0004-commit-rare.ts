import { unreadAbove } from './unread-above.ts'

/**
 * Changes of conversations and memberships, one draft a function. What was there before is kept for those who leave. Each works on the conversation row as it is now, so that
 * drafts of one item, and items of one batch, build on one another.
 */
export const commitRare = `
create function msg.msg_log_1(c msg.conversation, type text, actor text, subject text, moment timestamptz)
returns bigint language sql volatile as $$
  insert into msg.change as ch (conversation_id, revision, type, actor, audience, user_id, at)
  values (c.id, c.revision, msg_log_1.type, msg_log_1.actor, 'members', subject, moment) returning ch.position
$$;

create function msg.msg_log_personal_1(draft jsonb, actor text, moment timestamptz) returns void language sql volatile as $$
  insert into msg.change (type, actor, audience, owner, user_id, at)
  values (draft ->> 'type', msg_log_personal_1.actor, 'owner', draft ->> 'owner', draft ->> 'userId', moment)
$$;

create function msg.msg_create_1(item jsonb, draft jsonb, moment timestamptz) returns bigint language plpgsql volatile as $$
declare
  c msg.conversation;
  founders text[] := msg.founders(draft);
begin
  if draft ->> 'kind' = 'direct' and cardinality(founders) <> 2 then
    raise exception 'a direct has exactly two members' using errcode = 'check_violation';
  end if;
  c.id := (item ->> 'conversationId')::uuid;
  c.revision := 1;
  c.last_minute := floor(extract(epoch from moment) / 60);
  c.last_position := msg.msg_log_1(c, 'conversation.created', item ->> 'actor', null, moment);
  c.wide := cardinality(founders) > 100;
  insert into msg.conversation (id, kind, title, created_by, created_at, invite_policy, visibility, join_policy, target_type,
    target_id, direct_low, direct_high, by_sending, set_key,
    content_hash, joins, member_count, wide, last_minute, last_position)
  select c.id, draft ->> 'kind', draft ->> 'title', item ->> 'actor', moment, draft ->> 'invitePolicy',
    coalesce(draft ->> 'visibility', 'private'), coalesce(draft ->> 'joinPolicy', 'closed'), draft #>> '{target,type}',
    draft #>> '{target,id}', pair.low, pair.high, draft ? 'bySending',
    case when draft ? 'bySending' then msg.set_key(founders) end, draft ->> 'contentHash', cardinality(founders),
    cardinality(founders), c.wide, c.last_minute, c.last_position
  from (
    select min(f collate "C") as low, max(f collate "C") as high from unnest(founders) as f where draft ->> 'kind' = 'direct'
  ) pair;
  insert into msg.member (conversation_id, user_id, role, status, ordinal, joined_at, joined_seq, joined_revision, revision, version)
  select c.id, f.founder ->> 'userId', f.founder ->> 'role', 'active', f.ordinal, moment, 0, 1, 1, 1
  from jsonb_array_elements(draft -> 'members') with ordinality as f (founder, ordinal);
  insert into msg.reader (conversation_id, user_id, unread, inbox_minute, wide)
  select c.id, f, c.wide, case when not c.wide then c.last_minute end, c.wide from unnest(founders) as f;
  insert into msg.reader (conversation_id, user_id) values (c.id, item ->> 'actor') on conflict do nothing;
  if draft ->> 'kind' = 'room' then
    insert into msg.room (conversation_id, minute, open)
    values (c.id, c.last_minute, draft ->> 'visibility' is not distinct from 'public');
  end if;
  return 1;
end
$$;

create function msg.msg_update_1(item jsonb, draft jsonb, moment timestamptz) returns bigint language plpgsql volatile as $$
declare
  c msg.conversation;
begin
  insert into msg.past_state (conversation_id, revision, title, invite_policy, visibility, join_policy)
  select p.id, p.state_revision, p.title, p.invite_policy, p.visibility, p.join_policy
  from msg.conversation p where p.id = (item ->> 'conversationId')::uuid;
  update msg.conversation set revision = revision + 1, state_revision = revision + 1, settings_version = settings_version + 1,
    title = case when draft ? 'title' then draft ->> 'title' else title end,
    invite_policy = coalesce(draft ->> 'invitePolicy', invite_policy),
    visibility = coalesce(draft ->> 'visibility', visibility),
    join_policy = coalesce(draft ->> 'joinPolicy', join_policy),
    closed_at = case when draft ? 'closed' then moment else closed_at end
  where id = (item ->> 'conversationId')::uuid returning * into strict c;
  update msg.room set open = c.visibility = 'public'
  where conversation_id = c.id and open <> (c.visibility = 'public');
  perform msg.msg_log_1(c, 'conversation.updated', item ->> 'actor', null, moment);
  return c.revision;
end
$$;

create function msg.msg_widen_1(which uuid) returns void language sql volatile as $$
  update msg.conversation set wide = true where id = which;
  update msg.reader set wide = true, unread = true, inbox_minute = null
  where conversation_id = which and inbox_minute is not null;
$$;

create function msg.msg_add_member_1(item jsonb, draft jsonb, moment timestamptz) returns bigint language plpgsql volatile as $$
declare
  c msg.conversation;
begin
  update msg.conversation set revision = revision + 1, roster_version = roster_version + 1, joins = joins + 1,
    member_count = member_count + 1
  where id = (item ->> 'conversationId')::uuid returning * into strict c;
  insert into msg.past_member
  select m.* from msg.member m where m.conversation_id = c.id and m.user_id = draft ->> 'userId' and m.status <> 'active';
  insert into msg.member as m (conversation_id, user_id, role, status, ordinal, joined_at, joined_seq, joined_revision,
    revision, version)
  values (c.id, draft ->> 'userId', draft ->> 'role', 'active', c.joins, moment, c.last_seq, c.revision, c.revision, 1)
  on conflict (conversation_id, user_id) do update set role = excluded.role, status = 'active', ordinal = excluded.ordinal,
    joined_at = excluded.joined_at, joined_seq = excluded.joined_seq, joined_revision = excluded.joined_revision,
    ended_at = null, ended_seq = null, ended_revision = null, revision = excluded.revision, version = m.version + 1
  where m.status <> 'active';
  if not found then
    raise exception 'an active member cannot be added' using errcode = 'check_violation';
  end if;
  insert into msg.reader as r (conversation_id, user_id, unread, inbox_minute, wide)
  values (c.id, draft ->> 'userId', c.wide or c.last_seq > 0, case when not c.wide then c.last_minute end, c.wide)
  on conflict (conversation_id, user_id) do update set unread = ${unreadAbove('r.user_id', 'r.read_seq')},
    inbox_minute = excluded.inbox_minute, wide = excluded.wide;
  if not c.wide and c.member_count > 100 then
    perform msg.msg_widen_1(c.id);
  end if;
  perform msg.msg_log_1(c, 'member.added', item ->> 'actor', draft ->> 'userId', moment);
  return c.revision;
end
$$;

create function msg.msg_end_member_1(item jsonb, draft jsonb, moment timestamptz) returns bigint language plpgsql volatile as $$
declare
  c msg.conversation;
  before text;
  removing boolean := draft ->> 'type' = 'member.removed';
begin
  select m.status into before from msg.member m
  where m.conversation_id = (item ->> 'conversationId')::uuid and m.user_id = draft ->> 'userId';
  if before is distinct from 'active' and not (removing and before is not distinct from 'left') then
    raise exception 'only an active member can leave, and only who has not been removed can be' using errcode = 'check_violation';
  end if;
  update msg.conversation set revision = revision + 1, roster_version = roster_version + 1,
    member_count = member_count - case before when 'active' then 1 else 0 end
  where id = (item ->> 'conversationId')::uuid returning * into strict c;
  insert into msg.past_member
  select m.* from msg.member m where m.conversation_id = c.id and m.user_id = draft ->> 'userId';
  update msg.member set status = case when removing then 'removed' else 'left' end, role = 'member',
    ended_at = coalesce(ended_at, moment), ended_seq = coalesce(ended_seq, c.last_seq),
    ended_revision = coalesce(ended_revision, c.revision), revision = c.revision, version = version + 1
  where conversation_id = c.id and user_id = draft ->> 'userId';
  update msg.reader set inbox_minute = null, wide = false, unread = false
  where conversation_id = c.id and user_id = draft ->> 'userId';
  perform msg.msg_log_1(c, draft ->> 'type', item ->> 'actor', draft ->> 'userId', moment);
  return c.revision;
end
$$;

create function msg.msg_set_role_1(item jsonb, draft jsonb, moment timestamptz) returns bigint language plpgsql volatile as $$
declare
  c msg.conversation;
  before text;
begin
  select m.status into before from msg.member m
  where m.conversation_id = (item ->> 'conversationId')::uuid and m.user_id = draft ->> 'userId';
  if before is distinct from 'active' then
    raise exception 'only an active member has a role' using errcode = 'check_violation';
  end if;
  update msg.conversation set revision = revision + 1, roster_version = roster_version + 1
  where id = (item ->> 'conversationId')::uuid returning * into strict c;
  insert into msg.past_member
  select m.* from msg.member m where m.conversation_id = c.id and m.user_id = draft ->> 'userId';
  update msg.member set role = draft ->> 'role', revision = c.revision, version = version + 1
  where conversation_id = c.id and user_id = draft ->> 'userId';
  perform msg.msg_log_1(c, 'member.role', item ->> 'actor', draft ->> 'userId', moment);
  return c.revision;
end
$$;
`
