/**
 * The tables. Ids of users are opaque texts, compared byte by byte (`collate "C"`). There are no foreign keys: every write
 * goes through the commit function, which holds the conversation's row lock, and the hot path does not pay for them.
 *
 * What a membership and a conversation's own state were before they changed is in past_member and past_state, from the revision
 * of each row on: who left still sees it so.
 *
 * A message has its present text; earlier ones are in message_text, the first with revision 0. What most messages do not have
 * (mentions, files, an edit, a pin) is null, which takes no room; so is `ranked_at`, the time by which search ranks an imported
 * message that is older than one before it: times by which is ranked never go back. `reactions` counts the rows in reaction. A change without a
 * conversation is a personal one: only its owner reads it.
 *
 * `words` is what a message is found by, null once retracted: its words and one lexeme more, that of the stretch it is in
 * (`stretch`). The words wait in a list of half a megabyte before they go into the index, so that a send pays little.
 */
export const tables = `
create table msg.meta (
  singleton boolean primary key default true check (singleton),
  epoch text not null,
  cursor_key bytea not null,
  pruned_xid xid8 not null default '0'
);
insert into msg.meta (epoch, cursor_key)
select gen_random_uuid()::text,
  sha256(convert_to(concat(gen_random_uuid(), gen_random_uuid(), gen_random_uuid()), 'UTF8'));

create table msg.lease (
  name text primary key,
  holder text not null,
  fence bigint not null,
  until timestamptz not null
);

create table msg.conversation (
  id uuid primary key,
  kind text not null check (kind in ('direct', 'group', 'room', 'channel')),
  title text,
  created_by text collate "C" not null,
  created_at timestamptz not null,
  invite_policy text not null check (invite_policy in ('members', 'admins')),
  visibility text not null default 'private' check (visibility in ('public', 'private')),
  join_policy text not null default 'closed' check (join_policy in ('open', 'closed')),
  target_type text collate "C",
  target_id text collate "C",
  closed_at timestamptz,
  deleted_at timestamptz,
  direct_low text collate "C",
  direct_high text collate "C",
  by_sending boolean not null default false,
  set_key bytea,
  content_hash text not null,
  last_seq bigint not null default 0,
  revision bigint not null default 1,
  state_revision bigint not null default 1,
  settings_version bigint not null default 1,
  roster_version bigint not null default 1,
  joins bigint not null,
  member_count bigint not null,
  wide boolean not null,
  last_minute integer not null,
  last_position bigint not null,
  check ((kind = 'direct') = (direct_low is not null and direct_high is not null)),
  check (direct_low < direct_high),
  check (set_key is null or by_sending and kind = 'group'),
  check ((target_type is null) = (target_id is null)),
  check (kind = 'room' or visibility = 'private' and join_policy = 'closed'),
  check (case kind when 'channel' then target_type is not null when 'room' then true else target_type is null end)
) with (fillfactor = 70);
create unique index conversation_direct on msg.conversation (direct_low, direct_high) where kind = 'direct';
create unique index conversation_target on msg.conversation (target_type, target_id, kind) where target_type is not null;

create table msg.member (
  conversation_id uuid not null,
  user_id text collate "C" not null,
  role text not null check (role in ('admin', 'member')),
  status text not null check (status in ('active', 'left', 'removed')),
  ordinal bigint not null,
  joined_at timestamptz not null,
  joined_seq bigint not null,
  joined_revision bigint not null,
  ended_at timestamptz,
  ended_seq bigint,
  ended_revision bigint,
  revision bigint not null,
  version bigint not null,
  primary key (conversation_id, user_id),
  check ((status = 'active') = (ended_revision is null))
) with (fillfactor = 90);
create index member_user on msg.member (user_id, conversation_id);
create index member_order on msg.member (conversation_id, ordinal) where status = 'active';
create index member_left on msg.member (user_id, ended_at, conversation_id) where status = 'left';
create index member_past on msg.member (conversation_id, ended_revision) where ended_revision is not null;
create index member_admin on msg.member (conversation_id) where status = 'active' and role = 'admin';

create table msg.past_member (like msg.member, primary key (conversation_id, user_id, revision));

create table msg.past_state (
  conversation_id uuid not null,
  revision bigint not null,
  title text,
  invite_policy text not null,
  visibility text not null,
  join_policy text not null,
  primary key (conversation_id, revision)
);

create table msg.reader (
  conversation_id uuid not null,
  user_id text collate "C" not null,
  read_seq bigint not null default 0,
  read_at timestamptz,
  replied_at timestamptz,
  delivered_seq bigint not null default 0,
  delivered_at timestamptz,
  advances integer not null default 0,
  cleared_seq bigint not null default 0,
  muted_until timestamptz,
  unread boolean not null default false,
  inbox_minute integer,
  wide boolean not null default false,
  primary key (conversation_id, user_id)
) with (fillfactor = 75);
create index reader_inbox on msg.reader (user_id, inbox_minute) where inbox_minute is not null;
create index reader_wide on msg.reader (user_id) where wide;
create index reader_guest on msg.reader (user_id, conversation_id) where inbox_minute is null and not wide;
create index reader_unread on msg.reader (user_id, conversation_id) where unread;

create table msg.message (
  conversation_id uuid not null,
  seq bigint not null,
  id uuid not null,
  author_id text collate "C" not null,
  verb text not null,
  body text,
  content_hash text not null,
  revision bigint not null,
  created_at timestamptz not null,
  ranked_at timestamptz,
  version integer not null default 1,
  reactions integer not null default 0,
  reply_to uuid,
  mentions text[],
  attachments jsonb,
  edited_at timestamptz,
  edited_revision bigint,
  retracted_at timestamptz,
  pinned_at timestamptz,
  pinned_by text collate "C",
  pinned_revision bigint,
  words tsvector,
  primary key (conversation_id, seq)
);
create unique index message_id on msg.message (id);
create index message_words on msg.message using gin (words) with (gin_pending_list_limit = 512);
create index message_pinned on msg.message (conversation_id, seq) where pinned_at is not null;

create table msg.message_text (
  conversation_id uuid not null,
  seq bigint not null,
  revision bigint not null,
  body text not null,
  mentions text[],
  at timestamptz not null,
  replaced_at timestamptz not null default clock_timestamp(),
  primary key (conversation_id, seq, revision)
);
create index message_text_replaced on msg.message_text (replaced_at, conversation_id, seq, revision);

create table msg.reaction (
  conversation_id uuid not null,
  seq bigint not null,
  emoji text collate "C" not null,
  user_id text collate "C" not null,
  revision bigint not null,
  primary key (conversation_id, seq, emoji, user_id)
);

create table msg.hidden (
  user_id text collate "C" not null,
  conversation_id uuid not null,
  seq bigint not null,
  primary key (user_id, conversation_id, seq)
);

create table msg.change (
  position bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  conversation_id uuid,
  revision bigint not null default 0,
  type text not null,
  actor text collate "C" not null,
  audience text not null check (audience in ('members', 'actor', 'owner')),
  seq bigint,
  user_id text collate "C",
  owner text collate "C",
  at timestamptz not null,
  check ((conversation_id is null) = (audience = 'owner')),
  check ((conversation_id is null) = (owner is not null))
);
create index change_xid on msg.change (xid, position);
create index change_conversation on msg.change (conversation_id, xid);
create index change_owner on msg.change (owner, xid) where conversation_id is null;
`
