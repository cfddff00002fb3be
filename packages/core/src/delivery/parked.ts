import type { ParkedChange } from '../ports/notifier-store.ts'
import { laneOf } from './lanes.ts'
import type { DueChange } from './lanes.ts'
import { longestDelay } from './retry.ts'

/** Parks a change that has not been told, at the attempt it is at. */
export const waiting = ({ logged, attempts }: DueChange, now: number): ParkedChange => ({
  position: logged.position,
  lane: laneOf(logged),
  attempts,
  nextAt: new Date(now).toISOString(),
})

const inOrder = (parked: Iterable<ParkedChange>): readonly ParkedChange[] =>
  [...parked].toSorted((a, b) => a.position - b.position)

/** The first parked change of each lane: the others wait for it. */
const headsOf = (parked: Iterable<ParkedChange>): readonly ParkedChange[] => {
  const heads = new Map<string, ParkedChange>()
  for (const change of inOrder(parked)) if (!heads.has(change.lane)) heads.set(change.lane, change)
  return [...heads.values()]
}

/** Milliseconds since 1970 when the first of them is due; infinite when nothing is parked. */
export const firstDue = (parked: Iterable<ParkedChange>): number =>
  Math.min(...headsOf(parked).map(({ nextAt }) => Date.parse(nextAt)))

/** What is further ahead than any delay was parked before the clock was set back, or by a process whose clock is ahead. */
const isDue = (at: number, now: number): boolean => at <= now || at > now + longestDelay

/** What is parked in lanes whose first change is due, in log order. */
export const dueIn = (parked: Iterable<ParkedChange>, now: number): readonly ParkedChange[] => {
  const all = inOrder(parked)
  const lanes = new Set(headsOf(all).flatMap(({ lane, nextAt }) => (isDue(Date.parse(nextAt), now) ? [lane] : [])))
  return all.filter(({ lane }) => lanes.has(lane))
}
