/**
 * Where each verb lives on the wire: plain data and no imports at run time, so that a client in a browser carries only this.
 * The schemas are beside it, in `endpoints.ts`.
 */
import type { Verb } from './verbs.ts'

/** One verb's place: its method, its path, and which field of its input goes where. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Relative to the mount; `:name` stands for the input's field of that name. */
  readonly path: `/${string}`
  /** Fields that travel in the query, and how they are written there. */
  readonly query: Readonly<Record<string, 'text' | 'integer' | 'flag'>>
  /** Fields that travel in the JSON body: see {@link hasBody}. */
  readonly body: readonly string[]
  /** The field whose bytes are the body; then nothing else is in it. */
  readonly file?: string
  /** The status of a success. Where it is 201, a repeat of the same id answers 200 with `Idempotent-Replayed: true`. */
  readonly status: 200 | 201
  /** Whether a success changes anything; what does not may always be asked again. */
  readonly effect: 'read' | 'write'
}

/** Every verb's route. */
export const routes = {
  'conversations.startDirect': {
    method: 'POST',
    path: '/directs',
    query: {},
    body: ['userId'],
    status: 200,
    effect: 'write',
  },
  'conversations.startGroup': {
    method: 'POST',
    path: '/groups',
    query: {},
    body: ['id', 'title', 'userIds', 'invitePolicy'],
    status: 201,
    effect: 'write',
  },
  'conversations.openRoom': {
    method: 'POST',
    path: '/rooms',
    query: {},
    body: ['target', 'id', 'title', 'visibility', 'joinPolicy'],
    status: 200,
    effect: 'write',
  },
  'conversations.openChannel': {
    method: 'POST',
    path: '/channels',
    query: {},
    body: ['target'],
    status: 200,
    effect: 'write',
  },
  'conversations.update': {
    method: 'PATCH',
    path: '/conversations/:conversationId',
    query: {},
    body: ['title', 'invitePolicy', 'visibility', 'joinPolicy'],
    status: 200,
    effect: 'write',
  },
  'conversations.delete': {
    method: 'DELETE',
    path: '/conversations/:conversationId',
    query: {},
    body: [],
    status: 200,
    effect: 'write',
  },
  'conversations.get': {
    method: 'GET',
    path: '/conversations/:conversationId',
    query: {},
    body: [],
    status: 200,
    effect: 'read',
  },
  'members.add': {
    method: 'POST',
    path: '/conversations/:conversationId/members',
    query: {},
    body: ['id', 'userIds'],
    status: 200,
    effect: 'write',
  },
  'members.join': {
    method: 'POST',
    path: '/conversations/:conversationId/join',
    query: {},
    body: [],
    status: 200,
    effect: 'write',
  },
  'members.leave': {
    method: 'POST',
    path: '/conversations/:conversationId/leave',
    query: {},
    body: [],
    status: 200,
    effect: 'write',
  },
  'members.remove': {
    method: 'DELETE',
    path: '/conversations/:conversationId/members',
    query: { userId: 'text' },
    body: [],
    status: 200,
    effect: 'write',
  },
  'members.setRole': {
    method: 'PUT',
    path: '/conversations/:conversationId/roles',
    query: {},
    body: ['userId', 'role'],
    status: 200,
    effect: 'write',
  },
  'members.list': {
    method: 'GET',
    path: '/conversations/:conversationId/members',
    query: { after: 'text', limit: 'integer' },
    body: [],
    status: 200,
    effect: 'read',
  },
  'messages.send': {
    method: 'POST',
    path: '/conversations/:conversationId/messages',
    query: {},
    body: ['id', 'body', 'verb', 'replyTo', 'mentions', 'attachments', 'addMembers'],
    status: 201,
    effect: 'write',
  },
  'messages.sendToUsers': {
    method: 'POST',
    path: '/messages',
    query: {},
    body: ['userIds', 'id', 'body', 'verb', 'mentions', 'attachments'],
    status: 201,
    effect: 'write',
  },
  'messages.sendToTarget': {
    method: 'POST',
    path: '/channels/messages',
    query: {},
    body: ['target', 'id', 'body', 'verb', 'replyTo', 'mentions', 'attachments'],
    status: 201,
    effect: 'write',
  },
  'messages.get': {
    method: 'GET',
    path: '/messages/:messageId',
    query: {},
    body: [],
    status: 200,
    effect: 'read',
  },
  'messages.list': {
    method: 'GET',
    path: '/conversations/:conversationId/messages',
    query: {
      before: 'integer',
      after: 'integer',
      order: 'text',
      pinned: 'flag',
      authorId: 'text',
      verb: 'text',
      createdFrom: 'text',
      createdTo: 'text',
      limit: 'integer',
    },
    body: [],
    status: 200,
    effect: 'read',
  },
  'messages.around': {
    method: 'GET',
    path: '/messages/:messageId/around',
    query: { limit: 'integer' },
    body: [],
    status: 200,
    effect: 'read',
  },
  'messages.stats': {
    method: 'POST',
    path: '/conversations/:conversationId/stats',
    query: {},
    body: ['by', 'authorId', 'verb', 'createdFrom', 'createdTo', 'limit'],
    status: 200,
    effect: 'read',
  },
  'messages.search': {
    method: 'GET',
    path: '/messages',
    query: {
      query: 'text',
      conversationId: 'text',
      authorId: 'text',
      verb: 'text',
      createdFrom: 'text',
      createdTo: 'text',
      after: 'text',
      limit: 'integer',
    },
    body: [],
    status: 200,
    effect: 'read',
  },
  'messages.edit': {
    method: 'PATCH',
    path: '/messages/:messageId',
    query: {},
    body: ['body', 'mentions'],
    status: 200,
    effect: 'write',
  },
  'messages.retract': {
    method: 'DELETE',
    path: '/messages/:messageId',
    query: {},
    body: [],
    status: 200,
    effect: 'write',
  },
  'messages.purge': {
    method: 'POST',
    path: '/messages/:messageId/purge',
    query: {},
    body: [],
    status: 200,
    effect: 'write',
  },
  'messages.hide': {
    method: 'PUT',
    path: '/messages/:messageId/hidden',
    query: {},
    body: [],
    status: 200,
    effect: 'write',
  },
  'messages.pin': {
    method: 'PUT',
    path: '/messages/:messageId/pin',
    query: {},
    body: [],
    status: 200,
    effect: 'write',
  },
  'messages.unpin': {
    method: 'DELETE',
    path: '/messages/:messageId/pin',
    query: {},
    body: [],
    status: 200,
    effect: 'write',
  },
  'messages.revisions': {
    method: 'GET',
    path: '/messages/:messageId/revisions',
    query: {},
    body: [],
    status: 200,
    effect: 'read',
  },
  'reactions.add': {
    method: 'PUT',
    path: '/messages/:messageId/reactions',
    query: {},
    body: ['emoji'],
    status: 200,
    effect: 'write',
  },
  'reactions.remove': {
    method: 'DELETE',
    path: '/messages/:messageId/reactions',
    query: { emoji: 'text' },
    body: [],
    status: 200,
    effect: 'write',
  },
  'attachments.upload': {
    method: 'POST',
    path: '/attachments',
    query: { name: 'text' },
    body: [],
    file: 'file',
    status: 200,
    effect: 'write',
  },
  'attachments.get': {
    method: 'GET',
    path: '/messages/:messageId/attachments/:attachmentId',
    query: {},
    body: [],
    status: 200,
    effect: 'read',
  },
  'receipts.markRead': {
    method: 'PUT',
    path: '/conversations/:conversationId/read',
    query: {},
    body: ['seq'],
    status: 200,
    effect: 'write',
  },
  'receipts.markDelivered': {
    method: 'PUT',
    path: '/conversations/:conversationId/delivered',
    query: {},
    body: ['seq'],
    status: 200,
    effect: 'write',
  },
  'receipts.list': {
    method: 'GET',
    path: '/conversations/:conversationId/receipts',
    query: { seq: 'integer', after: 'text', limit: 'integer' },
    body: [],
    status: 200,
    effect: 'read',
  },
  'receipts.reads': {
    method: 'GET',
    path: '/conversations/:conversationId/reads',
    query: { userId: 'text', from: 'integer', limit: 'integer' },
    body: [],
    status: 200,
    effect: 'read',
  },
  'rooms.browse': {
    method: 'GET',
    path: '/rooms',
    query: { query: 'text', after: 'text', limit: 'integer' },
    body: [],
    status: 200,
    effect: 'read',
  },
  'inbox.list': {
    method: 'GET',
    path: '/inbox',
    query: { query: 'text', status: 'text', kind: 'text', after: 'text', limit: 'integer' },
    body: [],
    status: 200,
    effect: 'read',
  },
  'inbox.clear': {
    method: 'PUT',
    path: '/conversations/:conversationId/cleared',
    query: {},
    body: ['seq'],
    status: 200,
    effect: 'write',
  },
  'inbox.mute': {
    method: 'PUT',
    path: '/conversations/:conversationId/muted',
    query: {},
    body: ['until'],
    status: 200,
    effect: 'write',
  },
  'inbox.unreadByConversation': {
    method: 'GET',
    path: '/inbox/unread/conversations',
    query: { after: 'text', limit: 'integer' },
    body: [],
    status: 200,
    effect: 'read',
  },
  'inbox.unread': {
    method: 'GET',
    path: '/inbox/unread',
    query: {},
    body: [],
    status: 200,
    effect: 'read',
  },
  'people.search': {
    method: 'GET',
    path: '/people',
    query: { query: 'text', limit: 'integer' },
    body: [],
    status: 200,
    effect: 'read',
  },
  'people.contacts': {
    method: 'GET',
    path: '/people/contacts',
    query: { after: 'text', limit: 'integer' },
    body: [],
    status: 200,
    effect: 'read',
  },
  // A hundred ids do not fit a URL: hence POST for a read.
  'people.get': {
    method: 'POST',
    path: '/people/profiles',
    query: {},
    body: ['userIds'],
    status: 200,
    effect: 'read',
  },
  'people.block': {
    method: 'PUT',
    path: '/people/blocks',
    query: {},
    body: ['userId'],
    status: 200,
    effect: 'write',
  },
  'people.unblock': {
    method: 'DELETE',
    path: '/people/blocks',
    query: { userId: 'text' },
    body: [],
    status: 200,
    effect: 'write',
  },
  'people.blocked': {
    method: 'GET',
    path: '/people/blocks',
    query: { after: 'text', limit: 'integer' },
    body: [],
    status: 200,
    effect: 'read',
  },
  'account.erase': {
    method: 'DELETE',
    path: '/account',
    query: {},
    body: [],
    status: 200,
    effect: 'write',
  },
  'account.export': {
    method: 'GET',
    path: '/account/export',
    query: { after: 'text', limit: 'integer' },
    body: [],
    status: 200,
    effect: 'read',
  },
  // A cursor travels in bodies, never in URLs: hence POST for a read.
  'live.read': {
    method: 'POST',
    path: '/live/read',
    query: {},
    body: ['after', 'limit'],
    status: 200,
    effect: 'read',
  },
  'live.typing': {
    method: 'PUT',
    path: '/conversations/:conversationId/typing',
    query: {},
    body: ['typing'],
    status: 200,
    effect: 'write',
  },
} as const satisfies Readonly<Record<Verb, Route>>

