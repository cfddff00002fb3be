import type { AttachmentId } from '../model/attachment.ts'
import type { Conversation } from '../model/conversation.ts'
import type { ConversationId, MessageId, UserId } from '../model/ids.ts'
import type { Hidden, Message, MessageFilter, Purged, Revision } from '../model/message.ts'
import type { Profile } from '../model/profile.ts'
import type { CountedBy, StatsRow } from '../model/stats.ts'
import type { Target } from '../model/target.ts'
import type { TextRange } from '../rules/search-text.ts'
import type { CallOptions, ConversationInput, MessageInput } from './call.ts'

/** Sending and reading messages. */
export interface MessageVerbs {
  /**
   * Sends a message. Give it an `id` (a UUIDv7 you made, or a derived UUIDv8) and the send can be repeated safely for ever: the same id with the
   * same content is one message and one answer.
   *
   * With `addMembers`, invites them into the group by the rules of `members.add` and sends, all or nothing. A direct is never
   * extended: the message then goes, as by `sendToUsers`, to both and the newcomers; the answer says into which conversation.
   * @throws not_found (also for `replyTo`), not_a_member, forbidden (`closed`, `target`: a channel I may only view,
   * `not_members`: mentions, `attachments`: no upload of mine that waits), recipient_refused (in a direct where one has blocked the other; `blocked` where it was me),
   * idempotency_mismatch (my id, other content), id_taken (somebody else's id), gone (my id, and its message was purged);
   * with `addMembers` also what `members.add` throws
   * @example await session.messages.send({ conversationId, id: newId(), body: 'hello' })
   */
  send(input: SendMessageInput, options?: CallOptions): Promise<Message>
  /**
   * Sends to people rather than into a conversation: to one other into our direct, to more into our canonical group, the one
   * born by sending that has exactly us as its active members. What is not there yet is made in the same commit, a group with
   * me as its admin. Whoever sends to the same people, and however many at once, it is one conversation. A group made by
   * `startGroup` is never found this way. Retry-safe by `id` as `send`, also where the group has other members by then.
   * @throws no_recipients, self_message, not_found (no such active user; a repeat by somebody removed since),
   * recipient_refused, forbidden (`not_members`: mentions), idempotency_mismatch, id_taken, gone
   * @example await session.messages.sendToUsers({ userIds: ['bob', 'carol'], id: newId(), body: 'lunch?' })
   */
  sendToUsers(input: SendToUsersInput, options?: CallOptions): Promise<SentTo>
  /**
   * Posts to the channel of a target, which the first post makes. Retry-safe by `id` as `send` is.
   * @throws not_found (no such target, or neither mine to view nor to post to; also for `replyTo`), forbidden (`target`: mine
   * to view only; `not_members`: mentions), idempotency_mismatch, id_taken, gone
   * @example await session.messages.sendToTarget({ target: { type: 'form', id: '1337' }, body: 'new version' })
   */
  sendToTarget(input: SendToTargetInput, options?: CallOptions): Promise<SentToTarget>
  /** One message. @throws not_found */
  get(input: MessageInput, options?: CallOptions): Promise<Message>
  /**
   * A page of messages, newest first unless `order` is `asc`. By author, verb or time, it walks over at most 10,000
   * messages; where that was not enough to fill it, `next` says where to go on.
   * @throws not_found
   */
  list(input: ListMessagesInput, options?: CallOptions): Promise<MessagePage>
  /**
   * One message with its neighbours, half of them below it where there are so many: to jump to it, and page both ways from
   * there with `list`.
   * @throws not_found
   */
  around(input: AroundMessageInput, options?: CallOptions): Promise<MessagesAround>
  /**
   * The messages with all the words asked for, newest first, in all conversations I am in and those I left, up to there, or
   * in one. The last word may go on: `hel` finds hello. Case, width and form of letters make no difference; punctuation
   * (`%`, `_`, quotes) means nothing. A page may have less than asked for, even nothing, while `next` says that there is
   * more. Nothing is found that I could not open; who left does not find what was edited since.
   * @throws not_found, invalid_cursor
   * @example const { hits } = await session.messages.search({ query: 'lunch on fri' })
   */
  search(input: SearchMessagesInput, options?: CallOptions): Promise<HitPage>
  /**
   * How many messages there are, by period, verb, author or several of them; those sent latest first. Retracted ones do not
   * count. Of a very long conversation the newest 100,000 numbers are looked at; `more` says that there is more to count.
   * @throws not_found
   * @example const { rows } = await session.messages.stats({ conversationId, by: ['month', 'verb'] })
   */
  stats(input: StatsInput, options?: CallOptions): Promise<MessageStats>
  /**
   * Changes the text of my message. Order, time and unread stay as they are; earlier texts are kept.
   * @throws not_found, not_a_member, forbidden (`not_author`, `closed`, `not_members`), recipient_refused, message_retracted
   */
  edit(input: EditMessageInput, options?: CallOptions): Promise<Message>
  /**
   * Takes my message back from everyone: what is left keeps its number and has no text. Again answers as the first time.
   * @throws not_found, not_a_member, forbidden (`not_author`)
   */
  retract(input: MessageInput, options?: CallOptions): Promise<Message>
  /**
   * Erases a message of a channel, or of a room about a target, which who moderates the target may: it is in no view any more,
   * only its number stays used, and its id answers `gone`.
   * @throws not_found (also when it was purged before), not_a_member, forbidden (`moderators_only`)
   */
  purge(input: MessageInput, options?: CallOptions): Promise<Purged>
  /** Hides a message from my own view, for good. @throws not_found */
  hide(input: MessageInput, options?: CallOptions): Promise<Hidden>
  /**
   * Pins a message for everyone.
   * @throws not_found, not_a_member, forbidden (`admins_only`), recipient_refused, message_retracted
   */
  pin(input: MessageInput, options?: CallOptions): Promise<Message>
  /** @throws not_found, not_a_member, forbidden (`admins_only`), recipient_refused */
  unpin(input: MessageInput, options?: CallOptions): Promise<Message>
  /**
   * The texts a message has had, oldest first, the present one last. The host may keep the earlier ones for a time only.
   * @throws not_found
   */
  revisions(input: MessageInput, options?: CallOptions): Promise<RevisionList>
}

