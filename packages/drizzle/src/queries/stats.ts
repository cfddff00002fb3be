import { countedAtMost } from '@msg/core'
import type { ConversationId, Stats, StatsQuery, StatsRow, Viewer } from '@msg/core'
import type { Database } from '../database.ts'
import { fields, integer, list, text, truth } from '../rows/values.ts'
import { isMeant } from './filtered-messages.ts'
import { notHidden } from './hidden.ts'
import { lens, looking } from './lens.ts'
import { isUuid } from './uuid.ts'

const meant = isMeant('$4::text', '$5::text', ['$6::timestamptz', '$7::timestamptz'])

/** A stretch of the primary key of message, as long as numbers are looked at; who retracted has no text left to count. */
export const statsSql = `
select counted.rows, walked.low > v.cleared as older
from ${lens('$1::text', '$3::boolean')}
cross join lateral (select coalesce(v.until, c.last_seq) as high) wanted
cross join lateral (select greatest(v.cleared, wanted.high - $9::bigint) as low) walked
cross join lateral (
  select coalesce(json_agg(json_build_object('period', msg.iso(k.period), 'verb', k.verb, 'authorId', k.author_id,
    'count', k.messages, 'earliest', msg.iso(k.earliest), 'latest', msg.iso(k.latest))), '[]') as rows
  from (
    select * from (
      select date_trunc($10::text, u.created_at, 'UTC') as period, case when $11::boolean then u.verb end as verb,
        case when $12::boolean then u.author_id end as author_id, count(*) as messages, min(u.created_at) as earliest,
        max(u.created_at) as latest
      from msg.message u
      where u.conversation_id = c.id and u.seq > walked.low and u.seq <= wanted.high
        and u.body is not null and ${notHidden('$1::text', 'c.id')} and ${meant}
      group by 1, 2, 3) g
    order by date_trunc('milliseconds', g.latest) desc, g.period desc, g.verb collate "C", g.author_id collate "C"
    limit $8::integer) k) counted
where c.id = $2::uuid and v.sight is not null`

export const readStats = async (
  database: Database,
  viewer: Viewer,
  { id, query }: { readonly id: ConversationId; readonly query: StatsQuery },
): Promise<Stats | null> => {
  if (!isUuid(id)) return null
  const [userId, admitted] = looking(viewer)
  const { authorId = null, verb = null, createdFrom = null, createdTo = null } = query.filter
  const asked = [userId, id, admitted, authorId, verb, createdFrom, createdTo, query.limit, countedAtMost]
  const [row] = await database.query(statsSql, [...asked, query.period, query.verb, query.author])
  return row === undefined
    ? null
    : { rows: list(row['rows'], (value) => statsRow(value, query)), older: truth(row['older']) }
}

const statsRow = (value: unknown, { period, verb, author }: StatsQuery): StatsRow => {
  const row = fields(value)
  return {
    ...(period === null ? {} : { period: text(row['period']) }),
    ...(verb ? { verb: text(row['verb']) } : {}),
    ...(author ? { authorId: text(row['authorId']) } : {}),
    count: integer(row['count']),
    earliest: text(row['earliest']),
    latest: text(row['latest']),
  }
}
