import { createClient } from '@msg/client'
import type { Client, ClientOptions } from '@msg/client'
import { createMessaging } from '@msg/core'
import type { Messaging, MessagingOptions } from '@msg/core'
import { mountMessaging } from '@msg/hono'
import { serveNode, upgradeWebSocket } from '@msg/hono/node'
import type { ServeOptions } from '@msg/hono/node'
import { Hono } from 'hono'

/** A messaging on a server of its own in this process, and clients for it. */
export interface Served {
  readonly messaging: Messaging
  readonly port: number
  /** A client of a user; over another address where one is given. */
  client(userId: string, options?: Partial<ClientOptions>): Promise<Client>
  close(): Promise<void>
}

/** Serves a messaging, by default where it stops at once; whoever asks is believed to be who they say. */
export const serve = async (
  options: MessagingOptions = {},
  where: ServeOptions = { port: 0, linger: 0 },
): Promise<Served> => {
  const messaging = createMessaging(options)
  const app = new Hono()
  app.route('/chat', mountMessaging(messaging, { authenticate, upgradeWebSocket }))
  // As a host's own back office would.
  app.post('/revoke/:userId', async ({ req, body }) => {
    await messaging.revoke({ userId: req.param('userId') })
    return body(null, 204)
  })
  const server = await serveNode(app, where)
  const clients: Client[] = []
  return {
    messaging,
    port: server.port,
    async client(userId, more) {
      const client = await connect(server.url, userId, more)
      clients.push(client)
      return client
    },
    async close() {
      for (const client of clients) client.close()
      await server.close()
      await messaging.close()
    },
  }
}

/** A client of a user at a server's address. */
export const connect = (url: string, userId: string, options: Partial<ClientOptions> = {}): Promise<Client> =>
  createClient({ url: `${url}/chat`, headers: { authorization: `Demo ${userId}` }, ...options })

const authenticate = ({ headers }: Request) => {
  const [scheme, userId = ''] = (headers.get('authorization') ?? '').split(' ')
  return scheme === 'Demo' ? { userId } : null
}
