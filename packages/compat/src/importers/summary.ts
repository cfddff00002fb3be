/** What an import has come to. */
import { createHash } from 'node:crypto'
import type { ImportCounts, ImportedMessage, ImportResult } from '@msg/core'
import type { Batch } from './batches.ts'

/** The account of an import. */
export interface ImportSummary {
  readonly imported: ImportCounts
  /** What was there already, the same. */
  readonly existing: ImportCounts
  /** How many rows or items were left out, by reason: words of the importer, codes of conflicts. */
  readonly skipped: Readonly<Record<string, number>>
  /** The first few of each reason: a table with a key, or an item of a batch. */
  readonly examples: Readonly<Record<string, readonly string[]>>
  /** Of all messages that are there now, in hexadecimal, whatever their order: two runs over the same source give the same. */
  readonly checksum: string
}

/** An account being kept. */
export interface Account {
  skip(reason: string, where: string): void
  /** Takes in what became of a batch. */
  settle(batch: Batch, result: ImportResult): void
  summary(): ImportSummary
}

const none: ImportCounts = { conversations: 0, members: 0, messages: 0, reactions: 0, readers: 0, aliases: 0 }

/** Examples of each reason. */
const shown = 5

/** Begins an account. */
export const openAccount = (): Account => {
  const skipped = new Map<string, number>()
  const examples = new Map<string, string[]>()
  const sum = new Uint8Array(16)
  let [imported, existing] = [none, none]
  const skip = (reason: string, where: string): void => {
    skipped.set(reason, (skipped.get(reason) ?? 0) + 1)
    const some = examples.get(reason) ?? []
    if (some.length < shown) examples.set(reason, [...some, where])
  }
  return {
    skip,
    settle(batch, result) {
      imported = plus(imported, result.imported)
      existing = plus(existing, result.existing)
      for (const { pointer, code } of result.conflicts) skip(code, whichOf(batch, pointer))
      const refused = new Set(result.conflicts.map(({ pointer }) => pointer))
      for (const [at, message] of batch.messages.entries())
        if (!refused.has(`/messages/${at}`))
          for (const [index, byte] of digest(message).entries()) sum[index] = (sum[index] ?? 0) ^ byte
    },
    summary: () => ({
      imported,
      existing,
      skipped: Object.fromEntries(skipped),
      examples: Object.fromEntries(examples),
      checksum: Buffer.from(sum).toString('hex'),
    }),
  }
}

const plus = (one: ImportCounts, other: ImportCounts): ImportCounts => ({
  conversations: one.conversations + other.conversations,
  members: one.members + other.members,
  messages: one.messages + other.messages,
  reactions: one.reactions + other.reactions,
  readers: one.readers + other.readers,
  aliases: one.aliases + other.aliases,
})

const digest = ({ id, conversationId, authorId, body, createdAt }: ImportedMessage): Uint8Array =>
  createHash('sha256')
    .update(JSON.stringify([id, conversationId, authorId, body, createdAt]))
    .digest()
    .subarray(0, 16)

/** An item by its kind and its id, or whatever comes nearest. */
const whichOf = (batch: Batch, pointer: string): string => {
  const [, kind = '', index = ''] = pointer.split('/')
  const items: Readonly<Record<string, readonly object[]>> = batch
  const item = items[kind]?.[Number(index)] ?? {}
  return `${kind} ${'id' in item ? String(item.id) : JSON.stringify(item)}`
}
