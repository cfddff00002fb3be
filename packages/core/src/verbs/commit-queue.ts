import { MsgError } from '../errors.ts'
import type { ChangeDraft, CommitItem, CommitOutcome, Store } from '../ports/store.ts'

/** Gathers the commits of concurrent calls into batches. */
export interface CommitQueue {
  /** Settles when its own item is settled, whatever becomes of its neighbours. @throws busy when too much is waiting */
  submit(item: CommitItem): Promise<CommitOutcome>
}

/** Where a queue commits. */
export type QueuedStore = Pick<Store, 'commit'> & Partial<Pick<Store, 'commitsInLine'>>

/** What a queue gathers and how far. */
export interface QueueBounds {
  /** Items in one batch. */
  readonly batch: number
  /** Batches under way at once, beside one that waits in line. A second one goes only when it is full. */
  readonly underWay: number
  /** Items waiting. */
  readonly waiting: number
  /** Characters (UTF-16 units) of the texts that wait, beside the last. Default 16 Mi: they and their words take some 64 MiB. */
  readonly characters?: number
}

const bounds: QueueBounds = { batch: 64, underWay: 2, waiting: 10_000 }

/** When a batch goes in line behind one that is under way: it is not small itself, nor much smaller than that one. */
const worthALine = { items: 8, share: 0.7 } as const

interface Waiting {
  readonly item: CommitItem
  readonly resolve: (outcome: CommitOutcome) => void
  readonly reject: (error: unknown) => void
}

/**
 * An idle queue commits at once; while a batch is under way, what comes in waits together for the next one, and that
 * goes alongside only when it is full. So a single caller waits for nobody, and many callers share a round trip, which
 * costs far more than one more item in it. Where a store takes batches in line, the next goes when it is about as large
 * as the one under way: the store then works for one half of the callers while the other half is answered.
 */
export const createCommitQueue = (
  store: QueuedStore,
  { batch, underWay, waiting: room, characters: roomForTexts = 2 ** 24 }: QueueBounds = bounds,
): CommitQueue => {
  const waiting: Waiting[] = []
  const inLine = store.commitsInLine === true
  const atOnce = inLine ? underWay + 1 : underWay
  let running = 0
  let characters = 0
  let latest = 0
  let flushing = false

  const settle = (calls: readonly Waiting[], outcomes: readonly CommitOutcome[]): void => {
    for (const [index, { resolve, reject }] of calls.entries()) {
      const outcome = outcomes[index]
      if (outcome === undefined) reject(new MsgError('unavailable', 'the store gave no answer', { outcome: 'unknown' }))
      else resolve(outcome)
    }
  }

  const ask = async (calls: readonly Waiting[]): Promise<() => void> => {
    try {
      const outcomes = await store.commit(calls.map(({ item }) => item))
      return () => settle(calls, outcomes)
    } catch (error) {
      return () => {
        for (const { reject } of calls) reject(error)
      }
    }
  }

  /** What waits goes out before anybody hears of what was settled: the store works on while they are answered. */
  const run = async (calls: readonly Waiting[]): Promise<void> => {
    const answer = await ask(calls)
    running -= 1
    flush()
    answer()
  }
  const isWorthIt = (): boolean => {
    if (running === 0) return waiting.length > 0
    if (running === 1 && inLine) return waiting.length >= Math.max(worthALine.items, worthALine.share * latest)
    return running < atOnce && waiting.length >= batch
  }
  const flush = (): void => {
    flushing = false
    while (isWorthIt()) {
      running += 1
      const calls = waiting.splice(0, batch)
      latest = calls.length
      for (const { item } of calls) characters -= textLength(item)
      void run(alikeTogether(calls))
    }
  }
  return {
    submit: (item) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= room || characters >= roomForTexts) {
          reject(
            new MsgError('busy', 'too much is waiting to be stored; try again', { retryAfter: 1, outcome: 'none' }),
          )
          return
        }
        waiting.push({ item, resolve, reject })
        characters += textLength(item)
        if (flushing || !isWorthIt()) return
        flushing = true
        // What else is called in this turn comes along.
        queueMicrotask(flush)
      }),
  }
}

/**
 * Puts the receipts of a batch behind its sends, since stores settle items of one kind together. Concurrent calls have
 * no order that this could break; but nothing moves past an item of any other kind, or a receipt might come after its
 * reader has left.
 */
const alikeTogether = (calls: readonly Waiting[]): readonly Waiting[] => {
  if (!calls.some(({ item }) => isOnly(item, 'receipt.advanced'))) return calls
  let place = 0
  const placed = calls.map((call) => {
    if (isOnly(call.item, 'message.sent')) return { call, place }
    if (isOnly(call.item, 'receipt.advanced')) return { call, place: place + 1 }
    place += 3
    return { call, place: place - 1 }
  })
  return placed.toSorted((one, other) => one.place - other.place).map(({ call }) => call)
}

/** The texts are nearly all that takes room. */
const textLength = ({ changes }: CommitItem): number =>
  changes.reduce((length, change) => length + ('body' in change ? change.body.length : 0), 0)

const isOnly = ({ changes }: CommitItem, type: ChangeDraft['type']): boolean =>
  changes.length === 1 && changes[0]?.type === type
