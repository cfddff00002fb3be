import type { UserId } from './ids.ts'

/** How a user is shown. Comes from the host's `Directory`; pages and change batches carry those of the ids they mention. */
export interface Profile {
  readonly id: UserId
  readonly displayName: string
  readonly username?: string
  readonly firstName?: string
  readonly lastName?: string
  readonly avatarUrl?: string
  readonly isActive: boolean
}

/** A profile as the directory gives it and the answers of `people` carry it. */
export interface Person extends Profile {
  /** Leaves only where the host says so (`showEmails`). */
  readonly email?: string
}
