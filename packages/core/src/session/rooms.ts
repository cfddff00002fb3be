import type { Conversation } from '../model/conversation.ts'
import type { Profile } from '../model/profile.ts'
import type { CallOptions } from './call.ts'

/** Finding rooms. */
export interface RoomVerbs {
  /**
   * Public rooms that I may read and have not been removed from, and any room I am in, latest activity first. A page may have
   * fewer rooms than asked for where some are about targets that are not mine to view: go on while there is a `next`.
   * @throws invalid_cursor
   */
  browse(input?: BrowseRoomsInput, options?: CallOptions): Promise<RoomPage>
}

/** Which rooms to find. */
export interface BrowseRoomsInput {
  /** Only rooms whose title contains this, case aside; looks at the latest 2,000 public rooms. At most 256 characters. */
  readonly query?: string
  /** The `next` of the page before. */
  readonly after?: string
  /** 1 to 100, default 50. */
  readonly limit?: number
}

/** A page of rooms, with the profiles of everybody it names. */
export interface RoomPage {
  readonly conversations: readonly Conversation[]
  readonly profiles: readonly Profile[]
  /** The `after` of the next page; null on the last. */
  readonly next: string | null
}
