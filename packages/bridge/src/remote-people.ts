import { isMsgError } from '@msg/core'
import type { Directory, Person, UserId } from '@msg/core'
import type { BridgeStore, RemotePerson } from './bridge-store.ts'

/** How each server is called in the names of its users. */
const titles: Readonly<Record<string, string>> = {
  stackexchange: 'Stack Exchange',
  stackoverflow: 'Stack Overflow',
  meta: 'Meta Stack Exchange',
}

/** Whether a user stands for somebody of another chat. */
export const isRemoteUser = (userId: UserId): boolean => userId.startsWith('se:')

const personOf = (userId: UserId, known: RemotePerson | undefined): Person => {
  const [, server = '', id = ''] = userId.split(':')
  // The server is part of the name, so that nobody there can pass for somebody here.
  const displayName = `${known?.name ?? `user ${id}`} (${titles[server] ?? server})`
  const picture = known === undefined || known.avatarUrl === null ? {} : { avatarUrl: known.avatarUrl }
  return { id: userId, displayName, ...picture, isActive: true }
}

/**
 * A directory that also knows the users who stand for remote ones: give it to `createMessaging` in place of the host's own.
 * They are found by id only, and nobody starts a conversation with them: there is nobody who would read it.
 * @example createMessaging({ directory: withRemotePeople(directory, bridgeStore) })
 */
export const withRemotePeople = (directory: Directory, store: Pick<BridgeStore, 'people'>): Directory => ({
  ...directory,
  async get(ids) {
    const remote = ids.filter(isRemoteUser)
    const local = ids.filter((id) => !isRemoteUser(id))
    const [known, others] = await Promise.all([
      remote.length === 0 ? [] : store.people(remote),
      local.length === 0 ? [] : directory.get(local),
    ])
    const people = new Map(known.map((person) => [person.userId, person]))
    return [...others, ...remote.map((id) => personOf(id, people.get(id)))]
  },
  canContact: async (viewer, other) =>
    !isRemoteUser(viewer) && !isRemoteUser(other) && directory.canContact(viewer, other),
})

/**
 * Keeps on the host's side how the people of the rooms are shown, as a bridge tells that comes over the wire: what `mountMessaging`
 * is given, beside a directory that knows them.
 * @example mountMessaging(messaging, { authenticate, keepPeople: keepRemotePeople(bridgeStore) })
 */
export const keepRemotePeople =
  (store: Pick<BridgeStore, 'savePerson'>) =>
  async (people: readonly Person[]): Promise<void> => {
    for (const { id: userId, displayName: name, avatarUrl = null } of people)
      if (isRemoteUser(userId)) await store.savePerson({ userId, name, avatarUrl })
  }

/**
 * A bridge's memory that tells the host, over the wire, how the people of the rooms are shown, before it remembers that it did.
 * @example const store = tellingPeople(await openBridgeStore(database), (people) => service.show(people))
 */
export const tellingPeople = (store: BridgeStore, tell: (people: readonly Person[]) => Promise<void>): BridgeStore => ({
  ...store,
  async savePerson(person) {
    const { userId: id, name: displayName, avatarUrl } = person
    try {
      await tell([{ id, displayName, ...(avatarUrl === null ? {} : { avatarUrl }), isActive: true }])
    } catch (error) {
      // A host that keeps no names shows numbers; what is said comes in all the same.
      if (!isMsgError(error) || error.code !== 'feature_disabled') throw error
    }
    await store.savePerson(person)
  },
})
