import { unreadAbove } from './unread-above.ts'

/**
 * What is kept for a reader. When each of their watermarks moved where, to tell when a message was first read: the first
 * advance at or above it. The commit function forgets all but about the last thousand of each watermark; `advances` in
 * reader counts them. And what they do to their own view: the caller holds the conversation's row lock, under which alone
 * its readers' rows change.
 */
export const reader = `
create table msg.advance (
  conversation_id uuid not null,
  user_id text collate "C" not null,
  mark text not null check (mark in ('read', 'delivered')),
  seq bigint not null,
  at timestamptz not null,
  primary key (conversation_id, user_id, mark, seq)
);

create function msg.msg_clear_1(item jsonb, draft jsonb, moment timestamptz) returns bigint language plpgsql volatile as $$
declare
  c msg.conversation;
  actor text := item ->> 'actor';
  before bigint;
  up_to bigint;
begin
  select * into strict c from msg.conversation where id = (item ->> 'conversationId')::uuid;
  before := coalesce((select r.cleared_seq from msg.reader r where r.conversation_id = c.id and r.user_id = actor), 0);
  up_to := least((draft ->> 'clearedSeq')::bigint, c.last_seq);
  if up_to <= before then
    return before;
  end if;
  insert into msg.reader as r (conversation_id, user_id, cleared_seq) values (c.id, actor, up_to)
  on conflict (conversation_id, user_id) do update set cleared_seq = excluded.cleared_seq,
    unread = r.unread and ${unreadAbove('r.user_id', 'greatest(r.read_seq, excluded.cleared_seq)')};
  perform msg.msg_log_message_1(c, null, 'inbox.cleared', actor, 'actor', moment);
  return up_to;
end
$$;

create function msg.msg_mute_1(item jsonb, draft jsonb, moment timestamptz) returns void language plpgsql volatile as $$
declare
  c msg.conversation;
  actor text := item ->> 'actor';
begin
  select * into strict c from msg.conversation where id = (item ->> 'conversationId')::uuid;
  insert into msg.reader as r (conversation_id, user_id, muted_until) values (c.id, actor, (draft ->> 'mutedUntil')::timestamptz)
  on conflict (conversation_id, user_id) do update set muted_until = excluded.muted_until
  where r.muted_until is distinct from excluded.muted_until;
  if found then
    perform msg.msg_log_message_1(c, null, 'inbox.muted', actor, 'actor', moment);
  end if;
end
$$;
`
