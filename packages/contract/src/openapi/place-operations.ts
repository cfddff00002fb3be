/** What is served beside the verbs, as operations of the document. */
import type { ErrorCode } from '@msg/core'
import type * as z from 'zod'
import { places, servicePlaces } from '../routes.ts'
import { config } from '../schemas/config.ts'
import { pollAnswer, pollInput, streamInput } from '../schemas/frames.ts'
import { ticket } from '../schemas/models.ts'
import {
  importBatch,
  importResult,
  keepClaim,
  kept,
  keptClaim,
  releaseClaim,
  releasedClaim,
  shownPeople,
  takeClaim,
  takenClaim,
} from '../schemas/services.ts'
import { failures, plain, success } from './parts.ts'
import type { Json } from './parts.ts'

const json = (schema: Json): Json => ({ required: true, content: { 'application/json': { schema } } })

const ticketErrors: readonly ErrorCode[] = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'feature_disabled',
  'too_large',
  'rate_limited',
  'unavailable',
]

const streamErrors: readonly ErrorCode[] = ['invalid', 'unauthenticated', 'forbidden', 'too_large', 'unavailable']

const openOperations = () => ({
  config: {
    operationId: 'config',
    summary: 'Who I am, the bounds on input, and what is offered here',
    tags: ['config'],
    responses: { 200: success('done', config), ...failures(['unauthenticated', 'unavailable']) },
  },
  ticket: {
    operationId: 'live.ticket',
    summary: 'Buys a ticket for the socket: single use, worth something for 30 seconds',
    tags: ['live'],
    requestBody: json({ type: 'object', additionalProperties: false }),
    responses: { 200: success('done', ticket), ...failures(ticketErrors) },
  },
  live: {
    operationId: 'live.subscribe',
    summary: 'Everything I may see from the change log, over a WebSocket',
    description:
      'Open with the frame `{"type":"hello","ticket":…,"after":…}` within 5 seconds; `after` is a cursor to go on from. ' +
      'Then come `hello` with a `tag`, what was missed as `changes`, `ready`, and what happens. ' +
      "The cursor to keep is the frame's `cursor`, a dot and the `tag`. Answer `ping` with `pong`. " +
      'With `"watch":…`, the id of a conversation, instead of `after` it is `live.watch`.',
    tags: ['live'],
    responses: {
      101: { description: 'switching to WebSocket' },
      ...failures(['invalid', 'unauthenticated', 'forbidden', 'feature_disabled', 'unavailable']),
    },
  },
  stream: {
    operationId: 'live.stream',
    summary: 'The same as server-sent events',
    description:
      'Each event is one frame, as on the WebSocket, after the credentials of any other request. ' +
      'The last one is `close`, with the code and the reason with which a socket would be closed.',
    tags: ['live'],
    requestBody: json(plain(streamInput)),
    responses: {
      200: { description: 'a frame an event', content: { 'text/event-stream': { schema: { type: 'string' } } } },
      ...failures(streamErrors),
    },
  },
  poll: {
    operationId: 'live.poll',
    summary: 'The same by long polling: answers at once with what was missed, else when something happens',
    description:
      'The frames are those of the WebSocket. Poll again with the last `cursor`, a dot and the `tag` of `hello` as `after`.',
    tags: ['live'],
    requestBody: json(plain(pollInput)),
    responses: {
      200: success('done', pollAnswer),
      ...failures([...streamErrors, 'not_found', 'not_a_member', 'invalid_cursor', 'rate_limited', 'busy']),
    },
  },
})

/** What a service asks: to anybody else there is nothing there. */
interface ServiceOperation {
  readonly id: string
  readonly summary: string
  readonly body: z.ZodType
  readonly answer: z.ZodType
  /** What it may meet beside what every such operation may. */
  readonly errors: readonly ErrorCode[]
}

const serviceErrors: readonly ErrorCode[] = [
  'invalid',
  'unauthenticated',
  'not_found',
  'forbidden',
  'too_large',
  'unavailable',
]

const forServices = ({ id, summary, body, answer, errors }: ServiceOperation): Json => ({
  operationId: `service.${id}`,
  summary: `${summary}: for services only`,
  tags: ['service'],
  requestBody: json(plain(body)),
  responses: { 200: success('done', answer), ...failures([...serviceErrors, ...errors]) },
})

const serviceOperations = () => ({
  import: forServices({
    id: 'import',
    summary: 'Keeps what another system has as it was, with its times and its authors',
    body: importBatch,
    answer: importResult,
    errors: ['busy', 'storage_full'],
  }),
  shown: forServices({
    id: 'show',
    summary: 'Says how users are shown whom a service acts as',
    body: shownPeople,
    answer: kept,
    errors: ['feature_disabled'],
  }),
  claimTaken: forServices({
    id: 'takeClaim',
    summary: 'Takes what one process of a service does alone in a conversation',
    body: takeClaim,
    answer: takenClaim,
    errors: ['busy', 'storage_full'],
  }),
  claimKept: forServices({
    id: 'keepClaim',
    summary: 'Prolongs a claim by its number, and leaves a memo for its next holder',
    body: keepClaim,
    answer: keptClaim,
    errors: ['busy', 'storage_full'],
  }),
  claimReleased: forServices({
    id: 'releaseClaim',
    summary: 'Gives a claim up before it runs out',
    body: releaseClaim,
    answer: releasedClaim,
    errors: ['busy', 'storage_full'],
  }),
})

const all = { ...places, ...servicePlaces }

/** By their places. */
type Operations = Readonly<Record<keyof typeof all, Json>>

/** What is served beside the verbs, each with its operation. */
export const placeOperations = () => {
  const operations: Operations = { ...openOperations(), ...serviceOperations() }
  const isIn = (name: string): name is keyof Operations => name in operations
  return Object.entries(all).flatMap(([name, place]) => (isIn(name) ? [{ ...place, operation: operations[name] }] : []))
}
