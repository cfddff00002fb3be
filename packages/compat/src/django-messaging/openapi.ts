/** The contract of the surface: what each line takes and answers, and the models they refer to. */
import type { Json } from '@msg/hono'

const text: Json = { type: 'string' }
const flag: Json = { type: 'boolean' }
const whole: Json = { type: 'integer', minimum: 0 }
const time: Json = { type: 'string', format: 'date-time' }
const uuid: Json = { type: 'string', format: 'uuid' }
const userId: Json = { type: ['integer', 'string'] }
const listOf = (items: Json): Json => ({ type: 'array', items })
const model = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })
const orNull = (schema: Json): Json => ({ anyOf: [schema, { type: 'null' }] })
const record = (properties: Json, required = Object.keys(properties)): Json => ({
  type: 'object',
  properties,
  required,
})

const user = { id: userId, username: text, display_name: text }
const sender = { ...user, avatar_url: text }
const reaction = record({ emoji: text, count: whole, users: listOf(userId) })

const message = {
  id: uuid,
  number: whole,
  content: text,
  created_at: time,
  updated_at: time,
  is_edited: flag,
  is_deleted: flag,
  sender: record(sender),
  reactions: listOf(reaction),
  read_by: listOf(userId),
}

const chat = {
  id: uuid,
  title: text,
  chat_type: { enum: ['direct', 'group', 'room', 'channel'] },
  created_at: time,
  updated_at: time,
  last_message: orNull(record({ id: uuid, content: text, created_at: time, sender: record(user) })),
  unread_count: whole,
  member_count: whole,
  is_member: flag,
  is_admin: flag,
  object: orNull(record({ content_type: text, object_id: userId })),
  members: listOf(record(user)),
}

const numbered = (results: Json): Json =>
  record({ count: whole, next: orNull(text), previous: orNull(text), results: listOf(results) })
const linked = (results: Json): Json => record({ next: orNull(text), previous: orNull(text), results: listOf(results) })

const range = record({ start: whole, end: whole })

/** The models of the surface. */
export const djangoMessagingSchemas: Json = {
  DjangoChat: record(chat),
  DjangoChatDetail: record({ ...chat, admins: listOf(userId) }),
  DjangoMessage: record(message),
  DjangoMessageDetail: record({ ...message, chat: uuid }),
  DjangoHit: record({ ...message, ranges: listOf(range) }),
  DjangoPerson: record({ ...sender, email: text }),
  DjangoEvent: {
    ...record({ type: text, chat_id: uuid }),
    description:
      '`new_message` {message}, `message_updated` {message: {id, content, is_edited}}, `message_deleted` {message_id}, ' +
      '`reaction_updated` {message_id, reactions}, `typing` {user_id, is_typing, at}, `chat_added` {chat}, ' +
      '`chat_updated` {chat}, `chat_removed`, `chat_read` {user_id, number}',
  },
  DjangoChanges: record({ events: listOf(model('DjangoEvent')), cursor: text, more: flag, resync: flag }),
  DjangoDetail: record({ detail: text }),
  DjangoWrong: record({
    error: text,
    details: { type: 'object', additionalProperties: listOf(text) },
  }),
  DjangoFailure: record({ error: text }),
}

const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } })
const body = (properties: Json, required: readonly string[]): Json => ({
  required: true,
  ...json(record(properties, [...required])),
})
const query = (name: string, schema: Json, description: string, required = false): Json => ({
  name,
  in: 'query',
  schema,
  description,
  required,
})

const failures = {
  400: { description: 'a field is wrong', ...json(model('DjangoWrong')) },
  401: { description: 'no credentials', ...json(model('DjangoDetail')) },
  403: { description: 'not allowed, or switched off', ...json(model('DjangoDetail')) },
  404: { description: 'there is no such thing, or it is not yours to see', ...json(model('DjangoDetail')) },
  409: { description: 'not as things are', ...json(model('DjangoDetail')) },
  503: { description: 'try again later', ...json(model('DjangoFailure')) },
}

const operation = (name: string, summary: string, answers: Json, more: Json = {}): Json => ({
  operationId: `djangoMessaging.${name}`,
  summary,
  ...more,
  responses: { ...answers, ...failures },
})

