import { isId, MsgError, silentLogger } from '@msg/core'
import { identify, isAllowedOrigin } from '@msg/hono'
import type { Context } from 'hono'
import type { UpgradeWebSocket } from 'hono/ws'
import { createCrowd } from './crowd.ts'
import type { Crowd } from './crowd.ts'
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
      return await upgrade(context, socketEvents(await openingOf(context.req.raw, { options, house, crowd })))
    } catch (error) {
      const { status, headers, body } = tellError(error, options.logger ?? silentLogger())
      return new Response(body, { status, headers })
    }
  }
}

interface Door {
  readonly options: DjangoMessagingOptions
  readonly house: House
  readonly crowd: Crowd
}

/** @throws unauthenticated, forbidden, invalid, not_found, rate_limited, unavailable */
const openingOf = async (request: Request, { options, house, crowd }: Door): Promise<Opening> => {
  const { messaging, authenticate, origins = [], logger = silentLogger() } = options
  const { userId, expiresAt } = await identify(request, authenticate, logger)
  if (!isAllowedOrigin(request, origins)) throw new MsgError('forbidden', 'not from this page')
  if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket')
    throw new MsgError('invalid', 'a WebSocket is opened here')
  const chatId = new URL(request.url).searchParams.get('chat_id')
  if (chatId !== null && !isId(chatId)) throw new MsgError('not_found', 'there is no such chat')
  const session = messaging.as(userId)
  const leave = crowd.enter(userId)
  if (leave === null) throw new MsgError('rate_limited', 'too many connections')
  return { session, house, chatId, expiresAt, leave }
}
