/**
 * What is known of files beside their bytes. A row has an owner while it waits for a message; a message has what it carries
 * in a column of its own, as it is told, so that a page needs no join. Whatever empties a message, in whatever way, abandons
 * its files: that is the one trigger there is, and it fires for messages with files only.
 */
export const attachments = `
create table msg.attachment (
  id uuid primary key,
  owner text collate "C",
  name text not null,
  type text not null,
  size bigint not null,
  created_at timestamptz not null,
  abandoned boolean not null default false
);
create index attachment_abandoned on msg.attachment (id) where abandoned;
create index attachment_owner on msg.attachment (owner) where owner is not null;
create index attachment_waiting on msg.attachment (created_at) where owner is not null;

create function msg.msg_hold_attachments_1(item jsonb) returns boolean language plpgsql volatile as $$
declare
  wanted uuid[] := array(
    select e::uuid from jsonb_path_query(item, '$.changes[*].attachments[*]') as p, lateral (select p #>> '{}' as e) as t);
begin
  return cardinality(wanted) = (
    select count(*) from (
      select from msg.attachment a where a.id = any (wanted) and a.owner = item ->> 'actor' order by a.id for no key update) held);
end
$$;

create function msg.msg_attach_1(draft jsonb) returns void language plpgsql volatile as $$
declare
  wanted uuid[] := array(select e::uuid from jsonb_array_elements_text(draft -> 'attachments') as e);
begin
  update msg.message m set attachments = (
    select jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'type', a.type, 'size', a.size)
      order by array_position(wanted, a.id))
    from msg.attachment a where a.id = any (wanted))
  where m.id = (draft ->> 'id')::uuid;
  update msg.attachment set owner = null where id = any (wanted);
end
$$;

create function msg.msg_abandon_1() returns trigger language plpgsql volatile as $$
begin
  update msg.attachment set abandoned = true
  where id = any (array(select (e ->> 'id')::uuid from jsonb_array_elements(old.attachments) as e));
  new.attachments := null;
  return new;
end
$$;
create trigger message_emptied before update on msg.message for each row
when (old.attachments is not null and new.body is null) execute function msg.msg_abandon_1();
`