const ok = (schema: Json): Json => ({ 200: { description: 'done', ...json(schema) } })
const made = (schema: Json): Json => ({ 201: { description: 'made', ...json(schema) } })
const gone: Json = { 204: { description: 'done' } }
const status = (more: Json = {}): Json => ok(record({ status: { const: 'success' }, ...more }))
const page = query('page', { type: 'integer', minimum: 1, default: 1 }, 'beyond the last one: 404')
const searched = query('q', text, 'what to search for', true)
const cursor = query('cursor', text, 'from `next` or `previous`')
const title = body({ title: text }, ['title'])
const content = body({ content: text }, ['content'])

const chatDetail = model('DjangoChatDetail')
const messageDetail = model('DjangoMessage')

/** What each line of the surface is, by the name of what it does. */
export const djangoMessagingOperations = {
  listChats: operation('listChats', 'My chats, latest activity first', ok(numbered(model('DjangoChat'))), {
    parameters: [page, query('search', text, 'in titles and names of members')],
  }),
  createChat: operation('createChat', 'Starts a chat', made(chatDetail), {
    requestBody: body(
      { chat_type: { enum: ['direct', 'group', 'room'], default: 'group' }, title: text, member_ids: listOf(userId) },
      [],
    ),
  }),
  getChat: operation('getChat', 'One chat with its members and admins', ok(chatDetail)),
  putChat: operation('putChat', 'Changes the title', ok(chatDetail), { requestBody: title }),
  renameChat: operation('renameChat', 'Changes the title', ok(chatDetail), { requestBody: title }),
  deleteChat: operation('deleteChat', 'Deletes a chat; a direct from my own view only', gone),
  listMessages: operation('listMessages', 'Messages, newest first', ok(numbered(messageDetail)), {
    parameters: [
      page,
      query('before', uuid, 'only before this message'),
      query('after', uuid, 'only after this message'),
      query('order', { enum: ['asc', 'desc'], default: 'desc' }, 'oldest or newest first'),
    ],
  }),
  sendMessage: operation(
    'sendMessage',
    'Sends a message',
    { ...made(messageDetail), 200: { description: 'sent before by the same id', ...json(messageDetail) } },
    {
      requestBody: body({ content: text, id: { ...uuid, description: 'a UUIDv7, to make it safe to repeat' } }, [
        'content',
      ]),
    },
  ),
  searchMessages: operation(
    'searchMessages',
    'Messages with these words, newest first',
    ok(linked(model('DjangoHit'))),
    {
      parameters: [searched, cursor],
    },
  ),
  markAsRead: operation('markAsRead', 'Marks everything as read', status({ marked_count: whole })),
  type: operation('type', 'Says that I am typing, or no longer', status(), {
    requestBody: body({ is_typing: { ...flag, default: true } }, []),
  }),
  addMembers: operation('addMembers', 'Adds members', status({ added_count: whole }), {
    requestBody: body({ user_ids: listOf(userId) }, ['user_ids']),
  }),
  removeMember: operation('removeMember', 'Removes a member, or leaves', gone),
  joinChat: operation('joinChat', 'Joins a room', ok(chatDetail)),
  leaveChat: operation('leaveChat', 'Leaves a group or a room', status()),
  getMessage: operation('getMessage', 'One message', ok(model('DjangoMessageDetail'))),
  putMessage: operation('putMessage', 'Changes the text of a message', ok(messageDetail), { requestBody: content }),
  editMessage: operation('editMessage', 'Changes the text of a message', ok(messageDetail), { requestBody: content }),
  deleteMessage: operation('deleteMessage', 'Takes a message back', gone),
  toggleReaction: operation(
    'toggleReaction',
    'Reacts with an emoji, or no longer',
    ok(record({ action: { enum: ['added', 'removed'] }, emoji: text, message_id: uuid })),
    { requestBody: body({ emoji: text }, ['emoji']) },
  ),
  searchUsers: operation('searchUsers', 'People to talk to', ok(record({ results: listOf(model('DjangoPerson')) })), {
    parameters: [searched],
  }),
  browseRooms: operation('browseRooms', 'Rooms that I may read', ok(linked(model('DjangoChat'))), {
    parameters: [query('search', text, 'in titles'), cursor],
  }),
  openRoom: operation('openRoom', 'The room of an object: found, or made', ok(chatDetail), {
    requestBody: body({ content_type: text, object_id: userId, title: text }, ['content_type', 'object_id']),
  }),
  readChanges: operation('readChanges', 'What happened since a cursor, for polling', ok(model('DjangoChanges')), {
    requestBody: body({ cursor: text }, []),
  }),
} as const satisfies Readonly<Record<string, Json>>
