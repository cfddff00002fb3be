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

/** An id that most likely nobody used before. */
export const freshId = (pick: Pick): string => idOf(4, pick.below(1_000_000))

/** An id nobody used. */
export const strangeId = idOf(3, 0)

/** A conversation, most often one there is. */
export const someConversation = (state: OracleState, pick: Pick): string => {
  if (pick.once(20)) return strangeId
  return pick.of<{ readonly id: string }>(state.conversations, { id: strangeId }).id
}

/** A message, most often one there is. */
export const someMessage = (state: OracleState, pick: Pick): string => {
  if (pick.once(20)) return strangeId
  const messages = state.conversations.flatMap((conversation) => conversation.messages)
  return pick.of<{ readonly id: string }>(messages, { id: strangeId }).id
}

/** The emoji everybody reacts with: few, so that they meet. One of them is of several code points. */
export const someEmoji: readonly string[] = ['\u{1F44D}', '\u2764\uFE0F']
