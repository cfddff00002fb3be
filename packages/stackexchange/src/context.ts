import type { Clock } from './clock.ts'
import type { Calls } from './http/calls.ts'
import type { IdentityMap } from './identity-map.ts'
import type { Logger } from './logger.ts'
import type { Message, Room, User } from './model.ts'
import type { Sender } from './sender/sender.ts'
import type { Session } from './session/session.ts'
import type { Feed } from './watch/feed.ts'

/** What the objects of one client share. */
export interface ChatContext {
  readonly calls: Calls
  readonly session: Session
  readonly sender: Sender
  readonly feed: Feed
  readonly clock: Clock
  readonly logger: Logger
  /** Ids of messages this client posted, by which "did my post land?" tells them from others. */
  readonly posted: Set<number>
  readonly rooms: IdentityMap<Room>
  readonly users: IdentityMap<User>
  readonly messages: IdentityMap<Message>
}
