import type { Change, LoggedChange, LogPage, LogPoint, LogRange } from '@msg/core'
import type { OwnSends } from '../commit/own-sends.ts'
import type { Database } from '../database.ts'
import { integer, list, text } from '../rows/values.ts'
import { loggedChange } from '../rows/log.ts'
import { pageBeside } from './hydrate.ts'
import { checkedSnapshot } from './snapshot.ts'
import { unforeseen } from './walk.ts'

/**
 * SQL: the statement's own snapshot, which sees what it reads, as far as it is sure to last: up to the newest change. Numbers
 * above it may belong to transactions that left nothing behind (a NOTIFY, one that was rolled back); those are not flushed,
 * and after a crash Postgres gives their numbers to others, whose changes a cursor that claims to have seen them would skip.
 * A change that is visible was flushed before it was. Served by change_xid. The fences keep each part from being worked out
 * wherever it is named.
 */
export const lasting = `(
  select concat(least(pg_snapshot_xmin(s.own), s.top), ':', s.top, ':', (
    select string_agg(running::text, ',' order by running) from pg_snapshot_xip(s.own) running where running < s.top))::pg_snapshot
  from (select n.own, least(pg_snapshot_xmax(n.own), (n.newest::text::bigint + 1)::text::xid8) as top
    from (select pg_current_snapshot() as own, greatest(
      (select max(xid) from msg.change), (select pruned_xid from msg.meta), '2'::xid8) as newest offset 0) n offset 0) s)`

/**
 * SQL: whether a transaction whose changes may have been pruned had not been seen by a snapshot: one that began after it, or
 * one that was open then and has ended since. One that is still open has nothing that could have been pruned.
 */
export const belowFloor = (
  snapshot: string,
  pruned: string,
): string => `pg_snapshot_xmax(${snapshot}) <= ${pruned} or exists (
    select from pg_snapshot_xip(${snapshot}) as open (xid)
    where open.xid <= ${pruned} and pg_visible_in_snapshot(open.xid, pg_current_snapshot()))`

/**
 * SQL: a CTE with the snapshot $1 a read begins after, and the one it goes up to: that of the page before, or the statement's own.
 * Found once, and used often.
 */
export const bound = `bound as materialized (select $1::pg_snapshot as since, coalesce($2::pg_snapshot, ${lasting}) as snapshot)`

/** SQL: the snapshot of {@link bound}. */
export const upTo = '(select bound.snapshot from bound)'

/** SQL: the snapshot $1, all of which is known already. */
const since = '(select bound.since from bound)'

/** SQL: whether the change `ch` is new since the snapshot $1 and seen by the one the read goes up to. */
export const isNew = `not pg_visible_in_snapshot(ch.xid, ${since}) and pg_visible_in_snapshot(ch.xid, ${upTo})`

/** SQL: the same, coarsely, as a range of the transaction id that an index can serve. */
export const inRange = `ch.xid >= pg_snapshot_xmin(${since}) and ch.xid < pg_snapshot_xmax(${upTo})`

/**
 * The first page finds what is new by change_xid: what began after the snapshot $1, and, one by one, what was under way then.
 * Everything between, which a transaction that has been open for hours holds up, is not looked at again. The fences keep
 * the planner from walking the whole log in order.
 */
const firstPage = `
  select fresh.position from (
    select ch.position, ch.xid from msg.change ch
    where ch.xid >= pg_snapshot_xmax(${since}) and ch.xid < pg_snapshot_xmax(${upTo})
    union all
    select late.position, late.xid from pg_snapshot_xip(${since}) as open (xid)
    cross join lateral (select ch.position, ch.xid from msg.change ch where ch.xid = open.xid offset 0) late
    offset 0) fresh
  where ${unforeseen('$3::bigint')} is null and pg_visible_in_snapshot(fresh.xid, ${upTo})`

/** A later page walks on along the primary key. */
const nextPage = `select ch.position from msg.change ch where ch.position > ${unforeseen('$3::bigint')} and ${isNew}`

const logPageSql = (found: string): string => `
with ${bound}, page as materialized (
  select found.position, null::bigint as as_of, null::bigint as until
  from (${found} order by position limit ${unforeseen('$4::integer + 1')}) found)
select ${upTo}::text as snapshot, (select count(*) from page) as found,
  ${pageBeside(unforeseen('$5::text[]::bigint[]'), '$4::integer')} as changes`

export const logSql = { first: logPageSql(firstPage), next: logPageSql(nextPage) } as const

const nowSql = `select ${lasting}::text as snapshot`

/** Where the log is, and what need not be fetched from there. */
export interface LogParts {
  readonly database: Database
  readonly own: Omit<OwnSends, 'keep'>
  readonly epoch: string
}

export const readLog = (parts: LogParts, range: LogRange): Promise<LogPage> =>
  range.after === null ? currentSnapshot(parts.database) : pageAfter(parts, { ...range, after: range.after })

export const currentSnapshot = async (database: Database): Promise<LogPage> => {
  const [row] = await database.query(nowSql)
  return { changes: [], snapshot: text(row?.['snapshot']), more: false }
}

type Known = ReadonlyMap<number, LoggedChange>

const nothing: Known = new Map()

type RangeAfter = LogRange & LogPoint

/** What was sent by this process is as it was sent, unless something else happened where it is; then all is fetched. */
const pageAfter = async (parts: LogParts, range: RangeAfter): Promise<LogPage> => {
  const { own } = parts
  if (range.upTo !== undefined) return askFor(parts, range, nothing)
  const known = own.since(range.after)
  const seen = own.reading(range.after)
  try {
    const page = await askFor(parts, range, known)
    const told = known.size === 0 || isAsSent(page, known) ? page : await askFor(parts, range, nothing)
    seen(told.snapshot)
    return told
  } catch (error) {
    own.forget()
    throw error
  }
}

/** Of a page that is not the last nobody knows what happens in the rest. */
const isAsSent = ({ changes, more }: LogPage, known: Known): boolean => {
  if (more) return false
  const touched = new Set(changes.filter(({ change }) => !leavesMessages.has(change.type)).map(placeOf))
  return touched.size === 0 || changes.every((logged) => !known.has(logged.position) || !touched.has(placeOf(logged)))
}

const leavesMessages = new Set<Change['type']>(['message.sent', 'receipt.advanced'])

const placeOf = ({ change }: LoggedChange) => change.conversationId

const askFor = async (
  { database, epoch }: LogParts,
  { after, upTo: last, position, limit }: RangeAfter,
  known: Known,
): Promise<LogPage> => {
  const until = last === undefined ? null : checkedSnapshot(last)
  const sql = position === undefined ? logSql.first : logSql.next
  const [row] = await database.query(sql, [
    checkedSnapshot(after),
    until,
    position ?? null,
    limit,
    [...known.keys()].map(String),
  ])
  const logged = (value: unknown): LoggedChange =>
    (typeof value === 'number' ? known.get(value) : undefined) ?? loggedChange(value, epoch)
  return {
    changes: list(row?.['changes'], logged),
    snapshot: text(row?.['snapshot']),
    more: integer(row?.['found']) > limit,
  }
}
