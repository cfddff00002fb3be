import type { TimelineRow, TimelineSnapshot } from '@msg/client/views'
import type { UserId } from '@msg/core'
import type { Strings } from '../../i18n/strings.ts'

/** How far the last message I sent has got; null where that is nobody's business, or not known. */
export const receiptText = (
  { receipts, conversation, rows }: TimelineSnapshot,
  row: TimelineRow,
  { me, strings }: { readonly me: UserId; readonly strings: Strings },
): string | null => {
  if (row.authorId !== me || row.retractedAt !== null) return null
  if (row.seq === null) return row.state === 'failed' ? null : strings.sending
  const last = rows.findLast(({ authorId, seq }) => authorId === me && seq !== null)
  if (last?.id !== row.id) return null
  const { seq } = row
  const others = [...receipts.values()].filter(({ userId }) => userId !== me)
  const readers = others.filter(({ readSeq }) => readSeq >= seq).length
  if (conversation?.kind === 'direct' && readers > 0) return strings.seen
  if (readers > 0) return strings.seenBy(readers)
  return others.some(({ deliveredSeq }) => deliveredSeq >= seq) ? strings.delivered : strings.sent
}
