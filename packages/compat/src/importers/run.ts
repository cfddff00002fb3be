/** Imports everything another system has. */
import { isMsgError } from '@msg/core'
import type { ImportBatch, ImportCounts, Messaging } from '@msg/core'
import { condensed, gather } from './batches.ts'
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
  const gathering = gather()
  let messages = 0
  let underWay = Promise.resolve()
  /** One after the other, while the next one is gathered. */
  const take = async (batch: Batch | null): Promise<void> => {
    await underWay
    if (batch === null) return
    underWay = settle(batch)
    // Whoever awaits it next learns of it.
    underWay.catch(() => {})
  }
  const settle = async (batch: Batch): Promise<void> => {
    await importBatch(run, account, batch)
    messages += batch.messages.length
    progress?.(messages)
  }
  for await (const piece of importer.pieces(source)) {
    if (signal?.aborted === true) break
    if ('skipped' in piece) account.skip(piece.skipped, piece.row)
    else {
      const batch = gathering.add(piece)
      if (batch !== null) await take(batch)
    }
  }
  await take(signal?.aborted === true ? null : gathering.rest())
  await underWay
  return account.summary()
}

/** Imports one batch. What is wrong in it by itself (a text that is too long) is left out, and told. */
const importBatch = async ({ messaging }: ImportRun, account: Account, whole: Batch): Promise<void> => {
  let batch = whole
  for (let attempt = 1; ; attempt += 1) {
    try {
      account.settle(batch, messaging === null ? all(batch) : await messaging.import(condensed(batch)))
      return
    } catch (error) {
      const places = isMsgError(error) && error.code === 'invalid' ? (error.places ?? []) : []
      if (places.length > 0) {
        const next = withoutWrong(batch, places)
        if (next.left.length === 0) throw error
        for (const { reason, which } of next.left) account.skip(reason, which)
        batch = next.batch
        attempt = 0
      } else if (attempt < attempts && isPassing(error)) await after(pause * 2 ** attempt)
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

const after = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
