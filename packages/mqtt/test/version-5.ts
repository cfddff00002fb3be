import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
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

/** How it differs from others. */
export interface Version5Options {
  /** With which reason code it answers who connects. Default 0. */
  readonly welcome?: number
  /** By which reason code it acknowledges a topic. Default 0. */
  readonly answer?: (topic: string) => number
  /** How many it takes at once. */
  readonly receiveMaximum?: number
  /** The highest QoS it takes, and whether it keeps messages. */
  readonly maximumQoS?: 0 | 1
  readonly retainAvailable?: boolean
  /** How many bytes of a packet it takes. It hangs up on a larger one. */
  readonly maximumPacketSize?: number
  /** Whether it sends nothing more before it hears from who got what it sent last, as where Nagle's algorithm is at work. */
  readonly holdsBack?: boolean
  /** What it does once, instead of acknowledging its first message. */
  readonly outburst?: (socket: Socket) => void
  /** Is given what acknowledges a message. Default: does it at once. */
  readonly hold?: (acknowledge: () => void) => void
}

/** Starts one. */
export const startVersion5 = async (options: Version5Options = {}): Promise<Version5> => {
  const {
    answer = () => 0,
    receiveMaximum,
    welcome = 0,
    holdsBack = false,
    hold = (acknowledge) => acknowledge(),
  } = options
  const published: IPublishPacket[] = []
  const { maximumQoS, retainAvailable, maximumPacketSize } = options
  const properties = {
    ...(receiveMaximum === undefined ? {} : { receiveMaximum }),
    ...(maximumQoS === undefined ? {} : { maximumQoS }),
    ...(retainAvailable === undefined ? {} : { retainAvailable }),
    ...(maximumPacketSize === undefined ? {} : { maximumPacketSize }),
  }
  let [acknowledged, mostAtOnce] = [0, 0]
  let { outburst } = options
  const server = createServer((socket) => {
    const held: Packet[] = []
    let unconfirmed = false
    const write = (packet: Packet): void => void socket.write(generate(packet, { protocolVersion: 5 }))
    const reply = (packet: Packet): void => {
      if (holdsBack && unconfirmed) {
        held.push(packet)
        return
      }
      unconfirmed = true
      write(packet)
    }
    const reading = parser({ protocolVersion: 5 })
    reading.on('packet', (packet: Packet) => {
      if (packet.cmd === 'connect') reply({ cmd: 'connack', reasonCode: welcome, sessionPresent: false, properties })
      if (packet.cmd === 'pingreq') reply({ cmd: 'pingresp' })
      if (packet.cmd === 'pubrel') reply({ cmd: 'pubcomp', messageId: packet.messageId ?? 0, reasonCode: 0 })
      if (packet.cmd !== 'publish') return
      const { qos, messageId, topic } = packet
      if (generate(packet, { protocolVersion: 5 }).length > (maximumPacketSize ?? Infinity)) {
        socket.destroy()
        return
      }
      published.push(packet)
      if (outburst !== undefined) {
        outburst(socket)
        outburst = undefined
        return
      }
      mostAtOnce = Math.max(mostAtOnce, published.length - acknowledged)
      if (qos === 0 || messageId === undefined) return
      // Later, so that whatever else is on its way has come by then.
      setImmediate(() =>
        hold(() => {
          acknowledged += 1
          reply({ cmd: qos === 1 ? 'puback' : 'pubrec', messageId, reasonCode: answer(topic) })
        }),
      )
    })
    socket.on('data', (chunk: Buffer) => {
      unconfirmed = held.length > 0
      for (const packet of held.splice(0)) write(packet)
      reading.parse(chunk)
    })
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
