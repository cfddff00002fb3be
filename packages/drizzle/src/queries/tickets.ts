import type { Grant, TicketStore } from '@msg/core'
import type { Database } from '../database.ts'
import { integer, nullable, text, truth } from '../rows/values.ts'

/**
 * The user's own are found by ticket_user, newest first; what is beyond the bound goes by ticket_pkey. The database's clock
 * decides how long a ticket is worth something.
 */
export const putTicketSql = `
with surplus as (
  select t.hash from msg.ticket t where t.user_id = $2::text order by t.until desc offset $6::integer - 1
), gone as (
  delete from msg.ticket t where t.hash = any (array(select hash from surplus))
)
insert into msg.ticket (hash, user_id, origin, session_until, until)
values ($1::text, $2::text, $3::text, $4::timestamptz, clock_timestamp() + $5::integer * interval '1 millisecond')`

/** Served by ticket_pkey. */
export const takeTicketSql = `
delete from msg.ticket t where t.hash = $1::text
returning t.user_id as "userId", t.origin, msg.iso(t.session_until) as "expiresAt", t.until > clock_timestamp() as valid`

/** Found by ticket_until, deleted by ticket_pkey. */
export const expireTicketsSql = `
with late as materialized (
  select t.hash from msg.ticket t where t.until <= clock_timestamp() order by t.until limit $1::integer
), gone as (
  delete from msg.ticket t where t.hash = any (array(select hash from late)) returning 1
)
select count(*) as deleted from gone`

export const createTicketStore = (database: Database): TicketStore => ({
  async put({ hash, grant, milliseconds, perUser }) {
    const { userId, origin, expiresAt } = grant
    await database.query(putTicketSql, [hash, userId, origin, expiresAt, milliseconds, perUser])
  },
  async take(hash) {
    const [row] = await database.query(takeTicketSql, [hash])
    if (row === undefined || !truth(row['valid'])) return null
    return {
      userId: text(row['userId']),
      expiresAt: nullable(row['expiresAt'], text),
      origin: nullable(row['origin'], text),
    } satisfies Grant
  },
  async expire(limit) {
    const [row] = await database.query(expireTicketsSql, [limit])
    return integer(row?.['deleted'])
  },
})
