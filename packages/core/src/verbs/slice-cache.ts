import type { Slice, SliceQuery } from '../ports/store.ts'

/**
 * Slices that were read before, to decide commits from without a round trip. Their guards keep that honest: a decision from
 * an outdated slice is not committed. A refusal is never given from here.
 */
export interface SliceCache {
  get(query: SliceQuery): Slice | null
  set(query: SliceQuery, slice: Slice): void
  forget(query: SliceQuery): void
}

const capacity = 10_000

/** Keeps slices of one user in one conversation, the least recently used ones give way. */
export const createSliceCache = (limit = capacity): SliceCache => {
  const slices = new Map<string, Slice>()
  return {
    get(query) {
      const key = keyOf(query)
      if (key === null) return null
      const slice = slices.get(key)
      if (slice === undefined) return null
      // As long as there is room nobody gives way, and who was used last does not matter.
      if (slices.size >= limit) {
        slices.delete(key)
        slices.set(key, slice)
      }
      return slice
    },
    set(query, slice) {
      const key = keyOf(query)
      if (key === null) return
      slices.delete(key)
      slices.set(key, slice)
      if (slices.size <= limit) return
      for (const oldest of slices.keys()) {
        slices.delete(oldest)
        break
      }
    },
    forget(query) {
      const key = keyOf(query)
      if (key !== null) slices.delete(key)
    },
  }
}

/** Only what every send reads is worth keeping: one user's own membership. */
const keyOf = ({ conversationId, messageId, userIds, roster }: SliceQuery): string | null =>
  conversationId !== undefined && messageId === undefined && userIds.length === 1 && roster !== true
    ? `${conversationId} ${userIds[0]}`
    : null
