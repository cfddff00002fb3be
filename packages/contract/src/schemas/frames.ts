/** What a client may say on a live connection, and what a server says, as schemas. */
import * as z from 'zod'
import { pollWait } from '../frames.ts'
import type { ClientFrame } from '../frames.ts'
import { change, profile, signal } from './models.ts'
import { named } from './registry.ts'
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

/** The body of a request for a stream of frames. */
export const streamInput = z.strictObject({ after: opaque.exactOptional() })

/** The body of a poll. */
export const pollInput = z.strictObject({
  after: opaque.exactOptional(),
  wait: z.int().min(0).max(pollWait).exactOptional(),
})

/** The answer of a poll, as far as a document can say it. */
export const pollAnswer = named('PollAnswer', z.object({ frames: z.array(z.looseObject({ type: z.string() })) }))
