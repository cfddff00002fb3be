// A server as an application would run it, in a process of its own: who started it asks it for its CPU and its memory.
import { createMessaging } from '@msg/core'
import type { CommitItem, Store } from '@msg/core'
import { openPglite, openPostgres } from '@msg/drizzle'
import { mountMessaging } from '@msg/hono'
import { serveNode, upgradeWebSocket } from '@msg/hono/node'
import { createMqttNotifier } from '@msg/mqtt'
import { Hono } from 'hono'
import { connect } from 'mqtt'

const [, , url = '', schema = 'msg', mqttPort, how] = process.argv

const openStore = (): Promise<Store> => (url === '' ? openPglite() : openPostgres({ url, schema }))

/** A store that publishes what was committed, and waits for nothing: no notifier could do less. */
const publishing = (store: Store, port: number): Store => {
  const client = connect({ host: '127.0.0.1', port })
  const publish = (item: CommitItem): void => {
    for (const change of item.changes)
      if (change.type === 'message.sent') client.publish('bare', JSON.stringify(change), { qos: 1 })
  }
  return {
    ...store,
    async commit(items) {
      const outcomes = await store.commit(items)
      for (const [index, item] of items.entries()) if (outcomes[index]?.status === 'committed') publish(item)
      return outcomes
    },
    async close() {
      await store.close()
      await client.endAsync(true)
    },
  }
}

const authenticate = ({ headers }: Request) => {
  const [scheme, userId = ''] = (headers.get('authorization') ?? '').split(' ')
  return scheme === 'Bench' ? { userId } : null
}

const port = Number(mqttPort)
const isBare = how === 'bare'
const notifiers = mqttPort === undefined || isBare ? [] : [createMqttNotifier({ host: '127.0.0.1', port })]
const store = await openStore()
const messaging = createMessaging({ store: isBare ? publishing(store, port) : store, notifiers })
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