/** A message to send. */
export interface SendMessageInput extends ConversationInput {
  /** A UUIDv7 of your own, or a UUIDv8 derived from what names the message elsewhere, to make the call retry-safe. */
  readonly id?: MessageId
  /** 1 to 16,384 characters (code points), not only white space. */
  readonly body: string
  /** Lower-case words joined by `_`, at most 64 characters; default `message`. */
  readonly verb?: string
  /** A message of the same conversation that this one answers. */
  readonly replyTo?: MessageId
  /** Active members this message speaks to, at most 50; those added by it too. */
  readonly mentions?: readonly UserId[]
  /** The files it carries: my uploads of the last day that no message carries yet, at most 10. */
  readonly attachments?: readonly AttachmentId[]
  /** Whom to invite with it, at most 50. */
  readonly addMembers?: readonly UserId[]
}

/** A message to people. */
export interface SendToUsersInput {
  /** The recipients, at most 1,000; I am one of us anyway. */
  readonly userIds: readonly UserId[]
  /** A UUIDv7 of your own, to make the call retry-safe. */
  readonly id?: MessageId
  /** 1 to 16,384 characters (code points), not only white space. */
  readonly body: string
  /** Lower-case words joined by `_`, at most 64 characters; default `message`. */
  readonly verb?: string
  /** Those of us this message speaks to, at most 50. */
  readonly mentions?: readonly UserId[]
  /** As when sending into a conversation. */
  readonly attachments?: readonly AttachmentId[]
}

