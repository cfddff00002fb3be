import type { EventFields, MessageFields, PlainEvent, ProtocolEvent } from './event.ts'
import { isObject, toInteger, toText, type JsonObject } from './json.ts'

const PLAIN: Readonly<Record<number, PlainEvent['type']>> = {
  7: 'internal',
  11: 'file-added',
  12: 'moderator-flagged',
  13: 'settings-changed',
  14: 'global-notice',
  21: 'time-break',
  22: 'ticker',
  23: 'internal',
  24: 'internal',
  25: 'internal',
  26: 'internal',
  27: 'internal',
  28: 'internal',
  29: 'user-suspended',
  30: 'users-merged',
  31: 'internal',
  32: 'internal',
  33: 'internal',
  35: 'internal',
}

const MESSAGE = {
  6: 'message-starred',
  8: 'user-mentioned',
  9: 'message-flagged',
  10: 'message-deleted',
  18: 'message-replied',
  19: 'message-moved-out',
  20: 'message-moved-in',
} as const

const commonFields = (raw: JsonObject): EventFields => ({
  typeId: toInteger(raw['event_type']),
  eventId: toInteger(raw['id']),
  timeStamp: toInteger(raw['time_stamp']),
  roomId: toInteger(raw['room_id']),
  roomName: toText(raw['room_name']),
  userId: toInteger(raw['user_id']),
  userName: toText(raw['user_name']),
  targetUserId: toInteger(raw['target_user_id']),
  raw,
})

const flag = (raw: JsonObject, name: string, owned: boolean) => (owned ? raw[name] === true : null)

const messageFields = (raw: JsonObject, messageId: number): MessageFields => {
  const content = toText(raw['content'])
  // The server names the star-setter only to themselves, so the own marks are known only then (or in history).
  const owned = 'message_starred' in raw || 'message_owner_starred' in raw || toInteger(raw['event_type']) !== 6
  return {
    messageId,
    content,
    isPartial: /^\s*<(?:div|pre) class=["']partial["']/.test(content ?? ''),
    parentId: raw['show_parent'] === true ? toInteger(raw['parent_id']) : null,
    parentUserName: toText(raw['parent_username']),
    parentText: toText(raw['parent_text']),
    edits: toInteger(raw['message_edits']) ?? 0,
    stars: toInteger(raw['message_stars']) ?? 0,
    pins: toInteger(raw['message_owner_stars']) ?? 0,
    starredByYou: flag(raw, 'message_starred', owned),
    pinnedByYou: flag(raw, 'message_owner_starred', owned),
  }
}

const isMessageType = (typeId: number): typeId is keyof typeof MESSAGE => Object.hasOwn(MESSAGE, typeId)

const messageEvent = (fields: EventFields, typeId: number): ProtocolEvent | null => {
  const messageId = toInteger(fields.raw['message_id'])
  if (messageId === null) return null
  const about = { ...fields, ...messageFields(fields.raw, messageId) }
  if (typeId === 1) return { ...about, type: 'message-posted', mentionsMe: false, repliesToMe: false }
  if (typeId === 2) return { ...about, type: 'message-edited', mentionsMe: false, repliesToMe: false }
  return isMessageType(typeId) ? { ...about, type: MESSAGE[typeId] } : null
}

const otherEvent = (fields: EventFields, typeId: number): ProtocolEvent | null => {
  const content = toText(fields.raw['content'])
  const userId = fields.userId ?? fields.targetUserId
  switch (typeId) {
    case 3:
      return userId === null ? null : { ...fields, type: 'user-entered', userId }
    case 4:
      return userId === null ? null : { ...fields, type: 'user-left', userId }
    case 5:
      return { ...fields, type: 'room-changed' }
    case 15:
      return { ...fields, type: 'access-changed', access: content?.trim().split(/\s/).at(-1) ?? null }
    case 16:
      return { ...fields, type: 'notification', content }
    case 17:
      return { ...fields, type: 'invitation', content }
    case 34:
      return { ...fields, type: 'user-changed' }
    default:
      return null
  }
}

/** Reads one event off the wire. Null only for what is no object; anything else unfamiliar becomes `unknown`. */
export const parseEvent = (raw: unknown): ProtocolEvent | null => {
  if (!isObject(raw)) return null
  const fields = commonFields(raw)
  const { typeId } = fields
  if (typeId === null) return { ...fields, type: 'unknown' }
  const plain = PLAIN[typeId]
  if (plain) return { ...fields, type: plain }
  return messageEvent(fields, typeId) ?? otherEvent(fields, typeId) ?? { ...fields, type: 'unknown' }
}

/** An event that names no room is of the room it came with; only notifications are of none. */
const inRoom = (event: ProtocolEvent | null, roomId: number | null): ProtocolEvent | null =>
  event === null || event.roomId !== null || event.type === 'notification' ? event : { ...event, roomId }

/** Reads a list of events, those without a room as of `roomId`; what is no list gives none. */
export const parseEvents = (raw: unknown, roomId: number | null = null): readonly ProtocolEvent[] =>
  Array.isArray(raw) ? raw.flatMap((entry: unknown) => inRoom(parseEvent(entry), roomId) ?? []) : []
