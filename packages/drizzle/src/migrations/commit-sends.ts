import { columnCommit } from './column-commit.ts'
import { guardsHold } from './guards.ts'

/**
 * Sends, all in one statement: messages are judged and numbered in their order, written, logged, and stand in the inboxes of their
 * members. They come as columns, one list for each. The statement does not see what it writes: who used an id before is looked up
 * after it.
 * - `settings` and `members`: the versions that the conversation and the actor's membership must have; null where that is not asked.
 * - `mentions`: an array as text, null where there are none. `words`: with a space between each two.
 * - `holding`: whether whatever else was asked holds; null where nothing was.
 *
 * The caller holds the row locks of the conversations in `locked`; any other conversation counts as absent, even if it has been
 * committed since. `msg_send_1` is the whole commit of a batch of plain sends. In any other batch they are items of exactly one
 * `message.sent`, which become columns here.
 */
const columns = `conversations uuid[], actors text[], settings bigint[], members bigint[], ids uuid[], verbs text[], bodies text[],
  replies uuid[], mentions text[], words text[], hashes text[]`

const writing = (
  ranked: readonly [column: string, value: string],
): string => `function msg.msg_write_sends_1(${columns}, holding boolean[], locked uuid[], moment timestamptz)
returns json[] language plpgsql volatile as $$
declare
  minute timestamptz := date_trunc('minute', moment);
  committed_at text := msg.iso(moment);
  outcomes json[];
  repeated boolean;
begin
  with item as (
    select ord, conversations[ord] as conversation_id, actors[ord] as actor, settings[ord] as settings_version,
      members[ord] as member_version, ids[ord] as id, verbs[ord] as verb, bodies[ord] as body, replies[ord] as reply_to,
      mentions[ord]::text[] as mentions, string_to_array(words[ord], ' ') as words, hashes[ord] as content_hash,
      holding[ord] is not false as holding
    from generate_series(1, cardinality(ids)) as ord
    offset 0
  ), checked as (
    select item.*, c.kind, c.wide, c.last_seq, c.revision, coalesce(m.status = 'active', false) as active,
      greatest(c.last_minute, floor(extract(epoch from moment) / 60)::integer) as last_minute,
      used.id is not null as taken, c.id is not null and item.holding
        and (item.settings_version is null or item.settings_version = c.settings_version)
        and (item.member_version is null or item.member_version = coalesce(m.version, 0)) as holds
    from item
    left join msg.conversation c on c.id = item.conversation_id and c.id = any (locked) and c.deleted_at is null
    left join msg.member m on m.conversation_id = item.conversation_id and m.user_id = item.actor
    left join msg.message used on used.id = item.id
    offset 0
  ), contested as (
    select checked.*, min(ord) filter (where holds and not taken) over (partition by id) as winner from checked
  ), judged as (
    select contested.*, case
      when taken or winner < ord then 'duplicate'
      when holds then 'committed'
      else 'stale' end as status
    from contested
  ), numbered as materialized (
    select judged.*, count(*) filter (where status = 'committed') over (partition by conversation_id order by ord) as nth
    from judged
  ), sent as materialized (
    select * from numbered where status = 'committed'
  ), written as (
    insert into msg.message (conversation_id, seq, id, author_id, verb, body, reply_to, mentions, words, content_hash, revision, created_at${ranked[0]})
    select s.conversation_id, s.last_seq + s.nth, s.id, s.actor, s.verb, s.body, s.reply_to, s.mentions,
      msg.found_by(s.words, s.conversation_id, s.last_seq + s.nth), s.content_hash, s.revision + s.nth, moment${ranked[1]}
    from sent s
  ), logged as (
    insert into msg.change as ch (conversation_id, revision, type, actor, audience, seq, at)
    select s.conversation_id, s.revision + s.nth, 'message.sent', s.actor, 'members', s.last_seq + s.nth, moment from sent s order by s.ord
    returning ch.conversation_id, ch.position
  ), grown as (
    update msg.conversation c set last_seq = c.last_seq + l.messages, revision = c.revision + l.messages,
      last_minute = greatest(c.last_minute, floor(extract(epoch from moment) / 60)::integer), last_position = l.last_position
    from (select conversation_id, count(*) as messages, max(position) as last_position from logged group by conversation_id) l
    where c.id = l.conversation_id
  ), spoken as materialized (
    select conversation_id, kind, wide, last_minute, min(actor collate "C") as low, max(actor collate "C") as high, array_agg(actor) as actors
    from sent group by conversation_id, kind, wide, last_minute
  ), touched as materialized (
    select r.conversation_id, r.user_id, s.last_minute, r.unread or s.low <> r.user_id or s.high <> r.user_id as unread,
      case when r.user_id = any (s.actors) and (r.replied_at < minute) is not false then moment else r.replied_at end as replied_at
    from spoken s
    join msg.reader r on r.conversation_id = s.conversation_id
    where not s.wide and r.inbox_minute is not null and (r.inbox_minute <> s.last_minute
      or not r.unread and (s.low <> r.user_id or s.high <> r.user_id)
      or (r.replied_at < minute) is not false and r.user_id = any (s.actors))
    order by r.conversation_id, r.user_id
    for no key update of r
  ), flagged as (
    update msg.reader r set unread = t.unread, inbox_minute = t.last_minute, replied_at = t.replied_at
    from touched t where r.conversation_id = t.conversation_id and r.user_id = t.user_id
  ), raised as (
    update msg.room k set minute = s.last_minute from spoken s
    where s.kind = 'room' and k.conversation_id = s.conversation_id and k.minute <> s.last_minute
  ), replied as (
    insert into msg.reader as r (conversation_id, user_id, replied_at)
    select s.conversation_id, s.actor, moment from sent s
    where (s.wide or not s.active) and not exists (
      select from msg.reader f where f.conversation_id = s.conversation_id and f.user_id = s.actor
        and (f.replied_at >= minute or not s.wide and f.inbox_minute is not null))
    group by s.conversation_id, s.actor
    order by s.conversation_id, s.actor collate "C"
    on conflict (conversation_id, user_id) do update set replied_at = excluded.replied_at
  ), placed as materialized (
    select array_agg(l.position order by l.position) as positions from logged l
  )
  select array_agg(case
      when n.status = 'committed' then
        json_build_array(committed_at, n.revision + n.nth, n.last_seq + n.nth, (select p.positions from placed p)[n.place])
      else json_build_object('status', n.status) end order by n.ord),
    bool_or(n.status = 'duplicate')
  into outcomes, repeated
  from (select *, count(*) filter (where status = 'committed') over (order by ord) as place from numbered) n;
  if repeated then
    outcomes := array(
      select case when o.outcome ->> 'status' = 'duplicate' then json_build_object('status', 'duplicate', 'used', (
        select msg.used_message(m) from msg.message m where m.id = ids[o.ord]))
        else o.outcome end
      from unnest(outcomes) with ordinality as o (outcome, ord) order by o.ord);
  end if;
  return outcomes;
end
$$;
`

