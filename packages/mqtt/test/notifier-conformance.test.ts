import { createMemoryStore } from '@msg/core/memory'
import { eventually, notifierConformance } from '@msg/testing'
import type { NotifierRig } from '@msg/testing'
import { describe } from 'vitest'
import { createMqttNotifier } from '../src/index.ts'
import type { MqttNotifier } from '../src/index.ts'
import { startBroker } from './broker.ts'
import type { Entrance } from './broker.ts'
import { selfSigned } from './self-signed.ts'
import { changeOfTopic, reachedBy, topicsByChange } from './topics-by-change.ts'

/** A broker that notes what reaches it, and can be stopped and started on the same port. */
const rigWith = async (entrance: Entrance): Promise<NotifierRig> => {
  const received: string[] = []
  const store = createMemoryStore()
  const start = async (port: number) => {
    const broker = await startBroker(entrance, { port })
    broker.aedes.on('publish', (packet, client) => {
      if (client !== null) received.push(changeOfTopic(store, packet.topic))
    })
    return broker
  }
  let broker = await start(0)
  const { port } = broker
  const notifiers: MqttNotifier[] = []
  return {
    store,
    notifier() {
      const notifier = createMqttNotifier({ ...reachedBy(entrance, port), topics: topicsByChange })
      notifiers.push(notifier)
      return notifier
    },
    received: () => received,
    lose: () => broker.stop(),
    async restore() {
      // Another test may have been given the port meanwhile.
      broker = await eventually(() => start(port))
    },
    async close() {
      await Promise.all(notifiers.map(async (notifier) => notifier.close?.()))
      await broker.stop()
    },
  }
}

// At the same time, for most of it is waiting: a broker and a store of its own has each.
describe('on a broker of ours', { concurrent: true }, () => {
  notifierConformance('MQTT over TCP', () => rigWith({ by: 'tcp' }))
  notifierConformance('MQTT over TLS', () => rigWith({ by: 'tls', ...selfSigned() }))
  notifierConformance('MQTT over WebSocket', () => rigWith({ by: 'websocket' }))
})
