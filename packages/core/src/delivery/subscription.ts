import { isMsgError } from '../errors.ts'
import type { UserId } from '../model/ids.ts'
import type { Directory } from '../ports/directory.ts'
import type { Snapshot, Store } from '../ports/store.ts'
import type { LiveEvent, SubscribeInput } from '../session.ts'
import type { Cursors, LogPoint } from './cursor.ts'
import { profilesOf, usersIn } from './mentioned-profiles.ts'
import { piecesOf } from './pieces.ts'
import type { ChangeBatch, Joined, Sink, Tail } from './tail.ts'

/** What a subscription is made of. */
export interface SubscriptionParts {
  readonly store: Store
  readonly directory: Directory
  readonly cursors: Cursors
  readonly tail: Tail
}

/** Live changes a reader may lag behind before it is told to reload. */
const bufferLimit = 10_000

const replayPage = 200

/** Who subscribes, from where, until when. */
export interface Subscriber {
  readonly userId: UserId
  readonly input: SubscribeInput
  readonly signal: AbortSignal
}

/**
 * The events of one subscription, with shared cursors: join the tail and buffer, replay from the cursor to the tail's
 * snapshot, then the buffer, then `ready`, then live. Ends with the signal. A reader that is too slow to keep everything
 * for starts over with `resync`.
 */
export async function* eventsOf(
  parts: SubscriptionParts,
  subscriber: Subscriber,
): AsyncGenerator<LiveEvent, void, void> {
  let from = startOf(parts.cursors, subscriber.input, subscriber.userId)
  while (!subscriber.signal.aborted) {
    yield* untilOverflow(parts, subscriber, from)
    from = 'resync'
  }
}

type Start = LogPoint | 'resync' | null

async function* untilOverflow(
  parts: SubscriptionParts,
  { userId, signal }: Subscriber,
  from: Start,
): AsyncGenerator<LiveEvent, void, void> {
  const queue = createQueue(signal)
  const joined = await parts.tail.join(userId, queue.push)
  try {
    const cursor = parts.cursors.shared({ after: joined.snapshot })
    if (from === 'resync') yield { type: 'resync', cursor }
    else if (from !== null) yield* replay(parts, { userId, from, joined })
    const missed = queue.take()
    yield* missed
    yield { type: 'ready', cursor: missed.at(-1)?.cursor ?? cursor }
    while (!signal.aborted && !queue.overflowed()) {
      yield* queue.take()
      await queue.filled()
    }
  } finally {
    joined.leave()
  }
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
  span: { readonly userId: UserId; readonly from: LogPoint; readonly joined: Joined },
): AsyncGenerator<LiveEvent, void, void> {
  let point = span.from
  const target: Snapshot = span.joined.snapshot
  for (;;) {
    const page = await parts.store.feed(span.userId, { upTo: target, ...point, limit: replayPage })
    if (page === 'resync') {
      yield { type: 'resync', cursor: parts.cursors.shared({ after: target }) }
      return
    }
    const { pieces, end } = piecesOf(page, point)
    for (const piece of pieces) {
      const changes = piece.changes.map((logged) => logged.change)
      const profiles = await profilesOf(parts.directory, changes.flatMap(usersIn))
      yield { type: 'changes', changes, profiles, cursor: parts.cursors.shared(piece.point) }
    }
    point = end
    if (!page.more && page.snapshot === target) return
  }
}

interface Queue {
  readonly push: Sink
  /** Takes out everything there is. */
  take(): readonly ChangeBatch[]
  /** Resolves when there is something to take, or the signal fires. */
  filled(): Promise<void>
  overflowed(): boolean
}

const createQueue = (signal: AbortSignal): Queue => {
  let events: ChangeBatch[] = []
  let size = 0
  let overflowed = false
  let notify: (() => void) | null = null
  signal.addEventListener('abort', () => notify?.(), { once: true })
  return {
    push(batch) {
      if (overflowed) return
      size += batch.changes.length
      overflowed = size > bufferLimit
      if (overflowed) events = []
      else events.push(batch)
      notify?.()
    },
    take() {
      const taken = events
      events = []
      size = 0
      return taken
    },
    filled: () =>
      new Promise((resolve) => {
        if (events.length > 0 || overflowed || signal.aborted) resolve()
        else notify = resolve
      }),
    overflowed: () => overflowed,
  }
}
