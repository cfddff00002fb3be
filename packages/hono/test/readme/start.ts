import { createMessaging } from '@msg/core'
import { mountMessaging } from '@msg/hono'
import { serveNode, upgradeWebSocket } from '@msg/hono/node'
import { Hono } from 'hono'

export const start = async (port: number) => {
  const messaging = createMessaging()
  const app = new Hono()
  // Who is asking? Your own session or token check goes here.
  const authenticate = (request: Request) => {
    const token = request.headers.get('authorization')?.replace('Bearer ', '')
    return token === undefined ? null : { userId: token }
  }
  app.route('/chat', mountMessaging(messaging, { authenticate, upgradeWebSocket }))
  const server = await serveNode(app, { port })
  const stop = async () => {
    await server.close()
    await messaging.close()
  }
  return { url: server.url, stop }
}
