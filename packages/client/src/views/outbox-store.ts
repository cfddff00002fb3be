import type { UserId } from '@msg/core'
import type { OutboxEntry } from './outbox-entry.ts'

/**
 * Where the entries of an outbox are kept. To write one of your own: entries are plain JSON; of one `userId` each `id` is there
 * once; a rejected call is told to nobody but the outbox, which goes on in memory.
 */
export interface OutboxStore {
  /** All entries of a user, in any order. */
  load(userId: UserId): Promise<readonly OutboxEntry[]>
  /** Keeps an entry, in place of the one of the same user and id. Kept means: it is there after the process is gone. */
  put(entry: OutboxEntry): Promise<void>
  /** Forgets an entry; nothing happens when it is not there. */
  remove(entry: Pick<OutboxEntry, 'userId' | 'id'>): Promise<void>
  /** Forgets all entries of a user. */
  wipe(userId: UserId): Promise<void>
  /** Calls `listener` when somebody else who shares the store changed entries of a user; returns its unsubscribe. */
  onChange(userId: UserId, listener: () => void): () => void
  /**
   * Runs `task` while nobody else who shares the store runs theirs for this user: whoever runs it sends what is in the store.
   * Waits for its turn until `signal` aborts; the turn ends when the task settles.
   */
  lead(userId: UserId, signal: AbortSignal, task: () => Promise<void>): Promise<void>
}

const keyOf = ({ userId, id }: Pick<OutboxEntry, 'userId' | 'id'>): string => JSON.stringify([userId, id])

/** A store that lives as long as the page or the process, and is shared with nobody. */
export const memoryOutboxStore = (): OutboxStore => {
  const kept = new Map<string, OutboxEntry>()
  return {
    load: async (userId) => [...kept.values()].filter((entry) => entry.userId === userId),
    put: async (entry) => void kept.set(keyOf(entry), entry),
    remove: async (entry) => void kept.delete(keyOf(entry)),
    async wipe(userId) {
      for (const entry of kept.values()) if (entry.userId === userId) kept.delete(keyOf(entry))
    },
    onChange: () => () => {},
    lead: (_userId, _signal, task) => task(),
  }
}
