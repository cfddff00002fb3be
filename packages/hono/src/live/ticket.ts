import type { Grant, Messaging } from '@msg/core'
import { socketLimits } from '@msg/contract'
import type { Asker } from '../authenticate.ts'

/** Who bought a ticket, and on which page. */
export interface Bought {
  readonly identity: Asker
  /** The origin of the page that bought it; the socket must come from the same. Null where none was told. */
  readonly origin: string | null
}

/** Tickets for the socket, for browsers cannot put credentials on it: single use, 30 seconds, kept hashed. */
export interface Tickets {
  /** A new ticket: 256 random bits. */
  issue(bought: Bought): Promise<string>
  /** What a ticket stands for, once; undefined for one that is unknown, used or late. */
  take(ticket: string): Promise<Bought | undefined>
}

/** Tickets in the engine's store: worth something on every node. */
export const ticketsOf = ({ tickets }: Pick<Messaging, 'tickets'>): Tickets => ({
  async issue({ identity: { userId, expiresAt }, origin }) {
    const ticket = randomText()
    await tickets.put({
      hash: await hashOf(ticket),
      grant: { userId, expiresAt: expiresAt?.toISOString() ?? null, origin },
      milliseconds: socketLimits.ticket * 1_000,
      perUser: socketLimits.perUser,
    })
    return ticket
  },
  async take(ticket) {
    const grant = await tickets.take(await hashOf(ticket))
    return grant === null ? undefined : boughtBy(grant)
  },
})

const boughtBy = ({ userId, expiresAt, origin }: Grant): Bought => ({
  identity: { userId, ...(expiresAt === null ? {} : { expiresAt: new Date(expiresAt) }) },
  origin,
})

const randomText = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)))

const hashOf = async (ticket: string): Promise<string> =>
  base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(ticket))))

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
