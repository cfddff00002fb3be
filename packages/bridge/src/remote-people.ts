import type { Directory, Person, UserId } from '@msg/core'
import type { BridgeStore } from './bridge-store.ts'

/** How each server is called in the names of its users. */
const titles: Readonly<Record<string, string>> = {
  stackexchange: 'Stack Exchange',
  stackoverflow: 'Stack Overflow',
  meta: 'Meta Stack Exchange',
}

/** Whether a user stands for somebody of another chat. */
export const isRemoteUser = (userId: UserId): boolean => userId.startsWith('se:')

const personOf = (userId: UserId, name: string | undefined): Person => {
  const [, server = '', id = ''] = userId.split(':')
  // The server is part of the name, so that nobody there can pass for somebody here.
  return { id: userId, displayName: `${name ?? `user ${id}`} (${titles[server] ?? server})`, isActive: true }
}

/**
 * A directory that also knows the users who stand for remote ones: give it to `createMessaging` in place of the host's own.
 * They are found by id only, and nobody starts a conversation with them: there is nobody who would read it.
 * @example createMessaging({ directory: withRemotePeople(directory, bridgeStore), notifiers: [bridge.notifier] })
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
    const names = new Map(known.map(({ userId, name }) => [userId, name]))
    return [...others, ...remote.map((id) => personOf(id, names.get(id)))]
  },
  canContact: async (viewer, other) =>
    !isRemoteUser(viewer) && !isRemoteUser(other) && directory.canContact(viewer, other),
})
