/**
 * The integers by which surfaces whose clients know nothing else name ids: unique and increasing per surface. Written only
 * by these functions, under the lock of the surface's row; nobody who has no such surface pays for them.
 */
export const aliases = `
create table msg.alias_surface (
  surface text collate "C" primary key,
  last bigint not null
);

create table msg.alias (
  surface text collate "C" not null,
  number bigint not null,
  id uuid not null,
  primary key (surface, number)
);
create unique index alias_id on msg.alias (surface, id);

create function msg.msg_last_alias_1(which text) returns bigint language sql volatile as $$
  insert into msg.alias_surface as s (surface, last) values (which, 0)
  on conflict (surface) do update set last = s.last returning s.last
$$;

create function msg.msg_alias_1(which text, asked uuid[]) returns void language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $$
declare
  before bigint;
begin
  if not exists (
    select from unnest(asked) as i (id) where not exists (select from msg.alias a where a.surface = which and a.id = i.id)
  ) then
    return;
  end if;
  before := msg.msg_last_alias_1(which);
  with added as (
    insert into msg.alias (surface, number, id)
    select which, before + row_number() over (order by i.id), i.id
    from (select distinct u.id from unnest(asked) as u (id)) i
    where not exists (select from msg.alias a where a.surface = which and a.id = i.id)
    returning number
  )
  update msg.alias_surface s set last = greatest(s.last, (select max(added.number) from added)) where s.surface = which;
end
$$;

create function msg.msg_claim_aliases_1(which text, numbers bigint[], ids uuid[]) returns bigint[] language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $$
begin
  perform msg.msg_last_alias_1(which);
  insert into msg.alias (surface, number, id)
  select which, e.number, e.id from unnest(numbers, ids) with ordinality as e (number, id, ord) order by e.ord
  on conflict do nothing;
  update msg.alias_surface s set last = greatest(s.last, (
    select max(a.number) from msg.alias a where a.surface = which and a.number = any (numbers)))
  where s.surface = which;
  return array(
    select e.number from unnest(numbers, ids) with ordinality as e (number, id, ord)
    where not exists (select from msg.alias a where a.surface = which and a.number = e.number and a.id = e.id)
    order by e.ord);
end
$$;
`
