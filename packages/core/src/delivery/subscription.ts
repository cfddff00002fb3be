import { isMsgError } from '../errors.ts'
import type { Timestamp, UserId } from '../model/ids.ts'
import type { Directory } from '../ports/directory.ts'
import type { LogPoint, Snapshot, Store } from '../ports/store.ts'
import type { LiveEvent, SubscribeInput } from '../session.ts'
import { createBacklog } from './backlog.ts'
import type { Backlog } from './backlog.ts'
import type { Cursors } from './cursor.ts'
import { profilesOf, usersIn } from './mentioned-profiles.ts'
import { piecesOf } from './pieces.ts'
import type { Joined, Tail } from './tail.ts'

/** What a subscription is made of. */
export interface SubscriptionParts {
  readonly store: Store
  readonly directory: Directory
  readonly cursors: Cursors
  readonly tail: Tail
}

const replayPage = 200

/** Who subscribes, from where, until when. */
export interface Subscriber {
  readonly userId: UserId
  readonly input: SubscribeInput
  /** When the last signal was that they heard, for who was here a moment ago. */
  readonly heard?: Timestamp
  readonly signal: AbortSignal
}

/**
 * The events of one subscription, with shared cursors: join the tail and buffer, replay from the cursor to the tail's
 * snapshot, then the buffer, then `ready`, then live. Ends with the signal. A reader that is too slow to keep everything
 * for starts over with `resync`. Once the user's sessions are revoked it ends with `unauthenticated`; a revocation that is
 * replayed ended others.
 */
export async function* eventsOf(
  parts: SubscriptionParts,
  subscriber: Subscriber,
): AsyncGenerator<LiveEvent, void, void> {
  const { userId, input, signal } = subscriber
  let from = startOf(parts.cursors, input, userId)
  let place = await take(parts, subscriber)
  try {
    for (;;) {
      const { backlog } = place
      yield* untilReady(parts, { userId, from, place })
      // Not by `yield*` from here on: each level of it costs every event a few turns of the loop.
      while (!signal.aborted && !backlog.overflowed()) {
        for (const batch of backlog.taken()) yield batch
        await backlog.filled()
      }
      if (signal.aborted) return
      // The new place is taken before the old one is given up: no revocation falls between them.
      const next = await take(parts, { userId, input: {}, signal })
      place.joined.leave()
      place = next
      backlog.check()
      from = 'resync'
    }
  } finally {
    place.joined.leave()
  }
}

type Start = LogPoint | 'resync' | null

/** A place at the tail. */
interface Place {
  readonly backlog: Backlog
  readonly joined: Joined
}

const take = async ({ tail }: SubscriptionParts, { userId, heard, signal }: Subscriber): Promise<Place> => {
  const backlog = createBacklog(signal)
  return { backlog, joined: await tail.join(userId, backlog.push, heard) }
}

interface Span {
  readonly userId: UserId
  readonly from: Start
  readonly place: Place
}

/** What was missed, and what came meanwhile. */
async function* untilReady(parts: SubscriptionParts, span: Span): AsyncGenerator<LiveEvent, void, void> {
  const { from, place } = span
  const { backlog, joined } = place
  let cursor = parts.cursors.shared({ after: joined.snapshot })
  if (from === 'resync') yield { type: 'resync', cursor }
  else if (from !== null) yield* replay(parts, { ...span, from })
  for (const batch of backlog.taken()) {
    if (batch.type === 'changes') cursor = batch.cursor
    yield batch
  }
  yield { type: 'ready', cursor }
}

const startOf = (cursors: Cursors, input: SubscribeInput, userId: UserId): Start => {
  if (input.after === undefined) return null
  try {
    return cursors.read(input.after, userId)
  } catch (error) {
    if (isMsgError(error) && error.code === 'resync_required') return 'resync'
    throw error
  }
}

async function* replay(
  parts: SubscriptionParts,
  { userId, from, place: { backlog, joined } }: Omit<Span, 'from'> & { readonly from: LogPoint },
): AsyncGenerator<LiveEvent, void, void> {
  let point = from
  const target: Snapshot = joined.snapshot
  for (;;) {
    const page = await parts.store.feed(userId, { upTo: target, ...point, limit: replayPage })
    backlog.check()
    if (page === 'resync') {
      yield { type: 'resync', cursor: parts.cursors.shared({ after: target }) }
      return
    }
    const { pieces, end } = piecesOf(page, point)
    for (const piece of pieces) {
      const changes = piece.changes.map((logged) => logged.change)
      const profiles = await profilesOf(parts.directory, changes.flatMap(usersIn))
      backlog.check()
      yield { type: 'changes', changes, profiles, cursor: parts.cursors.shared(piece.point) }
    }
    point = end
    if (!page.more && page.snapshot === target) return
  }
}
