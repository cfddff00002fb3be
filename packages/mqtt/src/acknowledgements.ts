/** What a broker answers to a publication. */
export type Acknowledgement = 'puback' | 'pubrec' | 'pubcomp'

const byFirstByte: Readonly<Record<number, Acknowledgement>> = { 0x40: 'puback', 0x50: 'pubrec', 0x70: 'pubcomp' }

/** The reason code of what is larger than the broker takes. */
export const packetTooLarge = 0x95

/**
 * Reason codes that are taken: success, success but nobody listens, and too large, with which Mosquitto acknowledges, though the standard has
 * it not among those of an acknowledgement: to the client such a packet is damage.
 */
const taken = new Set([0x00, 0x10, packetTooLarge])

/** The longest of those that are taken has an id, a reason code, and that there are no properties. */
const mostBytes = 6

/**
 * Reads what comes from a broker, in pieces that are cut anywhere. `take` is told at once of each acknowledgement that says no more than that all is
 * well, or that it was too large; what is left of a piece is returned, byte for byte and in order: whatever else a broker says, refusals among it, and all that
 * comes after a length that is none. The beginning of a packet may be returned only with the next piece.
 */
export const createAcknowledgementReader = (
  take: (acknowledgement: Acknowledgement, messageId: number, code: number) => void,
): ((piece: Buffer) => Buffer) => {
  let begun: Buffer | null = null
  /** Bytes to come of a packet that is left. */
  let toLeave = 0
  return (piece) => {
    const bytes = begun === null ? piece : Buffer.concat([begun, piece])
    const left: Buffer[] = []
    let from = 0
    let at = Math.min(toLeave, bytes.length)
    toLeave -= at
    while (at < bytes.length) {
      const size = sizeOf(bytes, at)
      const kind = size <= mostBytes ? byFirstByte[bytes[at] ?? 0] : undefined
      const end = at + size
      if (size === unknown || (kind !== undefined && end > bytes.length)) break
      if (kind !== undefined && isTaken(bytes, at, size)) {
        if (from < at) left.push(bytes.subarray(from, at))
        take(kind, bytes.readUInt16BE(at + 2), codeOf(bytes, at, size))
        from = end
      }
      at = Math.min(end, bytes.length)
      toLeave = end - at
    }
    if (from < at) left.push(bytes.subarray(from, at))
    begun = at < bytes.length ? bytes.subarray(at) : null
    const [only] = left
    return only !== undefined && left.length === 1 ? only : Buffer.concat(left)
  }
}

/** The size of a packet whose length has not come to its end. */
const unknown = 0

/** How many bytes a packet takes; infinitely many when its length is none. */
const sizeOf = (bytes: Buffer, at: number): number => {
  let length = 0
  for (let digits = 1; digits <= 4; digits += 1) {
    const byte = bytes[at + digits]
    if (byte === undefined) return unknown
    length += (byte & 0x7f) << (7 * (digits - 1))
    if (byte < 0x80) return 1 + digits + length
  }
  return Infinity
}

/** Whether an acknowledgement of so many bytes has one of the codes that are taken, and nothing else. */
const isTaken = (bytes: Buffer, at: number, size: number): boolean => {
  if (bytes[at + 1] !== size - 2 || size < 4) return false
  return taken.has(codeOf(bytes, at, size)) && (size < 6 || bytes[at + 5] === 0)
}

const codeOf = (bytes: Buffer, at: number, size: number): number => (size > 4 ? (bytes[at + 4] ?? 0) : 0)
