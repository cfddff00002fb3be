import type { ConversationId, UserId } from '../model/ids.ts'
import type { Clock } from '../ports/clock.ts'
import type { LiveEvent } from '../session.ts'
import { createBacklog } from './backlog.ts'
import type { Backlog } from './backlog.ts'
import type { Closing } from './closing.ts'
import type { Cursors } from './cursor.ts'
import type { Take } from './handover.ts'
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
  readonly ending: Closing
  /** Whether they may, as of now. @throws what refuses it */
  readonly check: () => Promise<void>
}

/** Milliseconds for which a check holds. */
export const checkHolds = 60_000

/**
 * Hands over the events of a watch, with shared cursors: `ready`, then live. It has no past: what was missed is reloaded. Nothing is
 * told on the strength of a check that is older than a minute, or than a change of who may see the conversation; a check
 * that fails ends it, where the conversation was deleted after that was told. A reader that is too slow starts over with `resync`.
 */
export const watch = async (parts: WatchParts, watcher: Watcher, take: Take): Promise<void> => {
  const { ending } = watcher
  // A place first, then the check: a removal falls into the one or the other.
  let place = await takePlace(parts, watcher)
  const check = createCheck(parts, watcher)
  const takeChecked = async (event: LiveEvent, backlog: Backlog): Promise<void> => {
    try {
      await check.again(backlog)
    } catch (error) {
      const deletion = deletionIn(event)
      if (deletion !== null) await take(deletion)
      throw error
    }
    return take(event)
  }
  try {
    await check.again(place.backlog)
    for (;;) {
      const { backlog } = place
      await take({ type: 'ready', cursor: place.cursor })
      await backlog.pour((event) => (check.holds(event) ? take(event) : takeChecked(event, backlog)))
      if (ending.over()) return
      // The new place is taken before the old one is given up: no revocation falls between them.
      const next = await takePlace(parts, watcher)
      place.joined.leave()
      place = next
      backlog.check()
      await take({ type: 'resync', cursor: place.cursor })
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

const takePlace = async (
  { tail, cursors }: WatchParts,
  { userId, conversationId, ending }: Watcher,
): Promise<Place> => {
  const backlog = createBacklog(ending)
  const joined = await tail.watch(userId, conversationId, backlog.push)
  return { backlog, joined, cursor: cursors.shared({ after: joined.snapshot }) }
}

/** Whether they may watch, as far as is known. */
interface Check {
  /** Whether what was found still holds when this event is told. */
  holds(event: LiveEvent): boolean
  /** Finds out anew. @throws what refuses it, unauthenticated */
  again(backlog: Backlog): Promise<void>
}

const createCheck = ({ clock }: WatchParts, { userId, check }: Watcher): Check => {
  let checkedAt = -Infinity
  return {
    holds(event) {
      const age = clock.now() - checkedAt
      return age >= 0 && age < checkHolds && !mayEnd(event, userId)
    },
    async again(backlog) {
      const now = clock.now()
      await check()
      checkedAt = now
      backlog.check()
    },
  }
}

/** That the conversation was deleted is told to whoever watched it, and nothing else of what came with it. */
const deletionIn = (event: LiveEvent): LiveEvent | null => {
  const changes = event.type === 'changes' ? event.changes.filter(({ type }) => type === 'conversation.deleted') : []
  return event.type === 'changes' && changes.length > 0 ? { ...event, changes, profiles: [] } : null
}

/** Whether an event may mean that its user no longer sees the conversation. */
const mayEnd = (event: LiveEvent, userId: UserId): boolean =>
  event.type === 'changes' &&
  event.changes.some(({ type, subject }) => {
    if (subject === 'gone') return true
    if (type === 'member.left' || type === 'member.removed') return subject.userId === userId
    return type === 'conversation.updated' || type === 'conversation.deleted'
  })
