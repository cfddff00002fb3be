/** `@msg/hono/node`: a mount on Node's own server, with WebSockets. Needs `@hono/node-server` and `ws` beside it. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { drainable } from './drain.ts'
import { forAdaptor, sendAway, socketServer } from './node-sockets.ts'

export { attachNode } from './attach-node.ts'
export type { Attached, HostServer } from './attach-node.ts'
export { upgradeWebSocket } from './node-upgrade.ts'

/** Anything that answers requests as the web standard does: a Hono app. */
export interface FetchApp {
  fetch(request: Request, env?: unknown): Response | Promise<Response>
}

/** Where to listen. */
export interface ServeOptions {
  /** 0 takes any free port. */
  readonly port: number
  /** Default `127.0.0.1`: reachable from this machine only. `0.0.0.0` is everywhere. */
  readonly hostname?: string
  /**
   * Milliseconds during which a closing server still answers on idle connections, for the request that may be on its way.
   * Default 250.
   */
  readonly linger?: number
}

/** A running server. */
export interface NodeServer {
  readonly url: string
  readonly port: number
  /**
   * Stops: takes no more connections, answers what comes on those there are, and sends live connections away with a hint
   * when to come back (sockets with 1012).
   * What is still open after 10 seconds is cut.
   */
  close(): Promise<void>
}

/** Milliseconds that requests under way have to finish. */
const grace = 10_000

/** Milliseconds a request may take to come in. Node's own five minutes would cut a large file that is still coming. */
const requestTimeout = 600_000

/**
 * Milliseconds a connection is kept for the next request: longer than proxies keep theirs, mostly a minute. With Node's
 * five seconds, a proxy that sends a request just then would answer 502, and a client that writes now and then would
 * connect for each message.
 */
const keepAliveTimeout = 75_000

/**
 * Serves an app on Node, with WebSockets set up as the contract says.
 * @throws the system's error (`EADDRINUSE`, `EACCES`…) when the port cannot be had
 * @example const server = await serveNode(app, { port: 3000 })
 */
export const serveNode = async (app: FetchApp, options: ServeOptions): Promise<NodeServer> => {
  const { port, hostname = '127.0.0.1', linger = 250 } = options
  const sockets = socketServer()
  const ending = new AbortController()
  const server = createAdaptorServer({
    // By this signal the mount ends streams and polls. Assigned, not copied: the adaptor has to recognise its own object.
    fetch: (request, env) => app.fetch(request, Object.assign(env, { closing: ending.signal })),
    websocket: { server: forAdaptor(sockets) },
    serverOptions: { requestTimeout, keepAliveTimeout },
  })
  server.listen(port, hostname)
  await once(server, 'listening')
  const address = addressOf(server.address())
  const drain = drainable(server, linger)
  const close = async (): Promise<void> => {
    const cut = setTimeout(() => {
      for (const socket of sockets.clients) socket.terminate()
      if ('closeAllConnections' in server) server.closeAllConnections()
    }, grace)
    // Only once no new connections come: clients that are sent away come back at once.
    await drain(() => {
      ending.abort()
      for (const socket of sockets.clients) sendAway(socket)
      // Sockets whose handshake was under way still come in.
      sockets.on('connection', sendAway)
    })
    clearTimeout(cut)
  }
  let closing: Promise<void> | undefined
  return { url: urlOf(address), port: address.port, close: () => (closing ??= close()) }
}

const addressOf = (address: AddressInfo | string | null): AddressInfo => {
  if (typeof address === 'object' && address !== null) return address
  throw new Error('the server has no port')
}

const urlOf = ({ address, family, port }: AddressInfo): string =>
  `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
