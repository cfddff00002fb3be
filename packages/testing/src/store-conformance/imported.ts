import { createMessaging } from '@msg/core'
import type { ImportedMember, ImportedMessage, Messaging, Store } from '@msg/core'
import { newId } from '../factories.ts'
import type { StoreContext } from './context.ts'

/** Opens an engine on an empty store, runs a case, closes both whatever happens. */
export const withMessaging =
  (run: (messaging: Messaging, store: Store) => Promise<void>) =>
  async ({ open }: StoreContext): Promise<void> => {
    const store = await open()
    await using messaging = createMessaging({ store })
    await run(messaging, store)
  }

/** A time of long ago, some minutes after noon. */
export const minutes = (after: number): string => new Date(Date.UTC(2020, 0, 1, 12, after)).toISOString()

/** A group of alice's, to be imported. */
export const oldGroup = (id = newId()) =>
  ({ id, kind: 'group', title: 'old friends', createdBy: 'alice', createdAt: minutes(0) }) as const

/** A member since the beginning. */
export const oldMember = (
  conversationId: string,
  userId: string,
  role: 'admin' | 'member' = 'member',
): ImportedMember => ({ conversationId, userId, role, joinedAt: minutes(0) })

/** A message of so many minutes after noon. */
export const oldMessage = (
  conversationId: string,
  authorId: string,
  at: number,
  body = `at ${at}`,
): ImportedMessage => ({
  id: newId(),
  conversationId,
  authorId,
  body,
  createdAt: minutes(at),
})

/** A group of these users with these messages; nothing of it is there yet. */
export const oldWorld = (userIds: readonly string[], said: readonly (readonly [author: string, body?: string])[]) => {
  const group = oldGroup()
  return {
    conversations: [group] as const,
    members: userIds.map((userId, at) => oldMember(group.id, userId, at === 0 ? 'admin' : 'member')),
    messages: said.map(([author, body], at) => oldMessage(group.id, author, at + 1, body)),
  }
}

/** How many of each kind, the rest none. */
export const counting = (
  some: Partial<Record<'conversations' | 'members' | 'messages' | 'reactions' | 'readers' | 'aliases', number>>,
) => ({
  conversations: 0,
  members: 0,
  messages: 0,
  reactions: 0,
  readers: 0,
  aliases: 0,
  ...some,
})
