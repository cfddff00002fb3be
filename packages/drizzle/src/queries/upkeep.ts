import type { ForgetQuery, KeptLease, LeaseQuery, PruneQuery } from '@msg/core'
import type { Database } from '../database.ts'
import { integer, nullable, text } from '../rows/values.ts'

/** One upsert on the primary key of lease; the database's clock decides what has run out. */
export const leaseSql = `
insert into msg.lease as l (name, holder, fence, until)
values ($1::text, $2::text, 1, clock_timestamp() + $3::integer * interval '1 millisecond')
on conflict (name) do update set
  holder = excluded.holder, until = excluded.until,
  fence = l.fence + case when l.until <= clock_timestamp() then 1 else 0 end
where l.holder = excluded.holder or l.until <= clock_timestamp()
returning fence`

export const takeLease = async (
  database: Database,
  { name, holder, milliseconds }: LeaseQuery,
): Promise<number | null> => {
  const [row] = await database.query(leaseSql, [name, holder, milliseconds])
  return row === undefined ? null : integer(row['fence'])
}

const releaseSql = 'update msg.lease set until = clock_timestamp() where name = $1::text and holder = $2::text'

export const releaseLease = async (database: Database, name: string, holder: string): Promise<void> => {
  await database.query(releaseSql, [name, holder])
}

/** By lease_pkey and lease_memo_pkey. Whoever takes the lease meanwhile is waited for, and has another number then. */
export const keepLeaseSql = `
with held as (
  update msg.lease l set until = clock_timestamp() + $3::integer * interval '1 millisecond'
  where l.name = $1::text and l.fence = $2::bigint returning l.fence
), noted as (
  insert into msg.lease_memo (name, memo) select $1::text, $4::text where $4::text is not null and exists (select from held)
  on conflict (name) do update set memo = excluded.memo
)
select count(*) as held from held`

export const keepLease = async (
  database: Database,
  { name, fence, milliseconds, memo }: KeptLease,
): Promise<boolean> => {
  const [row] = await database.query(keepLeaseSql, [name, fence, milliseconds, memo ?? null])
  return integer(row?.['held']) === 1
}

/** By lease_memo_pkey. */
export const leaseMemoSql = 'select memo from msg.lease_memo where name = $1::text'

export const readLeaseMemo = async (database: Database, name: string): Promise<string | null> => {
  const [row] = await database.query(leaseMemoSql, [name])
  return nullable(row?.['memo'] ?? null, text)
}

/**
 * Deletes along the primary key of change, from the oldest on, and remembers the highest transaction among what is gone: a
 * snapshot that may not have seen it is below the floor. Positions are given as an array, so that the planner looks each up
 * instead of joining the whole log. What a notifier has not told, by its place (notifier_pkey) or because it is parked
 * (parked_pkey), stays.
 */
export const pruneSql = `
with oldest as materialized (
  select ch.position, ch.at, ch.xid from msg.change ch order by ch.position limit $3::integer
), doomed as (
  select position from oldest
  where (at < $1::timestamptz or position <= (select max(position) from msg.change) - $2::bigint)
    and not exists (
      select from msg.notifier n where n.name = any ($4::text[]) and not pg_visible_in_snapshot(oldest.xid, n.after::pg_snapshot)
        and not coalesce(oldest.position <= n.position and pg_visible_in_snapshot(oldest.xid, n.up_to::pg_snapshot), false))
    and not exists (select from msg.parked k where k.notifier = any ($4::text[]) and k.position = oldest.position)
), gone as (
  delete from msg.change ch where ch.position = any (array(select position from doomed)) returning ch.xid
), floor as (
  update msg.meta set pruned_xid = greatest(pruned_xid, (select max(xid) from gone))
  where exists (select from gone)
)
select count(*) as deleted from gone`

const sweepSql = 'select msg.msg_sweep_1($1::integer) as emptied'

export const sweepDeleted = async (database: Database, limit: number): Promise<number> => {
  const [row] = await database.query(sweepSql, [limit])
  return integer(row?.['emptied'])
}

const forgetSql = 'select msg.msg_forget_texts_1($1::timestamptz, $2::jsonb, $3::integer)::text as place'

export const forgetTexts = async (
  database: Database,
  { replacedBefore, above, limit }: ForgetQuery,
): Promise<string | null> => {
  const [row] = await database.query(forgetSql, [replacedBefore, above ?? null, limit])
  return nullable(row?.['place'], text)
}

export const pruneChanges = async (
  database: Database,
  { olderThan, keep, limit, heldBy = [] }: PruneQuery,
): Promise<number> => {
  const [row] = await database.query(pruneSql, [olderThan, keep, limit, heldBy])
  return integer(row?.['deleted'])
}
