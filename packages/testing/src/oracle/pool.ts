import { uuidFromTime } from '@msg/core'
import type { OracleState } from './state.ts'
import type { Pick } from './verb.ts'

const start = Date.UTC(2026, 0, 1)
const idOf = (space: number, n: number): string =>
  uuidFromTime(
    start + space * 1_000 + n,
    Uint8Array.from({ length: 10 }, (_, index) => (index * 31 + n * 7 + space) % 256),
  )

/** The ids clients make for messages: few, so that they meet. */
export const messageIds: readonly string[] = Array.from({ length: 10 }, (_, n) => idOf(1, n))

/** The ids clients make for groups. */
export const groupIds: readonly string[] = Array.from({ length: 4 }, (_, n) => idOf(2, n))

/** A conversation nobody made. */
export const strangeConversation = idOf(3, 0)

/** A conversation, most often one there is. */
export const someConversation = (state: OracleState, pick: Pick): string => {
  if (pick.once(20)) return strangeConversation
  return pick.of<{ readonly id: string }>(state.conversations, { id: strangeConversation }).id
}
