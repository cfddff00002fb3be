import type { Change } from '../model/change.ts'
import type { ConversationId, Timestamp, UserId } from '../model/ids.ts'
import type { Profile } from '../model/profile.ts'
import type { Signal } from '../model/signal.ts'
import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { LoggedChange, LogPage, LogPoint, Snapshot, Store } from '../ports/store.ts'
import { createBell } from './bell.ts'
import type { Cursors } from './cursor.ts'
import { forgetErased } from './forget-erased.ts'
import { createListeners } from './listeners.ts'
import type { ChangeBatch, Group, Listener, SignalBatch, Sink } from './listeners.ts'
import type { LiveProfiles } from './live-profiles.ts'
import { usersIn } from './mentioned-profiles.ts'
import { piecesOf } from './pieces.ts'
import type { Piece } from './pieces.ts'
import { createTrouble } from './trouble.ts'

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
   * issued before the call. Signals since `heard` that are not yet over are told again; without it, none.
   */
  join(userId: UserId, sink: Sink, heard?: Timestamp): Promise<Joined>
  /**
   * The same for the shared changes and the signals of one conversation, whether or not it is for `userId` to see; and their
   * `session.revoked`, with whatever comes along with it.
   */
  watch(userId: UserId, conversationId: ConversationId, sink: Sink): Promise<Joined>
  close(): Promise<void>
}

export interface Joined {
  readonly snapshot: Snapshot
  leave(): void
}

export interface TailParts {
  readonly store: Store
  readonly profiles: LiveProfiles
  readonly cursors: Cursors
  readonly clock: Clock
  readonly logger: Logger
}

const pollMilliseconds = 1_000
const pageSize = 1_000

/**
 * After a read that found at least `changes` changes, the next begins no sooner than `pause` milliseconds after it
 * began: many read at once cost less than a few at a time, and make fewer frames.
 */
const load = { changes: 16, pause: 25 } as const

/** Signals that may wait for a read; further ones are dropped. */
const signalsWaiting = 1_000

/** Milliseconds after which a signal is over. */
const signalLife = 6_000

/** More than anybody blocks. */
const manyBlocks = 100_000

