import type { Change } from '../model/change.ts'
import type { UserId } from '../model/ids.ts'
import type { Signal } from '../model/signal.ts'
import type { Clock } from '../ports/clock.ts'
import type { Directory } from '../ports/directory.ts'
import type { Logger } from '../ports/logger.ts'
import type { LoggedChange, LogPage, Snapshot, Store } from '../ports/store.ts'
import type { LiveEvent } from '../session.ts'
import { createAudience } from './audience.ts'
import type { Cursors, LogPoint } from './cursor.ts'
import { forgetErased } from './forget-erased.ts'
import { profilesOf, usersIn } from './mentioned-profiles.ts'
import { piecesOf } from './pieces.ts'
import type { Piece } from './pieces.ts'

/** A batch of changes as it goes to everyone it concerns: one object, however many they are. Its cursor is a shared one. */
export type ChangeBatch = Extract<LiveEvent, { type: 'changes' }>

/** Signals as they go to everyone they concern: one object, however many they are. */
export type SignalBatch = Extract<LiveEvent, { type: 'signals' }>

/** Receives what concerns one user: changes in log order, and signals. Must not throw or wait. */
export type Sink = (batch: ChangeBatch | SignalBatch) => void

/**
 * The one reader of the change log in this process. Woken by own commits and by a timer; hydrates and looks up profiles once,
 * however many are listening. Reads nothing while nobody is.
 */
export interface Tail {
  /** Something was committed: read soon. */
  wake(): void
  /**
   * Passes signals on to whom they are for, as far as they are listening. What was committed before is read first: whoever was
   * removed hears nothing any more.
   */
  tell(signals: readonly Signal[]): void
  /**
   * From the returned snapshot on, `sink` gets every change `userId` may see. That snapshot is no older than any cursor
   * issued before the call.
   */
  join(userId: UserId, sink: Sink): Promise<Joined>
  close(): Promise<void>
}

export interface Joined {
  readonly snapshot: Snapshot
  leave(): void
}

export interface TailParts {
  readonly store: Store
  readonly directory: Directory
  readonly cursors: Cursors
  readonly clock: Clock
  readonly logger: Logger
}

const pollMilliseconds = 1_000
const pageSize = 500

/** Signals that may wait for a read; further ones are dropped. */
const signalsWaiting = 1_000

/** More than anybody blocks. */
const manyBlocks = 100_000

export const createTail = (parts: TailParts): Tail => {
  const { store, clock, logger } = parts
  const audience = createAudience()
  const sinks = new Map<UserId, Set<Sink>>()
  let signals: readonly Signal[] = []
  let at: LogPoint | null = null
  let steps: Promise<unknown> = Promise.resolve()
  let waiting = false
  let closed = false
  let cancelTimer: (() => void) | null = null

  /** Reading and joining take turns, so that whoever joins does so between two whole reads. */
  const inTurn = <T>(step: () => Promise<T>): Promise<T> => {
    const turn = steps.then(step)
    steps = turn.catch(() => {})
    return turn
  }

  const deliver = (batches: ReadonlyMap<UserId, ChangeBatch>): void => {
    for (const [userId, batch] of batches) for (const sink of sinks.get(userId) ?? []) sink(batch)
  }

  const pass = (signal: Signal): void => {
    const batch: SignalBatch = { type: 'signals', signals: [signal] }
    for (const userId of audience.hearersOf(signal)) for (const sink of sinks.get(userId) ?? []) sink(batch)
  }

  /** Reads to the end of the log. After a failure it goes on at the page that failed, then to what is the end by now. */
  const advance = async (from: LogPoint): Promise<Snapshot> => {
    let point = from
    for (;;) {
      const resumed = point.upTo !== undefined
      const page: LogPage = await store.log({ ...point, limit: pageSize })
      const { pieces, end } = piecesOf(page, point)
      for (const piece of pieces) {
        await forgetErased(store, audience, piece.changes)
        deliver(await batchesOf(parts, { ...piece, admit: audience.admit }))
        at = piece.point
      }
      point = end
      at = end
      if (!page.more && !resumed) return page.snapshot
    }
  }

  const wake = (): void => {
    if (waiting || closed || sinks.size === 0) return
    waiting = true
    cancelTimer?.()
    inTurn(async () => {
      waiting = false
      const due = signals
      signals = []
      if (at === null) return
      await advance(at)
      for (const signal of due) pass(signal)
    })
      .catch((error: unknown) => logger.error('reading the change log failed; trying again', { error }))
      .finally(() => {
        cancelTimer?.()
        if (!closed && sinks.size > 0) cancelTimer = clock.after(pollMilliseconds, wake)
      })
  }

  const leave = (userId: UserId, sink: Sink): void => {
    const own = sinks.get(userId)
    own?.delete(sink)
    if (own?.size !== 0) return
    sinks.delete(userId)
    audience.remove(userId)
    if (sinks.size === 0) {
      cancelTimer?.()
      at = null
    }
  }

  const join = async (userId: UserId, sink: Sink): Promise<Joined> => {
    const snapshot = at === null ? (await store.log({ after: null, limit: 1 })).snapshot : await advance(at)
    if (!audience.has(userId)) {
      const blocks = await store.blocks(userId, { limit: manyBlocks })
      const blocked = blocks.map((block) => block.blocked)
      audience.add(userId, await store.windows(userId), blocked)
    }
    at = { after: snapshot }
    sinks.set(userId, (sinks.get(userId) ?? new Set()).add(sink))
    wake()
    return { snapshot, leave: () => leave(userId, sink) }
  }

  return {
    wake,
    tell(told) {
      if (closed || sinks.size === 0) return
      signals = [...signals, ...told].slice(0, signalsWaiting)
      wake()
    },
    join: (userId, sink) => inTurn(() => join(userId, sink)),
    async close() {
      closed = true
      cancelTimer?.()
      sinks.clear()
      await steps
    },
  }
}

interface Reading extends Piece {
  readonly admit: (logged: LoggedChange) => readonly UserId[]
}

/** What each connected user gets of a page. Users with the same changes share one batch object. */
const batchesOf = async (parts: TailParts, reading: Reading): Promise<ReadonlyMap<UserId, ChangeBatch>> => {
  const cursor = parts.cursors.shared(reading.point)
  const lists = new Map<UserId, readonly Change[]>()
  const grown = new Map<readonly Change[], Map<Change, readonly Change[]>>()
  const none: readonly Change[] = []
  for (const logged of reading.changes) {
    for (const userId of reading.admit(logged)) {
      const before = lists.get(userId) ?? none
      const next = grown.get(before) ?? new Map<Change, readonly Change[]>()
      const after = next.get(logged.change) ?? [...before, logged.change]
      grown.set(before, next.set(logged.change, after))
      lists.set(userId, after)
    }
  }
  const batches = new Map<readonly Change[], ChangeBatch>()
  for (const changes of new Set(lists.values()))
    batches.set(changes, { type: 'changes', changes, profiles: await liveProfiles(parts, changes), cursor })
  return new Map(
    [...lists].flatMap(([userId, changes]) => {
      const batch = batches.get(changes)
      return batch === undefined ? [] : [[userId, batch] as const]
    }),
  )
}

/** Names are decoration: when the directory fails, the changes still go out. */
const liveProfiles = async ({ directory, logger }: TailParts, changes: readonly Change[]) => {
  try {
    return await profilesOf(directory, changes.flatMap(usersIn))
  } catch (error) {
    logger.error('the directory failed; changes go out without profiles', { error })
    return []
  }
}
