import type { ConversationId, UserId } from '@msg/core'

/** Up to which message listeners have been told of the reading of each reader, as far as one remembers. */
export interface ReadMarks {
  /** 0 when it is not known. */
  of(conversationId: ConversationId, reader: UserId): number
  /** Sets it. */
  raise(conversationId: ConversationId, reader: UserId, seq: number): void
}

/** How many readers are remembered: as many as may read at the same moment. */
const remembered = 1_000

export const createReadMarks = (): ReadMarks => {
  const marks = new Map<string, number>()
  return {
    of: (conversationId, reader) => marks.get(keyOf(conversationId, reader)) ?? 0,
    raise(conversationId, reader, seq) {
      const key = keyOf(conversationId, reader)
      // What is set last is last among the keys.
      marks.delete(key)
      marks.set(key, seq)
      const [oldest] = marks.keys()
      if (marks.size > remembered && oldest !== undefined) marks.delete(oldest)
    },
  }
}

const keyOf = (conversationId: ConversationId, reader: UserId): string => `${conversationId} ${reader}`
