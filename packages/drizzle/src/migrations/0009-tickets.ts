/**
 * Tickets of live connections, by their hash: written once, deleted on use. Whoever revokes a user's sessions deletes the
 * user's tickets in the same commit.
 */
export const tickets = `
create table msg.ticket (
  hash text collate "C" primary key,
  user_id text collate "C" not null,
  origin text,
  session_until timestamptz,
  until timestamptz not null
);
create index ticket_user on msg.ticket (user_id, until);
create index ticket_until on msg.ticket (until);
`