/** Whether a request has a JSON body, `{}` where there is no field for it. GET and DELETE have none, nor has who sends a file. */
export const hasBody = ({ method, file }: Pick<Route, 'method' | 'file'>): boolean =>
  method !== 'GET' && method !== 'DELETE' && file === undefined

/** What is served beside the verbs. */
export const places = {
  /** Who I am, and what is allowed: see `Config`. */
  config: { method: 'GET', path: '/config' },
  /** Buys a single-use ticket for the socket. */
  ticket: { method: 'POST', path: '/live/tickets' },
  /** The WebSocket that serves `live.subscribe` and `live.watch`: see `frames.ts`. */
  live: { method: 'GET', path: '/live' },
  /** The same as server-sent events, read with `fetch`: the cursor is in the body. */
  stream: { method: 'POST', path: '/live/stream' },
  /** The same by long polling. */
  poll: { method: 'POST', path: '/live/poll' },
  /** Keeps what another system has as it was: for services only. */
  import: { method: 'POST', path: '/import' },
  /** Says how users are shown whom a service acts as: for services only. */
  shown: { method: 'PUT', path: '/people/profiles' },
  /** This contract as OpenAPI 3.1. */
  openapi: { method: 'GET', path: '/openapi.json' },
  /** The same as a page to browse. */
  docs: { method: 'GET', path: '/docs' },
} as const

/** The header that says that an answer repeats an earlier one of the same id. */
export const replayedHeader = 'Idempotent-Replayed'

/** The header by which a request shows that it comes from a script: no form and no plain link can set one. */
export const requestHeader = 'X-Msg-Request'

/** The header by which a service says which user it acts as; of anybody else it means nothing. The id is percent-encoded. */
export const actingHeader = 'X-Msg-As'

/** The largest request body, in bytes. */
export const bodyLimit = 131_072

/** The largest body of an import, in bytes: some 200 of the longest messages. */
export const importLimit = 16_777_216

/** The names of the fields in a path, in their order. */
export const pathFields = (path: string): readonly string[] =>
  path.split('/').flatMap((part) => (part.startsWith(':') ? [part.slice(1)] : []))
