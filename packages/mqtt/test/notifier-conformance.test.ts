import { createMemoryStore } from '@msg/core/memory'
import { notifierConformance } from '@msg/testing'
import type { NotifierRig } from '@msg/testing'
import { createMqttNotifier } from '../src/index.ts'
import type { MqttNotifier, Topics } from '../src/index.ts'
import { startBroker } from './broker.ts'
import type { Entrance } from './broker.ts'
import { selfSigned } from './self-signed.ts'

/** A topic for each change, so that what arrives says which one it was. */
const topicsByChange: Topics = async function* byChange({ change }) {
  yield { topic: `/changes/${change.id.split(':')[1]}`, target: { type: 'user', id: 'bob' } }
}

/** A broker that notes what reaches it, and can be stopped and started on the same port. */
const rigWith = async (entrance: Entrance): Promise<NotifierRig> => {
  const received: string[] = []
  const store = createMemoryStore()
  const start = async (port: number) => {
    const broker = await startBroker(entrance, { port })
    broker.aedes.on('publish', (packet, client) => {
      if (client !== null) received.push(packet.topic.replace('/changes/', `${store.meta.epoch}:`))
    })
    return broker
  }
  let broker = await start(0)
  const { port } = broker
  const notifiers: MqttNotifier[] = []
  return {
    store,
    notifier() {
      const notifier = createMqttNotifier({
        host: '127.0.0.1',
        port,
        topics: topicsByChange,
        transport: entrance.by === 'websocket' ? 'websocket' : 'tcp',
        ...(entrance.by === 'tls' ? { secure: true, ca: entrance.cert } : {}),
      })
      notifiers.push(notifier)
      return notifier
    },
    received: () => received,
    lose: () => broker.stop(),
    async restore() {
      broker = await start(port)
    },
    async close() {
      await Promise.all(notifiers.map(async (notifier) => notifier.close?.()))
      await broker.stop()
    },
  }
}

notifierConformance('MQTT over TCP', () => rigWith({ by: 'tcp' }))
notifierConformance('MQTT over TLS', () => rigWith({ by: 'tls', ...selfSigned() }))
notifierConformance('MQTT over WebSocket', () => rigWith({ by: 'websocket' }))
