import type { MqttClient, Packet } from 'mqtt'
import { createAcknowledgementReader, packetTooLarge } from './acknowledgements.ts'
import type { Acknowledgement } from './acknowledgements.ts'
import { publishPacket, releasePacket } from './packets.ts'
import type { Bytes, Publication } from './packets.ts'
import { createUnderWay } from './under-way.ts'
import type { Ending } from './under-way.ts'

/** The way of publications to the broker, on a connection that is there. */
export interface Outgoing {
  /**
   * Sends one; what is given is called once, later, when it has ended: at QoS 0 with 0 once it is written, at 1 and 2 as the broker
   * answers or with 0x95 where it is larger than the broker takes, and `lost` when the connection breaks. Returns what ends it as lost.
   */
  send(publication: Publication, ended: (ending: Ending) => void): () => void
}

/**
 * The packets of publications are made here, and all of one turn written as one: the client writes a dozen pieces for each and keeps a copy
 * of it to send again, while what is under way when a connection breaks is told again anyway. Acknowledgements are taken out of what comes;
 * other answers the client reads, and ignores: of publications it knows nothing.
 */
export const createOutgoing = (client: MqttClient): Outgoing => {
  const underWay = createUnderWay(client)
  const write = createWriter(client)
  const answered = (kind: Acknowledgement, messageId: number, code: number): void => {
    if (kind === 'pubrec' && code < firstFailure) write(releasePacket(messageId))
    else underWay.end(messageId, code)
  }
  client.on('packetreceive', (packet) => {
    const { cmd, messageId = 0 } = packet
    if (cmd === 'puback' || cmd === 'pubrec' || cmd === 'pubcomp') answered(cmd, messageId, reasonOf(packet))
  })
  takeAcknowledgements(client, answered)
  let largest = Infinity
  client.on('connect', ({ properties }) => (largest = properties?.maximumPacketSize ?? Infinity))
  return {
    send(publication, ended) {
      const messageId = underWay.begin(ended)
      const version = client.options.protocolVersion === 5 ? 5 : 4
      const packet = publishPacket(publication, { messageId, version })
      // The broker would hang up on it.
      if (packet.length > largest) process.nextTick(() => underWay.end(messageId, packetTooLarge))
      else if (publication.qos === 0) write(packet, () => underWay.end(messageId, 0))
      else write(packet)
      return () => underWay.end(messageId, 'lost')
    },
  }
}

/** Has the acknowledgements of each of the client's connections told here, and leaves it the rest of what comes. */
const takeAcknowledgements = (
  client: MqttClient,
  take: (kind: Acknowledgement, messageId: number, code: number) => void,
): void => {
  const divert = (): void => {
    const { stream } = client
    const read = createAcknowledgementReader(take)
    const push = stream.push.bind(stream)
    stream.push = (chunk: unknown, encoding) => {
      const left = Buffer.isBuffer(chunk) ? read(chunk) : chunk
      return (Buffer.isBuffer(left) && left.length === 0) || push(left, encoding)
    }
  }
  divert()
  client.on('packetsend', ({ cmd }) => {
    if (cmd === 'connect') divert()
  })
}

/** From it on reason codes say what went wrong. */
export const firstFailure = 0x80

const reasonOf = (packet: Packet): number => ('reasonCode' in packet ? (packet.reasonCode ?? 0) : 0)

/** Writes at the end of a turn what was given in it, and says so when it is on its way. What breaks with the connection is not. */
const createWriter = (client: MqttClient) => {
  let gathered: Bytes = ''
  let whenWritten: (() => void)[] = []
  const flush = (): void => {
    const [bytes, all] = [gathered, whenWritten]
    gathered = ''
    whenWritten = []
    if (!client.connected) return
    client.stream.write(Buffer.from(bytes, 'latin1'), (error) => {
      if (!error) for (const written of all) written()
    })
  }
  return (bytes: Bytes, written?: () => void): void => {
    if (gathered === '') process.nextTick(flush)
    gathered += bytes
    if (written !== undefined) whenWritten.push(written)
  }
}
