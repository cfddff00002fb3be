import { feedLimit } from '@msg/core'
import type { LogPage, LogRange, UserId } from '@msg/core'
import type { Database } from '../database.ts'
import { integer, list, text, truth } from '../rows/values.ts'
import { loggedChange } from '../rows/log.ts'
import { blockedBy } from './blocks.ts'
import { pageOfChanges } from './hydrate.ts'
import { belowFloor, bound, currentSnapshot, inRange, isNew, upTo } from './log.ts'
import { checkedSnapshot } from './snapshot.ts'
import { learnsFrom, learnsUntil } from './windows.ts'

/** SQL: to someone who left, subjects are as of then. */
const endFor = (column: 'ended_revision' | 'ended_seq'): string => `case m.status when 'left' then m.${column} end`

/**
 * Goes through the viewer's memberships (member_user) and reads of each conversation what is new (change_conversation),
 * within the window; what is for its actor only, always. A receipt makes no revision and carries the conversation's: the one that ended the window came before it.
 * Receipts of whom the viewer has blocked are left out. Who left learns of the deletion too.
 * Of what they read without ever having been in it (reader_guest), only what they do for themselves there.
 * What is personal to the viewer comes from change_owner.
 * The fence (`limit`) makes it one index probe per conversation whatever the planner believes.
 */
export const feedSql = `
with ${bound}, visible as materialized (
  (select seen.position, ${endFor('ended_revision')} as as_of, ${endFor('ended_seq')} as until
  from msg.member m
  cross join lateral (
    select ch.position from msg.change ch
    where ch.conversation_id = m.conversation_id and ${inRange} and ${isNew}
      and ch.position > $3::bigint
      and case ch.audience when 'actor' then ch.actor = m.user_id else ch.revision >= ${learnsFrom}
        and (m.ended_revision is null or ch.revision < ${learnsUntil}
          or ch.revision = ${learnsUntil} and ch.type <> 'receipt.advanced'
          or ch.type = 'conversation.deleted' and m.status = 'left') end
      and (ch.type <> 'receipt.advanced' or ch.actor <> all (${blockedBy('$5::text')}))
    limit ${feedLimit + 1}) seen
  where m.user_id = $5::text
  limit ${feedLimit + 1})
  union all
  (select own.position, null, null
  from msg.reader r
  cross join lateral (
    select ch.position from msg.change ch
    where ch.conversation_id = r.conversation_id and ${inRange} and ${isNew}
      and ch.position > $3::bigint and ch.audience = 'actor' and ch.actor = r.user_id
    limit ${feedLimit + 1}) own
  where r.user_id = $5::text and r.inbox_minute is null and not r.wide
    and not exists (select from msg.member m where m.conversation_id = r.conversation_id and m.user_id = r.user_id)
  limit ${feedLimit + 1})
  union all
  (select ch.position, null, null from msg.change ch
  where ch.conversation_id is null and ch.owner = $5::text and ${inRange} and ${isNew} and ch.position > $3::bigint
  limit ${feedLimit + 1})
), page as materialized (
  select position, as_of, until from visible order by position limit $4::integer + 1
)
select ${upTo}::text as snapshot,
  pg_snapshot_xmax($1::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()) as ahead,
  (select ${belowFloor('$1::pg_snapshot', 'pruned_xid')} from msg.meta) as below,
  (select count(*) from visible) as visible,
  (select count(*) from page) as found,
  ${pageOfChanges('$4::integer')} as changes`

export const readFeed = async (
  database: Database,
  epoch: string,
  viewer: UserId,
  range: LogRange,
): Promise<LogPage | 'resync'> => {
  if (range.after === null) return currentSnapshot(database)
  const { position = 0, limit } = range
  const seen = checkedSnapshot(range.after)
  const until = range.upTo === undefined ? null : checkedSnapshot(range.upTo)
  const [row] = await database.query(feedSql, [seen, until, position, limit, viewer])
  if (truth(row?.['ahead']) || truth(row?.['below']) || integer(row?.['visible']) > feedLimit) return 'resync'
  return {
    changes: list(row?.['changes'], (change) => loggedChange(change, epoch)),
    snapshot: text(row?.['snapshot']),
    more: integer(row?.['found']) > limit,
  }
}
