import type { Timestamp, UserId } from '../model/ids.ts'
import { keptAdvances } from '../model/receipt.ts'
import type { ReadAdvance, Receipt } from '../model/receipt.ts'
import type { AdvanceDraft, ReadsQuery, ReceiptRecord, ReceiptsQuery, Stamp } from '../ports/store.ts'
import { readerOf } from './lens.ts'
import { activeMembers } from './state.ts'
import type { AdvanceRow, ConversationRow, ReaderRow } from './state.ts'

/** A reader whose watermarks moved up, no further than the last message; null when they are there already. */
export const advancedReader = (
  reader: ReaderRow,
  draft: AdvanceDraft,
  { last, at }: { readonly last: number; readonly at: Timestamp },
): ReaderRow | null => {
  const reading = 'readSeq' in draft
  const seq = Math.min(reading ? draft.readSeq : draft.deliveredSeq, last)
  if (seq <= (reading ? reader.readSeq : reader.deliveredSeq)) return null
  const delivered = seq > reader.deliveredSeq ? { deliveredSeq: seq, deliveredAt: at } : {}
  return reading
    ? { ...reader, ...delivered, readSeq: seq, readAt: at, reads: remembered(reader.reads, { seq, at }) }
    : { ...reader, ...delivered, deliveries: remembered(reader.deliveries, { seq, at }) }
}

const remembered = (advances: readonly AdvanceRow[], advance: AdvanceRow): readonly AdvanceRow[] => [
  ...advances.slice(1 - keptAdvances),
  advance,
]

/** Where a reader's watermarks are, as a stamp tells it. */
export const marksOf = (
  reader: ReaderRow,
): Required<Pick<Stamp, 'seq' | 'readAt' | 'deliveredSeq' | 'deliveredAt'>> => ({
  seq: reader.readSeq,
  readAt: reader.readAt,
  deliveredSeq: reader.deliveredSeq,
  deliveredAt: reader.deliveredAt,
})

export const receiptOf = (row: ConversationRow, userId: UserId): Receipt => {
  const { readSeq, readAt, deliveredSeq, deliveredAt } = readerOf(row, userId)
  return { conversationId: row.id, userId, readSeq, readAt, deliveredSeq, deliveredAt }
}

/** The receipts of active members in joining order, without those of some. */
export const receiptsPage = (
  row: ConversationRow,
  without: ReadonlySet<UserId>,
  { seq, above = 0, limit }: ReceiptsQuery,
): readonly ReceiptRecord[] =>
  activeMembers(row)
    .filter(({ ordinal, userId }) => ordinal > above && !without.has(userId))
    .slice(0, limit)
    .map(({ userId, ordinal }) => ({
      ...receiptOf(row, userId),
      ...(seq === undefined ? {} : timesOf(readerOf(row, userId), seq)),
      ordinal,
    }))

/** The remembered advances of one active member's read watermark. */
export const readsPage = (
  row: ConversationRow,
  without: ReadonlySet<UserId>,
  { userId, from, limit }: ReadsQuery,
): readonly ReadAdvance[] =>
  row.members.get(userId)?.status === 'active' && !without.has(userId)
    ? readerOf(row, userId)
        .reads.filter(({ seq }) => seq >= from)
        .slice(0, limit)
    : []

/** When a reader first got and first read a message. */
const timesOf = (reader: ReaderRow, seq: number): Pick<Receipt, 'readAt' | 'deliveredAt'> => {
  const [readAt, arrivedAt] = [firstAt(reader.reads, seq), firstAt(reader.deliveries, seq)]
  const [deliveredAt = null] = [readAt, arrivedAt].filter((at) => at !== null).toSorted()
  return { readAt, deliveredAt }
}

const firstAt = (advances: readonly AdvanceRow[], seq: number): Timestamp | null =>
  advances.find((advance) => advance.seq >= seq)?.at ?? null
