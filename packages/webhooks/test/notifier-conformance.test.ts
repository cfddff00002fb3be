import { createMemoryStore } from '@msg/core/memory'
import { notifierConformance } from '@msg/testing'
import { createWebhookNotifier } from '../src/index.ts'
import { startReceiver } from './receiver.ts'
import { secretOf } from './secrets.ts'

notifierConformance('a webhook', async () => {
  const received: string[] = []
  const start = (port: number) =>
    startReceiver((response, { headers }) => {
      received.push(String(headers['webhook-id']))
      response.end()
    }, port)
  let receiver = await start(0)
  const { url, port } = receiver
  return {
    store: createMemoryStore(),
    notifier: () => createWebhookNotifier({ url, secrets: [secretOf('a')], allowPrivateAddresses: true }),
    received: () => received,
    lose: () => receiver.stop(),
    async restore() {
      receiver = await start(port)
    },
    close: () => receiver.stop(),
  }
})
