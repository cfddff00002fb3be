/**
 * Where rooms are found: the minute of the last message, coarse as in the inbox, so that a send touches it once a minute at
 * most, and whether everybody may find it. Others are found by those who are in them, by member_user.
 */
export const rooms = `
create table msg.room (
  conversation_id uuid primary key,
  minute integer not null,
  open boolean not null
) with (fillfactor = 80);
create index room_open on msg.room (minute) where open;
`
