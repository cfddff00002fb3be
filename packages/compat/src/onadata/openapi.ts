/** The contract of the surface: its lines, and the models they refer to. */
import type { Json } from '@msg/hono'
import { pageSizes } from './page-links.ts'

const text: Json = { type: 'string' }
const count: Json = { type: 'integer', minimum: 1 }
const time: Json = { type: 'string', format: 'date-time' }
const reference = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })

const shortFields = { id: count, verb: text, message: text, user: { type: ['string', 'null'] }, timestamp: time }
const fullFields = { ...shortFields, target_id: { type: ['integer', 'string'] }, target_type: text }

const record = (properties: Json, required = Object.keys(properties)): Json => ({
  type: 'object',
  properties,
  required,
})

/** The models of the surface. */
export const onadataSchemas: Json = {
  OnadataMessage: record(fullFields, Object.keys(shortFields)),
  OnadataGroup: record(
    {
      count,
      earliest_timestamp: time,
      latest_timestamp: time,
      period_start: time,
      user: { type: ['string', 'null'] },
      verb: text,
    },
    ['count', 'earliest_timestamp', 'latest_timestamp'],
  ),
  OnadataPeriod: {
    ...record({ group: text }),
    additionalProperties: { type: 'integer', description: 'how many messages of the verb it is named after' },
  },
  OnadataDetail: record({ detail: text }),
  OnadataWrong: {
    type: 'object',
    additionalProperties: { anyOf: [{ type: 'array', items: text }, text] },
    description: 'what is wrong with each field, or `detail`',
  },
}

const json = (schema: Json) => ({ content: { 'application/json': { schema } } })

const refused = {
  401: { description: 'no credentials', ...json(reference('OnadataDetail')) },
  403: { description: 'no permission on the target', ...json(reference('OnadataDetail')) },
  503: { description: 'try again later', ...json(reference('OnadataDetail')) },
}
const wrong = { 400: { description: 'a parameter is wrong', ...json(reference('OnadataWrong')) } }
const missing = { 404: { description: 'there is no such message or page', ...json(reference('OnadataDetail')) } }

const query = (name: string, schema: Json, description?: string): Json => ({
  name,
  in: 'query',
  schema,
  ...(description === undefined ? {} : { description }),
})

const filters: readonly Json[] = [
  query('target_type', text),
  query('target_id', text),
  query('verb', text),
  query('user', text, 'a username'),
  query('timestamp', time, 'also `timestamp__gt`, `timestamp__gte`, `timestamp__lt`, `timestamp__lte`'),
  ...['year', 'month', 'day', 'hour', 'minute'].map((part) =>
    query(`timestamp__${part}`, { type: 'integer' }, 'in UTC; also with `__gt`, `__gte`, `__lt`, `__lte`'),
  ),
]

const draft: Json = record(
  {
    target_type: text,
    target_id: { type: ['integer', 'string'] },
    message: text,
    verb: { ...text, default: 'message' },
  },
  ['target_type', 'target_id', 'message'],
)

/** What each line of the surface is, by the name of what it does. */
export const onadataOperations = {
  sendMessage: {
    operationId: 'onadata.sendMessage',
    summary: 'Posts a message about a target',
    requestBody: {
      required: true,
      content: { 'application/json': { schema: draft }, 'application/x-www-form-urlencoded': { schema: draft } },
    },
    responses: { 201: { description: 'posted', ...json(reference('OnadataMessage')) }, ...wrong, ...refused },
  },
  listMessages: {
    operationId: 'onadata.listMessages',
    summary: 'The messages about a target, newest first, or their counts',
    parameters: [
      ...filters,
      query(
        'group_by',
        { type: 'array', items: { enum: ['user', 'verb', 'hour', 'day', 'week', 'month', 'year'] } },
        'counts instead of messages; at most one period',
      ),
      query('page', { ...count, default: 1 }),
      query('page_size', { ...count, default: pageSizes.usual, maximum: pageSizes.most }),
    ],
    responses: {
      200: {
        description: 'a page',
        headers: { Link: { description: 'the other pages: prev, next, last, first', schema: text } },
        ...json({
          type: 'array',
          items: { anyOf: [reference('OnadataMessage'), reference('OnadataGroup')] },
        }),
      },
      ...wrong,
      ...refused,
      ...missing,
    },
  },
  getMessage: {
    operationId: 'onadata.getMessage',
    summary: 'One message',
    responses: { 200: { description: 'the message', ...json(reference('OnadataMessage')) }, ...refused, ...missing },
  },
  deleteMessage: {
    operationId: 'onadata.deleteMessage',
    summary: 'Purges a message',
    responses: { 204: { description: 'there is nothing of it any more' }, ...refused, ...missing },
  },
  messageStats: {
    operationId: 'onadata.messageStats',
    summary: 'How many messages about a target there are, by day, month or year (in UTC) and verb',
    parameters: [...filters, { ...query('group_by', { enum: ['day', 'month', 'year'] }), required: true }],
    responses: {
      200: { description: 'the newest first', ...json({ type: 'array', items: reference('OnadataPeriod') }) },
      ...wrong,
      ...refused,
    },
  },
} as const satisfies Readonly<Record<string, Json>>
