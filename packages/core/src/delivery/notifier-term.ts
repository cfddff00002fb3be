import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { BuriedChange, NotifierPlace, NotifierStep, ParkedChange } from '../ports/notifier-store.ts'
import type { Notifier } from '../ports/notifier.ts'
import type { LoggedChange, LogPage, LogPoint } from '../ports/store.ts'
import { laneOf, tellInLanes } from './lanes.ts'
import type { DueChange, LaneParts, Told } from './lanes.ts'
import type { HeldLease } from './lease.ts'
import { noticesWith } from './notice.ts'
import type { NoticeParts } from './notice.ts'
import { createTeller } from './teller.ts'

/** What a term works with. */
export interface TermParts extends NoticeParts {
  readonly notifier: Notifier
  readonly clock: Clock
  readonly logger: Logger
  readonly lease: HeldLease
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
  /** Reads anew what is parked: the host may have replayed dead letters. */
  reload(): Promise<void>
  /** Milliseconds since 1970 when something parked is due; null when nothing is parked. */
  nextDue(): number | null
}

const pageSize = 100

/** So many parked changes, and nothing more is read: what comes then is safe in the log. */
const roomForParked = 1_000

const step: Omit<NotifierStep, 'name' | 'fence'> = { park: [], settle: [], bury: [] }

export const createTerm = (parts: TermParts, place: NotifierPlace): Term => {
  const { store, notifier, clock, logger, lease } = parts
  const { name, types, delay = 0 } = notifier
  const parked = new Map<number, ParkedChange>()
  let point: LogPoint = place.point
  const tell = createTeller(parts)

  const keep = (changes: readonly ParkedChange[]): void => {
    for (const change of changes) parked.set(change.position, change)
  }
  keep(place.parked)

  const lanes = (): LaneParts => {
    const notice = noticesWith(parts)
    return { tell: ({ logged, attempts }) => tell(notice(logged, attempts + 1)), now: clock.now }
  }

  /** Remembers, here and in the store. False when somebody else goes on from where we were. */
  const remember = async (next: Partial<typeof step> & { readonly point?: LogPoint }, told: Told): Promise<boolean> => {
    const whole = { ...step, ...next, bury: told.bury }
    if (!(await store.notifiers.advance({ name, fence: lease.fence, ...whole }))) {
      lease.lose()
      return false
    }
    for (const position of [...whole.settle, ...whole.bury.map((change) => change.position)]) parked.delete(position)
    keep(whole.park)
    point = next.point ?? point
    reportBuried(logger, name, told.bury)
    parts.count(told, parked.size)
    return true
  }

  const readOn = async (): Promise<boolean> => {
    if (parked.size >= roomForParked) return false
    const from = point
    const page = await store.log({ ...from, limit: pageSize })
    const ripe = page.changes.filter(({ change }) => Date.parse(change.at) <= clock.now() - delay)
    const due = ripe.slice(0, prefixOf(page.changes, ripe))
    if (page.changes.length > 0 && due.length === 0) return false
    const end = endOf(page, from, due)
    if (page.changes.length === 0) {
      point = end
      return from.upTo !== undefined
    }
    const wanted = due.filter(
      ({ change }) => change.type !== 'conversation.imported' && (types?.includes(change.type) ?? true),
    )
    const busy = new Set([...parked.values()].map(({ lane }) => lane))
    const isBehind = (logged: LoggedChange): boolean => busy.has(laneOf(logged))
    const told = await tellInLanes(lanes(), fresh(wanted.filter((logged) => !isBehind(logged))))
    const behind = [...fresh(wanted.filter(isBehind)), ...told.rest].map((change) => waiting(change, clock.now()))
    return remember({ point: end, park: [...told.park, ...behind] }, told)
  }

  const retry = async (): Promise<boolean> => {
    const due = dueIn(parked.values(), clock.now())
    if (due.length === 0) return false
    const found = await store.notifiers.changes(due.map(({ position }) => position))
    const told = await tellInLanes(
      lanes(),
      found.map((logged) => ({ logged, attempts: parked.get(logged.position)?.attempts ?? 0 })),
    )
    const pruned = due.map(({ position }) => position).filter((at) => !found.some(({ position }) => position === at))
    if (pruned.length > 0)
      logger.error('changes were pruned before a notifier could tell them', { notifier: name, positions: pruned })
    return remember({ park: told.park, settle: [...told.told, ...pruned] }, told)
  }

  return {
    readOn,
    retry,
    async reload() {
      const now = await store.notifiers.open(name)
      parked.clear()
      keep(now.parked)
    },
    nextDue() {
      const heads = headsOf(parked.values()).map(({ nextAt }) => Date.parse(nextAt))
      return heads.length === 0 ? null : Math.min(...heads)
    },
  }
}

const fresh = (changes: readonly LoggedChange[]): readonly DueChange[] =>
  changes.map((logged) => ({ logged, attempts: 0 }))

const waiting = ({ logged, attempts }: DueChange, now: number): ParkedChange => ({
  position: logged.position,
  lane: laneOf(logged),
  attempts,
  nextAt: new Date(now).toISOString(),
})

/** How many of the changes from the first on are ripe without a gap. */
const prefixOf = (changes: readonly LoggedChange[], ripe: readonly LoggedChange[]): number => {
  const gap = changes.findIndex((change, index) => ripe[index] !== change)
  return gap < 0 ? changes.length : gap
}

/** Where to go on after these changes of a page. */
const endOf = (page: LogPage, from: LogPoint, due: readonly LoggedChange[]): LogPoint => {
  const last = due.at(-1)
  if (last === undefined || (!page.more && due.length === page.changes.length)) return { after: page.snapshot }
  return { after: from.after, upTo: page.snapshot, position: last.position }
}

const inOrder = (parked: Iterable<ParkedChange>): readonly ParkedChange[] =>
  [...parked].toSorted((a, b) => a.position - b.position)

/** The first parked change of each lane: the others wait for it. */
const headsOf = (parked: Iterable<ParkedChange>): readonly ParkedChange[] => {
  const heads = new Map<string, ParkedChange>()
  for (const change of inOrder(parked)) if (!heads.has(change.lane)) heads.set(change.lane, change)
  return [...heads.values()]
}

/** What is parked in lanes whose first change is due, as much as is told at once. */
const dueIn = (parked: Iterable<ParkedChange>, now: number): readonly ParkedChange[] => {
  const all = inOrder(parked)
  const lanes = new Set(headsOf(all).flatMap(({ lane, nextAt }) => (Date.parse(nextAt) <= now ? [lane] : [])))
  return all.filter(({ lane }) => lanes.has(lane)).slice(0, pageSize)
}

const reportBuried = (logger: Logger, notifier: string, bury: readonly BuriedChange[]): void => {
  for (const { position, attempts, reason } of bury)
    logger.error('a notifier gave a change up: it is a dead letter now', { notifier, position, attempts, reason })
}
