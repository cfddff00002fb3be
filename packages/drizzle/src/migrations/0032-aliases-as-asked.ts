/**
 * What gets a number gets it in the order asked. Before, it was the order of the ids, and two messages of one millisecond were
 * numbered either way round.
 */
export const aliasesAsAsked = `
create function msg.msg_alias_2(which text, asked uuid[]) returns void language plpgsql volatile
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
    select which, before + row_number() over (order by i.ord), i.id
    from (
      select u.id, min(u.ord) as ord from unnest(asked) with ordinality as u (id, ord) group by u.id
    ) i
    where not exists (select from msg.alias a where a.surface = which and a.id = i.id)
    returning number
  )
  update msg.alias_surface s set last = greatest(s.last, (select max(added.number) from added)) where s.surface = which;
end
$$;
`
