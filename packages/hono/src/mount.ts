import { MsgError, silentLogger, systemClock } from '@msg/core'
import type { Clock, Logger, Messaging, Session } from '@msg/core'
import {
  configOf,
  configSchema,
  endpoints,
  places,
  replayedHeader,
  routes,
  socketLimits,
  ticketSchema,
  verbs,
} from '@msg/contract'
import type { Offers, OpenApiInfo, Route, Verb } from '@msg/contract'
import { Hono } from 'hono'
import type { Context } from 'hono'
import type { UpgradeWebSocket } from 'hono/ws'
import { identify } from './authenticate.ts'
import type { Authenticate, Identity } from './authenticate.ts'
import { docsReply, openApiReply } from './docs.ts'
import { handlers } from './handlers.ts'
import { createCrowd } from './live/crowd.ts'
import type { Gate } from './live/dialogue.ts'
import { ticketsOf } from './live/ticket.ts'
import { webSocketEvents } from './live/websocket.ts'
import { corsHeaders, isAllowedOrigin, preflightHeaders, refuseForeignPage } from './origins.ts'
import type { Origins } from './origins.ts'
import { problemReply } from './problem-reply.ts'
import { readInput, readNothing } from './read-input.ts'
import { jsonReply } from './reply.ts'
import type { Reply } from './reply.ts'

/** How a {@link Messaging} is mounted. */
export interface MountOptions {
  /** Who a request is from: the only source of identity. */
  readonly authenticate: Authenticate
  /** The runtime's WebSocket upgrade (on Node: from `@msg/hono/node`). Default: live updates are not served. */
  readonly upgradeWebSocket?: UpgradeWebSocket
  /** Foreign origins whose pages may use it, in full (`https://app.example`). Default: none but its own. */
  readonly origins?: Origins
  /** What `/openapi.json` says of the host. */
  readonly openapi?: OpenApiInfo
  /** Default: silence. */
  readonly logger?: Logger
  /** Default: the platform's. */
  readonly clock?: Clock
}

interface Mount extends Required<Pick<MountOptions, 'authenticate' | 'origins' | 'logger' | 'clock'>> {
  readonly messaging: Messaging
}

/**
 * A messaging engine as a Hono app: every verb, live updates, the contract and its documentation. Give it a path of its
 * own: it answers everything below with problem+json, unknown paths too.
 * @example app.route('/chat', mountMessaging(messaging, { authenticate, upgradeWebSocket }))
 */
export const mountMessaging = (messaging: Messaging, options: MountOptions): Hono => {
  const { authenticate, origins = [], logger = silentLogger(), clock = systemClock() } = options
  const mount: Mount = { messaging, authenticate, origins, logger, clock }
  const app = new Hono()
  for (const verb of verbs) app.on(routes[verb].method, routes[verb].path, answering(mount, verbHandler(verb, mount)))
  mountConfig(app, mount, { websocket: options.upgradeWebSocket !== undefined })
  mountLive(app, mount, options.upgradeWebSocket)
  app.get(
    places.openapi.path,
    answering(mount, async () => openApiReply(options.openapi)),
  )
  app.get(
    places.docs.path,
    answering(mount, async () => docsReply(options.openapi)),
  )
  app.options(
    '*',
    answering(mount, async ({ req }) => preflight(req.raw, origins)),
  )
  app.all(
    '*',
    answering(mount, async () => nothingHere()),
  )
  return app
}

type Handle = (context: Context) => Promise<Reply>

/** Answers with what the handler makes or, when it fails, with a problem. */
const answering =
  (mount: Mount, handle: Handle) =>
  async (context: Context): Promise<Response> =>
    sent(await handle(context).catch((error: unknown) => problemReply(error, mount.logger)), context, mount)

/** A reply on its way, with the headers that all of them have. */
const sent = ({ status, headers, body }: Reply, { req }: Context, { origins }: Mount): Response =>
  new Response(body, { status, headers: { ...always, ...corsHeaders(req.raw, origins), ...headers } })

