import { once } from 'node:events'
import { createServer } from 'node:net'
import { generate, parser } from 'mqtt-packet'
import type { IPublishPacket, Packet } from 'mqtt-packet'

/** As much of a broker of MQTT 5 as a publisher notices: it notes what comes and answers as it is told. */
export interface Version5 {
  readonly port: number
  readonly published: readonly IPublishPacket[]
  /** How many were on their way at the same time, at most. */
  readonly mostAtOnce: () => number
  close(): Promise<void>
}

/** Starts one; `answer` says by which reason code it acknowledges a topic, `receiveMaximum` how many it takes at once. */
export const startVersion5 = async (
  answer: (topic: string) => number = () => 0,
  receiveMaximum?: number,
): Promise<Version5> => {
  const published: IPublishPacket[] = []
  const properties = receiveMaximum === undefined ? {} : { receiveMaximum }
  let [acknowledged, mostAtOnce] = [0, 0]
  const server = createServer((socket) => {
    const reply = (packet: Packet): void => void socket.write(generate(packet, { protocolVersion: 5 }))
    const reading = parser({ protocolVersion: 5 })
    reading.on('packet', (packet: Packet) => {
      if (packet.cmd === 'connect') reply({ cmd: 'connack', reasonCode: 0, sessionPresent: false, properties })
      if (packet.cmd !== 'publish') return
      const { qos, messageId, topic } = packet
      published.push(packet)
      mostAtOnce = Math.max(mostAtOnce, published.length - acknowledged)
      if (qos === 0 || messageId === undefined) return
      // Later, so that whatever else is on its way has come by then.
      setImmediate(() => {
        acknowledged += 1
        reply({ cmd: 'puback', messageId, reasonCode: answer(topic) })
      })
    })
    socket.on('data', (chunk: Buffer) => void reading.parse(chunk))
    socket.on('error', () => {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the broker has no port')
  return {
    port: address.port,
    published,
    mostAtOnce: () => mostAtOnce,
    async close() {
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
}
