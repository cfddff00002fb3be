/**
 * Deleting a conversation: nobody sees it from now on. Its rows stay, so that its id and those of its messages are never used
 * again; its texts go, the first thousand at once, the rest in steps: msg.doomed says from which message on. The caller holds
 * the conversation's row lock.
 */
export const deleting = `
create table msg.doomed (
  conversation_id uuid primary key,
  next_seq bigint not null
);

create function msg.msg_empty_1(which uuid, first bigint, last bigint) returns bigint language plpgsql volatile as $$
declare
  emptied bigint;
begin
  delete from msg.message_text t where t.conversation_id = which and t.seq between first and last;
  delete from msg.reaction r where r.conversation_id = which and r.seq between first and last;
  update msg.message m set body = null, words = null, mentions = null, reply_to = null, reactions = 0,
    edited_at = null, edited_revision = null, pinned_at = null, pinned_by = null, pinned_revision = null, retracted_at = null, version = version + 1
  where m.conversation_id = which and m.seq between first and last;
  get diagnostics emptied = row_count;
  return emptied;
end
$$;

create function msg.msg_delete_1(item jsonb, moment timestamptz) returns bigint language plpgsql volatile as $$
declare
  c msg.conversation;
begin
  update msg.conversation set revision = revision + 1, state_revision = revision + 1, settings_version = settings_version + 1,
    title = null, deleted_at = moment
  where id = (item ->> 'conversationId')::uuid returning * into strict c;
  update msg.reader set inbox_minute = null, wide = false, unread = false
  where conversation_id = c.id and (inbox_minute is not null or wide or unread);
  delete from msg.room where conversation_id = c.id;
  delete from msg.past_state where conversation_id = c.id;
  perform msg.msg_empty_1(c.id, 1, 1000);
  if c.last_seq > 1000 then
    insert into msg.doomed (conversation_id, next_seq) values (c.id, 1001);
  end if;
  perform msg.msg_log_1(c, 'conversation.deleted', item ->> 'actor', null, moment);
  return c.revision;
end
$$;

create function msg.msg_sweep_1(at_most integer) returns bigint language plpgsql volatile
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
set jit = off
as $$
declare
  d msg.doomed;
  emptied bigint;
begin
  select * into d from msg.doomed order by conversation_id limit 1 for update skip locked;
  if not found then
    return 0;
  end if;
  emptied := msg.msg_empty_1(d.conversation_id, d.next_seq, d.next_seq + at_most - 1);
  if emptied < at_most then
    delete from msg.doomed where conversation_id = d.conversation_id;
  else
    update msg.doomed set next_seq = d.next_seq + at_most where conversation_id = d.conversation_id;
  end if;
  return greatest(emptied, 1);
end
$$;
`
