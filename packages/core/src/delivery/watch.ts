import type { ConversationId, UserId } from '../model/ids.ts'
import type { Clock } from '../ports/clock.ts'
import type { LiveEvent } from '../session.ts'
import { createBacklog } from './backlog.ts'
import type { Backlog } from './backlog.ts'
import type { Cursors } from './cursor.ts'
import type { ChangeBatch, SignalBatch } from './listeners.ts'
import type { Joined, Tail } from './tail.ts'

/** What a watch is made of. */
export interface WatchParts {
  readonly tail: Tail
  readonly cursors: Cursors
  readonly clock: Clock
}

/** Who watches what, until when. */
export interface Watcher {
  readonly userId: UserId
  readonly conversationId: ConversationId
  readonly signal: AbortSignal
  /** Whether they may, as of now. @throws what refuses it */
  readonly check: () => Promise<void>
}

/** Milliseconds for which a check holds. */
export const checkHolds = 60_000

/**
 * The events of a watch, with shared cursors: `ready`, then live. It has no past: what was missed is reloaded. Nothing is
 * told on the strength of a check that is older than a minute, or than a change of who may see the conversation; a check
 * that fails ends it, where the conversation was deleted after that was told. A reader that is too slow starts over with `resync`.
 */
export async function* watchOf(parts: WatchParts, watcher: Watcher): AsyncGenerator<LiveEvent, void, void> {
  const { signal } = watcher
  // A place first, then the check: a removal falls into the one or the other.
  let place = await take(parts, watcher)
  const allowed = createCheck(parts, watcher)
  try {
    await allowed(place.backlog)
    for (;;) {
      yield { type: 'ready', cursor: place.cursor }
      while (!signal.aborted && !place.backlog.overflowed()) {
        for (const batch of place.backlog.taken()) {
          try {
            await allowed(place.backlog, batch)
          } catch (error) {
            yield* deletionIn(batch)
            throw error
          }
          yield batch
        }
        await place.backlog.filled()
      }
      if (signal.aborted) return
      // The new place is taken before the old one is given up: no revocation falls between them.
      const next = await take(parts, watcher)
      place.joined.leave()
      place.backlog.check()
      place = next
      yield { type: 'resync', cursor: place.cursor }
    }
  } finally {
    place.joined.leave()
  }
}

/** A place at the tail. */
interface Place {
  readonly backlog: Backlog
  readonly joined: Joined
  readonly cursor: string
}

const take = async ({ tail, cursors }: WatchParts, { userId, conversationId, signal }: Watcher): Promise<Place> => {
  const backlog = createBacklog(signal)
  const joined = await tail.watch(userId, conversationId, backlog.push)
  return { backlog, joined, cursor: cursors.shared({ after: joined.snapshot }) }
}

/** Checks again where what was found before no longer holds. @throws what refuses it, unauthenticated */
const createCheck = ({ clock }: WatchParts, { userId, check }: Watcher) => {
  let checkedAt: number | null = null
  const holds = (): boolean => {
    const age = checkedAt === null ? checkHolds : clock.now() - checkedAt
    return age >= 0 && age < checkHolds
  }
  return async (backlog: Backlog, batch?: ChangeBatch | SignalBatch): Promise<void> => {
    if (holds() && (batch === undefined || !mayEnd(batch, userId))) return
    const now = clock.now()
    await check()
    checkedAt = now
    backlog.check()
  }
}

/** That the conversation was deleted is told to whoever watched it, and nothing else of what came with it. */
function* deletionIn(batch: ChangeBatch | SignalBatch): Generator<ChangeBatch, void, void> {
  const changes = batch.type === 'changes' ? batch.changes.filter(({ type }) => type === 'conversation.deleted') : []
  if (batch.type === 'changes' && changes.length > 0) yield { ...batch, changes, profiles: [] }
}

/** Whether a batch may mean that its user no longer sees the conversation. */
const mayEnd = (batch: ChangeBatch | SignalBatch, userId: UserId): boolean =>
  batch.type === 'changes' &&
  batch.changes.some(({ type, subject }) => {
    if (subject === 'gone') return true
    if (type === 'member.left' || type === 'member.removed') return subject.userId === userId
    return type === 'conversation.updated' || type === 'conversation.deleted'
  })
