import { connectAsync } from 'mqtt'
import type { IClientOptions, MqttClient } from 'mqtt'

/** A message as a subscriber got it. */
export interface Heard {
  readonly topic: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly qos: number
  readonly retain: boolean
  /** The user property that names the change. */
  readonly msgId: unknown
}

/** Somebody who subscribes, to everything unless told otherwise. */
export interface Listener {
  readonly heard: readonly Heard[]
  readonly client: MqttClient
  close(): Promise<void>
}

/** Connects and subscribes. */
export const listen = async (options: IClientOptions, topic = '#'): Promise<Listener> => {
  const heard: Heard[] = []
  const client = await connectAsync({ host: '127.0.0.1', protocolVersion: 5, reconnectPeriod: 20, ...options })
  client.on('error', () => {})
  client.on('message', (from, payload, packet) => {
    const parsed: unknown = JSON.parse(payload.toString())
    const fields = typeof parsed === 'object' && parsed !== null ? Object.fromEntries(Object.entries(parsed)) : {}
    const { qos, retain, properties } = packet
    heard.push({ topic: from, payload: fields, qos, retain, msgId: properties?.userProperties?.['msg-id'] })
  })
  await client.subscribeAsync(topic, { qos: 2 })
  return { heard, client, close: () => client.endAsync(true) }
}
