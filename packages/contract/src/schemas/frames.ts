/** What a client may say on the socket, and what a server says, as schemas. */
import * as z from 'zod'
import type { ClientFrame } from '../frames.ts'
import { change, profile, signal } from './models.ts'
import { opaque } from './text.ts'

const clientFrame = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    ticket: z.string().max(256).exactOptional(),
    after: opaque.exactOptional(),
  }),
  z.strictObject({ type: z.literal('ping') }),
  z.strictObject({ type: z.literal('pong') }),
])

/** A client's frame, or undefined when it is not of this contract. */
export const readClientFrame = (text: string): ClientFrame | undefined => {
  try {
    return clientFrame.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** The changes of a feed as an allow-list, ready to be serialised. */
export const changesFrame = z.object({
  type: z.literal('changes'),
  changes: z.array(change),
  profiles: z.array(profile),
  cursor: z.string(),
})

/** Signals as an allow-list, ready to be serialised. */
export const signalsFrame = z.object({ type: z.literal('signals'), signals: z.array(signal) })
