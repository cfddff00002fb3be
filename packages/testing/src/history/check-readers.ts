import { countCap } from '@msg/core'
import { grouped } from './grouped.ts'
import type { History, ReaderRecord, ReceiptRecord, Violation } from './history.ts'

/**
 * Watermarks never move back, neither from answer to answer nor from the answers to the end; none is further than somebody
 * asked for or than there are messages; unread is exactly others' messages above the watermark.
 */
export const checkReaders = ({ receipts = [], readers = [], final }: History): readonly Violation[] => {
  const marks = grouped(receipts, keyOf)
  return [
    ...[...marks].flatMap(([key, group]) => backwards(key, group)),
    ...readers.flatMap((reader) => {
      const messages = final.filter(({ conversationId }) => conversationId === reader.conversationId)
      const known = marks.get(keyOf(reader))
      return [...(known === undefined ? [] : endsRight(reader, known)), ...countsRight(reader, messages)]
    }),
  ]
}

const keyOf = ({ userId, conversationId }: Pick<ReaderRecord, 'userId' | 'conversationId'>): string =>
  `${userId} in ${conversationId}`

/** An answer tells at least what was told before it was asked for, and no more than was ever asked for. */
const backwards = (key: string, receipts: readonly ReceiptRecord[]): readonly Violation[] => {
  const highest = Math.max(0, ...receipts.map(({ asked }) => asked))
  return receipts.flatMap(({ outcome, readSeq, invokedAt }) => {
    if (outcome !== 'ok' || readSeq === null) return []
    const before = receipts.filter(({ completedAt }) => completedAt !== null && completedAt < invokedAt)
    const told = Math.max(0, ...before.map((other) => other.readSeq ?? 0))
    return readSeq < told || readSeq > highest ? [{ kind: 'receipt' as const, about: `${key} at ${readSeq}` }] : []
  })
}

const endsRight = (reader: ReaderRecord, receipts: readonly ReceiptRecord[]): readonly Violation[] => {
  const told = Math.max(0, ...receipts.map(({ readSeq }) => readSeq ?? 0))
  const possible = Math.max(0, ...receipts.filter(({ outcome }) => outcome !== 'refused').map(({ asked }) => asked))
  const right = reader.readSeq >= told && reader.readSeq <= possible
  return right ? [] : [{ kind: 'receipt', about: `${keyOf(reader)} ends at ${reader.readSeq}` }]
}

const countsRight = (reader: ReaderRecord, messages: History['final']): readonly Violation[] => {
  const { userId, readSeq, unread, untilSeq = Infinity } = reader
  const above = messages.filter(({ seq, authorId }) => seq > readSeq && seq <= untilSeq && authorId !== userId).length
  const right = unread.count === Math.min(above, countCap) && unread.capped === above > countCap
  const beyond = readSeq > Math.max(0, ...messages.map(({ seq }) => seq))
  return right && !beyond ? [] : [{ kind: 'unread', about: `${keyOf(reader)}: ${unread.count} of ${above}` }]
}
