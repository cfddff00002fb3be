/** What the document says of each line. */
import type { Json } from '@msg/hono'

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })
const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } })
const list = (schema: Json): Json => ({ type: 'array', items: schema })
const object = (properties: Json): Json => ({ type: 'object', properties, required: Object.keys(properties) })

const userId: Json = { type: ['integer', 'string'], description: 'an integer wherever the id is one' }
const time: Json = { type: 'string', format: 'date-time' }
const link: Json = { type: ['string', 'null'], format: 'uri' }
const text: Json = { type: 'string' }
const whole: Json = { type: 'integer' }

const page = (results: Json): Json => object({ next: link, previous: link, results: list(results) })

/** The models. */
export const schemas: Json = {
  DirectMessage: object({
    id: whole,
    sender: userId,
    recipient: userId,
    direction: { enum: ['in', 'out'] },
    sent_at: time,
    read_at: { type: ['string', 'null'], format: 'date-time' },
    content: text,
  }),
  DirectMessagePage: page(ref('DirectMessage')),
  DirectPartner: object({ id: userId, username: text, first_name: text, last_name: text }),
  DirectPartnerPage: page(ref('DirectPartner')),
  DirectPartnerUnread: object({ partner_id: userId, partner_username: text, unread_count: whole }),
  DirectUnread: object({ id: userId, count: whole }),
  DirectRefusal: {
    type: 'object',
    properties: { detail: text, code: { type: 'string', description: 'for programs; not always there' } },
    required: ['detail'],
  },
}

const refusal = (description: string): Json => ({ description, ...json(ref('DirectRefusal')) })

const refusals: Json = {
  400: refusal('nothing to send, or somebody who may not be written to'),
  401: refusal('not signed in'),
  404: refusal('no such user, or nothing there'),
}

const success = (status: 200 | 201, description: string, schema: Json): Json => ({
  responses: { [status]: { description, ...json(schema) }, ...refusals },
})

const cursor: Json = { parameters: [{ name: 'cursor', in: 'query', required: false, schema: text }] }

const body: Json = { requestBody: { required: true, ...json(object({ content: text })) } }

/** By what each does. */
export const operations = {
  unread: {
    operationId: 'directmessages.unread',
    summary: 'How much I have not read',
    ...success(200, 'exact up to 1,000 a partner', ref('DirectUnread')),
  },
  partners: {
    operationId: 'directmessages.partners',
    summary: 'With whom I have messages, latest activity first',
    ...cursor,
    ...success(200, 'fifty a page', ref('DirectPartnerPage')),
  },
  partnersUnread: {
    operationId: 'directmessages.partnersUnread',
    summary: 'From whom I have not read everything, and how much',
    ...success(200, 'all of them', list(ref('DirectPartnerUnread'))),
  },
  conversation: {
    operationId: 'directmessages.conversation',
    summary: 'Messages with a user, newest first; marks all of them as read, on this page or not',
    ...cursor,
    ...success(200, 'fifty a page', ref('DirectMessagePage')),
  },
  converse: {
    operationId: 'directmessages.converse',
    summary: 'Sends to a user, marks everything of theirs as read, and answers with the whole conversation',
    ...body,
    ...success(201, 'newest first', list(ref('DirectMessage'))),
  },
  remove: {
    operationId: 'directmessages.remove',
    summary: 'Takes a message out of my own view',
    responses: { 204: { description: 'done, also when it was before' }, ...refusals },
  },
  send: {
    operationId: 'directmessages.send',
    summary: 'Sends to a user',
    ...body,
    ...success(201, 'the message', ref('DirectMessage')),
  },
} as const satisfies Readonly<Record<string, Json>>
