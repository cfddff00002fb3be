import * as z from 'zod'
import { named } from '../registry.ts'
import { conversationState } from './conversation.ts'
import { member } from './member.ts'
import { message, revisionOfText } from './message.ts'
import { next } from './page.ts'
import { block, person } from './person.ts'
import { readerState } from './reader.ts'

export const accountRecord = named(
  'AccountRecord',
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('profile'), profile: person }),
    z.object({
      type: z.literal('conversation'),
      conversationId: z.string(),
      kind: conversationState.shape.kind,
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
