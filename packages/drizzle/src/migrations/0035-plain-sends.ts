import { pinned } from './pinned.ts'

/**
 * The commit of a batch of plain sends, which come in the order of their conversations' ids, in which these are locked. Each
 * conversation comes once: `firsts` and `lasts` are the numbers, from 1, of its first message and its last. Beside what `msg_send_1` is
 * told of each message, `places` has the number of its conversation, and `turns` its own number in the order in which they are logged.
 *
 * Nearly always all messages of a batch can be committed, so that is what is asked first, and then they are written as they came.
 * Where it cannot be said of one of them, or the clock is behind a conversation's last minute, `msg_write_sends_1` judges each, and
 * there is an outcome for each. Here there is one for all: when, the number and revision of each conversation before, and the places in
 * the log.
 *
 * These are several short statements rather than one: what is read of a conversation is kept in variables, and Postgres sets up a
 * third of the steps.
 */
export const plainSends = `
create function msg.msg_send_2(conversations uuid[], firsts integer[], lasts integer[], places integer[], turns integer[], actors text[],
  settings bigint[], members bigint[], ids uuid[], verbs text[], bodies text[], replies uuid[], mentions text[], words text[], hashes text[]) returns json language plpgsql volatile
${pinned}
as $$
declare
  moment timestamptz;
  minute timestamptz;
  minutes integer;
  locked uuid[];
  seqs bigint[];
  revisions bigint[];
  versions bigint[];
  wides boolean[];
  positions bigint[];
  ranked integer;
  deleted boolean;
  crowded boolean;
  in_rooms boolean;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'msg_send_2 must run in read committed' using errcode = 'invalid_transaction_state';
  end if;
  select array_agg(c.id), array_agg(c.last_seq), array_agg(c.revision), array_agg(c.settings_version), array_agg(c.wide), max(c.last_minute),
    bool_or(c.deleted_at is not null), bool_or(c.wide), bool_or(c.kind = 'room')
  into locked, seqs, revisions, versions, wides, ranked, deleted, crowded, in_rooms
  from (
    select c.id, c.kind, c.last_seq, c.revision, c.settings_version, c.wide, c.last_minute, c.deleted_at from msg.conversation c
    where c.id = any (conversations) order by c.id for no key update) c;
  moment := date_trunc('milliseconds', clock_timestamp());
  minute := date_trunc('minute', moment);
  minutes := floor(extract(epoch from moment) / 60);
  if deleted or locked is distinct from conversations or ranked > minutes or not (
    select bool_and(coalesce(m.status = 'active', false) and used.id is null
      and (settings[ord] is null or settings[ord] = versions[places[ord]])
      and (members[ord] is null or members[ord] = m.version))
    from generate_series(1, cardinality(ids)) as ord
    left join msg.member m on m.conversation_id = conversations[places[ord]] and m.user_id = actors[ord]
    left join msg.message used on used.id = ids[ord])
  then
    return array_to_json(msg.msg_write_sends_1(array(select conversations[place] from unnest(places) as place), actors, settings, members,
      ids, verbs, bodies, replies, mentions, words, hashes, null, locked, moment));
  end if;

  insert into msg.message (conversation_id, seq, id, author_id, verb, body, reply_to, mentions, words, content_hash, revision, created_at)
  select conversations[places[ord]], seqs[places[ord]] + ord - firsts[places[ord]] + 1, ids[ord], actors[ord], verbs[ord], bodies[ord], replies[ord],
    mentions[ord]::text[], msg.found_by(string_to_array(words[ord], ' '), conversations[places[ord]], seqs[places[ord]] + ord - firsts[places[ord]] + 1),
    hashes[ord], revisions[places[ord]] + ord - firsts[places[ord]] + 1, moment
  from generate_series(1, cardinality(ids)) as ord;

  with logged as (
    insert into msg.change as ch (conversation_id, revision, type, actor, audience, seq, at)
    select conversations[places[ord]], revisions[places[ord]] + ord - firsts[places[ord]] + 1, 'message.sent', actors[ord], 'members',
      seqs[places[ord]] + ord - firsts[places[ord]] + 1, moment
    from generate_series(1, cardinality(ids)) as ord order by turns[ord]
    returning ch.position
  )
  select array_agg(l.position order by l.position) into positions from logged l;

  update msg.conversation c set last_seq = c.last_seq + g.last - g.first + 1, revision = c.revision + g.last - g.first + 1, last_minute = minutes,
    last_position = positions[turns[g.last]]
  from unnest(conversations, firsts, lasts) as g (id, first, last)
  where c.id = g.id;

  with touched as materialized (
    select r.conversation_id, r.user_id, r.unread or r.user_id <> any (s.actors) as unread,
      case when r.user_id = any (s.actors) and (r.replied_at < minute) is not false then moment else r.replied_at end as replied_at
    from (
      select g.id, actors[g.first:g.last] as actors from unnest(conversations, firsts, lasts, wides) as g (id, first, last, wide)
      where not g.wide) s
    join msg.reader r on r.conversation_id = s.id
    where r.inbox_minute is not null and (r.inbox_minute <> minutes
      or not r.unread and r.user_id <> any (s.actors)
      or (r.replied_at < minute) is not false and r.user_id = any (s.actors))
    order by r.conversation_id, r.user_id
    for no key update of r
  )
  update msg.reader r set unread = t.unread, inbox_minute = minutes, replied_at = t.replied_at
  from touched t where r.conversation_id = t.conversation_id and r.user_id = t.user_id;

  if in_rooms then
    update msg.room k set minute = minutes where k.conversation_id = any (conversations) and k.minute <> minutes;
  end if;

  if crowded then
    insert into msg.reader as r (conversation_id, user_id, replied_at)
    select s.id, s.actor, moment
    from (select distinct conversations[places[ord]] as id, actors[ord] collate "C" as actor
      from generate_series(1, cardinality(ids)) as ord where wides[places[ord]]) s
    where not exists (
      select from msg.reader f where f.conversation_id = s.id and f.user_id = s.actor and f.replied_at >= minute)
    order by s.id, s.actor
    on conflict (conversation_id, user_id) do update set replied_at = excluded.replied_at;
  end if;

  return json_build_object('at', msg.iso(moment), 'seqs', seqs, 'revisions', revisions, 'positions', positions);
end
$$;
`
