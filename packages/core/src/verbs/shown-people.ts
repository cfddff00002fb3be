import { publicProfile } from '../delivery/mentioned-profiles.ts'
import type { Person } from '../model/profile.ts'
import type { Context } from './context.ts'

/** The profiles as the answers of `people` show them: the e-mail only where the host says so. */
export const shownPeople = ({ showEmails }: Context, profiles: readonly Person[]): readonly Person[] =>
  profiles.map((profile) => ({
    ...publicProfile(profile),
    ...(showEmails && profile.email !== undefined ? { email: profile.email } : {}),
  }))

/**
 * Those of a directory's finds whom I may find: others, active, whom I may contact and who have not blocked me. A
 * directory leaves out most of the rest itself; this holds also for one that forgot.
 */
export const findable = async (context: Context, found: readonly Person[]): Promise<readonly Person[]> => {
  const { directory, store, me } = context
  const others = found.filter(({ id, isActive }) => isActive && id !== me)
  if (others.length === 0) return []
  const blocks = store.blocksBetween(
    me,
    others.map(({ id }) => id),
  )
  const allowed = await Promise.all(others.map(({ id }) => directory.canContact(me, id)))
  const blockers = new Set((await blocks).map(({ blocker }) => blocker))
  return shownPeople(
    context,
    others.filter(({ id }, index) => allowed[index] === true && !blockers.has(id)),
  )
}
