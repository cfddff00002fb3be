import { notHidden } from '../queries/hidden.ts'
import { lens } from '../queries/lens.ts'
import { stretch, walk } from '../queries/walk.ts'

/** SQL: what is kept of the message `u` that has the words that are known whole. */
const candidate =
  'u.conversation_id, u.seq, u.created_at, u.ranked_at, u.author_id, u.verb, u.edited_revision, u.words @@ q.terms as has_all'

/** SQL: where the message `u` stands among those found. */
const milliseconds = '(extract(epoch from coalesce(u.ranked_at, u.created_at)) * 1000)::bigint'
const rank = `case when q.conversation_id is null then ${milliseconds} else u.seq end`

const isBelow = `(q.below_rank is null
  or (${rank}, u.conversation_id, u.seq) < (q.below_rank, q.below_conversation, q.below_seq))`

/** SQL: whether the message `u`, which has the words, is meant, by who sees it as of a revision. */
const isMeant = (asOf: string, conversation: string): string => `(q.author_id is null or u.author_id = q.author_id)
  and (q.verb is null or u.verb = q.verb)
  and (q.created_from is null or u.created_at >= q.created_from)
  and (q.created_to is null or u.created_at < q.created_to)
  and (${asOf} is null or u.edited_revision is null or u.edited_revision <= ${asOf})
  and ${isBelow}
  and ${notHidden('q.viewer', conversation)}`

const highestFirst = 'h.rank desc, h.conversation_id desc, h.seq desc'

/**
 * Search, newest first, in steps that each read little. A *place* is a part of a conversation, its messages above one number
 * and below another, none of which ranks as high as `bound`. `narrow` are the words that are known whole; `loose` says that
 * there are none, only the beginning of one, which the index finds dearly where it is frequent.
 *
 * 1. The newest 256 messages of the viewer's latest conversations are walked, along the primary key of message, and more of
 *    them while many have the words: a frequent word fills the page here. Once it is full, what is newer is looked for in the
 *    newest few messages of many places.
 * 2. Over all conversations, words that at most `enough` messages have are asked of the index as they are, and each message,
 *    newest first, for the viewer's right to see it, until the page is full: what is rare everywhere is found here. Where a
 *    sample of the table says that it is not rare, the index is not asked: it would read every message with the words.
 * 3. What is left is frequent, but not with this viewer, or in one conversation: the index is asked for the words within the
 *    stretches of the next places, at most 64 at once, because it merges that many lists slowly. (Loose, it is walked.)
 *
 * It ends as soon as nothing unread ranks above what was found, or, below where it was to go on from, when it has done enough;
 * then the answer says where to go on. So the work is bounded, whatever there is that the viewer does not see. New installs
 * have no statistics, so the planner's choices are pinned.
 */
