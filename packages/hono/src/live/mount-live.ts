/** Where live updates are served: over WebSocket where there is an upgrade, as server-sent events and by polling anywhere. */
import { MsgError } from '@msg/core'
import { places, pollInputSchema, socketLimits, streamInputSchema, ticketSchema } from '@msg/contract'
import type { Context, Hono } from 'hono'
import type { UpgradeWebSocket } from 'hono/ws'
import { answering, sent, sessionFor } from '../answering.ts'
import type { Handle, Mount } from '../answering.ts'
import { identify } from '../authenticate.ts'
import type { Asker } from '../authenticate.ts'
import { isAllowedOrigin, refuseForeignPage } from '../origins.ts'
import { problemReply } from '../problem-reply.ts'
import { readNothing, readShape } from '../read-input.ts'
import { jsonReply } from '../reply.ts'
import type { House } from './connection.ts'
import { createCrowd } from './crowd.ts'
import { poll } from './polling.ts'
import { createPulse } from './pulse.ts'
import { eventStream, streamHeaders } from './sse.ts'
import { ticketsOf } from './ticket.ts'
import { webSocketEvents } from './websocket.ts'

/** Mounts every transport. A user has so many connections, whatever carries them. */
export const mountLive = (app: Hono, mount: Mount, upgradeWebSocket: UpgradeWebSocket | undefined): void => {
  const house: House = { ...mount, crowd: createCrowd(), pulse: createPulse(mount.clock) }
  mountSocket(app, { mount, house, upgradeWebSocket })
  const stream: Handle = async (context) => {
    const { raw } = context.req
    const identity = await askerOf(raw, mount)
    const input = await readShape(streamInputSchema, raw)
    return { status: 200, headers: streamHeaders, body: eventStream(house, { identity, ...input }, closingOf(context)) }
  }
  const polling: Handle = async (context) => {
    const { raw } = context.req
    const identity = await askerOf(raw, mount)
    const input = await readShape(pollInputSchema, raw)
    const body = await poll(house, { identity, input, gone: raw.signal, closing: closingOf(context) })
    return { status: 200, headers: { 'content-type': 'application/json' }, body }
  }
  app.post(places.stream.path, answering(mount, stream))
  app.post(places.poll.path, answering(mount, polling))
}

interface Socket {
  readonly mount: Mount
  readonly house: House
  readonly upgradeWebSocket: UpgradeWebSocket | undefined
}

const mountSocket = (app: Hono, { mount, house, upgradeWebSocket }: Socket): void => {
  const tickets = ticketsOf(mount.messaging)
  const ticket: Handle = async ({ req }) => {
    const identity = await identify(req.raw, mount.authenticate, mount.logger)
    sessionFor(identity, mount)
    // A ticket says who somebody is, not where they may act.
    if (upgradeWebSocket === undefined || identity.service !== undefined) throw notOffered()
    refuseForeignPage({ request: req.raw, origins: mount.origins })
    await readNothing(req.raw)
    const bought = await tickets.issue({ identity, origin: req.raw.headers.get('origin') })
    return jsonReply(ticketSchema.parse({ ticket: bought, expiresIn: socketLimits.ticket }))
  }
  const socket = async (context: Context): Promise<Response> => {
    const { raw } = context.req
    try {
      if (upgradeWebSocket === undefined) throw notOffered()
      const identity = await openerOf(raw, mount)
      const gate = { ...house, tickets, identity, origin: raw.headers.get('origin') }
      return await upgradeWebSocket(context, webSocketEvents(gate))
    } catch (error) {
      return sent(problemReply(error, mount.logger), context, mount)
    }
  }
  app.post(places.ticket.path, answering(mount, ticket))
  app.get(places.live.path, socket)
}

/** Who opens a socket, where the upgrade says so; a browser's cannot, and its cookies do not count. */
const openerOf = async (request: Request, mount: Mount): Promise<Asker | null> => {
  refuseForeignOrigin(request, mount)
  if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket')
    throw new MsgError('invalid', 'a WebSocket is opened here')
  return request.headers.has('authorization') ? identify(request, mount.authenticate, mount.logger) : null
}

/** Who asks for a stream or polls: with the credentials of any request, from no foreign page whatever they are. */
const askerOf = async (request: Request, mount: Mount): Promise<Asker> => {
  const identity = await identify(request, mount.authenticate, mount.logger)
  sessionFor(identity, mount)
  refuseForeignPage({ request, origins: mount.origins })
  refuseForeignOrigin(request, mount)
  return identity
}

const refuseForeignOrigin = (request: Request, { origins }: Mount): void => {
  if (!isAllowedOrigin(request, origins))
    throw new MsgError('forbidden', 'not from this page: is its origin in `origins`?', { reason: 'cross_origin' })
}

/** Fires when the server closes, where it tells (as `serveNode` does): who waits is sent away then. */
const closingOf = ({ env }: { readonly env: unknown }): AbortSignal | undefined =>
  typeof env === 'object' && env !== null && 'closing' in env && env.closing instanceof AbortSignal
    ? env.closing
    : undefined

const notOffered = (): MsgError => new MsgError('feature_disabled', 'no WebSocket is served here')
