import { countCap } from '@msg/core'
import type { ConversationId, InboxQuery, InboxRecord, UserId } from '@msg/core'
import type { Database } from '../database.ts'
import { inboxRecords } from '../rows/conversation.ts'
import { columns as listed, list, text } from '../rows/values.ts'
import { asColumns, numbered } from './as-columns.ts'
import { blockersOf } from './blocks.ts'
import { rowVersions, versionOf } from './inbox-version.ts'
import { messageColumns } from './page-of-messages.ts'
import { firstMembers, lastMessage, standingColumns, unreadCount } from './record-parts.ts'
import { endless, unforeseen, walk } from './walk.ts'

/** Names of columns that a page of an inbox carries along. */
interface Carried {
  readonly reader: readonly string[]
  readonly conversation: readonly string[]
}

/** SQL: whose inbox, below what, and how much of it. */
interface Asked {
  readonly viewer: string
  readonly minute: string
  readonly position: string
  readonly limit: string
}

const asked: Asked = { viewer: '$1::text', minute: '$2::integer', position: '$3::bigint', limit: '$4::integer' }

const columnsOf = (row: string, names: readonly string[]): string => names.map((name) => `${row}.${name}`).join(', ')

/**
 * The index reader_inbox knows the minute only: `cut` is how far down whole minutes must be taken to fill the page, and
 * those few candidates, merged with the wide conversations (reader_wide), are sorted exactly. The fences (`offset 0`) keep
 * a planner without statistics on the primary keys. What is carried need not be looked up again.
 */
export const pageOfInbox = (
  { reader, conversation }: Carried,
  { viewer, minute, position, limit }: Asked = asked,
): string => {
  const read = columnsOf('r', ['conversation_id', ...reader])
  const found = columnsOf('c', ['last_minute', 'last_position', ...conversation])
  return `
with bound as (
  select coalesce(${minute}, 2147483647) as minute, coalesce(${position}, 9223372036854775807) as position
), cut as (
  select coalesce((
    select r.inbox_minute from msg.reader r
    where r.inbox_minute is not null
      and ${walk(['r.user_id', 'r.inbox_minute'], viewer, ['-2147483648', '(select minute from bound)'])}
    order by r.user_id desc, r.inbox_minute desc offset ${unforeseen(`${limit} - 1`)} limit 1), -2147483648) as minute
), candidate as materialized (
  select ${read} from msg.reader r
  where r.user_id = ${viewer} and r.inbox_minute is not null
    and r.inbox_minute between (select minute from cut) and (select minute from bound)
  union all
  select ${read} from msg.reader r where r.user_id = ${viewer} and r.wide
), page as (
  select k.*, a.*
  from candidate k
  cross join lateral (
    select ${found} from msg.conversation c where c.id = k.conversation_id and c.deleted_at is null offset 0) a
  where (a.last_minute, a.last_position) < (select minute, position from bound)
  order by a.last_minute desc, a.last_position desc limit ${unforeseen(limit)}
)`
}

const carried: Carried = {
  reader: [
    'read_seq',
    'read_at',
    'replied_at',
    'delivered_seq',
    'cleared_seq',
    'muted_until',
    'unread',
    ...rowVersions.reader,
  ],
  conversation: [
    'id',
    'kind',
    'title',
    'created_by',
    'created_at',
    'invite_policy',
    'visibility',
    'join_policy',
    'target_type',
    'target_id',
    'closed_at',
    'state_revision',
    'member_count',
    'last_seq',
    'direct_low',
    'direct_high',
    ...rowVersions.conversation,
  ],
}

const message = messageColumns('null::bigint')

/** In the order that `inboxRecords` knows, and at last the version. */
const columns = [
  'p.id',
  'p.kind',
  'p.title',
  'p.created_by',
  'msg.milliseconds(p.created_at)',
  'p.invite_policy',
  'p.visibility',
  'p.join_policy',
  'p.target_type',
  'p.target_id',
  'msg.milliseconds(p.closed_at)',
  'p.state_revision',
  ...message.map((_, at) => `u.v${at}`),
  'p.member_count',
  firstMembers('p.id'),
  'p.last_seq',
  `${blockersOf('p')} <> '{}'`,
  'p.last_minute',
  'p.last_position',
  ...standingColumns('m', 'p'),
  `case when p.unread then ${unreadCount({
    conversation: 'p.id',
    above: 'greatest(p.read_seq, p.cleared_seq)',
    below: endless,
  })} else 0 end`,
  versionOf('p'),
]

/**
 * SQL: the rows of `page`. An active member of what is not deleted sees the present: it takes no lens to tell. The status is hidden from
 * the planner, which would look for the viewer among all active members (member_order).
 */
const shown = `select ${asColumns(
  columns,
  `from page p
  cross join lateral (
    select * from msg.member m
    where m.conversation_id = p.id and m.user_id = $1::text and ${unforeseen('m.status')} = 'active' offset 0) m
  left join lateral (
    select ${numbered(message)} ${lastMessage({ conversation: 'p.id', above: 'p.cleared_seq', below: 'p.last_seq + 1' })}) u on true
  order by p.last_minute desc, p.last_position desc`,
)} as page`

export const inboxSql = `${pageOfInbox(carried)}
${shown}`

/** Some conversations (of $2) as they stand in an inbox, along primary keys. */
export const someOfInboxSql = `
with page as (
  select k.*, a.*
  from unnest(${unforeseen('$2::uuid[]')}) as wanted (id)
  cross join lateral (
    select ${columnsOf('r', ['conversation_id', ...carried.reader])} from msg.reader r
    where r.conversation_id = wanted.id and r.user_id = $1::text offset 0) k
  cross join lateral (
    select ${columnsOf('c', ['last_minute', 'last_position', ...carried.conversation])} from msg.conversation c
    where c.id = wanted.id and c.deleted_at is null offset 0) a
)
${shown}`

/** A conversation as it stands in an inbox, and its version, as `inboxVersionsSql` tells it. */
export interface VersionedRecord {
  readonly version: string
  readonly record: InboxRecord
}

const versionedRecords = (value: unknown): readonly VersionedRecord[] => {
  const table = listed(value)
  const records = inboxRecords(table.slice(0, -1), countCap)
  const versions = records.length === 0 ? [] : list(table.at(-1), text)
  return records.map((record, at) => ({ record, version: `${record.id} ${versions[at]}` }))
}

export const readInbox = async (
  database: Database,
  viewer: UserId,
  page: InboxQuery,
): Promise<readonly VersionedRecord[]> => {
  const { minute = null, position = null } = page.below ?? {}
  const [row] = await database.query(inboxSql, [viewer, minute, position, page.limit])
  return versionedRecords(row?.['page'])
}

export const readSomeOfInbox = async (
  database: Database,
  viewer: UserId,
  ids: readonly ConversationId[],
): Promise<readonly VersionedRecord[]> => {
  const [row] = await database.query(someOfInboxSql, [viewer, ids])
  return versionedRecords(row?.['page'])
}
