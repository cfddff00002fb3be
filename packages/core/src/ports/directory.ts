import type { UserId } from '../model/ids.ts'
import type { Profile } from '../model/profile.ts'

/** What the host knows about its users. Messaging never stores names: it asks, each time, once per page. */
export interface Directory {
  /** The profiles of the users that exist, in any order; unknown ids are simply absent. Called with at most a page of ids. */
  get(ids: readonly UserId[]): Promise<readonly Profile[]>
  /** Whether `viewer` may start a conversation with `other` or invite them. Both exist and are active. */
  canContact(viewer: UserId, other: UserId): Promise<boolean>
}

/** The default: every id is a user whose name is the id, and anyone may contact anyone. */
export const openDirectory = (): Directory => ({
  get: async (ids) => ids.map((id) => ({ id, displayName: id, isActive: true })),
  canContact: async () => true,
})
