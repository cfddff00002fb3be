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

/** How changes are told. */
export interface LaneParts {
  readonly tell: (due: DueChange) => Promise<TellOutcome>
  readonly now: () => number
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
export const tellInLanes = async (parts: LaneParts, changes: readonly DueChange[]): Promise<Told> => {
  const waiting = lanesOf(changes)
  const results: Told[] = []
  const telling: Telling = { ...parts, ended: false }
  const work = async (): Promise<void> => {
    for (let lane = waiting.shift(); lane !== undefined; lane = waiting.shift())
      results.push(await tellLane(telling, lane))
  }
  await Promise.all(Array.from({ length: Math.min(parts.sideBySide, waiting.length) }, work))
  return {
    told: results.flatMap(({ told }) => told),
    park: results.flatMap(({ park }) => park),
    bury: results.flatMap(({ bury }) => bury),
    rest: results.flatMap(({ rest }) => rest),
  }
}

/** What lanes have in common while they are told. */
interface Telling extends LaneParts {
  /** Whether there is nobody to tell any more. */
  ended: boolean
}

const lanesOf = (changes: readonly DueChange[]): DueChange[][] => {
  const lanes = new Map<string, DueChange[]>()
  for (const due of changes) {
    const name = laneOf(due.logged)
    const lane = lanes.get(name)
    if (lane === undefined) lanes.set(name, [due])
    else lane.push(due)
  }
  return [...lanes.values()]
}

const tellLane = async (telling: Telling, lane: readonly DueChange[]): Promise<Told> => {
  const told: number[] = []
  const bury: BuriedChange[] = []
  for (const [index, due] of lane.entries()) {
    if (telling.ended) return { told, park: [], bury, rest: lane.slice(index) }
    const outcome = await telling.tell(due)
    const { position } = due.logged
    if (outcome.status === 'done') {
      told.push(position)
      continue
    }
    if (outcome.status === 'untold') {
      telling.ended = true
      return { told, park: [], bury, rest: lane.slice(index) }
    }
    const attempts = due.attempts + 1
    const place = { position, lane: laneOf(due.logged), attempts }
    if (outcome.status === 'refused' || attempts >= lastAttempt)
      bury.push({ ...place, reason: safeReason(outcome.reason) })
    else {
      const nextAt = new Date(telling.now() + retryDelay(attempts, outcome.retryAfter)).toISOString()
      return { told, park: [{ ...place, nextAt }], bury, rest: lane.slice(index + 1) }
    }
  }
  return { told, park: [], bury, rest: [] }
}

/** A reason is kept: nothing but plain words gets there. */
const safeReason = (reason: string): string =>
  /^[a-z0-9]+(_[a-z0-9]+)*$/.test(reason) ? reason.slice(0, 64) : 'failed'
