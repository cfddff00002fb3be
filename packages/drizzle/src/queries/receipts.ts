import type { ConversationId, ReadAdvance, ReadsQuery, ReceiptRecord, ReceiptsQuery, UserId } from '@msg/core'
import type { Database } from '../database.ts'
import { readAdvance, receiptRecord } from '../rows/member.ts'
import { list } from '../rows/values.ts'
import { blockedBy } from './blocks.ts'
import { lens } from './lens.ts'
import { isUuid } from './uuid.ts'
import { endless, unforeseen, walk } from './walk.ts'

/** SQL: when a watermark of the reader `k` first covered the message $5: a walk along the primary key of advance. */
const firstAt = (mark: 'read' | 'delivered'): string => `(
      select v.at from msg.advance v
      where (v.conversation_id, v.user_id, v.mark, v.seq) >= (k.conversation_id, k.user_id, '${mark}', $5::bigint)
        and (v.conversation_id, v.user_id, v.mark, v.seq) < (k.conversation_id, k.user_id, '${mark}', ${endless})
      order by v.conversation_id, v.user_id, v.mark, v.seq limit 1)`

/**
 * Active members along member_order, each with its reader by primary key. That the viewer is one is asked for by the end of
 * their membership: a planner without statistics would look for `status = 'active'` in member_order, among everybody.
 */
const pageSql = (times: string): string => `
select (
  select coalesce(json_agg(json_build_object('receipt', json_build_object('conversationId', c.id,
    'userId', p.user_id, 'readSeq', p.read_seq, 'readAt', msg.iso(p.read_at), 'deliveredSeq', p.delivered_seq,
    'deliveredAt', msg.iso(p.delivered_at)), 'ordinal', p.ordinal) order by p.ordinal), '[]')
  from (
    select a.user_id, a.ordinal, coalesce(k.read_seq, 0) as read_seq, coalesce(k.delivered_seq, 0) as delivered_seq, ${times}
    from (
      select a.user_id, a.ordinal from msg.member a
      where ${walk(['a.conversation_id', 'a.ordinal'], 'c.id', ['$3::bigint', endless])} and a.status = 'active'
        and a.user_id <> all (${blockedBy('$1::text')})
      order by a.conversation_id, a.ordinal limit ${unforeseen('$4::integer')}) a
    left join lateral (
      select * from msg.reader k where k.conversation_id = c.id and k.user_id = a.user_id offset 0) k on true) p
) as receipts
from ${lens('$1::text', 'false')} where c.id = $2::uuid and v.sight = 'present' and m.ordinal > 0 and m.ended_revision is null`

/** As they are now; and with the times at which the message $5 was first covered. */
export const receiptsSql = {
  now: pageSql('k.read_at, k.delivered_at'),
  ofMessage: pageSql(
    `${firstAt('read')} as read_at, least(${firstAt('read')}, ${firstAt('delivered')}) as delivered_at`,
  ),
} as const

export const readReceipts = async (
  database: Database,
  viewer: UserId,
  id: ConversationId,
  { seq, above = 0, limit }: ReceiptsQuery,
): Promise<readonly ReceiptRecord[] | null> => {
  if (!isUuid(id)) return null
  const [row] = await (seq === undefined
    ? database.query(receiptsSql.now, [viewer, id, above, limit])
    : database.query(receiptsSql.ofMessage, [viewer, id, above, limit, seq]))
  return row === undefined ? null : list(row['receipts'], receiptRecord)
}

/** The reader's membership and the viewer's block by primary key, the advances along that of advance. */
export const readsSql = `
select (
  select coalesce(json_agg(json_build_object('seq', p.seq, 'at', msg.iso(p.at)) order by p.seq), '[]')
  from (select * from msg.member a where a.conversation_id = c.id and a.user_id = $3::text offset 0) a
  cross join lateral (
    select k.seq, k.at from msg.advance k
    where (k.conversation_id, k.user_id, k.mark, k.seq) >= (a.conversation_id, a.user_id, 'read', $4::bigint)
      and (k.conversation_id, k.user_id, k.mark, k.seq) < (a.conversation_id, a.user_id, 'read', ${endless})
    order by k.conversation_id, k.user_id, k.mark, k.seq limit ${unforeseen('$5::integer')}) p
  where a.status = 'active'
    and not exists (select from msg.block b where b.blocker = $1::text and b.blocked = $3::text)
) as reads
from ${lens('$1::text', 'false')} where c.id = $2::uuid and v.sight = 'present' and m.ordinal > 0 and m.ended_revision is null`

export const readReads = async (
  database: Database,
  viewer: UserId,
  id: ConversationId,
  { userId, from, limit }: ReadsQuery,
): Promise<readonly ReadAdvance[] | null> => {
  if (!isUuid(id)) return null
  const [row] = await database.query(readsSql, [viewer, id, userId, from, limit])
  return row === undefined ? null : list(row['reads'], readAdvance)
}
