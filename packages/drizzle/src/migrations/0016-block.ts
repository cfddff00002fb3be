/**
 * Who keeps whom away. Whoever makes or takes away a block, and whoever makes a direct, takes the pair's advisory lock first:
 * no direct comes to be between two people while one blocks the other. A direct that is there takes note of it in its
 * settings version, so that what was decided before is stale.
 */
export const block = `
create table msg.block (
  blocker text collate "C" not null,
  blocked text collate "C" not null,
  number bigint generated always as identity,
  at timestamptz not null,
  primary key (blocker, blocked),
  check (blocker <> blocked)
);
create index block_page on msg.block (blocker, number);
create index block_blocked on msg.block (blocked);

create function msg.msg_lock_pair_1(item jsonb) returns void language sql volatile as $$
  select pg_advisory_xact_lock(hashtextextended('msg.' || (item ->> 'conversationId'), 0))
$$;

create function msg.msg_block_1(item jsonb, draft jsonb, moment timestamptz) returns void language plpgsql volatile as $$
begin
  if draft ->> 'type' = 'user.blocked' then
    insert into msg.block (blocker, blocked, at) values (draft ->> 'owner', draft ->> 'userId', moment)
    on conflict do nothing;
  else
    delete from msg.block where blocker = draft ->> 'owner' and blocked = draft ->> 'userId';
  end if;
  if found then
    update msg.conversation set settings_version = settings_version + 1 where id = (item ->> 'conversationId')::uuid;
    perform msg.msg_log_personal_1(draft, item ->> 'actor', moment);
  end if;
end
$$;
`