export const search = `
create type msg.search_place as (conversation_id uuid, above bigint, below bigint, as_of bigint, bound bigint);
create type msg.search_hit as (rank bigint, conversation_id uuid, seq bigint, as_of bigint);
create type msg.search_query as (viewer text, conversation_id uuid, terms tsquery, narrow tsquery, loose boolean, author_id text, verb text,
  created_from timestamptz, created_to timestamptz, below_rank bigint, below_conversation uuid, below_seq bigint);

create function msg.msg_search_walk_1(q msg.search_query, places msg.search_place[], most integer)
returns msg.search_hit[] language plpgsql stable
set enable_bitmapscan = off
as $$
begin
  return array(
    select row (h.rank, h.conversation_id, h.seq, h.as_of)::msg.search_hit
    from unnest(places) p
    cross join lateral (
      select ${rank} as rank, u.conversation_id, u.seq, p.as_of from msg.message u
      where ${stretch(['u.conversation_id', 'u.seq'], 'p.conversation_id', ['p.above', 'p.below'])}
        and u.words @@ q.terms and ${isMeant('p.as_of', 'p.conversation_id')}
      order by u.conversation_id desc, u.seq desc limit most) h
    order by ${highestFirst} limit most);
end
$$;

create function msg.msg_search_index_1(q msg.search_query, places msg.search_place[], most integer,
  out hits msg.search_hit[], out candidates bigint) language plpgsql stable
set enable_nestloop = off
set enable_mergejoin = off
as $$
declare
  narrowed tsquery := q.narrow && (
    select string_agg(distinct quote_literal(msg.stretch(p.conversation_id, s << 12)), '|')::tsquery
    from unnest(places) p, generate_series((p.above + 1) >> 12, (p.below - 1) >> 12) s);
begin
  with worded as materialized (
    select ${candidate} from msg.message u where u.words @@ narrowed
  ), near as materialized (
    select u.*, p.as_of from worded u join unnest(places) p on p.conversation_id = u.conversation_id
    where u.seq > p.above and u.seq < p.below and ${isBelow}
  )
  select array(
      select row (h.rank, h.conversation_id, h.seq, h.as_of)::msg.search_hit
      from (select ${rank} as rank, u.* from near u
        where u.has_all and ${isMeant('u.as_of', 'u.conversation_id')}) h
      order by ${highestFirst} limit most),
    (select count(*) from near)
  into hits, candidates;
end
$$;

-- Whether the words are in many messages, by a sample: the index would read all of them before it says so. 32 pages lie evenly
-- over the table; where 3 in their first 16 messages have the words, more do than are worth asking for.
create function msg.msg_search_often_1(terms tsquery) returns boolean language plpgsql stable as $$
declare
  pages bigint := pg_relation_size('msg.message') / current_setting('block_size')::integer;
  sample tid[] := array(
    select ('(' || p * pages / 32 || ',' || i || ')')::tid from generate_series(0, 31) p, generate_series(1, 16) i);
begin
  return pages > 1000 and (select count(*) from msg.message u where u.ctid = any (sample) and u.words @@ terms) >= 3;
end
$$;

create function msg.msg_search_everywhere_1(q msg.search_query, most integer, enough integer,
  out hits msg.search_hit[], out candidates bigint) language plpgsql stable
set enable_hashjoin = off
set enable_mergejoin = off
as $$
begin
  with worded as materialized (
    select ${candidate} from msg.message u where u.words @@ q.terms limit enough + 1
  ), counted as materialized (
    select count(*) as candidates from worded
  ), highest as (
    select ${rank} as rank, u.* from counted k, worded u where k.candidates <= enough
    order by rank desc, u.conversation_id desc, u.seq desc
  )
  select array(
      select row (u.rank, u.conversation_id, u.seq, v.as_of)::msg.search_hit
      from highest u
      cross join lateral (
        select s.* from (
          select v.*, m.status, m.ended_seq from ${lens('q.viewer', 'false')} where c.id = u.conversation_id) s
        where s.sight is not null and s.status in ('active', 'left') and u.seq > s.cleared
          and (s.ended_seq is null or u.seq <= s.ended_seq) offset 0) v
      where ${isMeant('v.as_of', 'u.conversation_id')}
      order by u.rank desc, u.conversation_id desc, u.seq desc limit most),
    k.candidates
  into hits, candidates from counted k;
end
$$;

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

-- Those whose minute is below high and not below low. Who left finds what there was when they left, also of a public room.
create function msg.msg_search_between_1(viewer text, low integer, high integer) returns msg.search_place[]
language plpgsql stable as $$
begin
  return array(
    select row (r.conversation_id, r.cleared_seq, c.last_seq + 1, null, (r.inbox_minute + 1) * 60000::bigint)::msg.search_place
    from msg.reader r
    cross join lateral (
      select c.last_seq from msg.conversation c where c.id = r.conversation_id and c.deleted_at is null offset 0) c
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

create function msg.msg_search_page_1(hits msg.search_hit[]) returns json language plpgsql stable as $$
begin
  return (select coalesce(json_agg(shown.message order by h.place), '[]')
  from unnest(hits) with ordinality as h (rank, conversation_id, seq, as_of, place)
  cross join lateral (
    select msg.message_seen(u, h.as_of) as message from msg.message u
    where u.conversation_id = h.conversation_id and u.seq = h.seq offset 0) shown);
end
$$;

create function msg.msg_search_1(q msg.search_query, admitted boolean, page integer, enough integer)
returns json language plpgsql stable
set enable_seqscan = off
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
  hits msg.search_hit[] := '{}';
  more msg.search_hit[];
  places msg.search_place[];
  waiting msg.search_place[];
  high integer;
  low integer;
  walking boolean := true;
  wanted integer := 32;
  spent integer := 0;
  size bigint := 256;
  messages bigint;
  candidates bigint := 0;
  examined bigint := 0;
  bound bigint;
  beyond boolean := q.below_rank is null;
  onward msg.search_hit;
begin
  if q.conversation_id is not null then
    waiting := msg.msg_search_one_1(q, admitted);
    if waiting is null then
      return null;
    end if;
  else
    waiting := msg.msg_search_wide_1(q.viewer);
    high := 2147483647;
  end if;
  if q.terms is null then
    return json_build_object('messages', '[]'::json, 'next', null);
  end if;
  loop
    if high is not null and (select count(*) from unnest(waiting) w where w.bound > high * 60000::bigint) < wanted then
      low := msg.msg_search_cut_1(q.viewer, high, wanted);
      waiting := waiting || msg.msg_search_between_1(q.viewer, coalesce(low, 0), high);
      high := low;
    end if;
    select c.taken, c.rest, c.messages into places, waiting, messages
    from msg.msg_search_take_1(q.conversation_id is not null, waiting, wanted, size, not walking) c;
    if walking then
      more := msg.msg_search_walk_1(q, places, page + 1);
      candidates := cardinality(more);
    else
      select i.hits, i.candidates into more, candidates from msg.msg_search_index_1(q, places, page + 1) i;
      examined := case when beyond then examined + candidates else 0 end;
    end if;
    hits := array(select h from unnest(hits || more) h order by ${highestFirst} limit page + 1);
    bound := greatest(high * 60000::bigint, (select max(w.bound) from unnest(waiting) w));
    exit when bound is null or (hits[page + 1]).rank >= bound
      or q.conversation_id is null and bound <= extract(epoch from q.created_from) * 1000;
    walking := walking and (cardinality(hits) > page or candidates * 40 >= messages);
    if spent = 0 and not walking and q.conversation_id is null and not msg.msg_search_often_1(q.terms) then
      select e.hits, e.candidates into more, candidates from msg.msg_search_everywhere_1(q, page + 1, enough) e;
      if candidates <= enough then
        hits := more;
        exit;
      end if;
    end if;
    walking := walking or q.conversation_id is null and (q.loose or cardinality(hits) > page);
    beyond := coalesce(bound < q.below_rank, true);
    spent := case when not beyond then 16 when walking then spent + 5 else spent + 1 end;
    if beyond and (examined >= enough or spent >= 32) then
      hits := array(select h from unnest(hits) h where h.rank >= bound order by ${highestFirst});
      onward := row (bound, '00000000-0000-0000-0000-000000000000', 0, null);
      exit;
    end if;
    wanted := case when walking and (cardinality(hits) > page or spent >= 16) then 256 else 64 end;
    size := case when walking then wanted * 16
      else greatest(8192, least(size * 4, 262144, enough * messages / greatest(candidates, 1))) end;
  end loop;
  if onward is null and cardinality(hits) > page then
    onward := hits[page];
  end if;
  return json_build_object('messages', msg.msg_search_page_1(hits[:page]), 'next',
    case when onward.rank is not null then
      json_build_object('rank', onward.rank, 'conversationId', onward.conversation_id, 'seq', onward.seq) end);
end
$$;
`
