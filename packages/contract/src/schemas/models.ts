/**
 * What answers may contain: allow-lists. An unknown field of an answer (a host's directory may give profiles more than
 * @msg knows) is left out, never sent.
 */
import { mediaTypes } from '@msg/core'
import * as z from 'zod'
import { named, registry } from './registry.ts'
import { timestamp } from './text.ts'

const revision = z.int()
const invitePolicy = z.enum(['members', 'admins'])
const visibility = z.enum(['public', 'private'])
const joinPolicy = z.enum(['open', 'closed'])
const role = z.enum(['admin', 'member'])
const status = z.enum(['active', 'left', 'removed'])

export const count = named('Count', z.object({ count: z.int(), capped: z.boolean() }))

export const profile = named(
  'Profile',
  z.object({
    id: z.string(),
    displayName: z.string(),
    username: z.string().exactOptional(),
    firstName: z.string().exactOptional(),
    lastName: z.string().exactOptional(),
    avatarUrl: z.string().exactOptional(),
    isActive: z.boolean(),
  }),
)

export const person = named('Person', profile.extend({ email: z.string().exactOptional() }))

export const reaction = named('Reaction', z.object({ emoji: z.string(), count: z.int(), userIds: z.array(z.string()) }))

export const attachment = named(
  'Attachment',
  z.object({ id: z.string(), name: z.string(), type: z.enum(mediaTypes), size: z.int() }),
)

export const attachmentAddress = named(
  'AttachmentAddress',
  z.object({ attachment, url: z.string(), expiresAt: timestamp }),
)

export const message = named(
  'Message',
  z.object({
    id: z.string(),
    conversationId: z.string(),
    seq: z.int(),
    revision,
    authorId: z.string(),
    verb: z.string(),
    body: z.string().nullable(),
    replyTo: z.string().nullable(),
    mentions: z.array(z.string()),
    attachments: z.array(attachment),
    reactions: z.array(reaction),
    createdAt: timestamp,
    editedAt: timestamp.nullable(),
    retractedAt: timestamp.nullable(),
    pinnedAt: timestamp.nullable(),
    pinnedBy: z.string().nullable(),
  }),
)

export const hidden = named(
  'Hidden',
  z.object({ conversationId: z.string(), messageId: z.string(), userId: z.string() }),
)

export const purged = named('Purged', z.object({ conversationId: z.string(), messageId: z.string(), seq: z.int() }))

export const deleted = named('Deleted', z.object({ conversationId: z.string() }))

export const member = named(
  'Member',
  z.object({
    conversationId: z.string(),
    userId: z.string(),
    role,
    status,
    joinedAt: timestamp,
    joinedSeq: z.int(),
    endedAt: timestamp.nullable(),
    endedSeq: z.int().nullable(),
    revision,
  }),
)

export const receipt = named(
  'Receipt',
  z.object({
    conversationId: z.string(),
    userId: z.string(),
    readSeq: z.int(),
    readAt: timestamp.nullable(),
    deliveredSeq: z.int(),
    deliveredAt: timestamp.nullable(),
  }),
)

export const erased = named('Erased', z.object({ conversationId: z.string(), userId: z.string() }))

export const block = named('Block', z.object({ userId: z.string(), at: timestamp }))

export const blockState = named('BlockState', z.object({ userId: z.string(), at: timestamp.nullable() }))
export const revoked = named('Revoked', z.object({ userId: z.string() }))

export const cleared = named(
  'Cleared',
  z.object({ conversationId: z.string(), userId: z.string(), clearedSeq: z.int() }),
)

export const muted = named(
  'Muted',
  z.object({ conversationId: z.string(), userId: z.string(), mutedUntil: timestamp.nullable() }),
)

