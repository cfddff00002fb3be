import type { Directory, Messaging, Profile } from '@msg/core'
import { memoryDirectory } from '@msg/core/memory'

/** Who lives here. A host would look these up in its own users. */
const people: readonly Profile[] = [
  { id: 'alice', displayName: 'Alice Liddell', username: 'alice', isActive: true },
  { id: 'bob', displayName: 'Bob Marsh', username: 'bob', isActive: true },
  { id: 'carol', displayName: 'Carol Quinn', username: 'carol', isActive: true },
]

export const isPerson = (id: string): boolean => people.some((person) => person.id === id)

/** The demo's directory: these people, and everybody may contact everybody. */
export const directory: Directory = memoryDirectory(people)

/** Everybody's first conversation. Its id and its greeting's are fixed, so starting again makes no second ones. */
export const openTheLobby = async (messaging: Messaging): Promise<void> => {
  const alice = messaging.as('alice')
  const lobby = await alice.conversations.startGroup({
    id: '019e0000-0000-7000-8000-000000000001',
    title: 'Lobby',
    userIds: people.map((person) => person.id),
  })
  if (lobby.me.status !== 'active') return
  await alice.messages.send({
    conversationId: lobby.id,
    id: '019e0000-0000-7000-8000-000000000002',
    body: 'Welcome! Open this page as somebody else in another window, and talk.',
  })
}
