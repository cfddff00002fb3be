/** What drf-directmessages' service layer did for code of the host's. */
import type { Message, Messaging, UserId } from '@msg/core'
import { messageNumbers } from '../shared/message-numbers.ts'
import { unless } from '../shared/unless.ts'
import { markDirectRead, pageLimit, readNewest } from './direct.ts'
import type { ReadMessage } from './direct.ts'
import { listPartners, unreadPartners } from './partners.ts'

/** A message to one user. */
export interface SendInput {
  readonly sender: UserId
  readonly recipient: UserId
  readonly message: string
}

/** A message as its reader's client knows it. */
export interface ReadMessageInput {
  readonly user: UserId
  /** The integer of the surface. */
  readonly id: number
}

/** Which messages of two users, as the first of them sees them. */
export interface ConversationInput {
  readonly user: UserId
  readonly partner: UserId
  /** The newest so many. Default: all. */
  readonly limit?: number
  /** Newest first. Default: oldest first. */
  readonly reversed?: boolean
  /** Marks everything of the partner's as read first. Default: nothing. */
  readonly markRead?: boolean
}

/** The service. Each function acts for the user it names, and rejects with a `MsgError`. */
export interface Directmessages {
  /** @throws self_message, not_found, recipient_refused, invalid */
  sendMessage(input: SendInput): Promise<Message>
  /** How many messages a user has not read: exact up to 1,000 a partner. */
  unreadCount(user: UserId): Promise<number>
  /** With whom a user has messages to see, latest activity first. */
  conversations(user: UserId): AsyncGenerator<UserId, void, void>
  conversation(input: ConversationInput): Promise<readonly ReadMessage[]>
  /** The text of a message; null where there is none to see. Marks it as read, and what came before it. */
  readMessage(input: ReadMessageInput): Promise<string | null>
  /**
   * The same as `sender: text`. The sender is their e-mail address where the host lets those out (`showEmails`), else their
   * username or id.
   */
  readMessageFormatted(input: ReadMessageInput): Promise<string | null>
}

/**
 * Makes the service.
 * @example await directmessages(messaging).sendMessage({ sender: '1', recipient: '2', message: 'hello' })
 */
export const directmessages = (messaging: Messaging): Directmessages => {
  const read = async ({ user, id }: ReadMessageInput): Promise<Message | null> => {
    const session = messaging.as(user)
    const messageId = await messageNumbers(messaging, 'directmessages').idOf(String(id))
    const message = messageId === null ? null : await unless(session.messages.get({ messageId }), 'not_found')
    if (message === null || message.authorId === user) return message
    await session.receipts.markRead({ conversationId: message.conversationId, seq: message.seq })
    return message
  }

  const nameOf = async (viewer: UserId, userId: UserId): Promise<string> => {
    const [profile] = (await messaging.as(viewer).people.get({ userIds: [userId] })).profiles
    return profile?.email ?? profile?.username ?? userId
  }

  return {
    async sendMessage({ sender, recipient, message }) {
      return (await messaging.as(sender).messages.sendToUsers({ userIds: [recipient], body: message })).message
    },
    async unreadCount(user) {
      return (await unreadPartners(messaging.as(user))).reduce((sum, { count }) => sum + count, 0)
    },
    async *conversations(user) {
      for (let after: string | null = ''; after !== null;) {
        const start: { readonly after?: string } = after === '' ? {} : { after }
        const { partners, next } = await listPartners(messaging.as(user), { limit: pageLimit, ...start })
        yield* partners.map(({ userId }) => userId)
        after = next
      }
    },
    async conversation({ user, partner, limit, reversed = false, markRead = false }) {
      const session = messaging.as(user)
      if (markRead) await markDirectRead(session, partner)
      const newest = await readNewest(session, partner, limit)
      return reversed ? newest : newest.toReversed()
    },
    async readMessage(input) {
      return (await read(input))?.body ?? null
    },
    async readMessageFormatted(input) {
      const message = await read(input)
      if (message === null || message.body === null) return null
      return `${await nameOf(input.user, message.authorId)}: ${message.body}`
    },
  }
}
