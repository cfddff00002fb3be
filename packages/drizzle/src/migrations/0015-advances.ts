/**
 * When each watermark of a reader moved where, to tell when a message was first read: the first advance at or above it. The
 * commit function forgets all but about the last thousand of each watermark; `advances` in reader counts them.
 */
export const advances = `
create table msg.advance (
  conversation_id uuid not null,
  user_id text collate "C" not null,
  mark text not null check (mark in ('read', 'delivered')),
  seq bigint not null,
  at timestamptz not null,
  primary key (conversation_id, user_id, mark, seq)
);
`
