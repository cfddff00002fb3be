import { createMessaging } from '@msg/core'
import { mountMessaging, type Authenticate } from '@msg/hono'
import { serveNode, upgradeWebSocket } from '@msg/hono/node'
import { Hono } from 'hono'

export const start = async (port: number, authenticate: Authenticate) => {
  const messaging = createMessaging()
  const site = new Hono()
  site.route('/chat', mountMessaging(messaging, { authenticate, upgradeWebSocket }))
  site.get('/', (context) => context.text('the rest of the site'))
  const server = await serveNode(site, { port })
  const stop = async () => {
    await server.close()
    await messaging.close()
  }
  return { url: server.url, stop }
}
