import { guardsHold } from './guards.ts'
import { pinned } from './pinned.ts'

/**
 * The one way to write. Locks every conversation the batch names, in id order, then the reader rows its receipts move, in
 * (conversation, user) order, and then settles the items in their order: whole runs of sends and whole runs of receipts, each in
 * one statement, and the rest one by one. New installs have no statistics, so the planner's choices are pinned here and hold
 * inside everything called. Whoever waits two seconds for a lock gives up, so that one conversation that somebody holds does not
 * stop all others.
 */
export const commit = `
create function msg.msg_used_1(item jsonb) returns json language sql volatile as $$
  select coalesce(
    (select msg.used_conversation(c)
      from jsonb_array_elements(item -> 'changes') as d, msg.conversation c
      where d ->> 'type' = 'conversation.created' and c.id = (item ->> 'conversationId')::uuid limit 1),
    (select msg.used_conversation(c)
      from jsonb_array_elements(item -> 'changes') as d, msg.conversation c
      where d ->> 'type' = 'conversation.created' and d ->> 'kind' = 'direct' and c.kind = 'direct'
        and c.direct_low = least(d #>> '{members,0,userId}' collate "C", d #>> '{members,1,userId}')
        and c.direct_high = greatest(d #>> '{members,0,userId}' collate "C", d #>> '{members,1,userId}') limit 1),
    (select msg.used_conversation(c)
      from jsonb_array_elements(item -> 'changes') as d, msg.conversation c
      where d ->> 'type' = 'conversation.created' and c.target_type = d #>> '{target,type}'
        and c.target_id = d #>> '{target,id}' and c.kind = d ->> 'kind' limit 1),
    (select msg.used_message(m)
      from jsonb_array_elements(item -> 'changes') as d, msg.message m
      where d ->> 'type' = 'message.sent' and m.id = (d ->> 'id')::uuid limit 1))
$$;

create function msg.msg_commit_one_1(item jsonb, locked uuid[], moment timestamptz) returns json language plpgsql volatile as $$
declare
  used json := msg.msg_used_1(item);
  c msg.conversation;
  draft jsonb;
  outcome json;
  stamps json[] := '{}';
  revision bigint;
  regrouped boolean := false;
begin
  if used is not null then
    return json_build_object('status', 'duplicate', 'used', used);
  end if;
  if item #>> '{changes,0,type}' in ('user.blocked', 'user.unblocked') or item #>> '{changes,0,kind}' = 'direct' then
    perform msg.msg_lock_pair_1(item);
  end if;
  select * into c from msg.conversation
  where id = (item ->> 'conversationId')::uuid and id = any (locked) and deleted_at is null;
  if not (${guardsHold("item -> 'guards'", "(item ->> 'actor')")})
    or c.id is null and item ->> 'conversationId' is not null
      and item #>> '{changes,0,type}' not in ('conversation.created', 'user.blocked', 'user.unblocked') then
    return json_build_object('status', 'stale');
  end if;
  if item @? '$.changes[*].attachments' and not msg.msg_hold_attachments_1(item) then
    return json_build_object('status', 'stale');
  end if;
  if item ? 'canonical' and not msg.msg_claim_set_1(item) then
    return json_build_object('status', 'stale');
  end if;
  for draft in select * from jsonb_array_elements(item -> 'changes') loop
    if draft ->> 'type' in ('message.sent', 'receipt.advanced') then
      outcome := (msg.msg_commit_alike_1(draft ->> 'type',
        jsonb_build_array(item || jsonb_build_object('changes', jsonb_build_array(draft), 'guards', '[]'::jsonb)),
        array[(item ->> 'conversationId')::uuid], moment))[1];
      if outcome ->> 'status' in ('duplicate', 'stale') then
        raise exception 'one item uses an id twice' using errcode = 'unique_violation';
      end if;
      if draft ? 'attachments' then
        perform msg.msg_attach_1(draft);
      end if;
      stamps := stamps || case draft ->> 'type'
        when 'message.sent' then json_build_object('revision', outcome -> 1, 'seq', outcome -> 2)
        else outcome #> '{stamps,0}' end;
      continue;
    end if;
    case
      when draft ->> 'type' in ('message.edited', 'message.retracted', 'message.purged', 'message.pinned', 'message.unpinned',
        'reaction.added', 'reaction.removed') then
        revision := msg.msg_change_message_1(item, draft, moment);
      when draft ->> 'type' = 'session.revoked' then
        perform msg.msg_log_personal_1(draft, item ->> 'actor', moment);
        delete from msg.ticket where user_id = draft ->> 'owner';
        revision := null;
      when draft ->> 'type' in ('user.blocked', 'user.unblocked') then
        perform msg.msg_block_1(item, draft, moment);
        revision := null;
      when draft ->> 'type' = 'inbox.cleared' then
        stamps := stamps || json_build_object('revision', null, 'seq', msg.msg_clear_1(item, draft, moment));
        continue;
      when draft ->> 'type' = 'inbox.muted' then
        perform msg.msg_mute_1(item, draft, moment);
        revision := null;
      when draft ->> 'type' = 'message.hidden' then
        perform msg.msg_hide_1(item, draft, moment);
        revision := null;
      else
        revision := case
          when draft ->> 'type' = 'conversation.created' then msg.msg_create_1(item, draft, moment)
          when draft ->> 'type' = 'conversation.updated' then msg.msg_update_1(item, draft, moment)
          when draft ->> 'type' = 'conversation.deleted' then msg.msg_delete_1(item, moment)
          when draft ->> 'type' = 'member.added' then msg.msg_add_member_1(item, draft, moment)
          when draft ->> 'type' in ('member.left', 'member.removed') then msg.msg_end_member_1(item, draft, moment)
          when draft ->> 'type' = 'member.role' then msg.msg_set_role_1(item, draft, moment) end;
        if revision is null then
          raise exception 'unknown type of change' using errcode = 'invalid_parameter_value';
        end if;
        regrouped := true;
    end case;
    stamps := stamps || json_build_object('revision', revision);
  end loop;
  if regrouped then
    perform msg.msg_follow_set_1((item ->> 'conversationId')::uuid);
  end if;
  return json_build_object('status', 'committed', 'at', msg.iso(moment), 'stamps', stamps);
end
$$;

-- The type of an item that is settled together with others like it; null where it is settled alone.
create function msg.msg_kind_1(item jsonb) returns text language sql immutable
return case when jsonb_array_length(item -> 'changes') = 1 and not item ? 'canonical' and not item -> 'changes' -> 0 ? 'attachments'
  and item #>> '{changes,0,type}' in ('message.sent', 'receipt.advanced') then item #>> '{changes,0,type}' end;

create function msg.msg_commit_alike_1(kind text, items jsonb, locked uuid[], moment timestamptz) returns json[] language plpgsql volatile as $$
begin
  return case kind when 'message.sent' then msg.msg_commit_sends_1(items, locked, moment)
    else msg.msg_commit_receipts_1(items, locked, moment) end;
end
$$;

create function msg.msg_commit_1(batch jsonb) returns json language plpgsql volatile
${pinned}
as $$
declare
  alike text := (
    select case when count(*) = count(k.kind) and min(k.kind) = max(k.kind) then min(k.kind) end
    from (select msg.msg_kind_1(e) as kind from jsonb_array_elements(batch) as e) k);
  locked uuid[];
  moment timestamptz;
  outcomes json[] := '{}';
  outcome json;
  run record;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'msg_commit_1 must run in read committed' using errcode = 'invalid_transaction_state';
  end if;
  locked := array(
    select c.id from msg.conversation c
    where c.id = any (array(select (e ->> 'conversationId')::uuid from jsonb_array_elements(batch) as e))
    order by c.id for no key update);
  if alike is distinct from 'message.sent' and batch @? '$[*].changes[*] ? (@.type == "receipt.advanced")' then
    perform from jsonb_array_elements(batch) as e, msg.reader r
      where e @? '$.changes[*] ? (@.type == "receipt.advanced")'
        and r.conversation_id = (e ->> 'conversationId')::uuid and r.user_id = e ->> 'actor'
      order by r.conversation_id, r.user_id for no key update of r;
  end if;
  moment := date_trunc('milliseconds', clock_timestamp());
  if alike is not null then
    return array_to_json(msg.msg_commit_alike_1(alike, batch, locked, moment));
  end if;
  for run in
    select r.kind, jsonb_agg(r.item order by r.ord) as items
    from (
      select i.*, count(*) filter (where i.kind is null or i.kind is distinct from i.before) over (order by i.ord) as nth
      from (
        select e.item, e.ord, msg.msg_kind_1(e.item) as kind, lag(msg.msg_kind_1(e.item)) over (order by e.ord) as before
        from jsonb_array_elements(batch) with ordinality as e (item, ord)
      ) i
    ) r
    group by r.nth, r.kind order by r.nth
  loop
    if run.kind is not null then
      outcomes := outcomes || msg.msg_commit_alike_1(run.kind, run.items, locked, moment);
    else
      outcome := msg.msg_commit_one_1(run.items -> 0, locked, moment);
      outcomes := outcomes || outcome;
      if outcome ->> 'status' = 'committed' then
        locked := locked || (run.items #>> '{0,conversationId}')::uuid;
      end if;
    end if;
  end loop;
  return array_to_json(outcomes);
end
$$;
`
