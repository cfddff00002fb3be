import { keptAdvances } from '@msg/core'
import { columnCommit } from './column-commit.ts'
import { guardsHold } from './guards.ts'
import { unreadAbove } from './unread-above.ts'

/**
 * Receipts, all in one statement, each of which builds on those before it. They come as columns, one list for each: in `reads` and
 * `delivers` the number up to which, one of the two; the others are those of sends, and so are the callers. Who calls
 * `msg_write_receipts_1` holds the row locks of the conversations in `locked` and of their readers; any other conversation counts as absent.
 */
const columns = `conversations uuid[], actors text[], settings bigint[], members bigint[], reads bigint[], delivers bigint[]`

const locks = `  perform from generate_series(1, cardinality(actors)) as ord, msg.reader r
    where r.conversation_id = conversations[ord] and r.user_id = actors[ord]
    order by r.conversation_id, r.user_id for no key update of r;
`

export const commitReceipts = `
create function msg.msg_forget_advances_1(which uuid, who text) returns void language plpgsql volatile as $$
declare
  kind text;
begin
  foreach kind in array array['delivered', 'read'] loop
    delete from msg.advance v
    where v.conversation_id = which and v.user_id = who and v.mark = kind and v.seq < (
      select k.seq from msg.advance k where k.conversation_id = which and k.user_id = who and k.mark = kind
      order by k.seq desc offset ${keptAdvances - 1} limit 1);
  end loop;
  update msg.reader set advances = ${keptAdvances} where conversation_id = which and user_id = who;
end
$$;

create function msg.msg_write_receipts_1(${columns}, holding boolean[], locked uuid[], moment timestamptz)
returns json[] language plpgsql volatile as $$
declare
  committed_at text := msg.iso(moment);
  outcomes json[];
  long uuid[];
  readers text[];
begin
  with item as (
    select ord, conversations[ord] as conversation_id, actors[ord] as actor, settings[ord] as settings_version,
      members[ord] as member_version, reads[ord] as read_to, delivers[ord] as delivered_to, holding[ord] is not false as holding
    from generate_series(1, cardinality(actors)) as ord
    offset 0
  ), checked as (
    select item.*, c.wide, c.last_seq, c.revision, coalesce(m.status = 'active', false) as active, coalesce(r.read_seq, 0) as read_seq,
      r.read_at, coalesce(r.delivered_seq, 0) as delivered_seq, r.delivered_at,
      case when read_to is null then 'delivered' else 'read' end as mark, c.id is not null and item.holding
        and (item.settings_version is null or item.settings_version = c.settings_version)
        and (item.member_version is null or item.member_version = coalesce(m.version, 0)) as holds
    from item
    left join msg.conversation c on c.id = item.conversation_id and c.id = any (locked) and c.deleted_at is null
    left join msg.member m on m.conversation_id = item.conversation_id and m.user_id = item.actor
    left join msg.reader r on r.conversation_id = item.conversation_id and r.user_id = item.actor
    offset 0
  ), aimed as (
    select checked.*, case when holds then least(coalesce(read_to, delivered_to), last_seq) end as target from checked
  ), marked as (
    select aimed.*, greatest(read_seq, max(target) filter (where mark = 'read') over earlier) as read_before,
      greatest(delivered_seq, max(target) over earlier) as delivered_before
    from aimed
    window earlier as (partition by conversation_id, actor order by ord rows between unbounded preceding and 1 preceding)
  ), moved as materialized (
    select marked.*, greatest(case mark when 'read' then target end, read_before) as read_now,
      greatest(target, delivered_before) as delivered_now,
      coalesce(target > case mark when 'read' then read_before else delivered_before end, false) as advanced
    from marked
  ), noted as (
    insert into msg.advance (conversation_id, user_id, mark, seq, at)
    select m.conversation_id, m.actor, m.mark, m.target, moment from moved m where m.advanced
    on conflict do nothing
  ), logged as (
    insert into msg.change (conversation_id, revision, type, actor, audience, at)
    select m.conversation_id, m.revision, 'receipt.advanced', m.actor, case when m.active and not m.wide then 'members' else 'actor' end, moment
    from moved m where m.advanced order by m.ord
  ), kept as (
    insert into msg.reader as r (conversation_id, user_id, read_seq, read_at, delivered_seq, delivered_at, advances, unread)
    select x.conversation_id, x.actor, x.read_seq, case when x.read_seq > x.read_before then moment else x.read_at end, x.delivered_seq,
      moment, x.advances, not x.reads or ${unreadAbove('x.actor', 'x.read_seq')}
    from (
      select m.conversation_id, m.actor, max(m.read_now) as read_seq, max(m.delivered_now) as delivered_seq, m.read_seq as read_before, m.read_at,
        count(*) as advances, bool_or(m.mark = 'read') as reads
      from moved m where m.advanced group by m.conversation_id, m.actor, m.read_seq, m.read_at
    ) x
    join msg.conversation c on c.id = x.conversation_id
    order by x.conversation_id, x.actor collate "C"
    on conflict (conversation_id, user_id) do update
    set read_seq = excluded.read_seq, read_at = excluded.read_at,
      delivered_at = case when excluded.delivered_seq > r.delivered_seq then excluded.delivered_at else r.delivered_at end,
      delivered_seq = excluded.delivered_seq, advances = r.advances + excluded.advances,
      unread = case when excluded.read_seq > r.read_seq then excluded.unread else r.unread end
    returning r.conversation_id, r.user_id, r.advances
  ), crowded as materialized (
    select conversation_id, user_id from kept where advances >= ${keptAdvances + 100}
  )
  select array_agg(case when m.holds then json_build_object('status', 'committed', 'at', committed_at, 'stamps', json_build_array(
      json_build_object('revision', null, 'seq', m.read_now, 'readAt', msg.iso(case when m.read_now > m.read_seq then moment else m.read_at end),
        'deliveredSeq', m.delivered_now,
        'deliveredAt', msg.iso(case when m.delivered_now > m.delivered_seq then moment else m.delivered_at end))))
    else json_build_object('status', 'stale') end order by m.ord),
    (select array_agg(k.conversation_id) from crowded k), (select array_agg(k.user_id) from crowded k)
  into outcomes, long, readers
  from moved m;
  for place in 1 .. coalesce(cardinality(long), 0) loop
    perform msg.msg_forget_advances_1(long[place], readers[place]);
  end loop;
  return outcomes;
end
$$;
${columnCommit({ name: 'msg_advance_1', columns, write: 'msg_write_receipts_1', locks })}
create function msg.msg_commit_receipts_1(items jsonb, locked uuid[], moment timestamptz) returns json[] language plpgsql volatile as $$
begin
  return (
    select msg.msg_write_receipts_1(array_agg(i.conversation_id), array_agg(i.actor), null, null, array_agg(i."readSeq"),
      array_agg(i."deliveredSeq"), array_agg(i.holding), locked, moment)
    from (
      select c.id as conversation_id, e.item ->> 'actor' as actor, d.*,
        c.id is not null and ${guardsHold("(e.item -> 'guards')", "(e.item ->> 'actor')")} as holding
      from jsonb_array_elements(items) with ordinality as e (item, ord)
      cross join lateral jsonb_to_record(e.item #> '{changes,0}') as d ("readSeq" bigint, "deliveredSeq" bigint)
      left join msg.conversation c
        on c.id = (e.item ->> 'conversationId')::uuid and c.id = any (locked) and c.deleted_at is null
      order by e.ord) i);
end
$$;
`
