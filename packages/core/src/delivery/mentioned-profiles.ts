import type { Change } from '../model/change.ts'
import { isErased, isService } from '../model/ids.ts'
import type { UserId } from '../model/ids.ts'
import type { Message } from '../model/message.ts'
import type { Person, Profile } from '../model/profile.ts'
import type { Directory } from '../ports/directory.ts'
import { limits } from '../rules/limits.ts'

/** The users that exist of any number, of whom a directory is asked in pages. */
export const peopleOf = async (directory: Directory, ids: readonly UserId[]): Promise<readonly Person[]> => {
  const pages = Array.from({ length: Math.ceil(ids.length / limits.page) }, (_, page) =>
    directory.get(ids.slice(page * limits.page, (page + 1) * limits.page)),
  )
  return (await Promise.all(pages)).flat()
}

/** The profiles of the users a page mentions, each asked for once. Only the fields of `Profile` leave, and no e-mail. */
export const profilesOf = async (directory: Directory, ids: Iterable<UserId>): Promise<readonly Profile[]> => {
  const wanted = [...new Set(ids)].filter((id) => !isService(id) && !isErased(id))
  return (await peopleOf(directory, wanted)).map(publicProfile)
}

/** Whom a message names: its author, and whom it speaks to. */
export const usersOf = ({ authorId, mentions }: Message): readonly UserId[] => [authorId, ...mentions]

/** Whom a change names: its actor and, for a message, a membership or a receipt, those whom its subject does. */
export const usersIn = ({ actor, subject }: Change): readonly UserId[] => {
  if (subject === 'gone') return [actor]
  if ('userId' in subject) return [actor, subject.userId]
  if ('authorId' in subject) return [actor, ...usersOf(subject)]
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
