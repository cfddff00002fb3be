/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Everything a user can do: one interface, implemented in process (`messaging.as(user)`) and over the wire (`@msg/client`),
 * proved by one behaviour suite. A verb takes one input object, then options; it resolves when it is committed and never
 * queues. Every verb rejects with a `MsgError`; besides the codes named on it, any may reject `invalid` for a wrong shape
 * and `busy`, `unavailable` or `storage_full` when the store cannot answer.
 */
import type { AccountRecord } from './model/account.ts'
import type { Attachment, AttachmentAddress, AttachmentId } from './model/attachment.ts'
import type { Block, BlockState } from './model/block.ts'
import type { Change } from './model/change.ts'
import type {
  Conversation,
  ConversationKind,
  Deleted,
  InvitePolicy,
  JoinPolicy,
  Visibility,
} from './model/conversation.ts'
import type { ConversationId, MessageId, Timestamp, UserId } from './model/ids.ts'
import type { Member, MemberRole } from './model/member.ts'
import type { Hidden, Message, MessageFilter, Purged, Revision } from './model/message.ts'
import type { Count } from './model/page.ts'
import type { Person, Profile } from './model/profile.ts'
import type { Cleared, Muted } from './model/reader.ts'
import type { ReadAdvance, Receipt } from './model/receipt.ts'
import type { TextRange } from './rules/search-text.ts'
import type { Signal } from './model/signal.ts'
import type { CountedBy, StatsRow } from './model/stats.ts'
import type { Target } from './model/target.ts'

/** What may accompany every call. */
export interface CallOptions {
  /** Gives up waiting: rejects `aborted`. A write may still have happened. */
  readonly signal?: AbortSignal
  /** Called when the answer repeats an earlier one, because the id was used before with the same content. */
  readonly onReplay?: () => void
}

/** One user's messaging. */
export interface Session {
  /** On whose behalf this session acts. */
  readonly me: UserId
  readonly connection: Connection
  readonly conversations: ConversationVerbs
  readonly members: MemberVerbs
  readonly messages: MessageVerbs
  readonly reactions: ReactionVerbs
  readonly attachments: AttachmentVerbs
  readonly receipts: ReceiptVerbs
  readonly rooms: RoomVerbs
  readonly inbox: InboxVerbs
  readonly people: PeopleVerbs
  readonly account: AccountVerbs
  readonly live: LiveVerbs
}

/** Whether live changes are flowing: `online` for ever in process. */
export interface Connection {
  readonly state: 'online' | 'connecting' | 'offline'
  /** Calls `listener` with each new state; returns its unsubscribe. */
  onChange(listener: (state: Connection['state']) => void): () => void
}

/** Starting and finding conversations. */
export interface ConversationVerbs {
  /**
   * The one direct between me and another user: found, or made.
   * @throws self_message, not_found (no such active user, or they have blocked me), recipient_refused (the directory says no to a first
   * contact; `blocked` where I have blocked them)
   * @example const direct = await session.conversations.startDirect({ userId: 'bob' })
   */
  startDirect(input: StartDirectInput, options?: CallOptions): Promise<Conversation>
  /**
   * Makes a new group with me as its admin. Never finds an existing one by its members. With an `id`, a repeat answers
   * the same group.
   * @throws not_found (a user does not exist), recipient_refused, idempotency_mismatch, id_taken
   */
  startGroup(input: StartGroupInput, options?: CallOptions): Promise<Conversation>
  /**
   * Opens a room. About a target: the one room there is, found or made; nobody becomes a member by it, and who moderates the
   * target acts as its admin. About nothing: a new room with me as its admin; with an `id`, a repeat answers the same room.
   * @throws not_found (no such target, or not mine to view), forbidden (`admins_only`: a room about a target that is not
   * public and open is made by its moderators), idempotency_mismatch, id_taken, gone (it was deleted)
   * @example const room = await session.conversations.openRoom({ target: { type: 'project', id: '7' } })
   */
  openRoom(input: OpenRoomInput, options?: CallOptions): Promise<Conversation>
  /**
   * The one channel about a target: found, or made. It has no members; who may view, post and moderate is for the host to
   * say, anew at every verb.
   * @throws not_found (no such target, or not mine to view)
   */
  openChannel(input: OpenChannelInput, options?: CallOptions): Promise<Conversation>
  /**
   * Changes a group's title or who may invite, a room's title or who may read and join it. What is so already is no change.
   * @throws not_found, not_a_member, forbidden (`admins_only`, `closed`, `direct`, `group`, `room`, `channel`)
   */
  update(input: UpdateConversationInput, options?: CallOptions): Promise<Conversation>
  /**
   * Deletes a group or a room for everybody: nobody sees anything of it any more, and its texts are purged. Of a direct, it
   * clears my own view only, as `inbox.clear` does.
   * @throws not_found, not_a_member, forbidden (`admins_only`, `channel`)
   */
  delete(input: ConversationInput, options?: CallOptions): Promise<Deleted>
  /** One conversation as I see it. @throws not_found */
  get(input: ConversationInput, options?: CallOptions): Promise<Conversation>
}

