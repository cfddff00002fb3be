import type {
  AudienceMember,
  AudienceRecord,
  DeadLetterRecord,
  LoggedChange,
  LogPoint,
  MissedRecord,
  NotifierPlace,
  NotifierStep,
  NotifierStore,
  ParkedChange,
} from '@msg/core'
import type { Database, Row } from '../database.ts'
import { conversationKind, target } from '../rows/conversation.ts'
import { fields, integer, list, nullable, oneOf, text, truth } from '../rows/values.ts'
import { loggedChange } from '../rows/log.ts'
import { pageOfChanges } from './hydrate.ts'
import { belowFloor, lasting } from './log.ts'
import { endless, stretch, unforeseen, walk } from './walk.ts'

/** By notifier_pkey and parked_pkey; the end of the log by change_xid. Nothing comes back when another node was here first. */
export const openNotifierSql = `
with opened as (
  insert into msg.notifier as n (name, epoch, after)
  select $1::text, meta.epoch, ${lasting}::text from msg.meta
  on conflict (name) do update set epoch = excluded.epoch, after = excluded.after, up_to = null, position = null
  where n.epoch <> excluded.epoch
  returning n.after, n.up_to, n.position, false as lost
), place as (
  select o.after, o.up_to, o.position, exists (select from msg.notifier n where n.name = $1::text) as lost from opened o
  union all
  select n.after, n.up_to, n.position, n.position is null and (${belowFloor('n.after::pg_snapshot', 'meta.pruned_xid')})
  from msg.notifier n, msg.meta where n.name = $1::text and not exists (select from opened)
)
select p.after, p.up_to, p.position, p.lost, (
  select coalesce(json_agg(json_build_object('position', k.position, 'lane', k.lane, 'attempts', k.attempts,
    'nextAt', msg.iso(k.next_at)) order by k.position), '[]')
  from msg.parked k where k.notifier = $1::text) as parked
from place p`

const parkedChange = (value: unknown): ParkedChange => {
  const row = fields(value)
  return {
    position: integer(row['position']),
    lane: text(row['lane']),
    attempts: integer(row['attempts']),
    nextAt: text(row['nextAt']),
  }
}

const pointOf = (row: Row): LogPoint => {
  const after = text(row['after'])
  const [upTo, position] = [nullable(row['up_to'], text), nullable(row['position'], integer)]
  return upTo === null || position === null ? { after } : { after, upTo, position }
}

const open = async (database: Database, name: string): Promise<NotifierPlace> => {
  for (;;) {
    const [row] = await database.query(openNotifierSql, [name])
    if (row === undefined) continue
    return { point: pointOf(row), parked: list(row['parked'], parkedChange), lost: truth(row['lost']) }
  }
}

/**
 * The lease's row is locked, so that nobody takes it over in between; without it nothing happens. Everything by primary key.
 */
export const advanceNotifierSql = `
with held as materialized (
  select l.fence from msg.lease l where l.name = 'notifier:' || $1::text and l.fence = $2::bigint for update
), moved as (
  update msg.notifier n set after = $3::text, up_to = $4::text, position = $5::bigint
  where n.name = $1::text and $3::text is not null and exists (select from held)
), settled as (
  delete from msg.parked k
  where k.notifier = $1::text and k.position = any ($6::bigint[]) and exists (select from held)
), parked as (
  insert into msg.parked (notifier, position, lane, attempts, next_at)
  select $1::text, n.position, n.lane, n.attempts, n."nextAt"
  from json_to_recordset($7::json) as n (position bigint, lane text, attempts integer, "nextAt" timestamptz)
  where exists (select from held)
  on conflict (notifier, position) do update set attempts = excluded.attempts, next_at = excluded.next_at
), buried as (
  insert into msg.dead_letter (notifier, position, lane, attempts, reason, at)
  select $1::text, n.position, n.lane, n.attempts, n.reason, clock_timestamp()
  from json_to_recordset($8::json) as n (position bigint, lane text, attempts integer, reason text)
  where exists (select from held)
  on conflict (notifier, position) do update set attempts = excluded.attempts, reason = excluded.reason, at = excluded.at
)
select count(*) as held from held`

const advance = async (
  database: Database,
  { name, fence, point, park, settle, bury }: NotifierStep,
): Promise<boolean> => {
  const [row] = await database.query(advanceNotifierSql, [
    name,
    fence,
    point?.after ?? null,
    point?.upTo ?? null,
    point?.position ?? null,
    [...settle, ...bury.map(({ position }) => position)].map(String),
    JSON.stringify(park),
    JSON.stringify(bury),
  ])
  return integer(row?.['held']) === 1
}

/** By change_pkey. */
export const changesSql = `
with page as materialized (
  select found.position, null::bigint as as_of, null::bigint as until
  from unnest(${unforeseen('$1::bigint[]')}) as asked (position)
  cross join lateral (select ch.position from msg.change ch where ch.position = asked.position offset 0) found)
select ${pageOfChanges('cardinality($1::bigint[])')} as changes`

const changes = async (
  database: Database,
  epoch: string,
  positions: readonly number[],
): Promise<readonly LoggedChange[]> => {
  const [row] = await database.query(changesSql, [positions.map(String)])
  return list(row?.['changes'], (change) => loggedChange(change, epoch))
}

