import { notHidden } from '../queries/hidden.ts'
import { stretch } from '../queries/walk.ts'

/** SQL: what is kept of the message `u` that has words. */
const candidate = 'u.conversation_id, u.seq, u.created_at, u.ranked_at, u.author_id, u.verb, u.edited_revision'

/** SQL: the time by which the message `u` is ranked. */
const moment = 'coalesce(u.ranked_at, u.created_at)'

/** SQL: the same as a rank. */
export const milliseconds = `(extract(epoch from ${moment}) * 1000)::bigint`

/** SQL: where the message `u` stands among those found. */
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

/** SQL: the order of the hits `h`. */
export const highestFirst = 'h.rank desc, h.conversation_id desc, h.seq desc'

/** How a search looks for the words: in the newest messages, in stretches of places, or in everything there is. */
export const searchSteps = `
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
    select ${candidate}, u.words @@ q.terms as has_all from msg.message u where u.words @@ narrowed
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
set enable_nestloop = off
set enable_mergejoin = off
as $$
begin
  with worded as materialized (
    select ${candidate} from msg.message u where u.words @@ q.terms limit enough + 1
  ), counted as materialized (
    select count(*) as candidates from worded
  ), places as materialized (
    select p.* from unnest(msg.msg_search_among_1(q.viewer,
      array(select distinct u.conversation_id from worded u where (select k.candidates from counted k) <= enough))) p
  ), highest as (
    select u.*, p.as_of, ${moment} as moment from worded u join places p on p.conversation_id = u.conversation_id
    where u.seq > p.above and u.seq < p.below
    order by moment desc, u.conversation_id desc, u.seq desc
  )
  select array(
      select row (${milliseconds}, u.conversation_id, u.seq, u.as_of)::msg.search_hit from highest u
      where ${isMeant('u.as_of', 'u.conversation_id')}
      order by u.moment desc, u.conversation_id desc, u.seq desc limit most),
    k.candidates
  into hits, candidates from counted k;
end
$$;

-- What is rare everywhere; null where it is not.
create function msg.msg_search_rare_1(q msg.search_query, most integer, enough integer) returns msg.search_hit[]
language plpgsql stable as $$
begin
  if msg.msg_search_often_1(q.terms) then
    return null;
  end if;
  return (select e.hits from msg.msg_search_everywhere_1(q, most, enough) e where e.candidates <= enough);
end
$$;
`
