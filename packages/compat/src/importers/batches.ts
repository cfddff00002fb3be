/** Gathers what rows turned out to be into batches. */
import { limits } from '@msg/core'
import type { ImportBatch, ImportedAdvance } from '@msg/core'
import { readerMarks } from './reader-marks.ts'

/** A batch with all of its lists. */
export type Batch = Required<ImportBatch>

/** Characters of the messages in a batch: it is in memory a few times. */
const characters = 4_000_000

/** Messages that readers have read, for each item of a kind that a batch may have. */
const marksPerItem = 4

/** A batch being gathered. */
export interface Gathering {
  /** Takes a piece in. Answers the batch that is to be imported first, when it no longer fits. */
  add(piece: ImportBatch): Batch | null
  /** What is left; null when that is nothing. */
  rest(): Batch | null
}

/**
 * Begins to gather. A batch has so many items of a kind at most. What several pieces say of one conversation, or of
 * one reader, becomes one item.
 */
export const gather = (size: number = limits.imported): Gathering => {
  let full = emptyBatch()
  const conversations = new Set<string>()
  const take = (): Batch | null => {
    const batch = batchOf(full)
    full = emptyBatch()
    return Object.values(batch).some((items) => items.length > 0) ? batch : null
  }
  return {
    add(piece) {
      const fits = isRoomFor(full, piece, size)
      const batch = fits ? null : take()
      for (const conversation of piece.conversations ?? []) {
        if (conversations.has(conversation.id)) continue
        conversations.add(conversation.id)
        full.conversations.push(conversation)
      }
      full.members.push(...(piece.members ?? []))
      full.messages.push(...(piece.messages ?? []))
      full.characters += charactersOf(piece)
      full.reactions.push(...(piece.reactions ?? []))
      full.aliases.push(...(piece.aliases ?? []))
      for (const reader of piece.readers ?? []) full.readers.add(reader)
      return batch
    },
    rest: take,
  }
}

/**
 * The parts of a piece, of each of its lists at most so many items: what is said of one conversation, such as who is in it, may be more
 * than a batch may have.
 */
export const partsOf = (piece: ImportBatch, most: number = limits.imported): readonly ImportBatch[] => {
  const { conversations = [], members = [], messages = [], reactions = [], readers = [], aliases = [] } = piece
  const lists = { conversations, members, messages, reactions, readers, aliases }
  const longest = Math.max(...Object.values(lists).map(({ length }) => length))
  if (longest <= most) return [piece]
  return Array.from({ length: Math.ceil(longest / most) }, (_, index) => {
    const cut = <Item>(items: readonly Item[]): readonly Item[] => items.slice(index * most, (index + 1) * most)
    return {
      conversations: cut(conversations),
      members: cut(members),
      messages: cut(messages),
      reactions: cut(reactions),
      readers: cut(readers),
      aliases: cut(aliases),
    }
  })
}

const emptyBatch = () => ({
  conversations: [] as Batch['conversations'][number][],
  members: [] as Batch['members'][number][],
  messages: [] as Batch['messages'][number][],
  reactions: [] as Batch['reactions'][number][],
  readers: readerMarks(),
  aliases: [] as Batch['aliases'][number][],
  characters: 0,
})

type Full = ReturnType<typeof emptyBatch>

const batchOf = ({ readers, characters: _, ...lists }: Full): Batch => ({ ...lists, readers: readers.items() })

const charactersOf = ({ messages = [] }: ImportBatch): number =>
  messages.reduce((sum, { body }) => sum + (body?.length ?? 0), 0)

const isRoomFor = (full: Full, piece: ImportBatch, size: number): boolean =>
  full.characters < characters &&
  full.conversations.length + (piece.conversations?.length ?? 0) <= size &&
  full.members.length + (piece.members?.length ?? 0) <= size &&
  full.messages.length + (piece.messages?.length ?? 0) <= size &&
  full.reactions.length + (piece.reactions?.length ?? 0) <= size &&
  full.aliases.length + (piece.aliases?.length ?? 0) <= size &&
  full.readers.size + (piece.readers?.length ?? 0) <= size &&
  full.readers.marks < size * marksPerItem &&
  (piece.readers ?? []).every((reader) => full.readers.longestWith(reader) <= size)

/** The same in fewer words: of messages that were read at the same time, one after the other, the last says it of all. */
export const condensed = (batch: Batch): Batch => ({
  ...batch,
  readers: batch.readers.map((reader) => ({
    ...reader,
    ...(reader.reads === undefined ? {} : { reads: lastOfEach(reader.reads) }),
    ...(reader.deliveries === undefined ? {} : { deliveries: lastOfEach(reader.deliveries) }),
  })),
})

const lastOfEach = (advances: readonly ImportedAdvance[]): readonly ImportedAdvance[] =>
  advances.filter(({ at }, index) => advances[index + 1]?.at !== at)
