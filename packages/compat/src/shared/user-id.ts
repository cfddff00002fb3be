/** How user ids look in JSON: clients of the forerunners know integers, messaging knows texts. */
import type { UserId } from '@msg/core'

/** An id that is the one way to write an integer, as a number; any other as it is. */
export const userIdToJson = (userId: UserId): number | string =>
  /^(?:0|[1-9]\d{0,14})$/.test(userId) ? Number(userId) : userId

/** A user's id from JSON or a path; null for what is none. */
export const userIdFromJson = (value: unknown): UserId | null => {
  if (typeof value === 'string') return value
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : null
}
