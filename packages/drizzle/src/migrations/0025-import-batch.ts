import { pinned } from './pinned.ts'

/**
 * The whole import: locks as msg_commit_1 does, takes the lists one after the other, and logs one change for each conversation
 * that anything was imported into.
 */
export const importBatch = `
create type msg.import_alias as (outcome text, surface text, number bigint, id uuid);

create function msg.msg_import_aliases_1(items jsonb) returns text[] language plpgsql volatile as $$
declare
  claims msg.import_alias[];
begin
  perform msg.msg_last_alias_1(s.surface) from (
    select distinct e ->> 'surface' as surface from jsonb_array_elements(items) as e order by 1) s;
  claims := array(
    select row (case
        when held.id = i.id then 'existing'
        when held.id is null and known.number is null
          and row_number() over (partition by i.surface, i.number order by i.ord) = 1 then 'imported'
        else 'id_taken' end, i.surface, i.number, i.id)::msg.import_alias
    from rows from (jsonb_to_recordset(items) as (surface text, number bigint, id uuid)) with ordinality as i (surface, number, id, ord)
    left join lateral (
      select a.id from msg.alias a where a.surface = i.surface and a.number = i.number offset 0) held on true
    left join lateral (
      select a.number from msg.alias a where a.surface = i.surface and a.id = i.id offset 0) known on true
    order by i.ord);
  insert into msg.alias (surface, number, id)
  select c.surface, c.number, c.id from unnest(claims) c where c.outcome = 'imported';
  update msg.alias_surface s set last = greatest(s.last, c.number)
  from (select c.surface, max(c.number) as number from unnest(claims) c where c.outcome = 'imported' group by c.surface) c
  where s.surface = c.surface;
  return array(select c.outcome from unnest(claims) c);
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
end
$$;

create function msg.msg_import_1(batch jsonb, named uuid[], actor text) returns jsonb language plpgsql volatile
${pinned}
as $$
declare
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
  readers := msg.msg_import_readers_1(batch -> 'readers', messages);
  perform msg.msg_tell_import_1(
    array(
      select distinct t.id from unnest(fresh || msg.imported_into(batch -> 'members', members)
        || msg.imported_into(batch -> 'reactions', reactions) || msg.imported_into(batch -> 'readers', readers)
        || array(select distinct m.conversation_id from unnest(messages) m where m.outcome = 'imported')) as t (id)),
    fresh || moved, actor);
  -- A set of people is of its members: what else comes in changes none.
  perform msg.msg_follow_set_1(c.id) from msg.conversation c
  where c.id = any (fresh || msg.imported_into(batch -> 'members', members)) and c.by_sending;
  return jsonb_build_object('conversations', made, 'members', members, 'reactions', reactions, 'readers', readers,
    'messages', array(select m.outcome from unnest(messages) m),
    'aliases', msg.msg_import_aliases_1(batch -> 'aliases'));
end
$$;
`
