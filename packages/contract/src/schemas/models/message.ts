import { mediaTypes } from '@msg/core'
import * as z from 'zod'
import { named, registry } from '../registry.ts'
import { timestamp } from '../text.ts'
import { profiles } from './person.ts'

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
    revision: z.int(),
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

registry.add(message.shape.seq, { description: 'its dense number in its conversation: 1, 2, 3… The one order' })

export const hidden = named(
  'Hidden',
  z.object({ conversationId: z.string(), messageId: z.string(), userId: z.string() }),
)

export const purged = named('Purged', z.object({ conversationId: z.string(), messageId: z.string(), seq: z.int() }))

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

export const revisionOfText = z.object({ body: z.string(), at: timestamp })

export const revisionList = named('RevisionList', z.object({ revisions: z.array(revisionOfText) }))
