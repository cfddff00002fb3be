import { lens } from '../queries/lens.ts'
import { walk } from '../queries/walk.ts'
import { milliseconds } from './search-steps.ts'

/** Which places of a viewer there are, latest first, and how much of them is looked at next. */
export const searchPlaces = `
create function msg.msg_search_one_1(q msg.search_query, admitted boolean) returns msg.search_place[]
language plpgsql stable as $$
begin
  return (select array[row (c.id, v.cleared, edge.below, v.as_of, edge.below)::msg.search_place]
  from ${lens('q.viewer', 'admitted')}
  cross join lateral (select coalesce(v.until, c.last_seq) + 1 as below) edge
  where c.id = q.conversation_id and v.sight is not null);
end
$$;

create function msg.msg_search_wide_1(viewer text) returns msg.search_place[] language plpgsql stable as $$
begin
  return array(
    select row (c.id, r.cleared_seq, c.last_seq + 1, null, (c.last_minute + 1) * 60000::bigint)::msg.search_place
    from msg.reader r
    cross join lateral (select * from msg.conversation c where c.id = r.conversation_id offset 0) c
    where r.user_id = viewer and r.wide and c.deleted_at is null);
end
$$;

-- The minute down to which so many of the viewer's conversations were active, or were left; null when there are not so many.
create function msg.msg_search_cut_1(viewer text, high integer, places integer) returns integer language plpgsql stable as $$
begin
  return greatest(
    (select r.inbox_minute from msg.reader r
      where r.inbox_minute is not null and ${walk(['r.user_id', 'r.inbox_minute'], 'viewer', ['-2147483648', 'high'])}
      order by r.user_id desc, r.inbox_minute desc offset places - 1 limit 1),
    (select floor(extract(epoch from m.ended_at) / 60)::integer from msg.member m
      where m.status = 'left' and ${walk(['m.user_id', 'm.ended_at'], 'viewer', ["'-infinity'", 'to_timestamp(high * 60.0)'])}
      order by m.user_id desc, m.ended_at desc offset places - 1 limit 1));
end
$$;

-- Those whose minute is below high and not below low. Each has a bound of its own: were it that of the minute, then where many
-- were active in one minute all of them would be looked at before anything of it is known to be the newest. Who left finds what there was when they left, also of a public room.
create function msg.msg_search_between_1(viewer text, low integer, high integer) returns msg.search_place[]
language plpgsql stable as $$
begin
  return array(
    select row (r.conversation_id, r.cleared_seq, c.last_seq + 1, null, newest.rank + 1)::msg.search_place
    from msg.reader r
    cross join lateral (
      select c.last_seq from msg.conversation c where c.id = r.conversation_id and c.deleted_at is null offset 0) c
    cross join lateral (
      select ${milliseconds} as rank from msg.message u
      where u.conversation_id = r.conversation_id and u.seq = c.last_seq offset 0) newest
    where r.user_id = viewer and r.inbox_minute >= low and r.inbox_minute < high and c.last_seq > r.cleared_seq
    union all
    select row (l.conversation_id, seen.cleared, l.ended_seq + 1, seen.as_of,
      (extract(epoch from l.ended_at) * 1000)::bigint + 1)::msg.search_place
    from msg.member l
    cross join lateral (
      select v.* from ${lens('viewer', 'false')} where c.id = l.conversation_id offset 0) seen
    where l.user_id = viewer and l.status = 'left'
      and l.ended_at >= to_timestamp(low * 60.0) and l.ended_at < to_timestamp(high * 60.0)
      and seen.sight is not null and l.ended_seq > seen.cleared);
end
$$;

-- Those of these conversations that are the viewer's, or were until they left. Their bounds are not asked for.
create function msg.msg_search_among_1(viewer text, conversations uuid[]) returns msg.search_place[] language plpgsql stable
set enable_hashjoin = off
set enable_mergejoin = off
as $$
begin
  return array(
    select row (s.id, s.cleared, coalesce(s.until, s.ended_seq, s.last_seq) + 1, s.as_of, null)::msg.search_place
    from unnest(conversations) d (id)
    cross join lateral (
      select v.*, c.id, c.last_seq, m.ended_seq from ${lens('viewer', 'false')}
      where c.id = d.id and m.status in ('active', 'left') offset 0) s
    where s.sight is not null);
end
$$;

-- Of the highest places, so many messages in all, each the newest of its place, down to the beginning of a stretch; and
-- what is left.
create function msg.msg_search_take_1(one boolean, places msg.search_place[], most integer, size bigint, aligned boolean,
  out taken msg.search_place[], out rest msg.search_place[], out messages bigint) language plpgsql stable as $$
declare
  each_most bigint := greatest(size / greatest(least(cardinality(places), most), 1), 8);
begin
  with highest as materialized (
    select p.*, row_number() over (order by p.bound desc) as nth from unnest(places) p where p.below - p.above > 1
  ), parts as materialized (
    select p.*, case when aligned then greatest(p.above, ((p.below - 1 - each_most) >> 12 << 12) - 1)
      else greatest(p.above, p.below - 1 - each_most) end as middle
    from highest p where nth <= most
  )
  select array(select row (p.conversation_id, p.middle, p.below, p.as_of, p.bound)::msg.search_place from parts p),
    array(
      select row (p.conversation_id, p.above, p.below, p.as_of, p.bound)::msg.search_place from highest p where nth > most
      union all
      select row (p.conversation_id, p.above, p.middle + 1, p.as_of, case when one then p.middle + 1 else (
        select ${milliseconds} + 1 from msg.message u where u.conversation_id = p.conversation_id and u.seq = p.middle)
        end)::msg.search_place
      from parts p where p.middle > p.above),
    (select coalesce(sum(p.below - 1 - p.middle), 0)::bigint from parts p)
  into taken, rest, messages;
end
$$;
`
