/**
 * How far each notifier has got in the log, what it has parked, and what it gave up. No text of users is in them: changes are
 * named by their position. Written by whoever has the lease `notifier:<name>`, and by the host's replay and purge.
 */
export const notifiers = `
create table msg.notifier (
  name text collate "C" primary key,
  epoch text not null,
  after text not null,
  up_to text,
  position bigint
);

create table msg.parked (
  notifier text collate "C" not null,
  position bigint not null,
  lane text collate "C" not null,
  attempts integer not null,
  next_at timestamptz not null,
  primary key (notifier, position)
);

create table msg.dead_letter (
  notifier text collate "C" not null,
  position bigint not null,
  lane text collate "C" not null,
  attempts integer not null,
  reason text not null,
  at timestamptz not null,
  primary key (notifier, position)
);
`
