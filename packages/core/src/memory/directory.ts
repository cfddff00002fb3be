import type { UserId } from '../model/ids.ts'
import type { Person } from '../model/profile.ts'
import type { Directory } from '../ports/directory.ts'

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
      const words = folded(text)
        .split(/\s+/u)
        .filter((word) => word !== '')
      const matches = ({ haystack }: Searched): boolean =>
        words.length > 0 && words.every((word) => haystack.includes(word))
      return foundBy(viewer)
        .map(searched)
        .filter(matches)
        .slice(0, limit)
        .map(({ user }) => user)
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

interface Searched {
  readonly user: Person
  readonly haystack: string
}

const searched = (user: Person): Searched => {
  const { displayName, firstName = '', lastName = '', username = '', email = '' } = user
  return { user, haystack: folded([displayName, `${firstName} ${lastName}`, username, email].join('\n')) }
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

/** By name, then id; short enough for a page token. */
const sortKey = ({ displayName, id }: Person): string =>
  `${Array.from(folded(displayName)).slice(0, 60).join('')}\n${id}`
