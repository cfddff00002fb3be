import * as z from 'zod'
import { named } from '../registry.ts'
import { timestamp } from '../text.ts'

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
