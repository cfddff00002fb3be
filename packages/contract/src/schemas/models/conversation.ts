import * as z from 'zod'
import { named } from '../registry.ts'
import { timestamp } from '../text.ts'
import { role } from './member.ts'
import { message } from './message.ts'
import { next } from './page.ts'
import { profiles } from './person.ts'
import { count } from './reader.ts'

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
  invitePolicy: z.enum(['members', 'admins']),
  visibility: z.enum(['public', 'private']),
  joinPolicy: z.enum(['open', 'closed']),
  target: target.nullable(),
  closedAt: timestamp.nullable(),
  revision: z.int(),
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

export const deleted = named('Deleted', z.object({ conversationId: z.string() }))

export const addedMembers = named('AddedMembers', z.object({ conversation, added: z.array(z.string()) }))

export const sentTo = named('SentTo', z.object({ conversation, message }))

export const sentToTarget = named('SentToTarget', z.object({ conversation: conversation.nullable(), message }))

export const hitPage = named(
  'HitPage',
  z.object({
    hits: z.array(z.object({ message, ranges: z.array(z.object({ start: z.int(), end: z.int() })) })),
    conversations: z.array(conversation),
    profiles,
    next,
  }),
)

export const inboxPage = named('InboxPage', z.object({ conversations: z.array(conversation), profiles, next }))

export const roomPage = named('RoomPage', z.object({ conversations: z.array(conversation), profiles, next }))
