import { createMessaging } from '@msg/core'
import { createMqttNotifier } from '@msg/mqtt'
import { connectAsync } from 'mqtt'
import { expect, test } from 'vitest'
import { brokerFrom } from './addresses.ts'
import { targets } from './articles.ts'
import { startBroker } from './broker.ts'
import { directory } from './people.ts'

test('everybody hears on the broker that MQTT_URL names what is written to them, and nothing else', async () => {
  await using broker = await startBroker(targets)
  const { host, port, username, password } = broker.address
  const named = brokerFrom(`mqtt://${username}:${password}@${host}:${port}`)
  const mqtt = createMqttNotifier(named ?? broker.address)
  await using messaging = createMessaging({ directory, targets, notifiers: [mqtt] })
  const heard: string[] = []
  const subscriber = async (person: string) => {
    const client = await connectAsync({ host, port, protocolVersion: 4, username: person, password: 'x' })
    client.on('message', (topic, payload) => heard.push(`${person} ${topic} ${payload.toString()}`))
    return client
  }
  const [bob, carol] = [await subscriber('bob'), await subscriber('carol')]
  await bob.subscribeAsync('/msg/user/bob/messages/publish')
  await carol.subscribeAsync('/msg/user/#').catch(() => null)
  await messaging.as('alice').messages.sendToUsers({ userIds: ['bob'], body: 'hello' })
  await expect.poll(() => heard).toHaveLength(1)
  expect(heard[0]).toMatch(/^bob \/msg\/user\/bob\/messages\/publish .*"message":"hello"/)
  await expect(connectAsync({ host, port, protocolVersion: 4, username, password: 'x' })).rejects.toThrow(
    'Connection refused',
  )
  await bob.endAsync(true)
  await carol.endAsync(true)
})