const always = {
  'cache-control': 'private, no-store',
  vary: 'Authorization, Cookie, Origin',
  'x-content-type-options': 'nosniff',
} as const

const verbHandler =
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- ties together the input and the output of one verb
  <V extends Verb>(verb: V, mount: Mount): Handle =>
    async (context) => {
      const session = await sessionOf(context.req.raw, mount)
      const { status, method }: Route = routes[verb]
      if (method !== 'GET') refuseForeignPage({ request: context.req.raw, origins: mount.origins })
      const input = await readInput(verb, context)
      let replayed = false
      const answer = await handlers[verb](session, input, { onReplay: () => (replayed = true) })
      const told = endpoints[verb].output.parse(answer)
      return replayed ? jsonReply(told, 200, { [replayedHeader]: 'true' }) : jsonReply(told, status)
    }

const sessionOf = async (request: Request, mount: Mount): Promise<Session> =>
  sessionFor(await identify(request, mount.authenticate, mount.logger), mount)

/** An identity that the engine refuses is the host's mistake, not the asker's. */
const sessionFor = ({ userId }: Identity, { messaging, logger }: Mount): Session => {
  try {
    return messaging.as(userId)
  } catch (cause) {
    logger.error('the authenticator answered with a malformed user id', { cause })
    throw new MsgError('unavailable', 'who is asking cannot be told now', { outcome: 'none', cause })
  }
}

const mountConfig = (app: Hono, mount: Mount, offers: Offers): void => {
  const config: Handle = async ({ req }) => {
    const { me } = await sessionOf(req.raw, mount)
    return jsonReply(configSchema.parse(configOf(me, { ...mount.messaging.features, ...offers })))
  }
  app.get(places.config.path, answering(mount, config))
}

const mountLive = (app: Hono, mount: Mount, upgradeWebSocket: UpgradeWebSocket | undefined): void => {
  const tickets = ticketsOf(mount.messaging)
  const crowd = createCrowd()
  const ticket: Handle = async ({ req }) => {
    const identity = await identify(req.raw, mount.authenticate, mount.logger)
    sessionFor(identity, mount)
    if (upgradeWebSocket === undefined) throw notOffered()
    refuseForeignPage({ request: req.raw, origins: mount.origins })
    await readNothing(req.raw)
    const bought = await tickets.issue({ identity, origin: req.raw.headers.get('origin') })
    return jsonReply(ticketSchema.parse({ ticket: bought, expiresIn: socketLimits.ticket }))
  }
  const gateOf = ({ headers }: Request, identity: Identity | null): Gate => ({
    ...mount,
    tickets,
    crowd,
    identity,
    origin: headers.get('origin'),
  })
  const live = async (context: Context): Promise<Response> => {
    try {
      if (upgradeWebSocket === undefined) throw notOffered()
      const identity = await openerOf(context.req.raw, mount)
      return await upgradeWebSocket(context, webSocketEvents(gateOf(context.req.raw, identity)))
    } catch (error) {
      return sent(problemReply(error, mount.logger), context, mount)
    }
  }
  app.post(places.ticket.path, answering(mount, ticket))
  app.get(places.live.path, live)
}

/** Who opens a socket, where the upgrade says so; a browser's cannot, and its cookies do not count. */
const openerOf = async (request: Request, mount: Mount): Promise<Identity | null> => {
  if (!isAllowedOrigin(request, mount.origins))
    throw new MsgError('forbidden', 'not from this page', { reason: 'cross_origin' })
  if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket')
    throw new MsgError('invalid', 'a WebSocket is opened here')
  return request.headers.has('authorization') ? identify(request, mount.authenticate, mount.logger) : null
}

const notOffered = (): MsgError => new MsgError('feature_disabled', 'live updates are not served here')

const preflight = (request: Request, origins: Origins): Reply => {
  if (Object.keys(corsHeaders(request, origins)).length === 0) return nothingHere()
  return { status: 204, headers: preflightHeaders, body: null }
}

const nothingHere = (): never => {
  throw new MsgError('not_found', 'nothing is served at this path and method')
}
