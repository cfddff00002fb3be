import type { UserId } from '../model/ids.ts'
import type { Person } from '../model/profile.ts'

/**
 * What the host knows about its users: implemented by the host over its own table of them. Messaging never stores names: it
 * asks, each time, once per page. Profiles may carry more fields than these; nothing else leaves.
 *
 * Prove an implementation with `directoryConformance` of `@msg/testing`.
 */
export interface Directory {
  /** The profiles of the users that exist, in any order; unknown ids are simply absent. Called with at most a page of ids. */
  get(ids: readonly UserId[]): Promise<readonly Person[]>
  /**
   * Up to `limit` users whose full name, username or e-mail contains every word of `text`, whatever its case; the best first.
   * The text is the user's own: `%`, `_` and quotes stand for themselves. Whom the viewer may not find is left out: the
   * viewer, who is not active, and whom they may not contact.
   */
  search(viewer: UserId, text: string, limit: number): Promise<readonly Person[]>
  /** A page of the users to offer to `viewer` before anything is typed. Leaves out the same as `search`. */
  contacts(viewer: UserId, page: ContactsQuery): Promise<ContactsPage>
  /** Whether `viewer` may start a conversation with `other` or invite them. Both exist and are active. */
  canContact(viewer: UserId, other: UserId): Promise<boolean>
}

/** Which page of somebody's contacts. */
export interface ContactsQuery {
  /** The `next` of the page before. */
  readonly after?: string
  /** At most so many; fewer, even none, do not mean the end. */
  readonly limit: number
}

/** A page of somebody's contacts. */
export interface ContactsPage {
  readonly profiles: readonly Person[]
  /** Where to go on, in the directory's own words (at most 1,300 bytes); null on the last page. */
  readonly next: string | null
}

/** The default: every id is a user whose name is the id, and anyone may contact anyone. It knows of nobody by itself. */
export const openDirectory = (): Directory => ({
  get: async (ids) => ids.map((id) => ({ id, displayName: id, isActive: true })),
  search: async () => [],
  contacts: async () => ({ profiles: [], next: null }),
  canContact: async () => true,
})
