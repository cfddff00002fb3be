// A server as an application would run it, in a process of its own: who started it asks it for its CPU and its memory.
import { createMessaging } from '@msg/core'
import type { Store } from '@msg/core'
import { openPglite, openPostgres } from '@msg/drizzle'
import { mountMessaging } from '@msg/hono'
import { serveNode, upgradeWebSocket } from '@msg/hono/node'
import { createMqttNotifier } from '@msg/mqtt'
import { Hono } from 'hono'

const [, , url = '', schema = 'msg', mqttPort] = process.argv

const openStore = (): Promise<Store> => (url === '' ? openPglite() : openPostgres({ url, schema }))

const authenticate = ({ headers }: Request) => {
  const [scheme, userId = ''] = (headers.get('authorization') ?? '').split(' ')
  return scheme === 'Bench' ? { userId } : null
}

const notifiers = mqttPort === undefined ? [] : [createMqttNotifier({ host: '127.0.0.1', port: Number(mqttPort) })]
const messaging = createMessaging({ store: await openStore(), notifiers })
const app = new Hono()
app.route('/chat', mountMessaging(messaging, { authenticate, upgradeWebSocket }))
const server = await serveNode(app, { port: 0, linger: 0 })

process.on('message', (message) => {
  if (message === 'usage' || message === 'memory') {
    if (message === 'memory') globalThis.gc?.()
    const { user, system } = process.cpuUsage()
    process.send?.({ cpu: user + system, rss: process.memoryUsage().rss })
  }
})
process.on('disconnect', () => {
  void server.close().then(() => messaging.close())
})
process.send?.({ port: server.port })
