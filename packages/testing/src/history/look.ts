import type { Session, UserId } from '@msg/core'
import type { ClientCopy } from './client-copy.ts'

/** Gives the session of a user. */
export type Sessions = (userId: UserId) => Promise<Session>

/** A moment a user can catch up from. */
export interface Look {
  readonly userId: UserId
  readonly cursor: string
  /** How many changes there were. */
  readonly mark: number
  readonly copy: ClientCopy
}