/** Who is in a conversation. */
export interface MemberVerbs {
  /**
   * Invites users into a group or, as an admin, into a room; those who are members already stay as they are. Newcomers see the
   * whole history, who left comes back, who was removed only by an admin. A direct is never extended: inviting into it makes
   * a new group of both and the newcomers, without its history, with me as its admin, and answers with that.
   * @throws not_found, not_a_member, reinvite_required (to bring oneself back), forbidden (`invite_policy`,
   * `removed_by_admin`, `closed`, `channel`, `open`: a public room that everybody may join), recipient_refused; into a direct
   * also idempotency_mismatch, id_taken
   */
  add(input: AddMembersInput, options?: CallOptions): Promise<AddedMembers>
  /**
   * Joins an open room, also after having left it. Joining again answers as the first time.
   * @throws not_found, reinvite_required (removed, or left what is not open), forbidden (`join_policy`, `closed`, `channel`)
   */
  join(input: ConversationInput, options?: CallOptions): Promise<Conversation>
  /**
   * Leaves a group or a room. The last admin hands over to the earliest-joined member; with the last member it closes, unless
   * it is about a target. Leaving again answers as the first time.
   * @throws not_found, not_a_member, direct_cannot_be_left, forbidden (`channel`)
   */
  leave(input: ConversationInput, options?: CallOptions): Promise<Conversation>
  /**
   * Removes somebody from a group or a room: they no longer see anything of it and come back by an admin only. Somebody who
   * left can be removed too.
   * @throws not_found, not_a_member, forbidden (`admins_only`, `direct`, `channel`, `self`)
   */
  remove(input: MemberInput, options?: CallOptions): Promise<Conversation>
  /**
   * Makes a member an admin, or an admin a member. A group always has an admin, and so has a room about no target.
   * @throws not_found, not_a_member, forbidden (`admins_only`, `direct`, `channel`, `last_admin`)
   */
  setRole(input: SetRoleInput, options?: CallOptions): Promise<Member>
  /** Active members, earliest joined first. @throws not_found, invalid_cursor */
  list(input: ListMembersInput, options?: CallOptions): Promise<MemberPage>
}

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

/** Emoji on messages. */
export interface ReactionVerbs {
  /**
   * Reacts to a message; once per emoji.
   * @throws not_found, not_a_member, forbidden (`too_many`), recipient_refused, message_retracted
   */
  add(input: ReactionInput, options?: CallOptions): Promise<Message>
  /** Takes my reaction back; nothing happens when there is none. @throws not_found, not_a_member, recipient_refused, message_retracted */
  remove(input: ReactionInput, options?: CallOptions): Promise<Message>
}

