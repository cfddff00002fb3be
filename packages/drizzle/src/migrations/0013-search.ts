import { searchPlaces } from './search-places.ts'
import { highestFirst, searchSteps } from './search-steps.ts'

/**
 * Search, newest first, in steps that each read little. A *place* is a part of a conversation, its messages above one number
 * and below another, none of which ranks as high as `bound`. `narrow` are the words that are known whole; `loose` says that
 * there are none, only the beginning of one, which the index finds dearly where it is frequent.
 *
 * 1. Over all conversations, where the viewer has many messages, words that at most `enough` messages have are asked of the
 *    index as they are, and those that the viewer may see are kept: what is rare everywhere is found here. Where a sample of
 *    the table says that it is not rare, the index is not asked: it would read every message with the words.
 * 2. The newest 256 messages of the viewer's latest conversations are walked, along the primary key of message, and more of
 *    them while many have the words: a frequent word fills the page here. Once it is full, what is newer is looked for in the
 *    newest few messages of many places.
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
${searchSteps}${searchPlaces}
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
  rare msg.search_hit[];
  hits msg.search_hit[];
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
    if msg.msg_search_cut_1(q.viewer, high, wanted) is null then
      waiting := waiting || msg.msg_search_between_1(q.viewer, 0, high);
      high := null;
    end if;
  end if;
  if q.terms is null then
    return json_build_object('messages', '[]'::json, 'next', null);
  end if;
  if q.conversation_id is null and (high is not null or (select sum(w.below - w.above - 1) from unnest(waiting) w) > size) then
    rare := msg.msg_search_rare_1(q, page + 1, enough);
  end if;
  hits := coalesce(rare, '{}');
  while rare is null loop
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
    walking := walking and candidates * 40 >= messages or cardinality(hits) > page and (walking or q.conversation_id is null)
      or q.conversation_id is null and q.loose;
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
