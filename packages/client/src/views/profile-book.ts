import type { Profile, UserId } from '@msg/core'

/** How the users that views mention are shown. Bounded: those not heard of for the longest time are forgotten. */
export interface ProfileBook {
  add(profiles: readonly Profile[]): void
  /** Those of these users that are known. */
  of(userIds: Iterable<UserId>): ReadonlyMap<UserId, Profile>
}

const kept = 5_000

/** Makes an empty book. */
export const createProfileBook = (): ProfileBook => {
  const known = new Map<UserId, Profile>()
  return {
    add(profiles) {
      for (const profile of profiles) {
        known.delete(profile.id)
        known.set(profile.id, profile)
      }
      for (const userId of known.keys()) {
        if (known.size <= kept) break
        known.delete(userId)
      }
    },
    of(userIds) {
      const found = new Map<UserId, Profile>()
      for (const userId of userIds) {
        const profile = known.get(userId)
        if (profile !== undefined) found.set(userId, profile)
      }
      return found
    },
  }
}
