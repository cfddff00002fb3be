import { once } from 'node:events'
import { createServer } from 'node:http'
import { createMessaging } from '@msg/core'
import { mountMessaging, type Authenticate } from '@msg/hono'
import { attachNode, upgradeWebSocket } from '@msg/hono/node'
import express from 'express'

export const start = async (port: number, authenticate: Authenticate) => {
  const messaging = createMessaging()
  const app = express()
  app.use(express.json())
  app.get('/', (_request, response) => void response.send('the rest of the site'))
  const server = createServer(app)
  const chat = attachNode(server, '/chat', mountMessaging(messaging, { authenticate, upgradeWebSocket }))
  server.listen(port)
  await once(server, 'listening')
  const stop = async () => {
    chat.close()
    server.close()
    await once(server, 'close')
    await messaging.close()
  }
  return { server, stop }
}
