/** The table: every verb with its schemas and the errors of its own. Adding a verb to `Session` makes this not compile. */
import { policyCodes } from '@msg/core'
import type { ErrorCode } from '@msg/core'
import type * as z from 'zod'
import { hasBody, routes } from './routes.ts'
import type { Route } from './routes.ts'
import * as inputs from './schemas/inputs.ts'
import * as models from './schemas/models.ts'
import type { Input, Output, Verb } from './verbs.ts'

/** One verb's endpoint. */
export interface Endpoint<V extends Verb> {
  /** One line for the documentation. */
  readonly summary: string
  /** The whole input, strict: an unknown field is refused. */
  readonly input: z.ZodType<Input<V>>
  /** The answer, an allow-list: an unknown field is left out. */
  readonly output: z.ZodType<Output<V>>
  /** The errors of this verb; {@link errorCodes} adds those that any may answer. */
  readonly errors: readonly ErrorCode[]
}

/** Every verb's endpoint. */
export const endpoints: { readonly [V in Verb]: Endpoint<V> } = {
  'conversations.startDirect': {
    summary: 'The one direct between me and another user: found, or made',
    input: inputs.startDirect,
    output: models.conversation,
    errors: ['self_message', 'not_found', 'recipient_refused'],
  },
  'conversations.startGroup': {
    summary: 'Makes a new group with me as its admin; with an id, a repeat answers the same group',
    input: inputs.startGroup,
    output: models.conversation,
    errors: ['not_found', 'recipient_refused', 'idempotency_mismatch', 'id_taken', 'gone'],
  },
  'conversations.openRoom': {
    summary: 'Opens the one room about a target, found or made, or a new room about nothing',
    input: inputs.openRoom,
    output: models.conversation,
    errors: ['not_found', 'forbidden', 'idempotency_mismatch', 'id_taken', 'gone'],
  },
  'conversations.openChannel': {
    summary: 'The one channel about a target: found, or made',
    input: inputs.openChannel,
    output: models.conversation,
    errors: ['not_found', 'gone'],
  },
  'conversations.update': {
    summary: "Changes a group's title or who may invite, a room's title or who may read and join it",
    input: inputs.updateConversation,
    output: models.conversation,
    errors: ['not_found', 'not_a_member', 'forbidden'],
  },
  'conversations.delete': {
    summary: 'Deletes a group or a room for everybody, a direct from my own view',
    input: inputs.oneConversation,
    output: models.deleted,
    errors: ['not_found', 'not_a_member', 'forbidden'],
  },
  'conversations.get': {
    summary: 'One conversation as I see it',
    input: inputs.oneConversation,
    output: models.conversation,
    errors: ['not_found'],
  },
  'members.add': {
    summary: 'Invites users into a group; into a direct makes a new group of all of them',
    input: inputs.addMembers,
    output: models.addedMembers,
    errors: [
      'not_found',
      'not_a_member',
      'reinvite_required',
      'forbidden',
      'recipient_refused',
      'idempotency_mismatch',
      'id_taken',
    ],
  },
  'members.join': {
    summary: 'Joins an open room; joining again answers as the first time',
    input: inputs.oneConversation,
    output: models.conversation,
    errors: ['not_found', 'reinvite_required', 'forbidden'],
  },
  'members.leave': {
    summary: 'Leaves a group or a room; leaving again answers as the first time',
    input: inputs.oneConversation,
    output: models.conversation,
    errors: ['not_found', 'not_a_member', 'forbidden', 'direct_cannot_be_left'],
  },
  'members.remove': {
    summary: 'Removes somebody from a group; they come back by an admin only',
    input: inputs.oneMember,
    output: models.conversation,
    errors: ['not_found', 'not_a_member', 'forbidden'],
  },
  'members.setRole': {
    summary: 'Makes a member an admin, or an admin a member',
    input: inputs.setRole,
    output: models.member,
    errors: ['not_found', 'not_a_member', 'forbidden'],
  },
  'members.list': {
    summary: 'Active members, earliest joined first',
    input: inputs.listMembers,
    output: models.memberPage,
    errors: ['not_found', 'invalid_cursor'],
  },
  'messages.send': {
    summary: 'Sends a message; with an id of your own it may be repeated safely for ever',
    input: inputs.sendMessage,
    output: models.message,
    errors: [
      'not_found',
      'not_a_member',
      'reinvite_required',
      'forbidden',
      'recipient_refused',
      'idempotency_mismatch',
      'id_taken',
      'gone',
    ],
  },
  'messages.sendToUsers': {
    summary:
      'Sends to people: into our direct, or the one group of us all that was born by sending; made where there is none',
    input: inputs.sendToUsers,
    output: models.sentTo,
    errors: [
      'no_recipients',
      'self_message',
      'not_found',
      'forbidden',
      'recipient_refused',
      'idempotency_mismatch',
      'id_taken',
      'gone',
    ],
  },
  'messages.sendToTarget': {
    summary: 'Posts to the channel of a target, which the first post makes',
    input: inputs.sendToTarget,
    output: models.sentToTarget,
    errors: ['not_found', 'forbidden', 'idempotency_mismatch', 'id_taken', 'gone'],
  },
  'messages.get': {
    summary: 'One message',
    input: inputs.oneMessage,
    output: models.message,
    errors: ['not_found'],
  },
  'messages.list': {
    summary: 'A page of messages, newest first unless order is asc',
    input: inputs.listMessages,
    output: models.messagePage,
    errors: ['not_found'],
  },
  'messages.around': {
    summary: 'One message with its neighbours, oldest first',
    input: inputs.messagesAround,
    output: models.messagesAround,
    errors: ['not_found'],
  },
  'messages.stats': {
    summary: 'How many messages there are, by period, verb or author',
    input: inputs.messageStats,
    output: models.messageStats,
    errors: ['not_found'],
  },
  'messages.search': {
    summary: 'The messages with all the words asked for, newest first',
    input: inputs.searchMessages,
    output: models.hitPage,
    errors: ['not_found', 'invalid_cursor'],
  },
  'messages.edit': {
    summary: 'Changes the text of my message; earlier texts are kept',
    input: inputs.editMessage,
    output: models.message,
    errors: ['not_found', 'not_a_member', 'forbidden', 'recipient_refused', 'message_retracted'],
  },
  'messages.retract': {
    summary: 'Takes my message back from everyone; its number stays',
    input: inputs.oneMessage,
    output: models.message,
    errors: ['not_found', 'not_a_member', 'forbidden'],
  },
  'messages.purge': {
    summary: 'Erases a message: only its number stays used',
    input: inputs.oneMessage,
    output: models.purged,
    errors: ['not_found', 'not_a_member', 'forbidden'],
  },
  'messages.hide': {
    summary: 'Hides a message from my own view, for good',
    input: inputs.oneMessage,
    output: models.hidden,
    errors: ['not_found'],
  },
  'messages.pin': {
    summary: 'Pins a message for everyone',
    input: inputs.oneMessage,
    output: models.message,
    errors: ['not_found', 'not_a_member', 'forbidden', 'recipient_refused', 'message_retracted'],
  },
  'messages.unpin': {
    summary: 'Takes a pin away',
    input: inputs.oneMessage,
    output: models.message,
    errors: ['not_found', 'not_a_member', 'forbidden', 'recipient_refused'],
  },
  'messages.revisions': {
    summary: 'The texts a message has had, oldest first',
    input: inputs.oneMessage,
    output: models.revisionList,
    errors: ['not_found'],
  },
  'reactions.add': {
    summary: 'Reacts to a message, once per emoji',
    input: inputs.oneReaction,
    output: models.message,
    errors: ['not_found', 'not_a_member', 'forbidden', 'recipient_refused', 'message_retracted'],
  },
  'reactions.remove': {
    summary: 'Takes my reaction back',
    input: inputs.oneReaction,
    output: models.message,
    errors: ['not_found', 'not_a_member', 'forbidden', 'recipient_refused', 'message_retracted'],
  },
  'attachments.upload': {
    summary: 'Uploads a file for a message of mine; what it is is told by its first bytes',
    input: inputs.upload,
    output: models.attachment,
    errors: ['too_large', 'feature_disabled', ...policyCodes],
  },
  'attachments.get': {
    summary: 'Where a file that a message carries can be fetched for a few minutes',
    input: inputs.oneAttachment,
    output: models.attachmentAddress,
    errors: ['not_found', 'feature_disabled'],
  },
  'receipts.markRead': {
    summary: 'Marks everything up to a message number as read; never moves back',
    input: inputs.markRead,
    output: models.receipt,
    errors: ['not_found', 'not_a_member'],
  },
  'receipts.markDelivered': {
    summary: 'Says that everything up to a message number has reached a device of mine',
    input: inputs.markDelivered,
    output: models.receipt,
    errors: ['not_found', 'not_a_member'],
  },
  'receipts.list': {
    summary: 'How far every active member has got; with seq, when each of them first got and first read that message',
    input: inputs.listReceipts,
    output: models.receiptPage,
    errors: ['not_found', 'not_a_member', 'invalid_cursor'],
  },
  'receipts.reads': {
    summary: 'How one member read on: when they read each of many messages',
    input: inputs.listReads,
    output: models.readList,
    errors: ['not_found', 'not_a_member'],
  },
  'rooms.browse': {
    summary: 'Public rooms and those I am in, latest activity first',
    input: inputs.browseRooms,
    output: models.roomPage,
    errors: ['invalid_cursor'],
  },
  'inbox.list': {
    summary: 'My conversations, latest activity first; by words, by kind, or those I left',
    input: inputs.listInbox,
    output: models.inboxPage,
    errors: ['invalid_cursor'],
  },
  'inbox.clear': {
    summary: 'Takes everything up to a message number out of my own view, for good; without one, everything there is',
    input: inputs.clear,
    output: models.cleared,
    errors: ['not_found'],
  },
  'inbox.mute': {
    summary: 'Says until when a conversation may not disturb me; null: it may again',
    input: inputs.mute,
    output: models.muted,
    errors: ['not_found', 'not_a_member'],
  },
  'inbox.unreadByConversation': {
    summary: 'In which conversations something is unread, and how much',
    input: inputs.onePage,
    output: models.unreadPage,
    errors: ['invalid_cursor'],
  },
  'inbox.unread': {
    summary: 'How much I have not read',
    input: inputs.nothing,
    output: models.unread,
    errors: [],
  },
  'people.search': {
    summary: 'People by full name, username or e-mail; never me, nor whom I may not contact',
    input: inputs.searchPeople,
    output: models.personList,
    errors: [],
  },
  'people.contacts': {
    summary: 'The people to offer before anything is typed',
    input: inputs.listContacts,
    output: models.contactPage,
    errors: ['invalid_cursor'],
  },
  'people.get': {
    summary: 'How users are shown; who does not exist is absent',
    input: inputs.people,
    output: models.personList,
    errors: [],
  },
  'people.block': {
    summary: 'Keeps somebody away; they are not told',
    input: inputs.onePerson,
    output: models.block,
    errors: ['not_found'],
  },
  'people.unblock': {
    summary: 'Lets somebody near again',
    input: inputs.onePerson,
    output: models.blockState,
    errors: [],
  },
  'people.blocked': {
    summary: 'Whom I have blocked, latest first',
    input: inputs.listBlocks,
    output: models.blockPage,
    errors: ['invalid_cursor'],
  },
  'account.erase': {
    summary: 'Takes everything away that is kept of me, for good',
    input: inputs.nothing,
    output: models.erasedAccount,
    errors: [],
  },
  'account.export': {
    summary: 'Everything that is kept of me, a page at a time',
    input: inputs.onePage,
    output: models.exportPage,
    errors: ['invalid_cursor'],
  },
  'live.read': {
    summary: 'One page of changes after a cursor; without one, the current cursor',
    input: inputs.readChanges,
    output: models.changePage,
    errors: ['invalid_cursor', 'resync_required'],
  },
  'live.typing': {
    summary: 'Tells the other active members who are connected that I am typing, or no longer',
    input: inputs.typing,
    output: models.typed,
    errors: ['not_found', 'not_a_member', 'forbidden'],
  },
}

const isVerb = (name: string): name is Verb => Object.hasOwn(routes, name)

/** The verbs, in the order of the table. */
export const verbs: readonly Verb[] = Object.keys(routes).filter(isVerb)

const always: readonly ErrorCode[] = [
  'invalid',
  'unauthenticated',
  ...policyCodes,
  'busy',
  'unavailable',
  'storage_full',
]

/**
 * Every error code a verb may answer: besides its own, what policies of the host refuse with (also a page of a foreign
 * origin behind whatever is not a GET), and a body over the limit where there is one.
 */
export const errorCodes = (verb: Verb): readonly ErrorCode[] => [
  ...new Set([...always, ...(sendsBody(routes[verb]) ? ['too_large' as const] : []), ...endpoints[verb].errors]),
]

const sendsBody = (route: Route): boolean => hasBody(route) || route.file !== undefined
