import type { Change } from '../model/change.ts'
import type { Profile } from '../model/profile.ts'
import type { Clock } from '../ports/clock.ts'
import type { Directory } from '../ports/directory.ts'
import type { Logger } from '../ports/logger.ts'
import { profilesOf, usersIn } from './mentioned-profiles.ts'
import { createTrouble } from './trouble.ts'
import { within } from './within.ts'

/** How changes on their way to live readers are given names. */
export interface LiveProfiles {
  /**
   * Everybody who is named in these changes, asked for once. Names are decoration: when the directory fails, or says nothing, the
   * changes still go out.
   */
  of(changes: readonly Change[]): Promise<readonly Profile[]>
}

/** What names are found with. */
export interface LiveProfileParts {
  readonly directory: Directory
  readonly clock: Clock
  readonly logger: Logger
}

/** Milliseconds that names are waited for. */
const patience = 2_000

/** The profiles of a directory; that it fails is said once, and once that it answers again. */
export const createLiveProfiles = ({ directory, clock, logger }: LiveProfileParts): LiveProfiles => {
  const unnamed = createTrouble(logger, {
    begins: 'the directory failed; changes go out without profiles',
    ends: 'the directory answers again',
  })
  return {
    async of(changes) {
      try {
        const profiles = await within(clock, patience, profilesOf(directory, changes.flatMap(usersIn)))
        if (profiles.length > 0) unnamed.over()
        return profiles
      } catch (error) {
        unnamed.met(error)
        return []
      }
    },
  }
}
