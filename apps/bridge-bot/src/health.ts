import { once } from 'node:events'
import { createServer } from 'node:http'
import type { LinkStatus } from '@msg/bridge'

/** The health endpoint. */
export interface Health {
  readonly port: number
  close(): Promise<void>
}

/** Answers `GET /health` on loopback: 200 while every link runs here or in another process, else 503. */
export const serveHealth = async (port: number, links: () => readonly LinkStatus[]): Promise<Health> => {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/health') {
      response.writeHead(404).end()
      return
    }
    const now = links()
    const well = now.every(({ state }) => state === 'running' || state === 'standing by')
    response.writeHead(well ? 200 : 503, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ status: well ? 'ok' : 'failing', links: now }))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
