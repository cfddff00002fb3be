import type { ConversationId, Message, MessageId, Neighbours, Revision, Store, Viewer } from '@msg/core'
import type { Database } from '../database.ts'
import { message, messages, revision } from '../rows/message.ts'
import { integer, list, truth } from '../rows/values.ts'
import { notHidden } from './hidden.ts'
import type { LatestPage, LatestPages } from './latest-pages.ts'
import { lens, looking, unpurged } from './lens.ts'
import { pageOfMessages } from './page-of-messages.ts'
import { createStanding } from './standing.ts'
import { isUuid } from './uuid.ts'
import { endless, stretch, unforeseen } from './walk.ts'

/** SQL: the message $2 as `u`, as far as the viewer $1 sees it through a lens. */
const seenRows = `msg.message u
join ${lens('$1::text', '$3::boolean')} on c.id = u.conversation_id
where u.id = $2::uuid and ${unpurged} and v.sight is not null and u.seq > v.cleared and (v.until is null or u.seq <= v.until) and not exists (
  select from msg.hidden h where h.user_id = $1::text and h.conversation_id = u.conversation_id and h.seq = u.seq)`

/** Served by message_id and primary keys. */
export const messageSql = `select msg.message_seen(u, v.as_of) as message from ${seenRows}`

/** The same, and along the primary key of message_text. The text it was sent with has revision 0 there. */
export const revisionsSql = `
select (
  select coalesce(json_agg(json_build_object('body', t.body, 'at', msg.iso(t.at)) order by t.revision), '[]')
  from (
    select e.body, e.at, e.revision from msg.message_text e where e.conversation_id = u.conversation_id and e.seq = u.seq
    union all
    select u.body, coalesce(u.edited_at, u.created_at), coalesce(u.edited_revision, 0)) t
  where t.body is not null and (v.as_of is null or t.revision <= v.as_of)) as revisions
from ${seenRows}`

/** `plain`: whether the viewer sees the present, and has hidden nothing. */
const pageSql = (order: 'asc' | 'desc', only = ''): string => `
select ${pageOfMessages({
  conversation: 'c.id',
  asOf: 'v.as_of',
  where: `${stretch(['u.conversation_id', 'u.seq'], 'c.id', ['greatest($4::bigint, v.cleared)', 'least($3::bigint, v.until + 1)'])}
      and ${unpurged} and ${notHidden('$1::text', 'c.id')}${only}`,
  order,
  limit: unforeseen('$5::integer'),
})} as messages, c.revision, v.cleared, v.as_of is null and (
    select h.seq from msg.hidden h where h.user_id = $1::text and h.conversation_id = c.id limit 1) is null as plain
from ${lens('$1::text', '$6::boolean')} where c.id = $2::uuid and v.sight is not null`

const besideOne = (order: 'asc' | 'desc', bounds: readonly [string, string]): string =>
  pageOfMessages({
    conversation: 'one.id',
    asOf: 'one.as_of',
    where: `${stretch(['u.conversation_id', 'u.seq'], 'one.id', bounds)}
      and ${unpurged} and ${notHidden('$1::text', 'one.id')}`,
    order,
    limit: unforeseen('$4::integer'),
  })

/** Two walks along the primary key of message, from the message that message_id finds. */
export const aroundSql = `
with one as (select c.id, u.seq, v.cleared, v.until, v.as_of from ${seenRows})
select ${besideOne('desc', ['one.cleared', 'one.seq'])} as before,
  ${besideOne('asc', ['one.seq - 1', `least(${endless}, one.until + 1)`])} as onward
from one`

const pinned = `
      and u.pinned_at is not null and (v.as_of is null or u.pinned_revision <= v.as_of)`

/** A walk along the primary key of message. */
export const messagesSql = { asc: pageSql('asc'), desc: pageSql('desc') } as const

/** A walk along message_pinned. */
export const pinnedSql = { asc: pageSql('asc', pinned), desc: pageSql('desc', pinned) } as const

export const readMessage = async (database: Database, viewer: Viewer, id: MessageId): Promise<Message | null> => {
  if (!isUuid(id)) return null
  const [userId, admitted] = looking(viewer)
  const [row] = await database.query(messageSql, [userId, id, admitted])
  return row === undefined ? null : message(row['message'])
}

export const readAround = async (
  database: Database,
  viewer: Viewer,
  { id, limit }: { readonly id: MessageId; readonly limit: number },
): Promise<Neighbours | null> => {
  if (!isUuid(id)) return null
  const [userId, admitted] = looking(viewer)
  const [row] = await database.query(aroundSql, [userId, id, admitted, limit])
  return row === undefined ? null : { before: messages(row['before']).toReversed(), from: messages(row['onward']) }
}

export const readRevisions = async (
  database: Database,
  viewer: Viewer,
  id: MessageId,
): Promise<readonly Revision[] | null> => {
  if (!isUuid(id)) return null
  const [userId, admitted] = looking(viewer)
  const [row] = await database.query(revisionsSql, [userId, id, admitted])
  return row === undefined ? null : list(row['revisions'], revision)
}

/** Reads pages of messages: the latest of a conversation once for all who ask, as long as nothing changes there. */
export const createMessagePages = (database: Database, pages: LatestPages): Store['messages'] => {
  const stands = createStanding(database)

  /** What is known of the latest messages, if it is what this viewer would read. */
  const known = async (viewer: Viewer, conversationId: ConversationId, limit: number): Promise<LatestPage | null> => {
    const page = pages.get(conversationId, limit)
    if (page === undefined) return null
    try {
      return (await stands({ viewer, conversationId, page })) ? page : null
    } catch {
      // It is read like one that is not known, and fails of what is the matter with it.
      pages.forget()
      return null
    }
  }
  return async (viewer, id, page) => {
    if (!isUuid(id)) return null
    const { before, after, order, limit } = page
    const ofPinned = page.pinned === true
    const isLatest = order === 'desc' && before === undefined && after === undefined && !ofPinned
    const readBefore = isLatest ? await known(viewer, id, limit) : null
    if (readBefore !== null) return readBefore.messages
    const [userId, admitted] = looking(viewer)
    const sql = (ofPinned ? pinnedSql : messagesSql)[order]
    const bounds = [before ?? Number.MAX_SAFE_INTEGER, after ?? 0]
    const [row] = await database.query(sql, [userId, id, ...bounds, limit, admitted])
    if (row === undefined) return null
    const read = messages(row['messages'])
    // Where it is full, what the viewer cleared lies below it.
    const isEverybodys = truth(row['plain']) && (row['cleared'] === 0 || read.length === limit)
    if (isLatest && isEverybodys && read.length > 0)
      pages.set(id, limit, { revision: integer(row['revision']), messages: read })
    return read
  }
}
