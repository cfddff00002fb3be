/** Bytes as a string, each of them a character from U+0000 to U+00FF: strings are joined at next to no cost, and written as one. */
export type Bytes = string

/** One message for the broker. */
export interface Publication {
  readonly topic: string
  readonly payload: string
  readonly qos: 0 | 1 | 2
  readonly retain: boolean
  /** The id of the change, which goes along as the user property `msg-id` where the broker speaks MQTT 5. */
  readonly changeId: string
}

/** What the packet of a publication needs beside it. */
export interface PacketParts {
  /** 1 to 65535; at QoS 0 it is left out. */
  readonly messageId: number
  readonly version: 4 | 5
}

/** The packet PUBLISH. */
export const publishPacket = (publication: Publication, { messageId, version }: PacketParts): Bytes => {
  const { topic, payload, qos, retain, changeId } = publication
  const id = qos === 0 ? '' : twoBytes(messageId)
  const properties = version === 5 ? propertiesOf(changeId) : ''
  const rest = withLength(topic) + id + properties + utf8(payload)
  return String.fromCharCode(0x30 | (qos << 1) | (retain ? 1 : 0)) + variable(rest.length) + rest
}

/** The packet PUBREL, with which a publication of QoS 2 goes on once the broker has it. */
export const releasePacket = (messageId: number): Bytes => `\x62\x02${twoBytes(messageId)}`

const contentType = '\x03\x00\x10application/json'
const userProperty = '\x26\x00\x06msg-id'

const propertiesOf = (changeId: string): Bytes => {
  const properties = contentType + userProperty + withLength(changeId)
  return variable(properties.length) + properties
}

const utf8 = (text: string): Bytes =>
  Buffer.byteLength(text) === text.length ? text : Buffer.from(text).toString('latin1')

const withLength = (text: string): Bytes => {
  const bytes = utf8(text)
  return twoBytes(bytes.length) + bytes
}

const twoBytes = (number: number): Bytes => String.fromCharCode(number >> 8, number & 0xff)

/** Seven bits a byte, the lowest first; the eighth says that there is more. */
const variable = (number: number): Bytes =>
  number < 0x80 ? String.fromCharCode(number) : String.fromCharCode((number & 0x7f) | 0x80) + variable(number >> 7)
