import { parser } from 'mqtt-packet'
import type { Packet } from 'mqtt-packet'
import { expect, test } from 'vitest'
import { publishPacket, releasePacket } from '../src/packets.ts'
import type { Bytes, Publication } from '../src/packets.ts'

const read = (version: 4 | 5, bytes: Bytes): readonly Packet[] => {
  const packets: Packet[] = []
  const reading = parser({ protocolVersion: version })
  reading.on('packet', (packet: Packet) => void packets.push(packet))
  reading.on('error', (error: Error) => expect.unreachable(error.message))
  expect(reading.parse(Buffer.from(bytes, 'latin1'))).toBe(0)
  return packets
}

const publication = (said: Partial<Publication> = {}): Publication => ({
  topic: '/msg/user/bob/messages/publish',
  payload: '{"message":"hello"}',
  qos: 1,
  retain: false,
  changeId: 'epoch:7',
  ...said,
})

test.each([0, 1, 2] as const)('a publication of QoS %i reads as it was meant, by either version', (qos) => {
  for (const retain of [false, true]) {
    const meant = publication({ qos, retain })
    const [by5, by4] = ([5, 4] as const).map((version) =>
      read(version, publishPacket(meant, { messageId: 65_535, version })),
    )
    const { topic } = meant
    const id = qos === 0 ? {} : { messageId: 65_535 }
    const expected = { cmd: 'publish', topic, payload: Buffer.from(meant.payload), qos, retain, dup: false, ...id }
    const properties = { contentType: 'application/json', userProperties: { 'msg-id': 'epoch:7' } }
    expect(by5).toMatchObject([{ ...expected, properties }])
    expect(by4).toMatchObject([expected])
    expect(by4?.[0]).not.toHaveProperty('properties')
  }
})

test('texts in any script, and of any length, are read as they were written', () => {
  const texts = [
    '',
    'žluťoučký kůň',
    '你好',
    '👋🏽',
    'ÿ\u0080\u0000',
    ...[100, 127, 128, 16_383, 16_384, 2_097_152].map((n) => 'x'.repeat(n)),
  ]
  for (const payload of texts) {
    const meant = publication({ payload, topic: '/žluťoučký/你好', changeId: '時代:7' })
    const [packet] = read(5, publishPacket(meant, { messageId: 256, version: 5 }))
    expect(packet).toMatchObject({
      topic: meant.topic,
      messageId: 256,
      properties: { userProperties: { 'msg-id': meant.changeId } },
    })
    expect(packet?.cmd === 'publish' && packet.payload.toString() === payload).toBe(true)
  }
})

test('packets one after the other are as many', () => {
  const packets = [1, 300, 65_535].map((messageId) => publishPacket(publication(), { messageId, version: 5 }))
  const all = read(5, packets.join('') + releasePacket(300))
  expect(all.map(({ cmd, messageId }) => [cmd, messageId])).toEqual([
    ['publish', 1],
    ['publish', 300],
    ['publish', 65_535],
    ['pubrel', 300],
  ])
})
