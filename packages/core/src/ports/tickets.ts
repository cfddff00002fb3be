import type { Timestamp, UserId } from '../model/ids.ts'

/**
 * Where live transports keep the tickets they sell: a browser cannot put credentials on a socket, so it buys a ticket with
 * them and shows that. Part of the store, so that a ticket bought on one node opens a connection on any other. Tickets come
 * here hashed: who reads the database can open nothing.
 */
export interface TicketStore {
  /**
   * Keeps a ticket. Of more than `perUser` of one user the oldest go. ("beyond so many tickets of a user the oldest go")
   */
  put(ticket: NewTicket): Promise<void>

  /**
   * Takes a ticket out, and answers what it stands for: once; null for one that is unknown, used or late, or whose user's
   * sessions were revoked since. ("of eight who show one ticket one is let in", "revoked sessions take their tickets along")
   */
  take(hash: string): Promise<Grant | null>

  /** Deletes tickets that ran out, at most `limit` of them, and answers how many. */
  expire(limit: number): Promise<number>
}

/** What a ticket stands for. */
export interface Grant {
  readonly userId: UserId
  /** When the session it was bought in ends; null: it does not. */
  readonly expiresAt: Timestamp | null
  /** The origin of the page that bought it; null where none was told. */
  readonly origin: string | null
}

/** A ticket to keep. */
export interface NewTicket {
  /** At most 64 characters; whoever makes tickets sees to it that no two are alike. */
  readonly hash: string
  readonly grant: Grant
  /** How long it is worth something. */
  readonly milliseconds: number
  /** How many one user may have at once. */
  readonly perUser: number
}
