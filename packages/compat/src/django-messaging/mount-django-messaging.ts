import type { OpenApiDocument, Reply } from '@msg/hono'
import { Hono } from 'hono'
import { wrongMethod } from '../shared/detail.ts'
import { surfaceDocument } from '../shared/openapi.ts'
import type { SurfaceInfo } from '../shared/openapi.ts'
import { mountSurface } from '../shared/surface.ts'
import type { Call, SurfaceRoute } from '../shared/surface.ts'
import { readChanges } from './changes.ts'
import { createChat, deleteChat, getChat, markAsRead, renameChat, type } from './chats.ts'
import type { House } from './house.ts'
import { listChats } from './list-chats.ts'
import { listMessages } from './list-messages.ts'
import { liveSocket } from './live-socket.ts'
import { addMembers, joinChat, leaveChat, removeMember } from './members.ts'
import { deleteMessage, editMessage, getMessage, sendMessage, toggleReaction } from './messages.ts'
import { djangoMessagingOperations as operations, djangoMessagingSchemas } from './openapi.ts'
import type { DjangoMessagingOptions } from './options.ts'
import { tellError } from './refusals.ts'
import { browseRooms, openRoom } from './rooms.ts'
import { searchMessages, searchUsers } from './search.ts'
import { surfaceSettings } from './settings.ts'

const title = 'Django Messaging'

interface Line extends Omit<SurfaceRoute, 'answer' | 'operation'> {
  readonly operation: keyof typeof operations
  readonly answer: (call: Call, house: House) => Promise<Reply>
}

const chat = '/chats/:chat'

const lines: readonly Line[] = [
  { method: 'GET', path: '/chats/', operation: 'listChats', answer: listChats },
  { method: 'POST', path: '/chats/', operation: 'createChat', answer: createChat },
  { method: 'GET', path: `${chat}/`, operation: 'getChat', answer: getChat },
  { method: 'PUT', path: `${chat}/`, operation: 'putChat', answer: renameChat },
  { method: 'PATCH', path: `${chat}/`, operation: 'renameChat', answer: renameChat },
  { method: 'DELETE', path: `${chat}/`, operation: 'deleteChat', answer: deleteChat },
  { method: 'GET', path: `${chat}/messages/`, operation: 'listMessages', answer: listMessages },
  { method: 'POST', path: `${chat}/messages/`, operation: 'sendMessage', answer: sendMessage },
  { method: 'GET', path: `${chat}/search/`, operation: 'searchMessages', answer: searchMessages },
  { method: 'POST', path: `${chat}/mark-as-read/`, operation: 'markAsRead', answer: markAsRead },
  { method: 'POST', path: `${chat}/typing/`, operation: 'type', answer: type },
  { method: 'POST', path: `${chat}/members/add/`, operation: 'addMembers', answer: addMembers },
  { method: 'DELETE', path: `${chat}/members/:user/remove/`, operation: 'removeMember', answer: removeMember },
  { method: 'POST', path: `${chat}/join/`, operation: 'joinChat', answer: joinChat },
  { method: 'POST', path: `${chat}/leave/`, operation: 'leaveChat', answer: leaveChat },
  { method: 'GET', path: '/messages/:message/', operation: 'getMessage', answer: getMessage },
  { method: 'PUT', path: '/messages/:message/', operation: 'putMessage', answer: editMessage },
  { method: 'PATCH', path: '/messages/:message/', operation: 'editMessage', answer: editMessage },
  { method: 'DELETE', path: '/messages/:message/', operation: 'deleteMessage', answer: deleteMessage },
  { method: 'POST', path: '/messages/:message/reactions/', operation: 'toggleReaction', answer: toggleReaction },
  { method: 'GET', path: '/users/search/', operation: 'searchUsers', answer: searchUsers },
  { method: 'GET', path: '/rooms/', operation: 'browseRooms', answer: browseRooms },
  { method: 'POST', path: '/rooms/', operation: 'openRoom', answer: openRoom },
  { method: 'POST', path: '/changes/', operation: 'readChanges', answer: readChanges },
]

/**
 * Django Messaging's chats, as a Hono app, with or without a slash at the end of each path; live updates over a WebSocket at `ws`
 * where there is an upgrade, else by polling `changes`.
 * @example app.route('/messages/api', mountDjangoMessaging({ messaging, settings, authenticate, upgradeWebSocket }))
 */
export const mountDjangoMessaging = (options: DjangoMessagingOptions): Hono => {
  const { messaging, settings = surfaceSettings({}), upgradeWebSocket } = options
  const house: House = { messaging, settings }
  const app = new Hono({ strict: false })
  if (upgradeWebSocket !== undefined && settings.transport === 'websocket')
    app.on('GET', ['/ws', '/ws/'], liveSocket(options, house, upgradeWebSocket))
  const surface = mountSurface(options, {
    title,
    schemas: djangoMessagingSchemas,
    routes: lines.map((line) => ({
      ...line,
      operation: operations[line.operation],
      answer: (call) => line.answer(call, house),
    })),
    tellError,
    wrongMethod,
  })
  return app.route('/', surface)
}

/** Its contract as OpenAPI 3.1, for a host to serve or to merge into its own document. */
export const djangoMessagingOpenApi = (info?: SurfaceInfo): OpenApiDocument =>
  surfaceDocument(
    {
      title,
      schemas: djangoMessagingSchemas,
      routes: lines.map((line) => ({ ...line, operation: operations[line.operation] })),
    },
    info,
  )
