import type { UserId } from '../model/ids.ts'
import type { Clock } from '../ports/clock.ts'
import type { Grant, NewTicket } from '../ports/tickets.ts'
import type { MemoryState } from './state.ts'

export const putTicket = (
  state: MemoryState,
  clock: Clock,
  { hash, grant, milliseconds, perUser }: NewTicket,
): void => {
  const own = hashesOf(state, grant.userId)
  for (const surplus of own.slice(0, Math.max(0, own.length + 1 - perUser))) state.tickets.delete(surplus)
  state.tickets.set(hash, { grant, until: clock.now() + milliseconds })
}

export const takeTicket = (state: MemoryState, clock: Clock, hash: string): Grant | null => {
  const ticket = state.tickets.get(hash)
  state.tickets.delete(hash)
  return ticket !== undefined && ticket.until > clock.now() ? ticket.grant : null
}

export const expireTickets = (state: MemoryState, clock: Clock, limit: number): number => {
  const late = [...state.tickets].filter(([, { until }]) => until <= clock.now()).slice(0, limit)
  for (const [hash] of late) state.tickets.delete(hash)
  return late.length
}

/** Makes every ticket of a user worthless. */
export const dropTickets = (state: MemoryState, userId: UserId): void => {
  for (const hash of hashesOf(state, userId)) state.tickets.delete(hash)
}

/** Oldest first. */
const hashesOf = (state: MemoryState, userId: UserId): readonly string[] =>
  [...state.tickets].filter(([, { grant }]) => grant.userId === userId).map(([hash]) => hash)
