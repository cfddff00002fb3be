/** What requests may contain: strict objects, each verb's whole input whichever part of the request a field comes from. */
import { limits } from '@msg/core'
import * as z from 'zod'
import { body, id, newId, opaque, pageSize, seq, title, userId, verb } from './text.ts'

const conversationId = id

export const startDirect = z.strictObject({ userId })

export const startGroup = z.strictObject({
  id: newId.exactOptional(),
  title: title.exactOptional(),
  userIds: z.array(userId).max(limits.founders),
  invitePolicy: z.enum(['members', 'admins']).exactOptional(),
})

export const oneConversation = z.strictObject({ conversationId })

export const addMembers = z.strictObject({
  conversationId,
  userIds: z.array(userId).min(1).max(limits.addedAtOnce),
})

export const listMembers = z.strictObject({
  conversationId,
  after: opaque.exactOptional(),
  limit: pageSize.exactOptional(),
})

export const sendMessage = z.strictObject({
  conversationId,
  id: newId.exactOptional(),
  body,
  verb: verb.exactOptional(),
})

export const oneMessage = z.strictObject({ messageId: id })

export const listMessages = z.strictObject({
  conversationId,
  before: seq.exactOptional(),
  after: seq.exactOptional(),
  order: z.enum(['asc', 'desc']).exactOptional(),
  limit: pageSize.exactOptional(),
})

export const markRead = z.strictObject({ conversationId, seq })

export const listInbox = z.strictObject({ after: opaque.exactOptional(), limit: pageSize.exactOptional() })

export const nothing = z.strictObject({})

export const readChanges = z.strictObject({
  after: opaque.exactOptional(),
  limit: z.int().min(1).max(limits.changes).exactOptional(),
})
