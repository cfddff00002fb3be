import type { Change } from '../model/change.ts'
import { isErased, isService } from '../model/ids.ts'
import type { UserId } from '../model/ids.ts'
import type { Profile } from '../model/profile.ts'
import type { Directory } from '../ports/directory.ts'

/** The profiles of the users a page mentions, asked for once. Only the fields of `Profile` leave, and no e-mail. */
export const profilesOf = async (directory: Directory, ids: Iterable<UserId>): Promise<readonly Profile[]> => {
  const wanted = [...new Set(ids)].filter((id) => !isService(id) && !isErased(id))
  return wanted.length === 0 ? [] : (await directory.get(wanted)).map(publicProfile)
}

/** Whom a change names: its actor and, for a membership or a receipt, its subject. */
export const usersIn = ({ actor, subject }: Change): readonly UserId[] => {
  if (subject === 'gone') return [actor]
  if ('userId' in subject) return [actor, subject.userId]
  if ('authorId' in subject) return [actor, subject.authorId]
  return 'createdBy' in subject ? [actor, subject.createdBy] : [actor]
}

/** What everybody may know of a user: the fields of `Profile` but the e-mail, whatever else the host keeps. */
export const publicProfile = (profile: Profile): Profile => ({
  id: profile.id,
  displayName: profile.displayName,
  ...(profile.username === undefined ? {} : { username: profile.username }),
  ...(profile.firstName === undefined ? {} : { firstName: profile.firstName }),
  ...(profile.lastName === undefined ? {} : { lastName: profile.lastName }),
  ...(profile.avatarUrl === undefined ? {} : { avatarUrl: profile.avatarUrl }),
  isActive: profile.isActive,
})
