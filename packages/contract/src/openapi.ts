/** OpenAPI 3.1 from the table. */
import { errorStatus } from '@msg/core'
import type { ErrorCode } from '@msg/core'
import * as z from 'zod'
import { endpoints, errorCodes, verbs } from './endpoints.ts'
import { problemType, titles } from './problem.ts'
import { hasBody, pathFields, places, replayedHeader, routes } from './routes.ts'
import type { Route } from './routes.ts'
import { config } from './schemas/config.ts'
import { pollAnswer, pollInput, streamInput } from './schemas/frames.ts'
import { ticket } from './schemas/models.ts'
import { problem } from './schemas/problem.ts'
import { registry } from './schemas/registry.ts'
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
} from './schemas/services.ts'
import type { Verb } from './verbs.ts'

/** What the document says about the host. */
export interface OpenApiInfo {
  /** Default `@msg`. */
  readonly title?: string
  /** The version of the host's API. Default `0`. */
  readonly version?: string
  /** Where it is mounted. Default: where the document is. */
  readonly servers?: readonly { readonly url: string; readonly description?: string }[]
}

/** A part of an OpenAPI document: plain JSON. */
export type Json = { readonly [key: string]: unknown }

/** The document, typed as far as a host needs to merge it into its own. */
export interface OpenApiDocument extends Json {
  readonly openapi: '3.1.0'
  readonly info: Json
  readonly servers: readonly Json[]
  readonly tags: readonly Json[]
  readonly paths: { readonly [path: string]: { readonly [method: string]: Json } }
  readonly components: { readonly schemas: Json }
}

/**
 * This contract as OpenAPI 3.1, for a host to serve or to merge into its own document. Each operation's id is its verb.
 * @example const document = buildOpenApi({ title: 'Chat', version: '1.0.0', servers: [{ url: '/chat' }] })
 */
export const buildOpenApi = ({ title = '@msg', version = '0', servers }: OpenApiInfo = {}): OpenApiDocument => ({
  openapi: '3.1.0',
  info: { title, version, description: 'Errors are `application/problem+json` with a `code`.' },
  servers: servers ?? [{ url: '.' }],
  tags: [...new Set([...verbs.map(nounOf), 'service'])].map((name) => ({ name })),
  paths: paths(),
  components: { schemas: models() },
})

const paths = (): OpenApiDocument['paths'] => {
  const all: Record<string, Record<string, Json>> = {}
  const put = (path: string, method: string, operation: Json): void => {
    const key = path.replaceAll(/:(\w+)/g, '{$1}')
    all[key] = { ...all[key], [method.toLowerCase()]: operation }
  }
  for (const verb of verbs) put(routes[verb].path, routes[verb].method, verbOperation(verb))
  put(places.config.path, places.config.method, configOperation())
  put(places.ticket.path, places.ticket.method, ticketOperation())
  put(places.live.path, places.live.method, liveOperation())
  put(places.stream.path, places.stream.method, streamOperation())
  put(places.poll.path, places.poll.method, pollOperation())
  put(places.import.path, places.import.method, importOperation())
  put(places.shown.path, places.shown.method, shownOperation())
  put(places.claimTaken.path, places.claimTaken.method, claimTakenOperation())
  put(places.claimKept.path, places.claimKept.method, claimKeptOperation())
  put(places.claimReleased.path, places.claimReleased.method, claimReleasedOperation())
  return all
}

const verbOperation = (verb: Verb): Json => {
  const route: Route = routes[verb]
  const { summary, output } = endpoints[verb]
  const input = shape(verb)
  return {
    operationId: verb,
    summary,
    tags: [nounOf(verb)],
    parameters: [
      ...pathFields(route.path).map((name) => parameter('path', name, input)),
      ...Object.keys(route.query).map((name) => parameter('query', name, input)),
    ],
    ...(hasBody(route) ? { requestBody: requestBody(route, input) } : {}),
    ...(route.file === undefined ? {} : { requestBody: fileBody }),
    responses: { ...successes(route, output), ...failures(errorCodes(verb)) },
  }
}

interface Shape {
  readonly properties: Readonly<Record<string, unknown>>
  readonly required: readonly string[]
}

const shape = (verb: Verb): Shape => {
  const { properties = {}, required = [] } = plain(endpoints[verb].input)
  return { properties, required }
}

/** A schema as JSON Schema without the marks that only make sense in a document of its own. */
const plain = (schema: z.ZodType): z.core.JSONSchema.BaseSchema => {
  return unmarked(z.toJSONSchema(schema, { io: 'input', metadata: registry }))
}

const unmarked = (schema: z.core.JSONSchema.BaseSchema): z.core.JSONSchema.BaseSchema => {
  const rest = { ...schema }
  delete rest.$schema
  delete rest.$id
  return rest
}

const parameter = (place: 'path' | 'query', name: string, { properties, required }: Shape): Json => ({
  name,
  in: place,
  required: required.includes(name),
  schema: properties[name],
})

const requestBody = ({ body }: Route, { properties, required }: Shape): Json => ({
  required: true,
  content: {
    'application/json': {
      schema: {
        type: 'object',
        properties: Object.fromEntries(body.map((name) => [name, properties[name]])),
        required: body.filter((name) => required.includes(name)),
        additionalProperties: false,
      },
    },
  },
})

/** The bytes of a file, whatever they are said to be. */
const fileBody: Json = {
  required: true,
  content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
}

const successes = ({ status }: Route, output: z.ZodType): Json =>
  status === 200
    ? { 200: success('done', output) }
    : {
        201: success('made', output),
        200: {
          ...success('made before by the same id, as it is now', output),
          headers: { [replayedHeader]: { schema: { type: 'string', const: 'true' } } },
        },
      }

