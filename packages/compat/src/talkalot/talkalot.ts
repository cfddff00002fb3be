/**
 * talkalot's functions under their names, over any `Messaging`: what its fat models did for views and web services. Every one
 * names the user who acts, and rejects with a `MsgError`, whose codes are those of the verb named on it.
 */
import { MsgError } from '@msg/core'
import type { Conversation, ConversationId, Message, Messaging, UserId } from '@msg/core'
import { participationOf } from './participation.ts'
import type { Participation } from './participation.ts'

/** Who is written to or invited: a list, or what a query yields. */
export type Recipients = Iterable<UserId> | AsyncIterable<UserId>

/** A message to people. */
export interface SendToUsersInput {
  readonly body: string
  readonly sender: UserId
  readonly recipients: Recipients
}

/** A message to a conversation. */
export interface SendToConversationInput {
  readonly body: string
  readonly sender: UserId
  readonly conversation: ConversationId
  /** Who is invited along with it. */
  readonly newParticipants?: Recipients
}

/** One user's place in one conversation. */
export interface Place {
  readonly user: UserId
  readonly conversation: ConversationId
}

/** Who is to be brought back, and by whom. */
export interface ReinstateInput extends Place {
  /** An active member, or a service of the host's (`service:<name>`). */
  readonly by: UserId
}

/** Who is to be invited, and by whom. */
export interface AddParticipantsInput {
  readonly conversation: ConversationId
  readonly users: Recipients
  /** An active member, or a service of the host's (`service:<name>`). */
  readonly by: UserId
}

/** Which page of somebody's inbox. */
export interface InboxInput {
  readonly user: UserId
  /** The `next` of the page before. */
  readonly after?: string
  /** 1 to 100, default 50. */
  readonly limit?: number
}

/** A page of somebody's inbox, latest activity first. */
export interface InboxPage {
  readonly participations: readonly Participation[]
  /** The `after` of the next page; null on the last. */
  readonly next: string | null
}

/** What talkalot did. */
export interface Talkalot {
  /** `Message.send_to_users`: see `messages.sendToUsers`. The conversation is `message.conversationId`. */
  sendToUsers(input: SendToUsersInput): Promise<Message>
  /**
   * `Message.send_to_conversation`: see `messages.send`. With new participants into a direct, the message goes to the
   * conversation of them all: `message.conversationId` says where.
   */
  sendToConversation(input: SendToConversationInput): Promise<Message>
  /** `Participation.objects.inbox_for`: the conversations the user takes part in. */
  inboxFor(input: InboxInput): Promise<InboxPage>
  /** How many conversations of the user have something unread: exact up to 100. */
  unreadFor(user: UserId): Promise<number>
  /** `Conversation.objects.containing_participant`: also those the user has left, last. */
  containingParticipant(user: UserId): AsyncGenerator<Participation, void, void>
  /** `Participation.objects.get`. @throws not_found for who does not take part and never did, or was removed */
  participation(input: Place): Promise<Participation>
  /** Sets `read_at`: everything up to now is read. */
  read(input: Place): Promise<Participation>
  /**
   * `participation.revoke`: leaves. @throws direct_cannot_be_left, where talkalot silently did nothing
   */
  revoke(input: Place): Promise<Participation>
  /**
   * `participation.reinstate`: brings back who left.
   * @throws reinvite_required when they do it themselves, which talkalot's rules forbade and its code did not
   */
  reinstate(input: ReinstateInput): Promise<Participation>
  /** `conversation.add_participants`: see `members.add`. Into a direct: a new group, without the history of the direct. */
  addParticipants(input: AddParticipantsInput): Promise<Conversation>
}

/**
 * Makes talkalot's functions.
 * @example
 * const { sendToUsers, inboxFor } = talkalot(messaging)
 * await sendToUsers({ body: 'my first message', sender: 'frodo', recipients: ['alice', 'bob'] })
 * const { participations } = await inboxFor({ user: 'alice' })
 * const latest = participations.map(({ latestMessage }) => latestMessage)
 */
export const talkalot = (messaging: Messaging): Talkalot => {
  const acting = (by: UserId) =>
    by.startsWith(servicePrefix) ? messaging.asService(by.slice(servicePrefix.length)) : messaging.as(by)

  const participation = async ({ user, conversation }: Place): Promise<Participation> =>
    known(participationOf(user, await messaging.as(user).conversations.get({ conversationId: conversation })))

  const page = async ({ user, ...input }: InboxInput, status: 'active' | 'left'): Promise<InboxPage> => {
    const { conversations, next } = await messaging.as(user).inbox.list({ ...input, status })
    return { participations: conversations.flatMap((each) => participationOf(user, each) ?? []), next }
  }

  return {
    async sendToUsers({ body, sender, recipients }) {
      const userIds = await listed(recipients)
      return (await messaging.as(sender).messages.sendToUsers({ body, userIds })).message
    },
    async sendToConversation({ body, sender, conversation, newParticipants = [] }) {
      const addMembers = await listed(newParticipants)
      const invited = addMembers.length === 0 ? {} : { addMembers }
      return messaging.as(sender).messages.send({ conversationId: conversation, body, ...invited })
    },
    inboxFor: (input) => page(input, 'active'),
    unreadFor: async (user) => (await messaging.as(user).inbox.unread()).conversations.count,
    async *containingParticipant(user) {
      for (const status of ['active', 'left'] as const)
        for (let after: string | null = ''; after !== null;) {
          const { participations, next }: InboxPage = await page({ user, ...(after === '' ? {} : { after }) }, status)
          yield* participations
          after = next
        }
    },
    participation,
    async read({ user, conversation }) {
      const { lastSeq } = await messaging.as(user).conversations.get({ conversationId: conversation })
      await messaging.as(user).receipts.markRead({ conversationId: conversation, seq: lastSeq })
      return participation({ user, conversation })
    },
    async revoke({ user, conversation }) {
      return known(participationOf(user, await messaging.as(user).members.leave({ conversationId: conversation })))
    },
    async reinstate({ user, conversation, by }) {
      await acting(by).members.add({ conversationId: conversation, userIds: [user] })
      return participation({ user, conversation })
    },
    async addParticipants({ conversation, users, by }) {
      const userIds = await listed(users)
      return (await acting(by).members.add({ conversationId: conversation, userIds })).conversation
    },
  }
}

const servicePrefix = 'service:'

const listed = async (recipients: Recipients): Promise<readonly UserId[]> => {
  const all: UserId[] = []
  for await (const userId of recipients) all.push(userId)
  return all
}

const known = (participation: Participation | null): Participation => {
  if (participation === null) throw new MsgError('not_found', 'there is no such participation', { outcome: 'none' })
  return participation
}
