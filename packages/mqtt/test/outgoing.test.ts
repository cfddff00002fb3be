import { silentLogger } from '@msg/core'
import { afterEach, expect, test } from 'vitest'
import { openConnection } from '../src/connection.ts'
import type { Connection } from '../src/connection.ts'
import type { Ending } from '../src/under-way.ts'
import { startBroker } from './broker.ts'
import type { Entrance } from './broker.ts'
import { selfSigned } from './self-signed.ts'
import { reachedBy } from './topics-by-change.ts'
import { startVersion5 } from './version-5.ts'

/** Ends what a test began, the last first. */
const endings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

/** A connection, and what the client reads itself of what comes. */
const connected = async (options: Parameters<typeof openConnection>[0]) => {
  const connection = openConnection(options, silentLogger())
  endings.push(() => connection.client.endAsync(true))
  const read: string[] = []
  connection.client.on('packetreceive', ({ cmd }) => void read.push(cmd))
  await expect.poll(() => connection.counts().connected).toBe(true)
  return { ...connection, read }
}

const send = ({ outgoing }: Pick<Connection, 'outgoing'>, qos: 1 | 2, topic = 'to/bob'): Promise<Ending> =>
  new Promise((ended) => outgoing.send({ topic, payload: '{}', qos, retain: false, changeId: 'epoch:7' }, ended))

const entrances: readonly Entrance[] = [{ by: 'tcp' }, { by: 'tls', ...selfSigned() }, { by: 'websocket' }]

test.each(entrances)('the client reads no acknowledgements, on one connection or the next: $by', async (entrance) => {
  const broker = await startBroker(entrance)
  endings.push(() => broker.stop())
  const connection = await connected(reachedBy(entrance, broker.port))
  for (const connections of [1, 2]) {
    await expect.poll(connection.counts).toMatchObject({ connected: true, connections })
    expect(await Promise.all(([1, 2, 1, 2] as const).map((qos) => send(connection, qos)))).toEqual([0, 0, 0, 0])
    connection.client.stream.destroy()
  }
  expect(connection.read.filter((cmd) => cmd.startsWith('pub'))).toEqual([])
})

test('it reads refusals, and answers to what it asks itself', async () => {
  const { port, close } = await startVersion5({ answer: () => 0x87 })
  endings.push(close)
  const connection = await connected({ host: '127.0.0.1', port })
  expect(await Promise.all([send(connection, 1), send(connection, 2)])).toEqual([0x87, 0x87])
  expect(connection.read).toEqual(expect.arrayContaining(['connack', 'puback', 'pubrec']))
  connection.client.sendPing()
  await expect.poll(() => connection.read).toContain('pingresp')
})