const success = (description: string, output: z.ZodType): Json => ({
  description,
  content: { 'application/json': { schema: reference(output) } },
})

const failures = (codes: readonly ErrorCode[]): Json => {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of codes) byStatus.set(errorStatus[code], [...(byStatus.get(errorStatus[code]) ?? []), code])
  return Object.fromEntries([...byStatus].map(([status, some]) => [String(status), failure(some)]))
}

const failure = (codes: readonly ErrorCode[]): Json => ({
  description: codes.map((code) => `\`${code}\`: ${titles[code]}`).join('; '),
  content: {
    [problemType]: {
      schema: { allOf: [reference(problem), { type: 'object', properties: { code: { enum: codes } } }] },
    },
  },
  ...(codes.some((code) => errorStatus[code] === 503 || errorStatus[code] === 429)
    ? { headers: { 'Retry-After': { description: 'seconds', schema: { type: 'integer' } } } }
    : {}),
})

const configOperation = (): Json => ({
  operationId: 'config',
  summary: 'Who I am, the bounds on input, and what is offered here',
  tags: ['config'],
  responses: { 200: success('done', config), ...failures(['unauthenticated', 'unavailable']) },
})

const ticketErrors: readonly ErrorCode[] = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'feature_disabled',
  'too_large',
  'rate_limited',
  'unavailable',
]

const ticketOperation = (): Json => ({
  operationId: 'live.ticket',
  summary: 'Buys a ticket for the socket: single use, worth something for 30 seconds',
  tags: ['live'],
  requestBody: {
    required: true,
    content: { 'application/json': { schema: { type: 'object', additionalProperties: false } } },
  },
  responses: {
    200: success('done', ticket),
    ...failures(ticketErrors),
  },
})

const liveOperation = (): Json => ({
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
})

const streamErrors: readonly ErrorCode[] = ['invalid', 'unauthenticated', 'forbidden', 'too_large', 'unavailable']

const streamOperation = (): Json => ({
  operationId: 'live.stream',
  summary: 'The same as server-sent events',
  description:
    'Each event is one frame, as on the WebSocket, after the credentials of any other request. ' +
    'The last one is `close`, with the code and the reason with which a socket would be closed.',
  tags: ['live'],
  requestBody: { required: true, content: { 'application/json': { schema: plain(streamInput) } } },
  responses: {
    200: { description: 'a frame an event', content: { 'text/event-stream': { schema: { type: 'string' } } } },
    ...failures(streamErrors),
  },
})

const pollOperation = (): Json => ({
  operationId: 'live.poll',
  summary: 'The same by long polling: answers at once with what was missed, else when something happens',
  description:
    'The frames are those of the WebSocket. Poll again with the last `cursor`, a dot and the `tag` of `hello` as `after`.',
  tags: ['live'],
  requestBody: { required: true, content: { 'application/json': { schema: plain(pollInput) } } },
  responses: {
    200: success('done', pollAnswer),
    ...failures([...streamErrors, 'not_found', 'not_a_member', 'invalid_cursor', 'rate_limited', 'busy']),
  },
})

/** To anybody but a service there is nothing there. */
const serviceErrors: readonly ErrorCode[] = [
  'invalid',
  'unauthenticated',
  'not_found',
  'forbidden',
  'too_large',
  'unavailable',
]

const importOperation = (): Json => ({
  operationId: 'service.import',
  summary: 'Keeps what another system has as it was, with its times and its authors: for services only',
  tags: ['service'],
  requestBody: { required: true, content: { 'application/json': { schema: plain(importBatch) } } },
  responses: { 200: success('done', importResult), ...failures([...serviceErrors, 'busy', 'storage_full']) },
})

const shownOperation = (): Json => ({
  operationId: 'service.show',
  summary: 'Says how users are shown whom a service acts as: for services only',
  tags: ['service'],
  requestBody: { required: true, content: { 'application/json': { schema: plain(shownPeople) } } },
  responses: { 200: success('done', kept), ...failures([...serviceErrors, 'feature_disabled']) },
})

/** What answers a question about a claim. */
const claimOperation = (summary: string, body: z.ZodType, answer: z.ZodType): Json => ({
  summary: `${summary}: for services only`,
  tags: ['service'],
  requestBody: { required: true, content: { 'application/json': { schema: plain(body) } } },
  responses: { 200: success('done', answer), ...failures([...serviceErrors, 'busy', 'storage_full']) },
})

const claimTakenOperation = (): Json => ({
  operationId: 'service.takeClaim',
  ...claimOperation('Takes what one process of a service does alone in a conversation', takeClaim, takenClaim),
})

const claimKeptOperation = (): Json => ({
  operationId: 'service.keepClaim',
  ...claimOperation('Prolongs a claim by its number, and leaves a memo for its next holder', keepClaim, keptClaim),
})

const claimReleasedOperation = (): Json => ({
  operationId: 'service.releaseClaim',
  ...claimOperation('Gives a claim up before it runs out', releaseClaim, releasedClaim),
})

/** A reference to a named model. */
const reference = (schema: z.ZodType): Json => {
  const name = registry.get(schema)?.id
  if (name === undefined) throw new Error('an answer of the contract has no name')
  return { $ref: componentOf(name) }
}

const componentOf = (name: string): string => `#/components/schemas/${name}`

const models = (): Json => {
  const { schemas } = z.toJSONSchema(registry, { io: 'output', uri: componentOf })
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, unmarked(schema)]))
}

const nounOf = (verb: Verb): string => verb.slice(0, verb.indexOf('.'))
