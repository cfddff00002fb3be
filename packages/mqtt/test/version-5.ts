import { once } from 'node:events'
import { createServer } from 'node:net'
import { generate, parser } from 'mqtt-packet'
import type { IPublishPacket, Packet } from 'mqtt-packet'

/** As much of a broker of MQTT 5 as a publisher notices: it notes what comes and answers as it is told. */
export interface Version5 {
  readonly port: number
  readonly published: readonly IPublishPacket[]
  close(): Promise<void>
}

/** Starts one; `answer` says by which reason code it acknowledges a topic. */
export const startVersion5 = async (answer: (topic: string) => number = () => 0): Promise<Version5> => {
  const published: IPublishPacket[] = []
  const server = createServer((socket) => {
    const reply = (packet: Packet): void => void socket.write(generate(packet, { protocolVersion: 5 }))
    const reading = parser({ protocolVersion: 5 })
    reading.on('packet', (packet: Packet) => {
      if (packet.cmd === 'connect') reply({ cmd: 'connack', reasonCode: 0, sessionPresent: false })
      if (packet.cmd !== 'publish') return
      published.push(packet)
      if (packet.qos > 0 && packet.messageId !== undefined)
        reply({ cmd: 'puback', messageId: packet.messageId, reasonCode: answer(packet.topic) })
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
    async close() {
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
}
