import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { NotifierPlace } from '../ports/notifier-store.ts'
import type { Notifier } from '../ports/notifier.ts'
import type { LoggedChange, LogPage, LogPoint } from '../ports/store.ts'
import type { Absence } from './absence.ts'
import { laneOf, tellInLanes } from './lanes.ts'
import type { DueChange, Told } from './lanes.ts'
import { createKnownAudiences } from './known-audiences.ts'
import type { HeldLease } from './lease.ts'
import { noticesWith } from './notice.ts'
import type { NoticeParts } from './notice.ts'
import { createPlace } from './notifier-place.ts'
import type { PlaceStep } from './notifier-place.ts'
import { dueIn, firstDue, waiting } from './parked.ts'
import { createRipening } from './ripening.ts'
import { createTeller } from './teller.ts'

/** What a term works with. */
export interface TermParts extends NoticeParts {
  readonly notifier: Notifier
  readonly clock: Clock
  readonly logger: Logger
  readonly lease: HeldLease
  readonly absence: Absence
  readonly ending: AbortSignal
  /** Fires when nobody waits for what is under way. */
  readonly signal: AbortSignal
  /** Is told what became of changes. */
  readonly count: (told: Told, parked: number) => void
}

/** The work of a notifier while this process has its lease: reading on, and trying again what is parked. */
export interface Term {
  /** Tells what comes next in the log; false when there is nothing more for now. */
  readOn(): Promise<boolean>
  /** Tells what is parked and due; false when nothing is. */
  retry(): Promise<boolean>
  /** Has the store remember how far it has come, when that is due or is the last thing to do. */
  keep(last?: 'last'): Promise<void>
  /** Reads anew what is parked: the host may have replayed dead letters. */
  reload(): Promise<void>
  /** Milliseconds since 1970 when there is something to do whether or not something is committed; infinite when never. */
  nextDue(): number
  /** Milliseconds since 1970 before which there is no hurry, whatever is committed. */
  restUntil(): number
}

/** Conversations of which a notifier is told at the same time that does not say how many. */
const usualSideBySide = 16

/** Changes on a page for each of them. After a crash at most one page is told again. */
const pageOfEach = 16

/**
 * After a page of at least `changes` changes, the next is read no sooner than `pause` milliseconds later: each page
 * costs the database something, however little is on it, and those who send would wait for that.
 */
const load = { changes: 4, pause: 50 } as const

/** With so many parked changes nothing more is read: what comes meanwhile is safe in the log. */
const roomForParked = 1_000

export const createTerm = (parts: TermParts, stored: NotifierPlace): Term => {
  const { store, notifier, clock, logger, absence } = parts
  const { name, types, sideBySide = usualSideBySide } = notifier
  const place = createPlace({ ...parts, name }, stored)
  const tell = createTeller(parts)
  const ripening = createRipening(clock, notifier.delay ?? 0)
  const audiences = createKnownAudiences(store)
  let restUntil = 0

  /** How many changes may be told at once: while the outside is away one, now and then, to see whether it is back. */
  const room = (): number => {
    const lookAt = absence.lookAt()
    if (lookAt === null) return sideBySide * pageOfEach
    return clock.now() < lookAt ? 0 : 1
  }

  const tellAll = (changes: readonly DueChange[]): Promise<Told> => {
    const notice = noticesWith(
      { ...parts, audiences },
      changes.map(({ logged }) => logged),
    )
    const tellDue = ({ logged, attempts }: DueChange) => tell(notice(logged, attempts + 1))
    return tellInLanes({ tell: tellDue, now: clock.now, sideBySide }, changes)
  }

  const take = async (told: Told, step: PlaceStep): Promise<void> => {
    if (await place.take({ ...step, bury: told.bury })) parts.count(told, place.parked.size)
  }

  const readOn = async (): Promise<boolean> => {
    const limit = room()
    if (limit === 0 || place.parked.size >= roomForParked) {
      audiences.forget()
      return false
    }
    if (ripening.waits()) return false
    const from = place.point()
    const page = await store.log({ ...from, limit })
    audiences.learn(page.changes)
    const more = page.more || from.upTo !== undefined
    restUntil = page.changes.length < load.changes ? 0 : clock.now() + load.pause
    if (page.changes.length === 0) {
      place.pass({ after: page.snapshot })
      return more
    }
    const due = ripening.ripeOf(page.changes)
    if (due.length > 0) await tellPage(page, from, due)
    return more && due.length > 0
  }

  const tellPage = async (page: LogPage, from: LogPoint, due: readonly LoggedChange[]): Promise<void> => {
    const wanted = due.filter(
      ({ change }) => change.type !== 'conversation.imported' && (types?.includes(change.type) ?? true),
    )
    const busy = new Set([...place.parked.values()].map(({ lane }) => lane))
    const isBehind = (logged: LoggedChange): boolean => busy.has(laneOf(logged))
    const told = await tellAll(fresh(wanted.filter((logged) => !isBehind(logged))))
    const behind = [...fresh(wanted.filter(isBehind)), ...told.rest].map((change) => waiting(change, clock.now()))
    await take(told, { point: endOf(page, from, due), park: [...told.park, ...behind] })
  }

  const retry = async (): Promise<boolean> => {
    const limit = room()
    const due = limit === 0 ? [] : dueIn(place.parked.values(), clock.now()).slice(0, limit)
    if (due.length === 0) return false
    const found = await store.notifiers.changes(due.map(({ position }) => position))
    const told = await tellAll(
      found.map((logged) => ({ logged, attempts: place.parked.get(logged.position)?.attempts ?? 0 })),
    )
    const pruned = due.map(({ position }) => position).filter((at) => !found.some(({ position }) => position === at))
    if (pruned.length > 0)
      logger.error('changes were pruned before a notifier could tell them', { notifier: name, positions: pruned })
    await take(told, { park: told.park, settle: [...told.told, ...pruned] })
    return true
  }

  return {
    readOn,
    retry,
    async keep(last) {
      if (last === 'last' || clock.now() >= place.keepAt()) await place.keep()
    },
    reload: place.reload,
    nextDue: () =>
      Math.min(place.keepAt(), absence.lookAt() ?? Math.min(ripening.nextAt(), firstDue(place.parked.values()))),
    // Never further ahead than the pause, even if the clock was set back meanwhile.
    restUntil: () => Math.min(restUntil, clock.now() + load.pause),
  }
}

const fresh = (changes: readonly LoggedChange[]): readonly DueChange[] =>
  changes.map((logged) => ({ logged, attempts: 0 }))

/** Where to go on after these changes of a page. */
const endOf = (page: LogPage, from: LogPoint, due: readonly LoggedChange[]): LogPoint => {
  const last = due.at(-1)
  if (last === undefined || (!page.more && due.length === page.changes.length)) return { after: page.snapshot }
  return { after: from.after, upTo: page.snapshot, position: last.position }
}
