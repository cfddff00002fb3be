import type { Store } from '@msg/core'
import type { MqttNotifierOptions, Topics } from '../src/index.ts'
import type { Entrance } from './broker.ts'

/** A topic for each change, so that what arrives says which one it was. */
export const topicsByChange: Topics = async function* byChange({ change }) {
  yield { topic: `/changes/${change.id.split(':')[1]}`, target: { type: 'user', id: 'bob' } }
}

/** The id of the change that a topic was for. */
export const changeOfTopic = (store: Store, topic: string): string => topic.replace('/changes/', `${store.meta.epoch}:`)

/** How a notifier reaches a broker of this machine. */
export const reachedBy = (entrance: Entrance, port: number): MqttNotifierOptions => ({
  host: '127.0.0.1',
  port,
  transport: entrance.by === 'websocket' ? 'websocket' : 'tcp',
  ...(entrance.by === 'tls' ? { secure: true, ca: entrance.cert } : {}),
})
