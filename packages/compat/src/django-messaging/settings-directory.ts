import type { Directory, Person, UserId } from '@msg/core'
import { memoryDirectory } from '@msg/core/memory'

/** Users asked for at once. */
const atOnce = 100

/** The settings about who is found, and how they are called and shown. */
export interface PeopleSettings {
  /** Whom a user may find, start a chat with and add. Default: whom the directory lets them contact. */
  readonly GET_CONTACT_LIST_FUNCTION?: (userId: UserId) => readonly UserId[] | Promise<readonly UserId[]>
  /** Default: as the directory calls them. */
  readonly GET_USER_NAME_FUNCTION?: (user: Person) => string
  /** Default: the directory's picture of them, else their initials on a colour of their own. */
  readonly GET_USER_AVATAR_URL_FUNCTION?: (user: Person) => string
}

/** As the forerunner calls people itself: by their full name, and who has none by their username. */
const fullName = ({ id, displayName, firstName = '', lastName = '', username }: Person): string =>
  [displayName, `${firstName} ${lastName}`, username ?? ''].map((name) => name.trim()).find((name) => name !== '') ?? id

/** A directory in which people are called, shown and found as the settings' functions say. */
export const directoryBySettings = (
  {
    GET_CONTACT_LIST_FUNCTION: contactsOf,
    GET_USER_NAME_FUNCTION: nameOf = fullName,
    GET_USER_AVATAR_URL_FUNCTION: avatarOf,
  }: PeopleSettings,
  directory: Directory,
): Directory => {
  const shown = (user: Person): Person => ({
    ...user,
    displayName: nameOf(user),
    ...(avatarOf === undefined ? {} : { avatarUrl: avatarOf(user) }),
  })
  const get = async (ids: readonly UserId[]) => (await directory.get(ids)).map(shown)
  if (contactsOf === undefined)
    return {
      ...directory,
      get,
      search: async (viewer, text, limit) => (await directory.search(viewer, text, limit)).map(shown),
      contacts: async (viewer, page) => {
        const { profiles, next } = await directory.contacts(viewer, page)
        return { profiles: profiles.map(shown), next }
      },
    }
  const contacts = async (viewer: UserId): Promise<Directory> => {
    const ids = [...new Set(await contactsOf(viewer))]
    const pages = Array.from({ length: Math.ceil(ids.length / atOnce) }, (_, index) =>
      get(ids.slice(index * atOnce, (index + 1) * atOnce)),
    )
    return memoryDirectory((await Promise.all(pages)).flat())
  }
  return {
    get,
    search: async (viewer, text, limit) => (await contacts(viewer)).search(viewer, text, limit),
    contacts: async (viewer, page) => (await contacts(viewer)).contacts(viewer, page),
    canContact: async (viewer, other) => (await contactsOf(viewer)).includes(other),
  }
}
