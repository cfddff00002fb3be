/** What requests may contain: strict objects, each verb's whole input whichever part of the request a field comes from. */
import { limits } from '@msg/core'
import * as z from 'zod'
import {
  body,
  countedBy,
  emoji,
  id,
  moment,
  newId,
  opaque,
  pageSize,
  query,
  rowCount,
  seq,
  title,
  userId,
  verb,
} from './text.ts'

const conversationId = id
const invitePolicy = z.enum(['members', 'admins'])
const mentions = z.array(userId).max(limits.mentions)

export const startDirect = z.strictObject({ userId })

export const startGroup = z.strictObject({
  id: newId.exactOptional(),
  title: title.exactOptional(),
  userIds: z.array(userId).max(limits.founders),
  invitePolicy: invitePolicy.exactOptional(),
})

const visibility = z.enum(['public', 'private'])
const joinPolicy = z.enum(['open', 'closed'])
const target = z.strictObject({ type: verb, id: userId })

export const openRoom = z.strictObject({
  target: target.exactOptional(),
  id: newId.exactOptional(),
  title: title.exactOptional(),
  visibility: visibility.exactOptional(),
  joinPolicy: joinPolicy.exactOptional(),
})

export const openChannel = z.strictObject({ target })

export const updateConversation = z.strictObject({
  conversationId,
  title: title.nullable().exactOptional(),
  invitePolicy: invitePolicy.exactOptional(),
  visibility: visibility.exactOptional(),
  joinPolicy: joinPolicy.exactOptional(),
})

export const oneConversation = z.strictObject({ conversationId })

export const addMembers = z.strictObject({
  conversationId,
  id: newId.exactOptional(),
  userIds: z.array(userId).min(1).max(limits.addedAtOnce),
})

export const oneMember = z.strictObject({ conversationId, userId })

export const setRole = z.strictObject({ conversationId, userId, role: z.enum(['admin', 'member']) })

export const listMembers = z.strictObject({
  conversationId,
  query: query.exactOptional(),
  after: opaque.exactOptional(),
  limit: pageSize.exactOptional(),
})

const attachments = z.array(id).max(limits.attachments)

const message = {
  id: id.exactOptional(),
  body,
  verb: verb.exactOptional(),
  replyTo: id.exactOptional(),
  mentions: mentions.exactOptional(),
  attachments: attachments.exactOptional(),
}

export const sendMessage = z.strictObject({
  conversationId,
  ...message,
  addMembers: z.array(userId).max(limits.addedAtOnce).exactOptional(),
})

export const upload = z.strictObject({ file: z.file(), name: z.string().exactOptional() })

export const oneAttachment = z.strictObject({ messageId: id, attachmentId: id })

export const sendToUsers = z.strictObject({
  userIds: z.array(userId).max(limits.founders),
  id: id.exactOptional(),
  body,
  verb: verb.exactOptional(),
  mentions: mentions.exactOptional(),
  attachments: attachments.exactOptional(),
})

export const sendToTarget = z.strictObject({ target, ...message })

export const editMessage = z.strictObject({ messageId: id, body, mentions: mentions.exactOptional() })

export const oneReaction = z.strictObject({ messageId: id, emoji })

export const oneMessage = z.strictObject({ messageId: id })

const filters = {
  authorId: userId.exactOptional(),
  verb: verb.exactOptional(),
  createdFrom: moment.exactOptional(),
  createdTo: moment.exactOptional(),
}

export const listMessages = z.strictObject({
  conversationId,
  before: seq.exactOptional(),
  after: seq.exactOptional(),
  order: z.enum(['asc', 'desc']).exactOptional(),
  pinned: z.boolean().exactOptional(),
  ...filters,
  limit: pageSize.exactOptional(),
})

export const messagesAround = z.strictObject({ messageId: id, limit: pageSize.exactOptional() })

export const messageStats = z.strictObject({
  conversationId,
  by: countedBy,
  ...filters,
  limit: rowCount.exactOptional(),
})

export const searchMessages = z.strictObject({
  query,
  conversationId: id.exactOptional(),
  ...filters,
  after: opaque.exactOptional(),
  limit: pageSize.exactOptional(),
})

export const markRead = z.strictObject({ conversationId, seq })

export const markDelivered = z.strictObject({ conversationId, seq })

export const listReceipts = z.strictObject({
  conversationId,
  seq: seq.min(1).exactOptional(),
  after: opaque.exactOptional(),
  limit: pageSize.exactOptional(),
})

export const listReads = z.strictObject({
  conversationId,
  userId,
  from: seq.min(1).exactOptional(),
  limit: pageSize.exactOptional(),
})

export const listInbox = z.strictObject({
  query: query.exactOptional(),
  status: z.enum(['active', 'left']).exactOptional(),
  kind: z.enum(['direct', 'group', 'room', 'channel']).exactOptional(),
  after: opaque.exactOptional(),
  limit: pageSize.exactOptional(),
})

export const searchPeople = z.strictObject({ query, limit: pageSize.exactOptional() })

export const listContacts = z.strictObject({ after: opaque.exactOptional(), limit: pageSize.exactOptional() })

export const onePerson = z.strictObject({ userId })

export const listBlocks = z.strictObject({ after: opaque.exactOptional(), limit: pageSize.exactOptional() })

export const people = z.strictObject({ userIds: z.array(userId).min(1).max(limits.page) })

export const browseRooms = z.strictObject({
  query: title.exactOptional(),
  after: opaque.exactOptional(),
  limit: pageSize.exactOptional(),
})

export const clear = z.strictObject({ conversationId, seq: seq.min(1).exactOptional() })

export const mute = z.strictObject({ conversationId, until: moment.nullable() })

export const onePage = z.strictObject({ after: opaque.exactOptional(), limit: pageSize.exactOptional() })

export const nothing = z.strictObject({})

export const readChanges = z.strictObject({
  after: opaque.exactOptional(),
  limit: z.int().min(1).max(limits.changes).exactOptional(),
})

export const typing = z.strictObject({ conversationId, typing: z.boolean() })