export const createTail = (parts: TailParts): Tail => {
  const { store, clock, logger } = parts
  const unread = createTrouble(logger, {
    begins: 'reading the change log failed; trying again',
    ends: 'the change log is read again',
  })
  const listeners = createListeners()
  let signals: readonly Signal[] = []
  let recent: readonly Signal[] = []
  const bell = createBell(clock)
  let restUntil = 0
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

  const pass = (signal: Signal): void => {
    const batch: SignalBatch = { type: 'signals', signals: [signal] }
    for (const { sink } of listeners.hearersOf(signal)) sink(batch)
  }

  /** Keeps signals for who polls and is not listening right now. */
  const remember = (told: readonly Signal[]): void => {
    const over = clock.now() - signalLife
    recent = [...recent, ...told].filter((signal) => Date.parse(signal.at) > over).slice(-signalsWaiting)
  }

  const remind = (listener: Listener, heard: Timestamp): void => {
    remember([])
    for (const signal of recent)
      if (signal.at > heard && listeners.hearersOf(signal).includes(listener))
        listener.sink({ type: 'signals', signals: [signal] })
  }

  /** Lets changes gather while there are many, unless somebody waits to join. */
  const rest = async (): Promise<void> => {
    const left = restUntil - clock.now()
    if (left > 0 && left <= load.pause) await bell.wait(left)
  }

  /** Reads to the end of the log. After a failure it goes on at the page that failed, then to what is the end by now. */
  const advance = async (from: LogPoint): Promise<Snapshot> => {
    let point = from
    for (;;) {
      const resumed = point.upTo !== undefined
      const began = clock.now()
      const page: LogPage = await store.log({ ...point, limit: pageSize })
      restUntil = page.changes.length < load.changes ? 0 : began + load.pause
      const { pieces, end } = piecesOf(page, point)
      for (const piece of pieces) {
        await forgetErased(store, listeners, piece.changes)
        deliver(await batchesOf(parts, { ...piece, admit: listeners.groupsFor }))
        at = piece.point
      }
      point = end
      at = end
      unread.over()
      if (!page.more && !resumed) return page.snapshot
    }
  }

  const wake = (): void => {
    if (waiting || closed || listeners.isEmpty()) return
    waiting = true
    cancelTimer?.()
    inTurn(async () => {
      await rest()
      waiting = false
      const due = signals
      signals = []
      if (at !== null) {
        await advance(at)
        for (const signal of due) pass(signal)
      }
      remember(due)
    })
      .catch(unread.met)
      .finally(() => {
        cancelTimer?.()
        if (!closed && !listeners.isEmpty()) cancelTimer = clock.after(pollMilliseconds, wake)
      })
  }

  const leave = (listener: Listener): void => {
    listeners.remove(listener)
    if (!listeners.isEmpty()) return
    cancelTimer?.()
    at = null
  }

  const join = async (listener: Listener, heard?: Timestamp): Promise<Joined> => {
    const { userId } = listener
    const snapshot = at === null ? (await store.log({ after: null, limit: 1 })).snapshot : await advance(at)
    if (!listeners.knows(userId)) {
      const blocks = await store.blocks(userId, { limit: manyBlocks })
      listeners.learn(
        userId,
        await store.windows(userId),
        blocks.map((block) => block.blocked),
      )
    }
    at = { after: snapshot }
    listeners.add(listener)
    if (heard !== undefined) remind(listener, heard)
    wake()
    return { snapshot, leave: () => leave(listener) }
  }

  /** Joins for the revocation of its user, and is beside that a listener to the conversation. */
  const watch = async (conversationId: ConversationId, listener: Listener): Promise<Joined> => {
    const { userId, sink } = listener
    const joined = await join({ userId, sink: (batch) => isRevocation(batch) && sink(batch) })
    listeners.watch(conversationId, listener)
    return {
      snapshot: joined.snapshot,
      leave: () => {
        listeners.unwatch(conversationId, listener)
        joined.leave()
      },
    }
  }

  return {
    wake,
    tell(told) {
      if (closed) return
      if (listeners.isEmpty()) return remember(told)
      signals = [...signals, ...told].slice(0, signalsWaiting)
      wake()
    },
    join(userId, sink, heard) {
      bell.ring()
      return inTurn(() => join({ userId, sink }, heard))
    },
    watch(userId, conversationId, sink) {
      bell.ring()
      return inTurn(() => watch(conversationId, { userId, sink }))
    },
    async close() {
      closed = true
      bell.ring()
      cancelTimer?.()
      await steps
    },
  }
}

const deliver = (batches: ReadonlyMap<Group, ChangeBatch>): void => {
  for (const [group, batch] of batches) for (const { sink } of group) sink(batch)
}

/** Whether it tells somebody that their sessions are over. */
const isRevocation = (batch: ChangeBatch | SignalBatch): boolean =>
  batch.type === 'changes' && batch.changes.some(({ type }) => type === 'session.revoked')

interface Reading extends Piece {
  readonly admit: (logged: LoggedChange) => readonly Group[]
}

/** What each group gets of a page. Groups with the same changes share one batch object. */
const batchesOf = async (parts: TailParts, reading: Reading): Promise<ReadonlyMap<Group, ChangeBatch>> => {
  const cursor = parts.cursors.shared(reading.point)
  const lists = new Map<Group, readonly Change[]>()
  const none: readonly Change[] = []
  for (const logged of reading.changes) {
    const grown = new Map<readonly Change[], readonly Change[]>()
    for (const group of reading.admit(logged)) {
      const before = lists.get(group) ?? none
      const after = grown.get(before) ?? [...before, logged.change]
      grown.set(before, after)
      lists.set(group, after)
    }
  }
  const named = await parts.profiles.of([...new Set(lists.values())].flat())
  const known = new Map(named.map((profile) => [profile.id, profile]))
  const made = new Map<readonly Change[], ChangeBatch>()
  const batches = new Map<Group, ChangeBatch>()
  for (const [group, changes] of lists) {
    const batch = made.get(changes) ?? { type: 'changes', changes, profiles: mentioned(changes, known), cursor }
    made.set(changes, batch)
    batches.set(group, batch)
  }
  return batches
}

const mentioned = (changes: readonly Change[], known: ReadonlyMap<UserId, Profile>): readonly Profile[] =>
  [...new Set(changes.flatMap(usersIn))].flatMap((userId) => known.get(userId) ?? [])
