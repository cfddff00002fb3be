import type { Clock } from '@msg/core'
import { socketLimits } from '@msg/contract'
import type { Identity } from '../authenticate.ts'

/** What a ticket stands for. */
export interface Grant {
  readonly identity: Identity
  /** The origin of the page that bought it; the socket must come from the same. Null where none was told. */
  readonly origin: string | null
}

/** Tickets for the socket, for browsers cannot put credentials on it: single use, 30 seconds, kept hashed. */
export interface Tickets {
  /** A new ticket: 256 random bits. */
  issue(grant: Grant): Promise<string>
  /** What a ticket stands for, once; undefined for one that is unknown, used or late. */
  take(ticket: string): Promise<Grant | undefined>
}

/** Tickets in this process's memory: they are worth something on the node that sold them. */
export const memoryTickets = (clock: Clock): Tickets => {
  const kept = new Map<string, { readonly grant: Grant; readonly until: number }>()
  const hashesOf = new Map<string, readonly string[]>()
  const forget = (hash: string): Grant | undefined => {
    const grant = kept.get(hash)?.grant
    if (grant === undefined || !kept.delete(hash)) return undefined
    const rest = (hashesOf.get(grant.identity.userId) ?? []).filter((other) => other !== hash)
    if (rest.length === 0) hashesOf.delete(grant.identity.userId)
    else hashesOf.set(grant.identity.userId, rest)
    return grant
  }
  /** They all live equally long, so the oldest, which come first, end first. */
  const forgetLate = (): void => {
    for (const [hash, { until }] of kept) {
      if (until > clock.now()) return
      forget(hash)
    }
  }
  return {
    issue: async (grant) => {
      const ticket = randomText()
      const hash = await hashOf(ticket)
      forgetLate()
      const own = hashesOf.get(grant.identity.userId) ?? []
      for (const surplus of own.slice(0, Math.max(0, own.length + 1 - socketLimits.perUser))) forget(surplus)
      kept.set(hash, { grant, until: clock.now() + socketLimits.ticket * 1_000 })
      hashesOf.set(grant.identity.userId, [...(hashesOf.get(grant.identity.userId) ?? []), hash])
      return ticket
    },
    take: async (ticket) => {
      const hash = await hashOf(ticket)
      forgetLate()
      return forget(hash)
    },
  }
}

const randomText = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)))

const hashOf = async (ticket: string): Promise<string> =>
  base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(ticket))))

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
