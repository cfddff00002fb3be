import { isId, MsgError, silentLogger } from '@msg/core'
import { createCrowd, identify, isAllowedOrigin } from '@msg/hono'
import type { Context } from 'hono'
import type { UpgradeWebSocket } from 'hono/ws'
import type { House } from './house.ts'
import type { DjangoMessagingOptions } from './options.ts'
import { tellError } from './refusals.ts'
import { socketEvents } from './socket.ts'
import type { Opening } from './socket.ts'

/** Opens sockets for whoever has credentials, from pages of the host's own or listed origins. */
export const liveSocket = (options: DjangoMessagingOptions, house: House, upgrade: UpgradeWebSocket) => {
  const crowd = createCrowd()
  return async (context: Context): Promise<Response> => {
    try {
      const opening = await openingOf(context.req.raw, options)
      return await upgrade(context, socketEvents({ ...opening, house, crowd }))
    } catch (error) {
      const { status, headers, body } = tellError(error, options.logger ?? silentLogger())
      return new Response(body, { status, headers })
    }
  }
}

/** @throws unauthenticated, forbidden, invalid, not_found, unavailable */
const openingOf = async (
  request: Request,
  options: DjangoMessagingOptions,
): Promise<Omit<Opening, 'house' | 'crowd'>> => {
  const { messaging, authenticate, origins = [], logger = silentLogger() } = options
  const { userId, expiresAt } = await identify(request, authenticate, logger)
  if (!isAllowedOrigin(request, origins)) throw new MsgError('forbidden', 'not from this page')
  if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket')
    throw new MsgError('invalid', 'a WebSocket is opened here')
  const chatId = new URL(request.url).searchParams.get('chat_id')
  if (chatId !== null && !isId(chatId)) throw new MsgError('not_found', 'there is no such chat')
  return { session: messaging.as(userId), chatId, expiresAt }
}
