import { createMemoryStore } from '@msg/core/memory'
import { eventually, notifierConformance } from '@msg/testing'
import type { NotifierRig } from '@msg/testing'
import { describe } from 'vitest'
import { createMqttNotifier } from '../src/index.ts'
import type { MqttNotifier } from '../src/index.ts'
import type { Entrance } from './broker.ts'
import { listen } from './listener.ts'
import type { Listener } from './listener.ts'
import { mosquitto, prepareMosquitto } from './mosquitto.ts'
import { selfSigned } from './self-signed.ts'
import { changeOfTopic, reachedBy, topicsByChange } from './topics-by-change.ts'

/** A Mosquitto in a process of its own; who listens keeps their session, so that nothing it acknowledged goes unheard. */
const rigOn = async (entrance: Entrance): Promise<NotifierRig> => {
  const store = createMemoryStore()
  const broker = await prepareMosquitto(entrance)
  const startAndListen = async (): Promise<Listener> => {
    await broker.start()
    return listen({
      port: broker.plainPort,
      clientId: 'listener',
      clean: false,
      properties: { sessionExpiryInterval: 600 },
    })
  }
  const listener = await startAndListen().catch(async (error: unknown) => {
    await broker.close()
    throw error
  })
  const notifiers: MqttNotifier[] = []
  return {
    store,
    notifier() {
      const notifier = createMqttNotifier({ ...reachedBy(entrance, broker.port), topics: topicsByChange })
      notifiers.push(notifier)
      return notifier
    },
    received: () => listener.heard.map(({ topic }) => changeOfTopic(store, topic)),
    lose: () => broker.stop(),
    // Another test may have been given the port meanwhile.
    restore: () => eventually(broker.start),
    async close() {
      await Promise.all(notifiers.map(async (notifier) => notifier.close?.()))
      await listener.close()
      await broker.close()
    },
  }
}

// At the same time, for most of it is waiting: a broker and a store of its own has each.
describe.skipIf(mosquitto === null)('on Mosquitto', { concurrent: true }, () => {
  notifierConformance('Mosquitto over TCP', () => rigOn({ by: 'tcp' }))
  notifierConformance('Mosquitto over TLS', () => rigOn({ by: 'tls', ...selfSigned() }))
  notifierConformance('Mosquitto over WebSocket', () => rigOn({ by: 'websocket' }))
})
