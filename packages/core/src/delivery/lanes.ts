import { toHex, utf8 } from '../model/encoding.ts'
import { sha256 } from '../model/sha256.ts'
import type { BuriedChange, ParkedChange } from '../ports/notifier-store.ts'
import type { LoggedChange } from '../ports/store.ts'
import { lastAttempt, retryDelay } from './retry.ts'
import type { TellOutcome } from './teller.ts'

/** A change to tell, and how often that failed. */
export interface DueChange {
  readonly logged: LoggedChange
  readonly attempts: number
}

/** What became of changes: told, to be tried again, given up; the rest was not told, and is to be tried as if for the first time. */
export interface Told {
  readonly told: readonly number[]
  readonly park: readonly ParkedChange[]
  readonly bury: readonly BuriedChange[]
  readonly rest: readonly DueChange[]
}

/** How one change is told. */
export interface TellParts {
  readonly tell: (due: DueChange) => Promise<TellOutcome>
  readonly now: () => number
}

/** How changes are told. */
export interface LaneParts extends TellParts {
  /** Lanes of which something is told at the same time. */
  readonly sideBySide: number
}

/**
 * What keeps its order: the changes of a conversation, and the personal ones of a user. Lanes are kept beside the log, so a user
 * is in none by their id: it is not to outlive them there.
 */
export const laneOf = ({ change, owner }: LoggedChange): string =>
  change.conversationId ?? toHex(sha256(utf8(owner ?? change.actor))).slice(0, 32)

/** Tells changes: those of one lane in order, until one fails; lanes side by side, until one finds nobody to tell. */
export const tellInLanes = async (
  { tell, now, sideBySide }: LaneParts,
  changes: readonly DueChange[],
): Promise<Told> => {
  const waiting = lanesOf(changes)
  let ended = false
  const parts: TellParts = {
    now,
    async tell(due) {
      const outcome = ended ? untold : await tell(due)
      ended ||= outcome.status === 'untold'
      return outcome
    },
  }
  const results: Told[] = []
  const work = async (): Promise<void> => {
    for (let lane = waiting.shift(); lane !== undefined; lane = waiting.shift())
      results.push(await tellLane(parts, lane))
  }
  await Promise.all(Array.from({ length: Math.min(sideBySide, waiting.length) }, work))
  return {
    told: results.flatMap(({ told }) => told),
    park: results.flatMap(({ park }) => park),
    bury: results.flatMap(({ bury }) => bury),
    rest: results.flatMap(({ rest }) => rest),
  }
}

const untold: TellOutcome = { status: 'untold' }

const lanesOf = (changes: readonly DueChange[]): DueChange[][] => {
  const lanes = new Map<string, DueChange[]>()
  for (const due of changes) {
    const lane = lanes.get(laneOf(due.logged)) ?? []
    lane.push(due)
    lanes.set(laneOf(due.logged), lane)
  }
  return [...lanes.values()]
}

const tellLane = async ({ tell, now }: TellParts, lane: readonly DueChange[]): Promise<Told> => {
  const told: number[] = []
  const bury: BuriedChange[] = []
  for (const [index, due] of lane.entries()) {
    const outcome = await tell(due)
    const { position } = due.logged
    const attempts = due.attempts + 1
    const place = { position, lane: laneOf(due.logged), attempts }
    if (outcome.status === 'untold') return { told, park: [], bury, rest: lane.slice(index) }
    if (outcome.status === 'done') told.push(position)
    else if (outcome.status === 'refused' || attempts >= lastAttempt)
      bury.push({ ...place, reason: safeReason(outcome.reason) })
    else {
      const nextAt = new Date(now() + retryDelay(attempts, outcome.retryAfter)).toISOString()
      return { told, park: [{ ...place, nextAt }], bury, rest: lane.slice(index + 1) }
    }
  }
  return { told, park: [], bury, rest: [] }
}

/** A reason is kept: nothing but plain words gets there. */
const safeReason = (reason: string): string =>
  /^[a-z0-9]+(_[a-z0-9]+)*$/.test(reason) ? reason.slice(0, 64) : 'failed'
