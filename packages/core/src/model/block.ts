import type { Timestamp, UserId } from './ids.ts'

/** Somebody I keep away: neither of us starts a direct with, invites, or writes in the direct to the other. */
export interface Block {
  readonly userId: UserId
  /** When I blocked them. */
  readonly at: Timestamp
}

/** Whether I keep somebody away: the subject of `user.blocked` and `user.unblocked`. */
export interface BlockState {
  readonly userId: UserId
  /** When I blocked them; null when I do not any more. */
  readonly at: Timestamp | null
}
