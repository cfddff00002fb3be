import { Duplex } from 'node:stream'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { forAdaptor, sendAway, socketServer } from './node-sockets.ts'

/** As much of a server of `node:http` or `node:https` as a mount needs, declared here so that nobody needs the types of Node. */
export interface HostServer {
  listeners(event: 'request' | 'upgrade'): readonly CallableFunction[]
  listenerCount(event: 'upgrade'): number
  removeAllListeners(event: 'request' | 'upgrade'): unknown
  on(event: 'request' | 'upgrade', listener: (...args: readonly unknown[]) => void): unknown
}

/** A mount on a server that is somebody else's. */
export interface Attached {
  /**
   * Sends live connections away with a hint when to come back (sockets with 1012), and those who come still. Call it first
   * when you stop, then close your server: it waits for what is under way.
   */
  close(): void
}

/**
 * Mounts an app below a path of a Node server that has its own handler already, whatever made it: Express, Fastify, Next,
 * `http.createServer`. Requests and WebSockets below the path are the app's before anything of the host sees them, body
 * parsers included; the rest stays the host's.
 * @throws TypeError for a path that is not like `/chat`, and for a server without a handler: attach once it has one
 * @example attachNode(server, '/chat', mountMessaging(messaging, { authenticate, upgradeWebSocket }))
 */
export const attachNode = (server: HostServer, path: string, app: Hono): Attached => {
  // Fastify's app has no listeners at all.
  const hosts = 'listeners' in Object(server) ? server.listeners('request') : []
  if (hosts.length === 0)
    throw new TypeError(
      'attach to the server itself (what `listen` or `createServer` answers; of Fastify `app.server`), once it has its handler',
    )
  if (!/^(\/[^/?#]+)+$/.test(path)) throw new TypeError('attach at a path of its own, such as `/chat`')
  const sockets = socketServer()
  const ending = new AbortController()
  const site = new Hono().route(path, app)
  // A server that never listens: what is below the path is handed to it.
  const inner = createAdaptorServer({
    fetch: (request, env) => site.fetch(request, Object.assign(env, { closing: ending.signal })),
    websocket: { server: forAdaptor(sockets) },
  })
  server.removeAllListeners('request')
  server.on('request', (...args) => {
    if (isBelow(path, args[0])) inner.emit('request', ...args)
    else for (const host of hosts) Reflect.apply(host, server, args)
  })
  const upgraders = server.listeners('upgrade')
  // Many upgrade handlers end a socket that is not for them.
  server.removeAllListeners('upgrade')
  server.on('upgrade', (...args) => {
    const [request, socket] = args
    if (isBelow(path, request)) inner.emit('upgrade', ...args)
    else if (upgraders.length > 0) for (const upgrader of upgraders) Reflect.apply(upgrader, server, args)
    // Somebody has to answer, unless the host has added a handler since.
    else if (server.listenerCount('upgrade') === 1 && socket instanceof Duplex)
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
  })
  const close = (): void => {
    ending.abort()
    for (const socket of sockets.clients) sendAway(socket)
    // Sockets whose handshake was under way still come in.
    sockets.on('connection', sendAway)
  }
  return { close }
}

const isBelow = (path: string, request: unknown): boolean => {
  const url = typeof request === 'object' && request !== null && 'url' in request ? request.url : null
  return typeof url === 'string' && url.startsWith(path) && ['/', '?', undefined].includes(url[path.length])
}