/** By conversation_pkey, one by one whatever the planner believes; the members along member_order. */
export const audiencesSql = `
select json_build_object('id', c.id, 'kind', c.kind, 'title', c.title, 'visibility', c.visibility,
    'target', case when c.target_type is not null then json_build_object('type', c.target_type, 'id', c.target_id) end) as conversation,
  c.deleted_at is not null as deleted,
  case when c.kind <> 'channel' then (
    select coalesce(json_agg(json_build_object('userId', p.user_id, 'ordinal', p.ordinal, 'joinedSeq', p.joined_seq)
      order by p.ordinal), '[]')
    from (
      select m.user_id, m.ordinal, m.joined_seq from msg.member m
      where m.status = 'active' and ${walk(['m.conversation_id', 'm.ordinal'], 'c.id', ['$3::bigint', endless])}
      order by m.conversation_id, m.ordinal limit ${unforeseen('$2::integer')}) p) end as members
from unnest(${unforeseen('$1::uuid[]')}) as asked (id)
cross join lateral (select * from msg.conversation c where c.id = asked.id offset 0) c`

const audience = (row: Row): AudienceRecord => ({
  conversation: noticeConversation(row['conversation']),
  deleted: truth(row['deleted']),
  members: nullable(row['members'], (members) => list(members, audienceMember)),
})

const noticeConversation = (value: unknown): AudienceRecord['conversation'] => {
  const row = fields(value)
  return {
    id: text(row['id']),
    kind: conversationKind(row['kind']),
    title: nullable(row['title'], text),
    visibility: oneOf(row['visibility'], ['public', 'private']),
    target: nullable(row['target'], target),
  }
}

const audienceMember = (value: unknown): AudienceMember => {
  const row = fields(value)
  return { userId: text(row['userId']), ordinal: integer(row['ordinal']), joinedSeq: integer(row['joinedSeq']) }
}

/** By dead_letter_pkey. */
export const deadLettersSql = `
select d.position, d.attempts, d.reason, msg.iso(d.at) as at from msg.dead_letter d
where d.notifier = $1::text and d.position > $2::bigint order by d.position limit $3::integer`

const deadLetter = (row: Row): DeadLetterRecord => ({
  position: integer(row['position']),
  attempts: integer(row['attempts']),
  reason: text(row['reason']),
  at: text(row['at']),
})

/** By dead_letter_pkey; whether each change is still there, by change_pkey. */
export const replaySql = `
with revived as (
  delete from msg.dead_letter d
  where d.notifier = $1::text and ($2::bigint[] is null or d.position = any ($2::bigint[]))
    and (select true from msg.change ch where ch.position = d.position)
  returning d.position, d.lane
), parked as (
  insert into msg.parked (notifier, position, lane, attempts, next_at)
  select $1::text, r.position, r.lane, 0, clock_timestamp() from revived r
  on conflict (notifier, position) do nothing
)
select count(*) as done from revived`

/** By dead_letter_pkey. */
export const purgeSql = `
with gone as (
  delete from msg.dead_letter d
  where d.notifier = $1::text and ($2::bigint[] is null or d.position = any ($2::bigint[])) returning 1
)
select count(*) as done from gone`

/** The statement, and of whom which: null for all. */
const count = async (
  database: Database,
  sql: string,
  which: { readonly name: string; readonly positions: readonly number[] | undefined },
): Promise<number> => {
  const [row] = await database.query(sql, [which.name, which.positions?.map(String) ?? null])
  return integer(row?.['done'])
}

/**
 * Members in joining order (member_order) with their reader state (reader_pkey); whether this is the first message of others that
 * waits for them, by message_pkey from their watermark on.
 */
export const missedSql = `
select m.user_id as "userId", m.ordinal from msg.member m
left join msg.reader r on r.conversation_id = m.conversation_id and r.user_id = m.user_id
cross join lateral (
  select greatest(m.joined_seq, coalesce(r.delivered_seq, 0), coalesce(r.cleared_seq, 0)) as seq) since
cross join lateral (
  select u.seq from msg.message u
  where ${stretch(['u.conversation_id', 'u.seq'], 'm.conversation_id', ['since.seq', '$2::bigint + 1'])}
    and u.author_id <> m.user_id and u.body is not null
  order by u.conversation_id, u.seq limit ${unforeseen('1')}) first
where m.conversation_id = $1::uuid and m.status = 'active' and m.ordinal > $3::bigint and first.seq = $2::bigint
  and (r.muted_until is null or r.muted_until <= clock_timestamp())
order by m.ordinal limit ${unforeseen('$4::integer')}`

const missed = (row: Row): MissedRecord => ({ userId: text(row['userId']), ordinal: integer(row['ordinal']) })

export const createNotifierStore = (database: Database, epoch: string): NotifierStore => ({
  open: (name) => open(database, name),
  advance: (step) => advance(database, step),
  changes: (positions) => changes(database, epoch, positions),
  audiences: async ({ conversationIds, above = 0, limit }) =>
    (await database.query(audiencesSql, [conversationIds, limit, above])).map(audience),
  deadLetters: async (name, { above = 0, limit }) =>
    (await database.query(deadLettersSql, [name, above, limit])).map(deadLetter),
  replay: (name, positions) => count(database, replaySql, { name, positions }),
  purge: (name, positions) => count(database, purgeSql, { name, positions }),
  missed: async ({ conversationId, seq, above = 0, limit }) =>
    (await database.query(missedSql, [conversationId, seq, above, limit])).map(missed),
})
