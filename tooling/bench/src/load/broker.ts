import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { Aedes } from 'aedes'

/** An MQTT broker in this process. */
export interface Broker {
  readonly port: number
  /** The ids of the messages that were published here. */
  readonly heard: ReadonlySet<string>
  /** Throws everybody out and forgets everything. */
  stop(): Promise<void>
}

/** Starts a broker; port 0 is any free one. */
export const startBroker = async (port = 0): Promise<Broker> => {
  const broker = await Aedes.createBroker()
  const heard = new Set<string>()
  broker.on('publish', ({ payload }, client) => {
    if (client !== null) heard.add(idIn(payload))
  })
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    void broker.handle(socket)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the broker has no port')
  return {
    port: address.port,
    heard,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
      await new Promise<void>((resolve) => broker.close(() => resolve()))
    },
  }
}

/** The id of the message that a payload tells of; the empty text for any other payload. */
export const idIn = (payload: Buffer | string): string => {
  const told: unknown = JSON.parse(payload.toString())
  const id: unknown = typeof told === 'object' && told !== null ? Reflect.get(told, 'id') : undefined
  return typeof id === 'string' ? id : ''
}
