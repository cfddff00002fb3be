import type { ConversationId, Message } from '@msg/core'

/** The latest messages of a conversation, as whoever sees its present and has neither cleared nor hidden any of them sees them. */
export interface LatestPage {
  /** As of this revision of the conversation. */
  readonly revision: number
  /** Newest first, as many as were asked for or all there are; at least one. */
  readonly messages: readonly Message[]
}

/**
 * Pages that were read before. The database is still asked, each time, whether they are this viewer's to see, and whether the
 * conversation has had no change since: what is saved is reading them, never asking.
 */
export interface LatestPages {
  get(conversationId: ConversationId, limit: number): LatestPage | undefined
  set(conversationId: ConversationId, limit: number, page: LatestPage): void
  /** To be called when a conversation has changed: to ask about its pages is of no use. */
  drop(conversationId: ConversationId): void
  /** To be called when the database failed: it may not be the same any more. */
  forget(): void
}

/** In characters; a message takes so many beside its text. */
const bounds = { room: 8_388_608, beside: 512 } as const

/** Keeps pages as far as there is room; the conversations first asked for give way. */
export const createLatestPages = (room: number = bounds.room): LatestPages => {
  const conversations = new Map<ConversationId, Map<number, LatestPage>>()
  let size = 0

  const drop = (conversationId: ConversationId): void => {
    const pages = conversations.get(conversationId)
    if (pages === undefined) return
    conversations.delete(conversationId)
    for (const page of pages.values()) size -= sizeOf(page)
  }
  return {
    get: (conversationId, limit) => conversations.get(conversationId)?.get(limit),
    set(conversationId, limit, page) {
      const pages = conversations.get(conversationId) ?? new Map<number, LatestPage>()
      const before = pages.get(limit)
      if (before !== undefined) size -= sizeOf(before)
      size += sizeOf(page)
      pages.set(limit, page)
      conversations.set(conversationId, pages)
      for (const oldest of conversations.keys()) {
        if (size <= room) break
        drop(oldest)
      }
    },
    drop,
    forget() {
      conversations.clear()
      size = 0
    },
  }
}

const sizeOf = ({ messages }: LatestPage): number =>
  messages.reduce((sum, { body }) => sum + bounds.beside + (body?.length ?? 0), 0)