export const commitSends = `
create ${writing(['', ''])}${columnCommit({ name: 'msg_send_1', columns, write: 'msg_write_sends_1' })}
create function msg.msg_commit_sends_1(items jsonb, locked uuid[], moment timestamptz) returns json[] language plpgsql volatile as $$
begin
  return (
    select msg.msg_write_sends_1(array_agg(i.conversation_id), array_agg(i.actor), null, null, array_agg(i.id), array_agg(i.verb),
      array_agg(i.body), array_agg(i."replyTo"), array_agg(nullif(i.mentions, '{}')::text), array_agg(array_to_string(i.words, ' ')),
      array_agg(i."contentHash"), array_agg(i.holding), locked, moment)
    from (
      select e.ord, e.item ->> 'actor' as actor, c.id as conversation_id, d.*,
        c.id is not null and ${guardsHold("(e.item -> 'guards')", "(e.item ->> 'actor')")} as holding
      from jsonb_array_elements(items) with ordinality as e (item, ord)
      cross join lateral jsonb_to_record(e.item #> '{changes,0}') as d (
        id uuid, verb text, body text, "replyTo" uuid, mentions text[], words text[], "contentHash" text)
      left join msg.conversation c
        on c.id = (e.item ->> 'conversationId')::uuid and c.id = any (locked) and c.deleted_at is null
      order by e.ord) i);
end
$$;
`

/** The same, and while the clock is behind the conversation's last minute, what is sent is ranked as of the end of that minute. */
export const rankedSends = `
create or replace ${writing([
  ', ranked_at',
  `,
      case when s.last_minute > floor(extract(epoch from moment) / 60) then to_timestamp(s.last_minute * 60 + 59.999) end`,
])}`