/** Files that messages carry. */
export interface AttachmentVerbs {
  /**
   * Uploads a file for a message of mine: name its id when sending, within a day. What it is is told by its first bytes,
   * whatever it is called; not everything is taken (see `Attachment.type`).
   * @throws invalid (empty, or of a kind that is not taken), too_large, feature_disabled, storage_full
   * @example const { id } = await session.attachments.upload({ file: input.files[0], name: input.files[0].name })
   */
  upload(input: UploadInput, options?: CallOptions): Promise<Attachment>
  /**
   * Where a file can be fetched that a message carries which I may read: an address that is worth something for a few minutes,
   * to whoever has it.
   * @throws not_found, feature_disabled
   */
  get(input: AttachmentInput, options?: CallOptions): Promise<AttachmentAddress>
}

/** How far I have read, and how far the others have. */
export interface ReceiptVerbs {
  /**
   * Marks everything up to a message number as read. Never moves back; a number above the last message means the last.
   * @throws not_found, not_a_member
   */
  markRead(input: MarkReadInput, options?: CallOptions): Promise<Receipt>
  /**
   * Says that everything up to a message number has reached a device of mine, read or not. Never moves back; a number above
   * the last message means the last.
   * @throws not_found, not_a_member
   */
  markDelivered(input: MarkDeliveredInput, options?: CallOptions): Promise<Receipt>
  /**
   * How far every active member has got, earliest joined first. With a `seq`, when each of them first got and first read
   * that message; what lies more than 1,000 advances of a reader back has the time of the oldest one remembered.
   * @throws not_found, not_a_member, invalid_cursor
   */
  list(input: ListReceiptsInput, options?: CallOptions): Promise<ReceiptPage>
  /**
   * How one member's read watermark advanced, step by step: when they read each of many messages. What lies more than 1,000
   * advances back is forgotten: it was read at the time of the oldest one remembered, or before. Empty for who is no active
   * member, and for whom I have blocked.
   * @throws not_found, not_a_member
   * @example
   * const { reads } = await session.receipts.reads({ conversationId, userId: 'bob', from: 1 })
   * const readAt = reads.find(({ seq }) => seq >= message.seq)?.at
   */
  reads(input: ListReadsInput, options?: CallOptions): Promise<ReadList>
}

/** Finding rooms. */
export interface RoomVerbs {
  /**
   * Public rooms that I may read and have not been removed from, and any room I am in, latest activity first. A page may have
   * fewer rooms than asked for where some are about targets that are not mine to view: go on while there is a `next`.
   * @throws invalid_cursor
   */
  browse(input?: BrowseRoomsInput, options?: CallOptions): Promise<RoomPage>
}

/** My conversations, latest activity first. */
export interface InboxVerbs {
  /**
   * My conversations, latest activity first. With `query` or `kind`, each page looks at 200 of them at most.
   * @throws invalid_cursor
   * @example const { conversations } = await session.inbox.list({ query: 'jan', kind: 'direct' })
   */
  list(input?: ListInboxInput, options?: CallOptions): Promise<InboxPage>
  /**
   * Takes everything up to a message number out of my own view, for good: the messages, their counts, and the conversation's
   * last message. Without `seq`: everything there is. The conversation stays in my inbox, and others notice nothing.
   * @throws not_found
   */
  clear(input: ClearInput, options?: CallOptions): Promise<Cleared>
  /**
   * Says until when a conversation may not disturb me; null: it may again. What is unread is still counted: it is for those
   * who would notify me to ask.
   * @throws not_found, not_a_member
   */
  mute(input: MuteInput, options?: CallOptions): Promise<Muted>
  /**
   * In which conversations of my inbox something is unread, and how much, in no meaningful order: by conversation, so that it
   * pages steadily while messages arrive.
   * @throws invalid_cursor
   */
  unreadByConversation(input?: PageInput, options?: CallOptions): Promise<UnreadPage>
  /** How much I have not read. */
  unread(input?: NoInput, options?: CallOptions): Promise<Unread>
}

