import type { ImportedAdvance } from '../model/import.ts'
import { keptAdvances } from '../model/receipt.ts'
import type { ImportOutcome, ReaderImport } from '../ports/import-draft.ts'
import { placeOf } from './importing.ts'
import type { Importing } from './importing.ts'
import { readerOf } from './lens.ts'
import type { AdvanceRow, ReaderRow } from './state.ts'

/** Imports what somebody has read, and done to their own view. */
export const importReader = (importing: Importing, item: ReaderImport): ImportOutcome => {
  const row = placeOf(importing, item.conversationId)
  if (typeof row === 'string') return row
  const { messages } = importing.state
  const named = [...item.reads, ...item.deliveries].map(({ messageId }) => messageId)
  const all = [...named, ...item.hidden, ...(item.cleared === null ? [] : [item.cleared])]
  if (!all.every((id) => messages.get(id)?.conversationId === row.id)) return 'not_found'
  const seqOf = (id: string): number => messages.get(id)?.seq ?? 0
  const reader = readerOf(row, item.userId)
  const next = imported(reader, item, seqOf)
  if (isSame(reader, next)) return 'existing'
  row.readers.set(item.userId, next)
  importing.touched.add(row)
  return 'imported'
}

const imported = (reader: ReaderRow, item: ReaderImport, seqOf: (id: string) => number): ReaderRow => {
  const above = (mark: number, advances: readonly ImportedAdvance[]): readonly AdvanceRow[] =>
    advances
      .map(({ messageId, at }) => ({ seq: seqOf(messageId), at }))
      .filter(({ seq }) => seq > mark)
      .toSorted((a, b) => a.seq - b.seq)
  const reads = above(reader.readSeq, item.reads)
  const deliveries = above(reader.deliveredSeq, item.deliveries)
  const read = reads.at(-1)
  // Reading is also delivery, where nothing more is known.
  const delivered = [...reads, ...deliveries].toSorted((a, b) => a.seq - b.seq).at(-1)
  return {
    ...reader,
    ...(read === undefined ? {} : { readSeq: read.seq, readAt: read.at }),
    ...(delivered === undefined || delivered.seq <= reader.deliveredSeq
      ? {}
      : { deliveredSeq: delivered.seq, deliveredAt: delivered.at }),
    reads: [...reader.reads, ...reads].slice(-keptAdvances),
    deliveries: [...reader.deliveries, ...deliveries].slice(-keptAdvances),
    clearedSeq: Math.max(reader.clearedSeq, item.cleared === null ? 0 : seqOf(item.cleared)),
    hidden: new Set([...reader.hidden, ...item.hidden]),
    mutedUntil: reader.mutedUntil ?? item.mutedUntil,
  }
}

/** Everything in it only grows. */
const isSame = (one: ReaderRow, other: ReaderRow): boolean =>
  one.readSeq === other.readSeq &&
  one.deliveredSeq === other.deliveredSeq &&
  one.clearedSeq === other.clearedSeq &&
  one.hidden.size === other.hidden.size &&
  one.mutedUntil === other.mutedUntil
