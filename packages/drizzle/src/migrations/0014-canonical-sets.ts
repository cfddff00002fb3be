/**
 * Which group answers to which set of users. A group born by sending keeps the key of its active members, while it is open
 * and they are three or more; of those with the same key one has the row of canonical_set. Keys are compared by waiting for
 * whoever is writing the same one: two transactions that give each other's sets up may deadlock, and are tried again alone.
 */
export const canonicalSets = `
create table msg.canonical_set (
  set_key bytea primary key,
  conversation_id uuid not null unique
);
create index conversation_set on msg.conversation (set_key, created_at, id) where set_key is not null;

create function msg.set_key(users text[]) returns bytea language sql immutable
return (
  select sha256(convert_to(string_agg(u, E'\\n' order by u collate "C"), 'UTF8'))
  from unnest(users) as u having count(*) > 2);

create function msg.founders(draft jsonb) returns text[] language sql immutable
return array(select f ->> 'userId' from jsonb_array_elements(draft -> 'members') as f);

create function msg.msg_claim_set_1(item jsonb) returns boolean language plpgsql volatile as $$
declare
  which uuid := (item ->> 'conversationId')::uuid;
  key bytea := case item #>> '{changes,0,type}'
    when 'conversation.created' then msg.set_key(msg.founders(item #> '{changes,0}'))
    else (select c.set_key from msg.conversation c where c.id = which) end;
begin
  if key is null then
    return false;
  end if;
  insert into msg.canonical_set (set_key, conversation_id) values (key, which) on conflict do nothing;
  return exists (select from msg.canonical_set s where s.set_key = key and s.conversation_id = which);
end
$$;

create function msg.msg_follow_set_1(which uuid) returns boolean language plpgsql volatile as $$
declare
  c msg.conversation;
  key bytea;
begin
  select * into c from msg.conversation where id = which and by_sending;
  if not found then
    return false;
  end if;
  if c.closed_at is null and c.deleted_at is null then
    key := msg.set_key(array(select m.user_id from msg.member m where m.conversation_id = which and m.status = 'active'));
  end if;
  if c.set_key is distinct from key then
    delete from msg.canonical_set s where s.conversation_id = which;
    update msg.conversation set set_key = key where id = which;
  end if;
  if key is not null then
    insert into msg.canonical_set (set_key, conversation_id) values (key, which) on conflict do nothing;
  end if;
  return c.set_key is distinct from key;
end
$$;
`
