import { createMessaging } from '@msg/core'
import { mountMessaging, type Authenticate } from '@msg/hono'
import { attachNode, upgradeWebSocket } from '@msg/hono/node'
import fastify from 'fastify'

export const start = async (port: number, authenticate: Authenticate) => {
  const messaging = createMessaging()
  const app = fastify()
  app.get('/', async () => 'the rest of the site')
  await app.ready()
  const chat = attachNode(app.server, '/chat', mountMessaging(messaging, { authenticate, upgradeWebSocket }))
  app.addHook('preClose', async () => chat.close())
  app.addHook('onClose', async () => messaging.close())
  await app.listen({ port })
  return app
}