/** A message to post about a target. */
export interface SendToTargetInput extends Omit<SendMessageInput, 'conversationId' | 'addMembers'> {
  readonly target: Target
}

/** The new text of a message. */
export interface EditMessageInput {
  readonly messageId: MessageId
  /** 1 to 16,384 characters (code points), not only white space. */
  readonly body: string
  /** Replaces the earlier mentions, default none. With the text it has already, nothing changes, nor do these. */
  readonly mentions?: readonly UserId[]
}

/** Which messages of a conversation: bounds are exclusive, both may be given. */
export interface ListMessagesInput extends ConversationInput, MessageFilter {
  /** Only messages below this number. */
  readonly before?: number
  /** Only messages above this number. */
  readonly after?: number
  /** Default `desc`: newest first. */
  readonly order?: 'asc' | 'desc'
  /** Only pinned messages. */
  readonly pinned?: boolean
  /** 1 to 100, default 50. */
  readonly limit?: number
}

/** What to count, and by what. */
export interface StatsInput extends ConversationInput, MessageFilter {
  /** Each at most once, and at most one period (all in UTC); none for one count of all. */
  readonly by: readonly CountedBy[]
  /** How many rows, 1 to 1,000, default 50. */
  readonly limit?: number
}

/** Around which message to look. */
export interface AroundMessageInput extends MessageInput {
  /** How many messages in all, 1 to 100, default 50. */
  readonly limit?: number
}

/** Which messages to find. */
export interface SearchMessagesInput extends MessageFilter {
  /** 1 to 256 characters (code points), something visible. Without a word in it, it finds nothing. */
  readonly query: string
  /** Only in this conversation. */
  readonly conversationId?: ConversationId
  /** The `next` of the page before, for the same `conversationId`. */
  readonly after?: string
  /** 1 to 100, default 50. */
  readonly limit?: number
}

/** Where a message to people went. */
export interface SentTo {
  readonly conversation: Conversation
  readonly message: Message
}

/** What was posted, and where. */
export interface SentToTarget {
  /** Null when I may post but not view. */
  readonly conversation: Conversation | null
  readonly message: Message
}

/** A page of messages, with the profiles of their authors. */
export interface MessagePage {
  /** In the order asked for. */
  readonly messages: readonly Message[]
  readonly profiles: readonly Profile[]
  /** Whether there are more in this direction. */
  readonly more: boolean
  /**
   * Only where a page by author, verb or time ended before it was full, because so much had been walked over: the `before`
   * (`after` when ascending) to go on with.
   */
  readonly next?: number
}

/** Counts of messages. */
export interface MessageStats {
  /** Those sent latest first. */
  readonly rows: readonly StatsRow[]
  /** Whether there are more rows, or older messages than those counted. */
  readonly more: boolean
}

/** A message among its neighbours, with the profiles of their authors. */
export interface MessagesAround {
  /** Oldest first. */
  readonly messages: readonly Message[]
  readonly profiles: readonly Profile[]
  /** Whether there are messages below the first one. */
  readonly before: boolean
  /** Whether there are messages above the last one. */
  readonly after: boolean
}

/** A message found, and where in its text the words are. */
export interface Hit {
  readonly message: Message
  /** In their order, without overlaps: `message.body.slice(start, end)`. */
  readonly ranges: readonly TextRange[]
}

/** A page of messages found, with the profiles of their authors and of who is in their conversations. */
export interface HitPage {
  /** Newest first: in one conversation by number, else by time. */
  readonly hits: readonly Hit[]
  /** Those that the hits are in, each once, in any order; none where one was searched. */
  readonly conversations: readonly Conversation[]
  readonly profiles: readonly Profile[]
  /** The `after` of the next page; null when there is no more. */
  readonly next: string | null
}

/** The texts a message has had. */
export interface RevisionList {
  readonly revisions: readonly Revision[]
}
