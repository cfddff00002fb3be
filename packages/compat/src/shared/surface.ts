/** What all surfaces that speak HTTP have in common: who asks, what is refused, the contract and its page. */
import { MsgError, silentLogger } from '@msg/core'
import type { Logger, Messaging, Session } from '@msg/core'
import { answering, docsReply, openApiReply, pageOf, preflightReply, sessionOf } from '@msg/hono'
import type { Authenticate, Handle, Json, Origins, Reply, TellError } from '@msg/hono'
import { Hono } from 'hono'
import type { Context } from 'hono'
import { surfaceDocument } from './openapi.ts'
import type { SurfaceInfo } from './openapi.ts'

/** How a surface is mounted. */
export interface SurfaceOptions {
  readonly messaging: Messaging
  /** Who a request is from: the only source of identity. */
  readonly authenticate: Authenticate
  /** Foreign origins whose pages may use it, in full (`https://app.example`). Default: none but its own. */
  readonly origins?: Origins
  /** Headers of your own that pages of those origins may send, such as `X-CSRFToken`. Default: none. */
  readonly allowHeaders?: readonly string[]
  /** What the document of the surface says of the host, and where it and its page are. */
  readonly openapi?: SurfaceInfo
  /** Default: silence. */
  readonly logger?: Logger
}

/** A request that is to be answered. */
export interface Call {
  readonly session: Session
  readonly messaging: Messaging
  readonly request: Request
  /** As it was asked for, with scheme and host. */
  readonly url: URL
  /** The named parts of the path, decoded. */
  readonly params: Readonly<Record<string, string>>
  /** A page of somebody else's sent the reader's browser here: what is only to be read may be read, nothing may be marked. */
  readonly foreign: boolean
}

/** One line of a surface: where it is, what it does, and what the document says of it. */
export interface SurfaceRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Relative to the mount; `:name` stands for what `Call.params` has under that name. With or without a slash at the end. */
  readonly path: `/${string}`
  readonly operation: Json
  readonly answer: (call: Call) => Promise<Reply>
}

/** A surface: its lines and how its clients are used to being refused. */
export interface Surface {
  /** What it is called where the host does not say. */
  readonly title: string
  /** Where several paths fit a request, the first one counts. */
  readonly routes: readonly SurfaceRoute[]
  /** The models that operations refer to. */
  readonly schemas: Json
  readonly tellError: TellError
  /** The answer to a method that a path does not know; `allowed` are those it does. */
  readonly wrongMethod: (method: string, allowed: readonly string[]) => Reply
}

/**
 * A surface as a Hono app, for any path of the host's. It answers everything below it in its own words: 401 before everything
 * else, 405 for a method that a path does not know, 404 for an unknown path.
 */
export const mountSurface = (options: SurfaceOptions, surface: Surface): Hono => {
  const { messaging, authenticate, origins = [], allowHeaders, logger = silentLogger() } = options
  const mount = { messaging, authenticate, origins, logger }
  const app = new Hono({ strict: false })
  const reply = (handle: Handle) => answering(mount, handle, surface.tellError)
  app.options(
    '*',
    reply(async ({ req }) => preflightReply(req.raw, origins, allowHeaders)),
  )
  for (const [path, routes] of byPath(surface.routes)) {
    for (const route of routes)
      app.on(
        route.method,
        slashed(path),
        reply(async (context) => {
          const session = await sessionOf(context.req.raw, mount)
          return route.answer(callOf(context, session, { messaging, origins, method: route.method }))
        }),
      )
    app.on(
      'ALL',
      slashed(path),
      reply(async ({ req }) => {
        await sessionOf(req.raw, mount)
        const allowed = routes.map(({ method }) => method)
        return surface.wrongMethod(req.method, allowed)
      }),
    )
  }
  const { path: documentPath = '/openapi.json', docsPath = '/docs' } = options.openapi ?? {}
  const document = surfaceDocument(surface, options.openapi)
  app.get(
    documentPath,
    reply(async () => openApiReply(document)),
  )
  app.get(
    docsPath,
    reply(async () => docsReply(document, relative(docsPath, documentPath))),
  )
  app.all('*', reply(nothingHere))
  return app
}

interface CallParts {
  readonly messaging: Messaging
  readonly origins: Origins
  readonly method: SurfaceRoute['method']
}

const callOf = ({ req }: Context, session: Session, { messaging, origins, method }: CallParts): Call => {
  const foreign = pageOf(req.raw, origins) === 'foreign'
  if (foreign && method !== 'GET')
    throw new MsgError('forbidden', 'not from this page', { reason: 'cross_origin', outcome: 'none' })
  return { session, messaging, request: req.raw, url: new URL(req.url), params: req.param(), foreign }
}

/** An app of the host's that this one is mounted in may tell the two apart. */
const slashed = (path: string): string[] => {
  const bare = path.replace(/\/$/, '')
  return [bare, `${bare}/`]
}

/** Paths in the order in which they are looked at: what is said first counts where several fit. */
const byPath = (routes: readonly SurfaceRoute[]): ReadonlyMap<string, readonly SurfaceRoute[]> => {
  const paths = new Map<string, readonly SurfaceRoute[]>()
  for (const route of routes) paths.set(route.path, [...(paths.get(route.path) ?? []), route])
  return paths
}

/** How one path below the mount is written in a link on the page at another. */
const relative = (from: string, to: string): string => `${'../'.repeat(from.split('/').length - 2)}${to.slice(1)}`

const nothingHere: Handle = async () => {
  throw new MsgError('not_found', 'nothing is served at this path')
}
