import { generate } from 'mqtt-packet'
import type { Packet } from 'mqtt-packet'
import { expect, test } from 'vitest'
import { createAcknowledgementReader } from '../src/acknowledgements.ts'

const bytesOf = (packet: Packet, protocolVersion = 5): Buffer => generate(packet, { protocolVersion })

/** What is taken of these pieces, and what is left. */
const reading = (pieces: readonly Buffer[]) => {
  const taken: unknown[] = []
  const read = createAcknowledgementReader((kind, messageId) => void taken.push([kind, messageId]))
  const left = Buffer.concat(pieces.map(read))
  return { taken, left: left.toString('hex') }
}

const ours: readonly Packet[] = [
  { cmd: 'puback', messageId: 1, reasonCode: 0 },
  { cmd: 'pubrec', messageId: 0x4002, reasonCode: 0x10 },
  { cmd: 'pubcomp', messageId: 65_535, reasonCode: 0 },
]

const others: readonly Packet[] = [
  { cmd: 'pingresp' },
  { cmd: 'puback', messageId: 4, reasonCode: 0x87 },
  { cmd: 'puback', messageId: 5, reasonCode: 0, properties: { reasonString: 'fine' } },
  {
    cmd: 'publish',
    topic: 'to/us',
    payload: Buffer.from('40020001'.repeat(64), 'hex'),
    qos: 0,
    dup: false,
    retain: false,
  },
  { cmd: 'disconnect', reasonCode: 0x8b },
]

const connack = bytesOf({ cmd: 'connack', reasonCode: 0, sessionPresent: false })
const stream = Buffer.concat([
  connack,
  ...others.flatMap((other) => [bytesOf(other), ...ours.map((packet) => bytesOf(packet))]),
])
const expected = {
  taken: others.flatMap(() => ours.map(({ cmd, messageId }) => [cmd, messageId])),
  left: Buffer.concat([connack, ...others.map((other) => bytesOf(other))]).toString('hex'),
}

test('acknowledgements among whatever else a broker says are taken, and nothing else', () => {
  expect(reading([stream])).toEqual(expected)
})

test('wherever what comes is cut, it reads the same', () => {
  for (let cut = 0; cut <= stream.length; cut += 1)
    expect(reading([stream.subarray(0, cut), stream.subarray(cut)])).toEqual(expected)
  for (const size of [1, 2, 3, 5, 7])
    expect(
      reading(
        Array.from({ length: Math.ceil(stream.length / size) }, (_, at) => stream.subarray(at * size, (at + 1) * size)),
      ),
    ).toEqual(expected)
})

test.each(['40020007', '4003000700', '4003000710', '400400070000'])(
  'that all is well may be said as %s',
  (said: string) => {
    expect(reading([Buffer.from(said, 'hex')])).toEqual({ taken: [['puback', 7]], left: '' })
  },
)

test.each(['4003000795', '400400079500'])('that a message is too large may be said as %s', (said: string) => {
  const taken: unknown[] = []
  const left = createAcknowledgementReader((...told) => void taken.push(told))(Buffer.from(said, 'hex'))
  expect({ taken, left: left.length }).toEqual({ taken: [['puback', 7, 0x95]], left: 0 })
})

test.each([
  ['4003000787', 'a refusal'],
  ['400400078700', 'a refusal that says it has no properties'],
  ['4003000701', 'a reason that is none'],
  ['4000', 'an acknowledgement of nothing'],
  ['400107', 'one of half an id'],
  ['4082000007', 'a length that is longer than it need be'],
  ['41020007', 'flags that are none'],
  ['62020007', 'a PUBREL'],
])('%s, %s, is left', (said) => {
  const next = '40020008'
  expect(reading([Buffer.from(said + next, 'hex')])).toEqual({ taken: [['puback', 8]], left: said })
})

test('after a length that is none everything is left', () => {
  const said = Buffer.from('40ffffffff400200074002', 'hex')
  const more = Buffer.from('0008', 'hex')
  expect(reading([said, more])).toEqual({ taken: [], left: Buffer.concat([said, more]).toString('hex') })
})
