import { toHex } from './encoding.ts'

/** A person of the host application: any well-formed text of 1 to 255 characters without control characters. */
export type UserId = string

/** Who acts where it is the host application itself. */
export const hostActor: UserId = 'service:host'

/** The actor that is a named service. */
export const serviceActor = (name: string): UserId => `service:${name}`

/** Whether an actor is a named service of the host and no person: those have no profile. */
export const isService = (actor: UserId): boolean => actor.startsWith('service:')

const erased = 'erased:'

/** The id that takes the place of an erased user's, everywhere: no directory knows it, and nothing leads back from it. */
export const erasedId = (random: string): UserId => `${erased}${random}`

/** Whether an id stands for somebody who was erased. Nobody acts under such an id. */
export const isErased = (userId: UserId): boolean => userId.startsWith(erased)

/** A conversation's id: a lower-case UUID, version 7, or 8 where derived (a direct's id is derived from its pair). */
export type ConversationId = string

/** A message's id: a lower-case UUID, version 7, or 8 where derived. Made by the sender, it makes the send retry-safe. */
export type MessageId = string

/** A point in time: ISO 8601 in UTC with milliseconds, `2026-11-20T09:04:44.123Z`. */
export type Timestamp = string

const canonical = /^[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const timestamp = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** Whether a value is an id as @msg makes them: a lower-case canonical UUID of version 7 or 8. */
export const isId = (value: unknown): value is string => typeof value === 'string' && canonical.test(value)

/** Whether a value is a point in time as @msg writes it. */
export const isTimestamp = (value: unknown): value is Timestamp =>
  typeof value === 'string' && timestamp.test(value) && isRealDate(value)

/** The thirtieth of February parses, as another day. */
const isRealDate = (text: string): boolean => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text

const asUuid = (bytes: Uint8Array, version: 7 | 8): string => {
  const copy = bytes.slice(0, 16)
  copy[6] = ((copy[6] ?? 0) & 0x0f) | (version << 4)
  copy[8] = ((copy[8] ?? 0) & 0x3f) | 0x80
  const text = toHex(copy)
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-')
}

/** A UUIDv7 (RFC 9562) from milliseconds since 1970 and ten random bytes. */
export const uuidFromTime = (milliseconds: number, random: Uint8Array): string => {
  const bytes = new Uint8Array(16)
  let rest = milliseconds
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = rest % 256
    rest = Math.floor(rest / 256)
  }
  bytes.set(random.subarray(0, 10), 6)
  return asUuid(bytes, 7)
}

/** A UUIDv8 (RFC 9562) from a digest of at least 16 bytes. */
export const uuidFromDigest = (digest: Uint8Array): string => asUuid(digest, 8)
