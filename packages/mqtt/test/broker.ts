import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createServer as createTlsServer } from 'node:tls'
import { Aedes } from 'aedes'
import type { AedesOptions } from 'aedes'
import { createWebSocketStream, WebSocketServer } from 'ws'

/** How clients reach a broker. */
export type Entrance =
  | { readonly by: 'tcp' }
  | { readonly by: 'tls'; readonly cert: string; readonly key: string }
  | { readonly by: 'websocket' }

/** A broker in this process. */
export interface Broker {
  readonly port: number
  readonly aedes: Aedes
  /** Throws everybody out and listens no more. */
  stop(): Promise<void>
}

/** Starts a broker; a `port` of 0 takes any free one. */
export const startBroker = async (
  entrance: Entrance = { by: 'tcp' },
  { port = 0, ...options }: AedesOptions & { readonly port?: number } = {},
): Promise<Broker> => {
  const aedes = await Aedes.createBroker(options)
  const server = serverFor(aedes, entrance)
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: portOf(server),
    aedes,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
      await new Promise<void>((resolve) => aedes.close(() => resolve()))
    },
  }
}

const portOf = (server: Server): number => {
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('the broker has no port')
  return address.port
}

const serverFor = (aedes: Aedes, entrance: Entrance): Server => {
  const handle = (stream: Duplex): void => void aedes.handle(stream)
  switch (entrance.by) {
    case 'tcp':
      return createServer(handle)
    case 'tls': {
      const server = createTlsServer({ cert: entrance.cert, key: entrance.key }, handle)
      server.on('tlsClientError', () => {})
      return server
    }
    case 'websocket': {
      const server = createHttpServer()
      const sockets = new WebSocketServer({ server, path: '/mqtt' })
      sockets.on('connection', (socket) => handle(readingAll(createWebSocketStream(socket))))
      return server
    }
  }
}

/** Newer Nodes give one chunk per `read()`, and aedes reads once per event: this gives it all there is. */
const readingAll = (stream: Duplex): Duplex => {
  const read = stream.read.bind(stream)
  return Object.assign(stream, {
    read: (size?: number): unknown => {
      if (size !== undefined) return read(size)
      const chunks: Buffer[] = []
      for (let chunk: unknown = read(); chunk !== null; chunk = read()) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
      return chunks.length === 0 ? null : Buffer.concat(chunks)
    },
  })
}
