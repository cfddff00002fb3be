import type { UserId } from '../model/ids.ts'
import type { Session } from '../session.ts'

/** The sessions of users who were here lately: a session has no state, and making one costs as much as a tenth of a send. */
export interface SessionCache {
  get(userId: UserId): Session | undefined
  /** Makes a user's session and keeps it for a while. */
  make(userId: UserId): Session
}

/** A session takes some 7 KB. */
const capacity = 1_000

export const createSessionCache = (sessionOf: (userId: UserId) => Session, limit = capacity): SessionCache => {
  const sessions = new Map<UserId, Session>()
  return {
    get: (userId) => sessions.get(userId),
    make(userId) {
      const session = sessionOf(userId)
      sessions.set(userId, session)
      for (const oldest of sessions.keys()) {
        if (sessions.size <= limit) break
        sessions.delete(oldest)
      }
      return session
    },
  }
}
