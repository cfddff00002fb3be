import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'

/** A request as a receiver got it. */
export interface Delivery {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A web server that notes what it gets, and answers as it is told. */
export interface Receiver {
  readonly url: string
  readonly port: number
  readonly deliveries: readonly Delivery[]
  /** Throws everybody out and listens no more. */
  stop(): Promise<void>
}

/** Starts one on this host; a `port` of 0 takes any free one. */
export const startReceiver = async (
  answer: (response: ServerResponse, delivery: Delivery) => void = (response) => void response.end(),
  port = 0,
): Promise<Receiver> => {
  const deliveries: Delivery[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('error', () => {})
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const delivery = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() }
      deliveries.push(delivery)
      answer(response, delivery)
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port')
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    port: address.port,
    deliveries,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
