import { MsgError, silentLogger, systemClock } from '@msg/core'
import type { Clock, Logger, Messaging } from '@msg/core'
import {
  buildOpenApi,
  configOf,
  configSchema,
  documents,
  endpoints,
  places,
  replayedHeader,
  routes,
  verbs,
} from '@msg/contract'
import type { Offers, OpenApiInfo, Route, Verb } from '@msg/contract'
import { Hono } from 'hono'
import type { UpgradeWebSocket } from 'hono/ws'
import { answering, sessionFor } from './answering.ts'
import type { Handle, Mount } from './answering.ts'
import { identify } from './authenticate.ts'
import type { Authenticate } from './authenticate.ts'
import { docsReply, openApiReply } from './docs.ts'
import { handlers } from './handlers.ts'
import { mountLive } from './live/mount-live.ts'
import { assertOrigins, preflightReply, refuseForeignPage } from './origins.ts'
import type { Origins } from './origins.ts'
import { inputReader } from './read-input.ts'
import { jsonReply } from './reply.ts'
import { mountServices } from './services/mount-services.ts'
import type { KeepPeople } from './services/mount-services.ts'

/** How a {@link Messaging} is mounted. */
export interface MountOptions {
  /** Who a request is from: the only source of identity. */
  readonly authenticate: Authenticate
  /** The runtime's WebSocket upgrade (on Node: from `@msg/hono/node`). Default: live updates go over SSE and polling only. */
  readonly upgradeWebSocket?: UpgradeWebSocket
  /** Foreign origins whose pages may use it, in full (`https://app.example`). Default: none but its own. */
  readonly origins?: Origins
  /** Headers of your own that pages of those origins may send, such as `X-CSRF-Token`. Default: none. */
  readonly allowHeaders?: readonly string[]
  /** What `/openapi.json` says of the host. */
  readonly openapi?: OpenApiInfo
  /**
   * Keeps the profiles of the users whom services act as, for the directory to know. Default: services are refused
   * `feature_disabled`.
   */
  readonly keepPeople?: KeepPeople
  /** Default: silence. */
  readonly logger?: Logger
  /** Default: the platform's. */
  readonly clock?: Clock
}

/**
 * A messaging engine as a Hono app: every verb, live updates, the contract and its documentation. Give it a path of its
 * own: it answers everything below with problem+json, unknown paths too.
 * @throws TypeError without `authenticate`, and for `origins` that are none
 * @example app.route('/chat', mountMessaging(messaging, { authenticate, upgradeWebSocket }))
 */
export const mountMessaging = (messaging: Messaging, options: MountOptions): Hono => {
  const { authenticate, origins = [], allowHeaders, logger = silentLogger(), clock = systemClock() } = options
  assertOptions({ authenticate, origins })
  const mount: Mount = { messaging, authenticate, origins, logger, clock }
  const app = new Hono()
  for (const verb of verbs) app.on(routes[verb].method, routes[verb].path, answering(mount, verbHandler(verb, mount)))
  mountConfig(app, mount, { websocket: options.upgradeWebSocket !== undefined })
  mountLive(app, mount, options.upgradeWebSocket)
  mountServices(app, mount, options.keepPeople)
  app.get(
    documents.openapi.path,
    answering(mount, async () => openApiReply(buildOpenApi(options.openapi))),
  )
  app.get(
    documents.docs.path,
    answering(mount, async () => docsReply(buildOpenApi(options.openapi), 'openapi.json')),
  )
  app.options(
    '*',
    answering(mount, async ({ req }) => preflightReply(req.raw, origins, allowHeaders)),
  )
  app.all(
    '*',
    answering(mount, async () => nothingHere()),
  )
  return app
}

/** Refuses at once what would otherwise fail at each request: hosts without types may leave it out or misspell it. */
const assertOptions = ({ authenticate, origins }: Readonly<Record<'authenticate' | 'origins', unknown>>): void => {
  if (typeof authenticate !== 'function')
    throw new TypeError('`authenticate` is needed: a function that says who a request is from')
  assertOrigins(origins)
}

const verbHandler =
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- ties together the input and the output of one verb
  <V extends Verb>(verb: V, mount: Mount): Handle => {
    const { status, method }: Route = routes[verb]
    const { output } = endpoints[verb]
    const read = inputReader(verb)
    return async (context) => {
      const { raw } = context.req
      const session = sessionFor(await identify(raw, mount.authenticate, mount.logger), mount)
      if (method !== 'GET') refuseForeignPage({ request: raw, origins: mount.origins })
      const input = await read(context)
      let replayed = false
      const answer = await handlers[verb](session, input, { onReplay: () => (replayed = true) })
      const told = output.parse(answer)
      return replayed ? jsonReply(told, 200, { [replayedHeader]: 'true' }) : jsonReply(told, status)
    }
  }

const mountConfig = (app: Hono, mount: Mount, offers: Offers): void => {
  const config: Handle = async ({ req }) => {
    const asker = await identify(req.raw, mount.authenticate, mount.logger)
    const { me } = sessionFor(asker, mount)
    const websocket = offers.websocket && asker.service === undefined
    return jsonReply(configSchema.parse(configOf(me, { ...mount.messaging.features, websocket })))
  }
  app.get(places.config.path, answering(mount, config))
}

const nothingHere = (): never => {
  throw new MsgError('not_found', 'nothing is served at this path and method')
}
