import type { UserId } from '../model/ids.ts'
import type { Person } from '../model/profile.ts'
import type { Directory } from '../ports/directory.ts'
import { everyWord, folded, namesOf } from '../rules/every-word.ts'

/**
 * A directory of these users, for demos, tests and small installations; the reference implementation of the port.
 * `canContact` says who may contact whom; by default anyone may contact anyone.
 */
export const memoryDirectory = (
  users: readonly Person[],
  canContact: (viewer: UserId, other: UserId) => boolean = () => true,
): Directory => {
  const byId = new Map(users.map((user) => [user.id, user]))
  const inOrder = users.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
  const foundBy = (viewer: UserId): readonly Person[] =>
    inOrder.filter(({ id, isActive }) => isActive && id !== viewer && canContact(viewer, id))
  return {
    get: async (ids) => [...new Set(ids)].flatMap((id) => byId.get(id) ?? []),
    search: async (viewer, text, limit) => {
      const fits = everyWord(text)
      return text.trim() === ''
        ? []
        : foundBy(viewer)
            .filter((user) => fits(`${namesOf(user)}\n${user.email ?? ''}`))
            .slice(0, limit)
    },
    contacts: async (viewer, { after, limit }) => {
      const rest = foundBy(viewer).filter((user) => after === undefined || sortKey(user) > after)
      const profiles = rest.slice(0, limit)
      const last = profiles.at(-1)
      return { profiles, next: rest.length > limit && last !== undefined ? sortKey(last) : null }
    },
    canContact: async (viewer, other) => canContact(viewer, other),
  }
}

/** By name, then id; short enough for a page token. */
const sortKey = ({ displayName, id }: Person): string =>
  `${Array.from(folded(displayName)).slice(0, 60).join('')}\n${id}`
