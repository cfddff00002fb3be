/**
 * Whether the database is still the one that its cursors were issued by.
 *
 * A cursor is a snapshot: numbers of transactions of one cluster. In a copy, after a restore, or on a standby that took over,
 * other transactions get the same numbers, and a cursor from before would skip what they did, in silence. So `meta` notes
 * where the database is, and whoever opens it elsewhere renews the epoch, which every cursor carries. Where the log itself
 * is ahead of the server's counter, its rows would only be seen once the counter caught up: they move below it.
 */
import { DatabaseError } from './database-error.ts'
import type { Database } from './database.ts'
import { nullable, text, truth } from './rows/values.ts'

/** SQL: this database, as Postgres numbers it. */
const whereabouts = (cluster: string, timeline: string): string => `
select concat_ws('/', ${cluster}, ${timeline}, (select oid from pg_database where datname = current_database()),
  'msg.change'::regclass::oid) as origin`

const cluster = '(select system_identifier from pg_control_system())'
/** Changes when a standby takes over. */
const timeline = 'left(pg_walfile_name(pg_current_wal_lsn()), 8)'

/** Some hosts keep some of it to themselves. */
const whereaboutsSql = [
  whereabouts(cluster, timeline),
  whereabouts(`'-'`, timeline),
  whereabouts(`'-'`, `'-'`),
] as const

/** SQL: whether a row of the log, or the log's floor, is one that this server cannot have written yet. */
const aheadSql = `coalesce(greatest((select max(xid) from msg.change), (select pruned_xid from msg.meta))
    >= pg_snapshot_xmax(pg_current_snapshot()), false)`

const foundSql = `select origin, ${aheadSql} as ahead from msg.meta`

/**
 * SQL: a row that is seen although its transaction is not is one of another counter: it moves to below every snapshot there
 * will be. Its place in the order is its position. Served by change_xid.
 */
export const lowerSql = `update msg.change set xid = '3' where xid >= pg_snapshot_xmin(pg_current_snapshot())
      and not pg_visible_in_snapshot(xid, pg_current_snapshot())`

const sequence = `pg_get_serial_sequence('msg.change', 'position')`

/**
 * SQL: positions go on above all there are: logical replication, and a restore of single tables, leave the sequence behind.
 * Who only writes rows may have no right to it.
 */
export const positionSql = `setval(${sequence}, greatest(p.top, pg_sequence_last_value(${sequence}::regclass)))
      from (select greatest((select max(position) from msg.change), (select max(last_position) from msg.conversation)) as top) p
      where p.top is not null and has_sequence_privilege(${sequence}, 'UPDATE')`

/** SQL: an origin without its timeline; null where nothing tells clusters apart. */
const lineage = (origin: string): string =>
  `case when ${origin} not like '-%' then regexp_replace(${origin}, '/[^/]*', '') end`

/**
 * SQL: makes the database one of its own, under an advisory lock of its schema, unless somebody was faster. Where a standby took
 * over, the places of notifiers came with the log and are as good as before, so that what is still to be told is told; a copy
 * tells nobody anything again.
 */
export const settleSql = (origin: string): string => `do $do$
declare
  noted text;
  took_over boolean;
begin
  perform pg_advisory_xact_lock(hashtextextended('msg.', 7236472066));
  select m.origin into strict noted from msg.meta m;
  if noted <> '${origin}' or ${aheadSql} then
    took_over := not ${aheadSql} and ${lineage('noted')} = ${lineage(`'${origin}'`)};
    ${lowerSql};
    with renewed as (
      update msg.meta m set epoch = gen_random_uuid()::text, pruned_xid = case when took_over then m.pruned_xid else '0' end
      from msg.meta before returning before.epoch as before, m.epoch
    )
    update msg.notifier n set epoch = r.epoch from renewed r where took_over and n.epoch = r.before;
  end if;
  perform ${positionSql};
  update msg.meta m set origin = '${origin}' where m.origin is distinct from '${origin}';
end $do$`

/** Looks whether the database is where it was, and renews the epoch when it is not. Safe from any number of processes. */
export const settleOrigin = async (database: Database): Promise<void> => {
  const origin = await originOf(database)
  const [found] = await database.query(foundSql)
  if (nullable(found?.['origin'], text) === origin && !truth(found?.['ahead'])) return
  await database.query(settleSql(origin))
}

/** Where the database is now, as far as the host tells. */
export const originOf = async (database: Database): Promise<string> => {
  let refused: unknown
  for (const sql of whereaboutsSql) {
    try {
      const [row] = await database.query(sql)
      return text(row?.['origin'])
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error
      refused = error
    }
  }
  throw refused
}