export const permissions = named(
  'Permissions',
  z.object({
    send: z.boolean(),
    attach: z.boolean(),
    react: z.boolean(),
    edit: z.boolean(),
    retract: z.boolean(),
    retractOthers: z.boolean(),
    pin: z.boolean(),
    rename: z.boolean(),
    update: z.boolean(),
    addMembers: z.boolean(),
    manageMembers: z.boolean(),
    moderate: z.boolean(),
    delete: z.boolean(),
    join: z.boolean(),
    leave: z.boolean(),
    markRead: z.boolean(),
  }),
)

export const standing = named(
  'Standing',
  z.object({
    role: role.nullable(),
    status: z.enum(['active', 'left', 'removed', 'none']),
    joinedAt: timestamp.nullable(),
    endedAt: timestamp.nullable(),
    readSeq: z.int(),
    readAt: timestamp.nullable(),
    repliedAt: timestamp.nullable(),
    deliveredSeq: z.int(),
    clearedSeq: z.int(),
    mutedUntil: timestamp.nullable(),
    unread: count,
    can: permissions,
  }),
)

export const target = named('Target', z.object({ type: z.string(), id: z.string() }))

const state = {
  id: z.string(),
  kind: z.enum(['direct', 'group', 'room', 'channel']),
  title: z.string().nullable(),
  createdBy: z.string(),
  createdAt: timestamp,
  invitePolicy,
  visibility,
  joinPolicy,
  target: target.nullable(),
  closedAt: timestamp.nullable(),
  revision,
}

export const conversationState = named('ConversationState', z.object(state))

export const conversation = named(
  'Conversation',
  z.object({
    ...state,
    memberCount: z.int(),
    memberIds: z.array(z.string()),
    lastSeq: z.int(),
    lastMessage: message.nullable(),
    me: standing,
  }),
)

const gone = z.literal('gone')

const changeOf = <const T extends string, S extends z.ZodType>(type: T, subject: S) =>
  z.object({
    id: z.string(),
    type: z.literal(type),
    conversationId: z.string(),
    revision: z.int().nullable(),
    actor: z.string(),
    at: timestamp,
    subject: z.union([subject, gone]),
  })

const personalChangeOf = <const T extends string, S extends z.ZodType>(type: T, subject: S) =>
  z.object({
    id: z.string(),
    type: z.literal(type),
    conversationId: z.null(),
    revision: z.null(),
    actor: z.string(),
    at: timestamp,
    subject: z.union([subject, gone]),
  })

export const change = named(
  'Change',
  z.discriminatedUnion('type', [
    changeOf('conversation.created', conversationState),
    changeOf('conversation.updated', conversationState),
    changeOf('conversation.imported', conversationState),
    changeOf('conversation.deleted', deleted),
    changeOf('member.added', member),
    changeOf('member.left', member),
    changeOf('member.removed', member),
    changeOf('member.role', member),
    changeOf('message.sent', message),
    changeOf('message.edited', message),
    changeOf('message.retracted', message),
    changeOf('message.purged', purged),
    changeOf('message.pinned', message),
    changeOf('message.unpinned', message),
    changeOf('message.hidden', hidden),
    changeOf('reaction.added', message),
    changeOf('reaction.removed', message),
    changeOf('receipt.advanced', receipt),
    changeOf('user.erased', erased),
    changeOf('inbox.cleared', cleared),
    changeOf('inbox.muted', muted),
    personalChangeOf('session.revoked', revoked),
    personalChangeOf('user.blocked', blockState),
    personalChangeOf('user.unblocked', blockState),
  ]),
)

const profiles = z.array(profile)
const next = z.string().nullable()

