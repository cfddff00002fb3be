import { isMsgError } from '../errors.ts'
import type { Timestamp, UserId } from '../model/ids.ts'
import type { LogPoint, Snapshot, Store } from '../ports/store.ts'
import type { SubscribeInput } from '../session.ts'
import { createBacklog } from './backlog.ts'
import type { Backlog } from './backlog.ts'
import type { Closing } from './closing.ts'
import type { Cursors } from './cursor.ts'
import type { Take } from './handover.ts'
import type { LiveProfiles } from './live-profiles.ts'
import { piecesOf } from './pieces.ts'
import type { Joined, Tail } from './tail.ts'

/** What a subscription is made of. */
export interface SubscriptionParts {
  readonly store: Store
  readonly profiles: LiveProfiles
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
  readonly ending: Closing
}

/**
 * Hands over the events of one subscription, with shared cursors: join the tail and buffer, replay from the cursor to the tail's
 * snapshot, then the buffer, then `ready`, then live. Goes on until `ending`. A reader that is too slow to keep everything
 * for starts over with `resync`. Once the user's sessions are revoked it ends with `unauthenticated`; a revocation that is
 * replayed ended others.
 */
export const subscribe = async (parts: SubscriptionParts, subscriber: Subscriber, take: Take): Promise<void> => {
  const { userId, input, ending } = subscriber
  let from = startOf(parts.cursors, input, userId)
  let place = await takePlace(parts, subscriber)
  try {
    for (;;) {
      const { backlog } = place
      await catchUp(parts, { userId, from, place, ending }, take)
      await backlog.pour(take)
      if (ending.over()) return
      // The new place is taken before the old one is given up: no revocation falls between them.
      const next = await takePlace(parts, { userId, input: {}, ending })
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

const takePlace = async ({ tail }: SubscriptionParts, { userId, heard, ending }: Subscriber): Promise<Place> => {
  const backlog = createBacklog(ending)
  return { backlog, joined: await tail.join(userId, backlog.push, heard) }
}

interface Span {
  readonly userId: UserId
  readonly from: Start
  readonly place: Place
  readonly ending: Closing
}

/** What was missed, and what came meanwhile, until it is `ready`. */
const catchUp = async (parts: SubscriptionParts, span: Span, take: Take): Promise<void> => {
  const { from, place } = span
  const { backlog, joined } = place
  let cursor = parts.cursors.shared({ after: joined.snapshot })
  if (from === 'resync') await take({ type: 'resync', cursor })
  else if (from !== null) await replay(parts, { ...span, from }, take)
  for (let batch = backlog.next(); batch !== undefined; batch = backlog.next()) {
    if (batch.type === 'changes') cursor = batch.cursor
    await take(batch)
  }
  await take({ type: 'ready', cursor })
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

const replay = async (
  parts: SubscriptionParts,
  { userId, from, place: { backlog, joined }, ending }: Omit<Span, 'from'> & { readonly from: LogPoint },
  take: Take,
): Promise<void> => {
  let point = from
  const target: Snapshot = joined.snapshot
  for (;;) {
    const page = await parts.store.feed(userId, { upTo: target, ...point, limit: replayPage })
    backlog.check()
    if (page === 'resync') return take({ type: 'resync', cursor: parts.cursors.shared({ after: target }) })
    const { pieces, end } = piecesOf(page, point)
    for (const piece of pieces) {
      const changes = piece.changes.map((logged) => logged.change)
      const profiles = await parts.profiles.of(changes)
      backlog.check()
      await take({ type: 'changes', changes, profiles, cursor: parts.cursors.shared(piece.point) })
      if (ending.over()) return
    }
    point = end
    if (!page.more && page.snapshot === target) return
  }
}
