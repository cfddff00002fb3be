import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { forAdaptor, sendAway, socketServer } from './node-sockets.ts'

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
 * @throws Error for a server without a handler: attach once it has one
 * @example attachNode(server, '/chat', mountMessaging(messaging, { authenticate, upgradeWebSocket }))
 */
export const attachNode = (server: HttpServer | HttpsServer, path: string, app: Hono): Attached => {
  const hosts = server.listeners('request')
  if (hosts.length === 0) throw new Error('attach to a server that has its own request handler')
  const sockets = socketServer()
  const ending = new AbortController()
  const site = new Hono().route(path, app)
  // A server that never listens: what is below the path is handed to it.
  const inner = createAdaptorServer({
    fetch: (request, env) => site.fetch(request, Object.assign(env, { closing: ending.signal })),
    websocket: { server: forAdaptor(sockets) },
  })
  server.removeAllListeners('request')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (isBelow(path, request)) inner.emit('request', request, response)
    else for (const host of hosts) Reflect.apply(host, server, [request, response])
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (isBelow(path, request)) inner.emit('upgrade', request, socket, head)
    // Somebody has to answer; where the host has a handler of its own, it does.
    else if (server.listenerCount('upgrade') === 1) socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
  })
  const close = (): void => {
    ending.abort()
    for (const socket of sockets.clients) sendAway(socket)
    // Whose handshake was under way comes in after all.
    sockets.on('connection', sendAway)
  }
  return { close }
}

const isBelow = (path: string, { url = '/' }: IncomingMessage): boolean =>
  url.startsWith(path) && ['/', '?', undefined].includes(url[path.length])
