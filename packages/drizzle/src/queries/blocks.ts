import type { BlockRecord, BlocksQuery, UserId } from '@msg/core'
import type { Database } from '../database.ts'
import { blockRecord } from '../rows/account.ts'
import { endless, unforeseen } from './walk.ts'

const columns = (row: string): string => `${row}.blocker, ${row}.blocked, msg.iso(${row}.at) as at, ${row}.number`

/** SQL: whom `viewer` has blocked, looked up once, along the primary key of block. */
export const blockedBy = (viewer: string): string =>
  `array(select b.blocked from msg.block b where b.blocker = ${viewer})`

/** SQL: which of the two of the conversation row `c` have blocked the other; of any but a direct nobody. Along the primary key of block. */
export const blockersOf = (c: string): string => `case when ${c}.kind = 'direct' then array(
    select b.blocker from (values (${c}.direct_low, ${c}.direct_high), (${c}.direct_high, ${c}.direct_low)) as way (blocker, blocked)
    cross join lateral (
      select * from msg.block b where b.blocker = way.blocker and b.blocked = way.blocked offset 0) b) else '{}' end`

/** Each pair, both ways, along the primary key of block, whatever the planner believes. */
export const blocksBetweenSql = `
select ${columns('b')}
from (select distinct o.other from unnest(${unforeseen('$2::text[]')}) as o (other)) asked
cross join lateral (
  (select * from msg.block b where b.blocker = $1::text and b.blocked = asked.other offset 0)
  union all
  (select * from msg.block b where b.blocker = asked.other and b.blocked = $1::text offset 0)) b`

export const readBlocksBetween = async (
  database: Database,
  userId: UserId,
  others: readonly UserId[],
): Promise<readonly BlockRecord[]> => (await database.query(blocksBetweenSql, [userId, others])).map(blockRecord)

/** A walk along block_page. */
export const blocksSql = `
select ${columns('b')} from msg.block b
where b.blocker = $1::text and b.number < coalesce($2::bigint, ${endless})
order by b.number desc limit $3::integer`

export const readBlocks = async (
  database: Database,
  userId: UserId,
  { below, limit }: BlocksQuery,
): Promise<readonly BlockRecord[]> => (await database.query(blocksSql, [userId, below ?? null, limit])).map(blockRecord)
