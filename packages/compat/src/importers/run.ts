/** Imports everything another system has. */
import { isMsgError } from '@msg/core'
import type { ImportBatch, ImportCounts, Messaging } from '@msg/core'
import { condensed, gather, partsOf } from './batches.ts'
import type { Batch } from './batches.ts'
import type { Importer } from './importer.ts'
import type { Source } from './source.ts'
import { openAccount } from './summary.ts'
import type { Account, ImportSummary } from './summary.ts'
import { withoutWrong } from './without-wrong.ts'

/** How an import goes. */
export interface ImportRun {
  readonly importer: Importer
  readonly source: Source
  /** Where to; null to look only: then everything counts as imported. */
  readonly messaging: Pick<Messaging, 'import'> | null
  /** Items of a kind that are imported at once: fewer keep conversations locked for less time. Default, and at most: 5,000. */
  readonly batchSize?: number
  /** Is told after each batch how many messages have gone by. */
  readonly progress?: (messages: number) => void
  /** Ends it between two batches. */
  readonly signal?: AbortSignal
}

/** Milliseconds before a batch is tried again when the database is busy; more each time. */
const pause = 200

/** How often. */
const attempts = 8

/**
 * Imports, a batch at a time, so that memory stays flat. Interrupted at any point, even killed, it is simply run again: what is
 * there already is found by its id.
 */
export const runImport = async (run: ImportRun): Promise<ImportSummary> => {
  const { importer, source, progress, signal } = run
  const account = openAccount()
  const gathering = gather(run.batchSize)
  let messages = 0
  let [before, underWay] = [Promise.resolve(), Promise.resolve()]
  /** One after the other: while one is written the next is checked, and one more gathered. */
  const take = async (batch: Batch): Promise<void> => {
    await before
    before = underWay
    underWay = settle(batch, before)
    // Whoever awaits it next learns of it.
    underWay.catch(() => {})
  }
  const settle = async (batch: Batch, after: Promise<void>): Promise<void> => {
    await importBatch(run, account, { whole: batch, after })
    messages += batch.messages.length
    progress?.(messages)
  }
  for await (const piece of importer.pieces(source)) {
    if (signal?.aborted === true) break
    if ('skipped' in piece) account.skip(piece.skipped, piece.row)
    else {
      for (const part of partsOf(piece)) {
        const batch = gathering.add(part)
        if (batch !== null) await take(batch)
      }
    }
  }
  const rest = signal?.aborted === true ? null : gathering.rest()
  if (rest !== null) await take(rest)
  await underWay
  return account.summary()
}

/** A batch, and the one before it. */
interface InTurn {
  readonly whole: Batch
  readonly after: Promise<void>
}

/** Imports one batch. What is wrong in it by itself (a text that is too long) is left out, and told. */
const importBatch = async ({ messaging }: ImportRun, account: Account, { whole, after }: InTurn): Promise<void> => {
  let batch = whole
  for (let attempt = 1; ; attempt += 1) {
    try {
      account.settle(batch, messaging === null ? all(batch) : await messaging.import(condensed(batch), { after }))
      return
    } catch (error) {
      // Nothing comes after a batch that has failed.
      await after
      const places = isMsgError(error) && error.code === 'invalid' ? (error.places ?? []) : []
      if (places.length > 0) {
        const next = withoutWrong(batch, places)
        if (next.left.length === 0) throw error
        for (const { reason, which } of next.left) account.skip(reason, which)
        batch = next.batch
        attempt = 0
      } else if (attempt < attempts && isPassing(error)) await elapsed(pause * 2 ** attempt)
      else throw error
    }
  }
}

const all = (batch: ImportBatch) => ({ imported: counts(batch), existing: counts({}), conflicts: [] })

const counts = (batch: ImportBatch): ImportCounts => ({
  conversations: batch.conversations?.length ?? 0,
  members: batch.members?.length ?? 0,
  messages: batch.messages?.length ?? 0,
  reactions: batch.reactions?.length ?? 0,
  readers: batch.readers?.length ?? 0,
  aliases: batch.aliases?.length ?? 0,
})

const isPassing = (error: unknown): boolean =>
  isMsgError(error) && (error.code === 'busy' || error.code === 'unavailable')

const elapsed = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