/** Finding people, and keeping them away. */
export interface PeopleVerbs {
  /**
   * People whose full name, username or e-mail contains every word of the query, whatever its case. Never me, nobody who is
   * not active, nobody I may not contact.
   * @example const { profiles } = await session.people.search({ query: 'jan' })
   */
  search(input: SearchPeopleInput, options?: CallOptions): Promise<PersonList>
  /** The people to offer before anything is typed, a page at a time. A page may be short, even empty, without being the last. @throws invalid_cursor */
  contacts(input?: ListContactsInput, options?: CallOptions): Promise<ContactPage>
  /** How these users are shown; who does not exist is simply absent. */
  get(input: PeopleInput, options?: CallOptions): Promise<PersonList>
  /**
   * Keeps somebody away: from now on neither of us starts a direct with, invites, or writes in the direct to the other, they do
   * not find me, and I see nothing of their typing and reading. They are not told. Groups go on. Again answers as the first time.
   * @throws not_found
   */
  block(input: PersonInput, options?: CallOptions): Promise<Block>
  /** Lets somebody near again; nothing happens when I had not blocked them. */
  unblock(input: PersonInput, options?: CallOptions): Promise<BlockState>
  /** Whom I have blocked, latest first. @throws invalid_cursor */
  blocked(input?: ListBlocksInput, options?: CallOptions): Promise<BlockPage>
}

/** What is kept of me. */
export interface AccountVerbs {
  /**
   * Everything that is kept of me, a page at a time: how I am shown; place by place my membership, my reader state, my
   * messages with all their texts, my reactions, and others' messages as far as I see them as a member; then whom I have
   * blocked. A page may be short, even empty, without being the last.
   * @throws invalid_cursor
   * @example
   * let after: string | null = null
   * do {
   *   const page = await session.account.export(after === null ? {} : { after })
   *   for (const record of page.records) lines.push(JSON.stringify(record))
   *   after = page.next
   * } while (after !== null)
   */
  export(input?: PageInput, options?: CallOptions): Promise<ExportPage>
  /**
   * Takes everything away that is kept of me, for good. My live connections end; groups and rooms I leave as by
   * `members.leave`; directs are closed. My messages stay as numbers without a text, and wherever my name stood there is one
   * that leads to nobody: others learn of it by `user.erased`. Takes as long as there is much to do; given up half-way, it is
   * finished by whoever calls it again, or by the host's upkeep. Again answers as the first time. What I do while it runs, or
   * afterwards, begins a new account.
   */
  erase(input?: NoInput, options?: CallOptions): Promise<ErasedAccount>
}

/** Learning of changes as they happen, and of those missed. */
export interface LiveVerbs {
  /**
   * Everything I may see from the change log, from a cursor on (or from now): first the changes missed, then `ready`, then
   * live ones, without gap or repeat. Ends by `close()`, by leaving the loop, or with the signal.
   * A cursor that is too old for a replay yields `resync`: reload what you show, the stream goes on from there.
   * When the host revokes my sessions it ends at once.
   * @throws invalid_cursor, unauthenticated (from the iteration)
   * @example
   * for await (const event of session.live.subscribe({ after: cursor })) {
   *   if (event.type === 'changes') apply(event.changes)
   *   if ('cursor' in event) cursor = event.cursor
   * }
   */
  subscribe(input?: SubscribeInput, options?: CallOptions): LiveSubscription
  /**
   * What happens in one conversation whose present I may read without being a member of it, such as a channel or a public room:
   * `ready`, then its changes (but receipts, which are the members' own) and signals. It has no past: whatever was missed while it
   * was not yet `ready`, and whatever there is when it yields `resync`, is to be loaded. Whether I still may is looked up again
   * when somebody changes it, and after a minute at the latest; once I may not, it ends.
   * @throws not_found, not_a_member (I have left), unauthenticated (from the iteration)
   */
  watch(input: ConversationInput, options?: CallOptions): LiveSubscription
  /**
   * One page of changes after a cursor; without one, the current cursor.
   * @throws invalid_cursor, resync_required
   */
  read(input?: ReadChangesInput, options?: CallOptions): Promise<ChangePage>
  /**
   * Tells the other active members who are connected that I am typing, or no longer. Of several within two seconds in one
   * conversation the first is told. Say it again while typing goes on: it is shown for six seconds at most.
   * @throws not_found, not_a_member, forbidden (`closed`)
   */
  typing(input: TypingInput, options?: CallOptions): Promise<Typed>
}

