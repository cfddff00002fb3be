/**
 * The whole import: locks as msg_commit_1 does, takes the lists one after the other, and logs one change for each conversation
 * that anything was imported into.
 */
export const importBatch = `
create function msg.msg_import_aliases_1(items jsonb) returns text[] language plpgsql volatile as $$
declare
  before boolean[] := array(
    select exists (
      select from msg.alias a
      where a.surface = e.item ->> 'surface' and a.number = (e.item ->> 'number')::bigint and a.id = (e.item ->> 'id')::uuid)
    from jsonb_array_elements(items) with ordinality as e (item, ord) order by e.ord);
begin
  perform msg.msg_claim_aliases_1(s.surface, s.numbers, s.ids)
  from (
    select e.item ->> 'surface' as surface, array_agg((e.item ->> 'number')::bigint order by e.ord) as numbers,
      array_agg((e.item ->> 'id')::uuid order by e.ord) as ids
    from jsonb_array_elements(items) with ordinality as e (item, ord) group by 1 order by 1) s;
  return array(
    select case when before[e.ord] then 'existing'
      when exists (
        select from msg.alias a where a.surface = e.item ->> 'surface' and a.number = (e.item ->> 'number')::bigint
          and a.id = (e.item ->> 'id')::uuid) then 'imported'
      else 'id_taken' end
    from jsonb_array_elements(items) with ordinality as e (item, ord) order by e.ord);
end
$$;

create function msg.imported_into(items jsonb, outcomes text[]) returns uuid[] language sql immutable
return array(
  select distinct coalesce(e.item ->> 'conversationId', e.item ->> 'id')::uuid
  from jsonb_array_elements(items) with ordinality as e (item, ord) where outcomes[e.ord] = 'imported');

-- Of those that are active within the same minute, the latest gets the highest position.
create function msg.msg_tell_import_1(touched uuid[], moved uuid[], actor text) returns void language plpgsql volatile as $$
declare
  moment timestamptz := date_trunc('milliseconds', clock_timestamp());
begin
  with logged as (
    insert into msg.change as ch (conversation_id, revision, type, actor, audience, at)
    select c.id, c.revision + 1, 'conversation.imported', msg_tell_import_1.actor, 'members', moment
    from msg.conversation c
    left join lateral (
      select coalesce(l.ranked_at, l.created_at) as at from msg.message l
      where l.conversation_id = c.id and l.seq = c.last_seq offset 0) last on true
    where c.id = any (touched) order by c.last_minute, last.at nulls first, c.id
    returning ch.conversation_id, ch.position
  )
  update msg.conversation c set revision = c.revision + 1,
    last_position = case when c.id = any (moved) then l.position else c.last_position end
  from logged l where c.id = l.conversation_id;
  perform msg.msg_follow_set_1(c.id) from msg.conversation c where c.id = any (touched) and c.by_sending;
end
$$;

create function msg.msg_import_1(batch jsonb, actor text) returns jsonb language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
set enable_material = off
set jit = off
set plan_cache_mode = force_generic_plan
set lock_timeout = '2s'
as $$
declare
  named uuid[] := array(
    select distinct coalesce(i.item ->> 'conversationId', i.item ->> 'id')::uuid
    from jsonb_each(batch - 'aliases') as k, jsonb_array_elements(k.value) as i (item));
  made text[];
  messages msg.import_message[];
  members text[];
  reactions text[];
  readers text[];
  fresh uuid[];
  moved uuid[];
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'msg_import_1 must run in read committed' using errcode = 'invalid_transaction_state';
  end if;
  perform from msg.conversation c where c.id = any (named) order by c.id for no key update;
  made := msg.msg_import_conversations_1(batch -> 'conversations');
  -- Also those that somebody else made meanwhile.
  perform from msg.conversation c where c.id = any (named) order by c.id for no key update;
  perform msg.msg_import_pairs_1(batch -> 'conversations', made);
  fresh := msg.imported_into(batch -> 'conversations', made);
  messages := msg.msg_judge_import_1(batch -> 'messages');
  moved := msg.msg_keep_messages_1(messages);
  members := msg.msg_import_members_1(batch -> 'members');
  reactions := msg.msg_import_reactions_1(batch -> 'reactions');
  readers := msg.msg_import_readers_1(batch -> 'readers');
  perform msg.msg_tell_import_1(
    array(
      select distinct t.id from unnest(fresh || msg.imported_into(batch -> 'members', members)
        || msg.imported_into(batch -> 'reactions', reactions) || msg.imported_into(batch -> 'readers', readers)
        || array(select distinct m.conversation_id from unnest(messages) m where m.outcome = 'imported')) as t (id)),
    fresh || moved, actor);
  return jsonb_build_object('conversations', made, 'members', members, 'reactions', reactions, 'readers', readers,
    'messages', array(select m.outcome from unnest(messages) m),
    'aliases', msg.msg_import_aliases_1(batch -> 'aliases'));
end
$$;
`
