import type { TimelineRow, TimelineSnapshot } from '@msg/client/views'
import type { UserId } from '@msg/core'
import type { Strings } from '../../i18n/strings.ts'

/** How far the last message I sent has got; null where that is nobody's business, or not known. */
export const receiptText = (
  snapshot: TimelineSnapshot,
  row: TimelineRow,
  { me, strings, cutOff }: ReceiptSetting,
): string | null => {
  const { receipts, conversation, rows } = snapshot
  if (row.authorId !== me || row.retractedAt !== null) return null
  if (row.seq === null) return row.state === 'failed' ? null : sendingText(snapshot, { strings, cutOff })
  const last = rows.findLast(({ authorId, seq }) => authorId === me && seq !== null)
  if (last?.id !== row.id) return null
  const { seq } = row
  const others = [...receipts.values()].filter(({ userId }) => userId !== me)
  const readers = others.filter(({ readSeq }) => readSeq >= seq).length
  if (conversation?.kind === 'direct' && readers > 0) return strings.seen
  if (readers > 0) return strings.seenBy(readers)
  return others.some(({ deliveredSeq }) => deliveredSeq >= seq) ? strings.delivered : strings.sent
}

/** What is said of what I wrote while it is on its way. What could not go yet holds up what comes after it. */
export const sendingText = (
  { rows }: TimelineSnapshot,
  { strings, cutOff }: Pick<ReceiptSetting, 'strings' | 'cutOff'>,
): string => {
  const isHeldUp = rows.some(({ seq, writes }) => seq === null && writes.some(({ failure }) => failure !== null))
  return cutOff || isHeldUp ? strings.waitsToSend : strings.sending
}

/** What that depends on beside the messages. */
interface ReceiptSetting {
  readonly me: UserId
  readonly strings: Strings
  /** Whether it is said that the connection is lost. */
  readonly cutOff: boolean
}
