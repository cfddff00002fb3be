import type { Clock } from '../ports/clock.ts'
import type { KeptLease, LeaseQuery, PruneQuery } from '../ports/store.ts'
import { toldUpTo } from './notifiers.ts'
import type { MemoryState } from './state.ts'

export const takeLease = (
  state: MemoryState,
  clock: Clock,
  { name, holder, milliseconds }: LeaseQuery,
): number | null => {
  const now = clock.now()
  const current = state.leases.get(name)
  const free = current === undefined || current.until <= now
  if (!free && current.holder !== holder) return null
  const fence = (current?.fence ?? 0) + (free ? 1 : 0)
  state.leases.set(name, { holder, fence, until: now + milliseconds })
  return fence
}

export const releaseLease = (
  state: MemoryState,
  clock: Clock,
  { name, holder }: Pick<LeaseQuery, 'name' | 'holder'>,
): void => {
  const current = state.leases.get(name)
  if (current?.holder === holder) state.leases.set(name, { ...current, until: clock.now() })
}

export const keepLease = (
  state: MemoryState,
  clock: Clock,
  { name, fence, milliseconds, memo }: KeptLease,
): boolean => {
  const current = state.leases.get(name)
  if (current?.fence !== fence) return false
  state.leases.set(name, { ...current, until: clock.now() + milliseconds })
  if (memo !== undefined) state.leaseMemos.set(name, memo)
  return true
}

export const pruneLog = (state: MemoryState, { olderThan, keep, limit, heldBy = [] }: PruneQuery): number => {
  const end = Math.min(state.log.length, state.pruned + limit, ...heldBy.map((name) => toldUpTo(state, name)))
  let next = state.pruned
  while (next < end && ((state.log[next]?.at ?? olderThan) < olderThan || next < state.log.length - keep)) next += 1
  const deleted = next - state.pruned
  state.pruned = next
  return deleted
}