// Inputs

/** For a verb that needs none. */
export type NoInput = Readonly<Record<string, never>>

/** Whom to talk to. */
export interface StartDirectInput {
  readonly userId: UserId
}

/** What a group is started with. */
export interface StartGroupInput {
  /** A UUIDv7 of your own, to make the call retry-safe. */
  readonly id?: ConversationId
  /** At most 256 characters. */
  readonly title?: string
  /** The other members; I am one anyway. At most 1,000. */
  readonly userIds: readonly UserId[]
  /** Default `members`. */
  readonly invitePolicy?: InvitePolicy
}

/** Which room to open. */
export interface OpenRoomInput {
  /** What it is about; default nothing. */
  readonly target?: Target
  /** A UUIDv7 of your own, to make the call retry-safe. Not with a target, whose room has an id of its own. */
  readonly id?: ConversationId
  /** At most 256 characters. With a target it counts only where there was no room yet, as do the next two. */
  readonly title?: string
  /** Who may read it without being a member. Default `public`. */
  readonly visibility?: Visibility
  /** Whether one may join by oneself. Default `open`. */
  readonly joinPolicy?: JoinPolicy
}

/** Which channel to open. */
export interface OpenChannelInput {
  readonly target: Target
}

/** Names a conversation. */
export interface ConversationInput {
  readonly conversationId: ConversationId
}

/** What to change of a group or a room: at least one of them. */
export interface UpdateConversationInput extends ConversationInput {
  /** At most 256 characters; null takes the title away. */
  readonly title?: string | null
  /** Groups only. */
  readonly invitePolicy?: InvitePolicy
  /** Rooms only. */
  readonly visibility?: Visibility
  /** Rooms only. */
  readonly joinPolicy?: JoinPolicy
}

/** Names a member of a conversation. */
export interface MemberInput extends ConversationInput {
  readonly userId: UserId
}

/** Which role a member is to have. */
export interface SetRoleInput extends MemberInput {
  readonly role: MemberRole
}

/** Whom to invite into which group. */
export interface AddMembersInput extends ConversationInput {
  /** Into a direct: a UUIDv7 of your own for the group that is made, so that the call is retry-safe. */
  readonly id?: ConversationId
  /** 1 to 50 users. */
  readonly userIds: readonly UserId[]
}

/** Which page of a conversation's members. */
export interface ListMembersInput extends ConversationInput {
  /** The `next` of the page before. */
  readonly after?: string
  /** 1 to 100, default 50. */
  readonly limit?: number
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
  /** Replaces the earlier mentions; default none. */
  readonly mentions?: readonly UserId[]
}

/** Names a message. */
export interface MessageInput {
  readonly messageId: MessageId
}

