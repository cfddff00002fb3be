import * as z from 'zod'
import { named } from '../registry.ts'
import { timestamp } from '../text.ts'
import { next } from './page.ts'
import { profiles } from './person.ts'

export const count = named('Count', z.object({ count: z.int(), capped: z.boolean() }))

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

export const receiptPage = named('ReceiptPage', z.object({ receipts: z.array(receipt), profiles, next }))

export const readList = named(
  'ReadList',
  z.object({ reads: z.array(z.object({ seq: z.int(), at: timestamp })), more: z.boolean() }),
)

export const readerState = named(
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

export const cleared = named(
  'Cleared',
  z.object({ conversationId: z.string(), userId: z.string(), clearedSeq: z.int() }),
)

export const muted = named(
  'Muted',
  z.object({ conversationId: z.string(), userId: z.string(), mutedUntil: timestamp.nullable() }),
)

export const unread = named('Unread', z.object({ conversations: count, messages: count }))

export const unreadPage = named(
  'UnreadPage',
  z.object({ conversations: z.array(z.object({ conversationId: z.string(), unread: count })), next }),
)
