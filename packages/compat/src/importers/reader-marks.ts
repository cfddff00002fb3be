/** What several pieces say of the same readers, as one item each. */
import type { ImportedAdvance, ImportedReader, MessageId } from '@msg/core'

/** Readers of a batch that is being gathered. */
export interface ReaderMarks {
  /** How many readers. */
  readonly size: number
  /** How many messages they have read, were reached by, or removed from their view. */
  readonly marks: number
  /** The most that is said of one reader in one list, if this is taken in too. */
  longestWith(reader: ImportedReader): number
  add(reader: ImportedReader): void
  items(): readonly ImportedReader[]
}

interface Growing {
  readonly said: ImportedReader
  readonly reads: ImportedAdvance[]
  readonly deliveries: ImportedAdvance[]
  readonly hidden: MessageId[]
}

/** None yet. */
export const readerMarks = (): ReaderMarks => {
  const readers = new Map<string, Growing>()
  let marks = 0
  return {
    get size() {
      return readers.size
    },
    get marks() {
      return marks
    },
    longestWith(reader) {
      const known = readers.get(keyOf(reader))
      return Math.max(...lists.map((list) => (known?.[list].length ?? 0) + (reader[list]?.length ?? 0)))
    },
    add(reader) {
      const known = readers.get(keyOf(reader)) ?? { said: reader, reads: [], deliveries: [], hidden: [] }
      readers.set(keyOf(reader), { ...known, said: { ...known.said, ...reader } })
      known.reads.push(...(reader.reads ?? []))
      known.deliveries.push(...(reader.deliveries ?? []))
      known.hidden.push(...(reader.hidden ?? []))
      marks += lists.reduce((sum, list) => sum + (reader[list]?.length ?? 0), 0)
    },
    items: () => [...readers.values()].map(({ said, ...all }) => ({ ...said, ...all })),
  }
}

const lists = ['reads', 'deliveries', 'hidden'] as const

const keyOf = ({ conversationId, userId }: ImportedReader): string => `${conversationId} ${userId}`