export const addedMembers = named('AddedMembers', z.object({ conversation, added: z.array(z.string()) }))
export const sentTo = named('SentTo', z.object({ conversation, message }))
export const sentToTarget = named('SentToTarget', z.object({ conversation: conversation.nullable(), message }))
export const memberPage = named('MemberPage', z.object({ members: z.array(member), profiles, next }))
export const messagePage = named(
  'MessagePage',
  z.object({ messages: z.array(message), profiles, more: z.boolean(), next: z.int().exactOptional() }),
)
export const messagesAround = named(
  'MessagesAround',
  z.object({ messages: z.array(message), profiles, before: z.boolean(), after: z.boolean() }),
)
export const messageStats = named(
  'MessageStats',
  z.object({
    rows: z.array(
      z.object({
        period: timestamp.exactOptional(),
        verb: z.string().exactOptional(),
        authorId: z.string().exactOptional(),
        count: z.int(),
        earliest: timestamp,
        latest: timestamp,
      }),
    ),
    more: z.boolean(),
  }),
)
export const hitPage = named(
  'HitPage',
  z.object({
    hits: z.array(z.object({ message, ranges: z.array(z.object({ start: z.int(), end: z.int() })) })),
    profiles,
    next,
  }),
)
export const receiptPage = named('ReceiptPage', z.object({ receipts: z.array(receipt), profiles, next }))
export const readList = named(
  'ReadList',
  z.object({ reads: z.array(z.object({ seq: z.int(), at: timestamp })), more: z.boolean() }),
)
const revisionOfText = z.object({ body: z.string(), at: timestamp })

export const revisionList = named('RevisionList', z.object({ revisions: z.array(revisionOfText) }))
export const inboxPage = named('InboxPage', z.object({ conversations: z.array(conversation), profiles, next }))
export const roomPage = named('RoomPage', z.object({ conversations: z.array(conversation), profiles, next }))
export const unreadPage = named(
  'UnreadPage',
  z.object({ conversations: z.array(z.object({ conversationId: z.string(), unread: count })), next }),
)
export const unread = named('Unread', z.object({ conversations: count, messages: count }))
export const personList = named('PersonList', z.object({ profiles: z.array(person) }))
export const contactPage = named('ContactPage', z.object({ profiles: z.array(person), next }))
export const blockPage = named('BlockPage', z.object({ blocks: z.array(block), profiles, next }))

const readerState = named(
  'ReaderState',
  z.object({
    readSeq: z.int(),
    readAt: timestamp.nullable(),
    deliveredSeq: z.int(),
    deliveredAt: timestamp.nullable(),
    repliedAt: timestamp.nullable(),
    clearedSeq: z.int(),
    mutedUntil: timestamp.nullable(),
  }),
)

export const accountRecord = named(
  'AccountRecord',
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('profile'), profile: person }),
    z.object({
      type: z.literal('conversation'),
      conversationId: z.string(),
      kind: state.kind,
      conversation: conversationState.nullable(),
      membership: member.nullable(),
      reader: readerState.nullable(),
    }),
    z.object({
      type: z.literal('message'),
      conversationId: z.string(),
      messageId: z.string(),
      seq: z.int(),
      message: message.nullable(),
      revisions: z.array(revisionOfText),
      reactions: z.array(z.string()),
      hidden: z.boolean(),
    }),
    z.object({ type: z.literal('block'), block }),
  ]),
)

export const erasedAccount = named('ErasedAccount', z.object({ erased: z.literal(true) }))

export const exportPage = named('ExportPage', z.object({ records: z.array(accountRecord), next }))

export const changePage = named(
  'ChangePage',
  z.object({ changes: z.array(change), profiles, cursor: z.string(), more: z.boolean() }),
)

export const typed = named('Typed', z.object({ conversationId: z.string() }))

export const signal = named(
  'Signal',
  z.discriminatedUnion('type', [
    z.object({
      type: z.literal('typing'),
      conversationId: z.string(),
      userId: z.string(),
      typing: z.boolean(),
      at: timestamp,
    }),
  ]),
)

/** The answer of `POST /live/tickets`. */
export const ticket = named('Ticket', z.object({ ticket: z.string(), expiresIn: z.int() }))

registry.add(message.shape.seq, { description: 'its dense number in its conversation: 1, 2, 3… The one order' })
