/** What a client may say on a live connection, and what a server says, as schemas. */
import * as z from 'zod'
import { pollWait } from '../frames.ts'
import type { ClientFrame } from '../frames.ts'
import { change, profile, signal } from './models.ts'
import { named } from './registry.ts'
import { id, moment, opaque, timestamp } from './text.ts'

const wanted = { after: opaque.exactOptional(), watch: id.exactOptional() }

const hasNoPast = ({ after, watch }: { readonly after?: string; readonly watch?: string }): boolean =>
  after === undefined || watch === undefined

const noPast = { error: 'a watch has no past', path: ['after'] }

const clientFrame = z.discriminatedUnion('type', [
  z
    .strictObject({ type: z.literal('hello'), ticket: z.string().max(256).exactOptional(), ...wanted })
    .refine(hasNoPast, noPast),
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
export const streamInput = z.strictObject(wanted).refine(hasNoPast, noPast)

/** The body of a poll. */
export const pollInput = z
  .strictObject({ ...wanted, wait: z.int().min(0).max(pollWait).exactOptional(), heard: moment.exactOptional() })
  .refine(hasNoPast, noPast)

/** The answer of a poll, as far as a document can say it. */
export const pollAnswer = named(
  'PollAnswer',
  z.object({ frames: z.array(z.looseObject({ type: z.string() })), heard: timestamp }),
)
