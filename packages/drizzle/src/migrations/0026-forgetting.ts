/**
 * Forgetting the texts messages had before they were edited, along message_text_replaced, the longest replaced first. A text
 * is still seen by who left while it was the present one: by the revisions at which members left (member_past), from its own
 * to that of the text that follows it.
 */
export const forgetting = `
create function msg.is_text_seen(t msg.message_text) returns boolean language sql stable
return exists (
  select from msg.member m
  where m.conversation_id = t.conversation_id and m.status = 'left' and m.ended_seq >= t.seq and m.ended_revision >= t.revision
    and m.ended_revision < coalesce(
      (select n.revision from msg.message_text n
        where n.conversation_id = t.conversation_id and n.seq = t.seq and n.revision > t.revision
        order by n.revision limit 1),
      (select u.edited_revision from msg.message u where u.conversation_id = t.conversation_id and u.seq = t.seq)));

create function msg.msg_forget_texts_1(before timestamptz, above jsonb, at_most integer) returns jsonb language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
set jit = off
as $$
declare
  t msg.message_text;
  place jsonb;
  looked integer := 0;
begin
  for t in
    select * from msg.message_text e
    where e.replaced_at < before and (e.replaced_at, e.conversation_id, e.seq, e.revision) > (
      coalesce((above ->> 0)::timestamptz, '-infinity'),
      coalesce((above ->> 1)::uuid, '00000000-0000-0000-0000-000000000000'),
      coalesce((above ->> 2)::bigint, 0), coalesce((above ->> 3)::bigint, 0))
    order by e.replaced_at, e.conversation_id, e.seq, e.revision
    limit at_most
  loop
    delete from msg.message_text e
    where e.conversation_id = t.conversation_id and e.seq = t.seq and e.revision = t.revision and not msg.is_text_seen(t);
    looked := looked + 1;
    place := jsonb_build_array(t.replaced_at, t.conversation_id, t.seq, t.revision);
  end loop;
  return case when looked = at_most then place end;
end
$$;
`
