/** SQL: why nothing is imported into the conversation row `c`, or null where something may be. */
export const refusedBy = `case when c.id is null then 'not_found' when c.deleted_at is not null then 'gone' end`

/**
 * Importing what another system has, set by set: each function takes one list of the batch and answers what became of each
 * item. The caller holds the row locks of all conversations named. What is written has the revision that the one change at
 * the end makes; until then a conversation that is new has revision 0.
 */
export const importing = `
create function msg.msg_import_conversations_1(items jsonb) returns text[] language plpgsql volatile as $$
declare
  made uuid[];
begin
  with item as (
    select d.* from jsonb_to_recordset(items) as d (id uuid, kind text, title text, "createdBy" text, "createdAt" timestamptz,
      "invitePolicy" text, visibility text, "joinPolicy" text, target jsonb, pair jsonb, "bySending" boolean, "contentHash" text)
  ), inserted as (
    insert into msg.conversation as c (id, kind, title, created_by, created_at, invite_policy, visibility, join_policy,
      target_type, target_id, direct_low, direct_high, by_sending, content_hash, revision, joins, member_count, wide,
      last_minute, last_position)
    select i.id, i.kind, i.title, i."createdBy", i."createdAt", i."invitePolicy", i.visibility, i."joinPolicy",
      i.target ->> 'type', i.target ->> 'id', least((i.pair ->> 0) collate "C", i.pair ->> 1),
      greatest((i.pair ->> 0) collate "C", i.pair ->> 1), i."bySending", i."contentHash", 0, 0, 0, false,
      floor(extract(epoch from i."createdAt") / 60)::integer, 0
    from item i order by i.id
    on conflict do nothing returning c.id
  )
  select array(select i.id from inserted i) into made;

  insert into msg.room (conversation_id, minute, open)
  select c.id, c.last_minute, c.visibility = 'public' from msg.conversation c where c.id = any (made) and c.kind = 'room';

  return array(
    select coalesce(${refusedBy}, case
      when c.id = any (made) then 'imported'
      when (e.item ->> 'derived')::boolean or c.content_hash = e.item ->> 'contentHash' then 'existing'
      else 'idempotency_mismatch' end)
    from jsonb_array_elements(items) with ordinality as e (item, ord)
    left join lateral (select * from msg.conversation c where c.id = (e.item ->> 'id')::uuid offset 0) c on true order by e.ord);
end
$$;

create type msg.import_message as (
  outcome text,
  conversation_id uuid,
  id uuid,
  seq bigint,
  author_id text,
  verb text,
  body text,
  words text[],
  reply_to uuid,
  mentions text[],
  created_at timestamptz,
  ranked_at timestamptz,
  edited_at timestamptz,
  retracted_at timestamptz,
  content_hash text,
  revision bigint
);

create function msg.msg_judge_import_1(items jsonb) returns msg.import_message[] language plpgsql volatile as $$
declare
  own text[];
begin
  if items @? '$[*] ? (@.replyTo != null)' then
    own := array(select concat(e ->> 'conversationId', e ->> 'id') from jsonb_array_elements(items) as e);
  end if;
  return (
    with judged as (
      select item.*, c.last_seq, c.revision + 1 as revision, last.ranked_at as ranked_before, coalesce(${refusedBy}, case
        when used.id is not null then case
          when used.content_hash = '' or used.purged then 'gone'
          when used.conversation_id = c.id and used.content_hash = item.content_hash then 'existing'
          else 'idempotency_mismatch' end
        when item.reply_to is not null and concat(c.id, item.reply_to) <> all (own) and not exists (
          select from msg.message r where r.id = item.reply_to and r.conversation_id = c.id offset 0) then 'not_found'
        else 'imported' end) as outcome
      from rows from (jsonb_to_recordset(items) as (
        id uuid, "conversationId" uuid, "authorId" text, verb text, body text, words text[], "replyTo" uuid, mentions text[],
        "createdAt" timestamptz, "editedAt" timestamptz, "retractedAt" timestamptz, "contentHash" text
      )) with ordinality as item (id, conversation_id, author_id, verb, body, words, reply_to, mentions, created_at,
        edited_at, retracted_at, content_hash, ord)
      left join lateral (select * from msg.conversation c where c.id = item.conversation_id offset 0) c on true
      left join lateral (
        select u.id, u.conversation_id, u.content_hash, msg.is_purged(u) as purged from msg.message u
        where u.id = item.id offset 0) used on true
      left join lateral (
        select coalesce(l.ranked_at, l.created_at) as ranked_at from msg.message l
        where l.conversation_id = c.id and l.seq = c.last_seq offset 0) last on true
    ), numbered as (
      select j.*, j.last_seq + count(*) filter (where j.outcome = 'imported') over so_far as seq,
        greatest(j.ranked_before, max(j.created_at) filter (where j.outcome = 'imported') over so_far) as ranked_at
      from judged j window so_far as (partition by j.conversation_id order by j.ord)
    )
    select array_agg(row (n.outcome, n.conversation_id, n.id, n.seq, n.author_id, n.verb, n.body, n.words, n.reply_to,
        nullif(n.mentions, '{}'), n.created_at, nullif(n.ranked_at, n.created_at), n.edited_at, n.retracted_at, n.content_hash,
        n.revision)::msg.import_message order by n.ord)
    from numbered n);
end
$$;

-- Answers which conversations it puts in another place of inboxes.
create function msg.msg_keep_messages_1(messages msg.import_message[]) returns uuid[] language plpgsql volatile as $$
declare
  moved uuid[];
begin
  insert into msg.message (conversation_id, seq, id, author_id, verb, body, words, reply_to, mentions, created_at, ranked_at,
    edited_at, edited_revision, retracted_at, content_hash, revision)
  select m.conversation_id, m.seq, m.id, m.author_id, m.verb, m.body, msg.found_by(m.words, m.conversation_id, m.seq), m.reply_to,
    m.mentions, m.created_at, m.ranked_at, m.edited_at, case when m.edited_at is not null then m.revision end, m.retracted_at,
    m.content_hash, m.revision
  from unnest(messages) m where m.outcome = 'imported';

  with said as (
    select m.conversation_id, count(*) as messages, floor(extract(epoch from max(m.created_at)) / 60)::integer as minute
    from unnest(messages) m where m.outcome = 'imported' group by m.conversation_id
  ), moving as (
    select s.conversation_id from said s
    cross join lateral (select c.last_minute from msg.conversation c where c.id = s.conversation_id offset 0) c
    where s.minute >= c.last_minute
  ), counted as (
    update msg.conversation c set last_seq = c.last_seq + s.messages, last_minute = greatest(c.last_minute, s.minute)
    from said s where c.id = s.conversation_id
  )
  select array(select s.conversation_id from moving s) into moved;

  update msg.room k set minute = c.last_minute from msg.conversation c
  where k.conversation_id = any (moved) and c.id = k.conversation_id;
  return moved;
end
$$;
`