/** An emoji on a message. */
export interface ReactionInput extends MessageInput {
  /** One grapheme that contains an emoji, at most 64 bytes. */
  readonly emoji: string
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

/** Up to which message I have read. */
export interface MarkReadInput extends ConversationInput {
  /** The number of the last message read. */
  readonly seq: number
}

/** Up to which message my devices have got them. */
export interface MarkDeliveredInput extends ConversationInput {
  /** The number of the last message that arrived. */
  readonly seq: number
}

/** Which page of a conversation's receipts. */
export interface ListReceiptsInput extends ConversationInput {
  /** A message number: `readAt` and `deliveredAt` are then when this message was first covered, null while it is not. */
  readonly seq?: number
  /** The `next` of the page before. */
  readonly after?: string
  /** 1 to 100, default 50. */
  readonly limit?: number
}

/** Whose reading to look at, and from which message on. */
export interface ListReadsInput extends ConversationInput {
  readonly userId: UserId
  /** The first message number to tell of; default 1. */
  readonly from?: number
  /** 1 to 100, default 50. */
  readonly limit?: number
}

/** Which rooms to find. */
export interface BrowseRoomsInput {
  /** Only rooms whose title contains this, case aside; looks at the latest 2,000 public rooms. At most 256 characters. */
  readonly query?: string
  /** The `next` of the page before. */
  readonly after?: string
  /** 1 to 100, default 50. */
  readonly limit?: number
}

/** A file to upload. */
export interface UploadInput {
  /** At most 10 MiB. */
  readonly file: Blob
  /** How people see it called: 1 to 255 characters (code points) on one line; of a path the last part. Default `file`. */
  readonly name?: string
}

/** Names a file that a message carries. */
export interface AttachmentInput extends MessageInput {
  readonly attachmentId: AttachmentId
}

/** Which page of my inbox. With any filter, a page may be short, even empty, without being the last. */
export interface ListInboxInput {
  /** Only those whose title has every word of it, or with a member whom `people.search` finds by it. 1 to 256 characters. */
  readonly query?: string
  /** Default `active`; `left`: those I left, the latest first, as they were then. */
  readonly status?: 'active' | 'left'
  /** Only conversations of this kind; a channel never is in an inbox. */
  readonly kind?: ConversationKind
  /** The `next` of the page before, asked for with the same filters. */
  readonly after?: string
  /** 1 to 100, default 50. */
  readonly limit?: number
}

/** Whom to look for. */
export interface SearchPeopleInput {
  /** 1 to 256 characters (code points), not only white space. */
  readonly query: string
  /** 1 to 100, default 50. */
  readonly limit?: number
}

/** Which page of my contacts. */
export interface ListContactsInput {
  /** The `next` of the page before. */
  readonly after?: string
  /** 1 to 100, default 50. */
  readonly limit?: number
}

/** Names a user. */
export interface PersonInput {
  readonly userId: UserId
}

/** Which page of whom I have blocked. */
export interface ListBlocksInput {
  /** The `next` of the page before. */
  readonly after?: string
  /** 1 to 100, default 50. */
  readonly limit?: number
}

/** Names users. */
export interface PeopleInput {
  /** 1 to 100 users. */
  readonly userIds: readonly UserId[]
}

/** What to take out of my own view. */
export interface ClearInput extends ConversationInput {
  /** The number of the last message to clear; default the last there is. */
  readonly seq?: number
}

/** Until when a conversation may not disturb me. */
export interface MuteInput extends ConversationInput {
  /** ISO 8601 in UTC with milliseconds; null for no longer. */
  readonly until: Timestamp | null
}

/** Which page. */
export interface PageInput {
  /** The `next` of the page before. */
  readonly after?: string
  /** 1 to 100, default 50. */
  readonly limit?: number
}

/** From where to be told of changes. */
export interface SubscribeInput {
  /** Where to go on; without it, from now. */
  readonly after?: Cursor
}

/** Which page of the changes since a cursor. */
export interface ReadChangesInput {
  readonly after?: Cursor
  /** 1 to 500, default 100. */
  readonly limit?: number
}

/** Whether I am typing. */
export interface TypingInput extends ConversationInput {
  readonly typing: boolean
}

// Answers

/** What an invitation led to. */
export interface AddedMembers {
  readonly conversation: Conversation
  /** Those who were not active members before. */
  readonly added: readonly UserId[]
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

/** A page of members, with their profiles. */
export interface MemberPage {
  readonly members: readonly Member[]
  readonly profiles: readonly Profile[]
  /** The `after` of the next page; null on the last. */
  readonly next: string | null
}

/** A page of receipts, with the profiles of their readers. */
export interface ReceiptPage {
  readonly receipts: readonly Receipt[]
  readonly profiles: readonly Profile[]
  /** The `after` of the next page; null on the last. */
  readonly next: string | null
}

/** How somebody read on. */
export interface ReadList {
  /** By message number: the first one covers `from`. */
  readonly reads: readonly ReadAdvance[]
  /** Whether there are more: go on with `from` one above the last. */
  readonly more: boolean
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

/** A page of messages found, with the profiles of their authors. */
export interface HitPage {
  /** Newest first: in one conversation by number, else by time. */
  readonly hits: readonly Hit[]
  readonly profiles: readonly Profile[]
  /** The `after` of the next page; null when there is no more. */
  readonly next: string | null
}

/** The texts a message has had. */
export interface RevisionList {
  readonly revisions: readonly Revision[]
}

/** A page of rooms, with the profiles of everybody it names. */
export interface RoomPage {
  readonly conversations: readonly Conversation[]
  readonly profiles: readonly Profile[]
  /** The `after` of the next page; null on the last. */
  readonly next: string | null
}

/** A page of the inbox, with the profiles of everybody it names. */
export interface InboxPage {
  readonly conversations: readonly Conversation[]
  readonly profiles: readonly Profile[]
  /** The `after` of the next page; null on the last. */
  readonly next: string | null
}

/** How much is unread, over all my conversations. */
export interface Unread {
  /** Conversations with something unread. */
  readonly conversations: Count
  /** Unread messages in all of them. */
  readonly messages: Count
}

/** People. */
export interface PersonList {
  readonly profiles: readonly Person[]
}

/** A page of people. */
export interface ContactPage extends PersonList {
  /** The `after` of the next page; null on the last. */
  readonly next: string | null
}

/** What is unread in one conversation. */
export interface UnreadConversation {
  readonly conversationId: ConversationId
  readonly unread: Count
}

/** A page of the conversations with something unread. */
export interface UnreadPage {
  readonly conversations: readonly UnreadConversation[]
  /** The `after` of the next page; null on the last. */
  readonly next: string | null
}

/** A page of whom I have blocked, with their profiles. */
export interface BlockPage {
  readonly blocks: readonly Block[]
  readonly profiles: readonly Profile[]
  /** The `after` of the next page; null on the last. */
  readonly next: string | null
}

/** A page of everything that is kept of me. */
export interface ExportPage {
  readonly records: readonly AccountRecord[]
  /** The `after` of the next page; null on the last. */
  readonly next: string | null
}

/** That nothing is kept of me any more. */
export interface ErasedAccount {
  readonly erased: true
}

/** A page of changes, with the profiles of everybody they name. */
export interface ChangePage {
  readonly changes: readonly Change[]
  readonly profiles: readonly Profile[]
  /** Where to go on. */
  readonly cursor: Cursor
  /** Whether to go on at once. */
  readonly more: boolean
}

/** Where it was told that I type. */
export interface Typed {
  readonly conversationId: ConversationId
}

/** Opaque, signed and bound to its user: where a client stands in the change log. Travels in bodies, never in URLs. */
export type Cursor = string

/** What a live subscription yields. `cursor` is where to go on once the event is dealt with; signals move nothing. */
export type LiveEvent =
  | {
      readonly type: 'changes'
      readonly changes: readonly Change[]
      readonly profiles: readonly Profile[]
      readonly cursor: Cursor
    }
  /** Everything missed has been yielded; what follows is live. */
  | { readonly type: 'ready'; readonly cursor: Cursor }
  /** The cursor was too old, or the reader too slow: reload what is shown. Live goes on from here. */
  | { readonly type: 'resync'; readonly cursor: Cursor }
  /** What goes on at the moment, and is kept nowhere. */
  | { readonly type: 'signals'; readonly signals: readonly Signal[] }

/** A running subscription. Iterate it once; closing it ends the iteration. */
export interface LiveSubscription extends AsyncIterable<LiveEvent>, AsyncDisposable {
  close(): void
}
