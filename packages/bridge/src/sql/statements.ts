/** Every statement that reads, and which index serves it. */
export const reads = {
  /** One row. */
  id: 'select id from :schema:.memory',
  /** Primary key. */
  cursor: 'select event_id, message_id from :schema:.cursor where link = $1',
  /** Primary key. */
  localCursor: 'select from_seq, done, seq, revision from :schema:.local_cursor where link = $1',
  /** `queue_seq`. */
  queued: 'select * from :schema:.queue where link = $1 order by seq limit $2',
  /** Primary key of `pair`. */
  pairsOf: 'select * from :schema:.pair where message_id = any($1::uuid[])',
  /** `pair_remote`. */
  pairsOfRemote: 'select * from :schema:.pair where link = $1 and remote_id = any($2::bigint[])',
  /** `pair_unsettled`. */
  unsettled: `select * from :schema:.pair where link = $1 and state in ('posting', 'unknown')`,
  /** `pair_brought`, backwards. */
  remoteFloor: `select min(remote_id) as floor from (
    select remote_id from :schema:.pair where link = $1 and origin = 'remote' order by remote_id desc limit $2) as newest`,
  /** Primary key. */
  people: 'select * from :schema:.person where user_id = any($1::text[])',
  /** Primary key. */
  wasAdmitted: 'select from :schema:.admitted where link = $1 and user_id = $2',
} as const

/** Every statement that writes; each goes by the primary key. */
export const writes = {
  moveCursor: `insert into :schema:.cursor (link, event_id, message_id) values ($1, $2, $3)
    on conflict (link) do update set event_id = excluded.event_id, message_id = excluded.message_id`,
  moveLocalCursor: `insert into :schema:.local_cursor (link, from_seq, done, seq, revision) values ($1, $2, $3, $4, $5)
    on conflict (link) do update set from_seq = excluded.from_seq, done = excluded.done, seq = excluded.seq, revision = excluded.revision`,
  enqueue: `insert into :schema:.queue as waiting (link, message_id, seq, revision) values ($1, $2, $3, $4)
    on conflict (link, message_id) do update set revision = greatest(waiting.revision, excluded.revision)`,
  mark: 'update :schema:.queue set marked = true where link = $1 and message_id = $2',
  settle: 'delete from :schema:.queue where link = $1 and message_id = $2 and revision <= $3 returning *',
  save: `insert into :schema:.pair select * from jsonb_populate_recordset(null:::schema:.pair, $1::jsonb)
    on conflict (message_id, link, part) do update set state = excluded.state, remote_id = excluded.remote_id,
      digest = excluded.digest, body = excluded.body, edits = excluded.edits, starred = excluded.starred,
      star_shown = excluded.star_shown, above = excluded.above, since = excluded.since, reason = excluded.reason`,
  drop: `delete from :schema:.pair where (message_id, link, part) in (
    select message_id, link, part from jsonb_populate_recordset(null:::schema:.pair, $1::jsonb))`,
  savePerson: `insert into :schema:.person (user_id, name, avatar_url) values ($1, $2, $3)
    on conflict (user_id) do update set name = excluded.name, avatar_url = excluded.avatar_url`,
  admit: 'insert into :schema:.admitted (link, user_id) values ($1, $2) on conflict do nothing',
} as const
