import type { UserId } from '@msg/core'
import type { OutboxEntry } from './outbox-entry.ts'
import type { OutboxStore } from './outbox-store.ts'

/** What an outbox has in its store: writes one after the other, and what others made of it. */
export interface Keeper {
  /** Keeps an entry; resolves when it is kept, or cannot be. */
  put(entry: OutboxEntry): Promise<void>
  remove(id: string): Promise<void>
  wipe(): Promise<void>
  /** What the store has, after everything before; null when it cannot tell. */
  load(): Promise<readonly OutboxEntry[] | null>
  /** Whether something of this entry is on its way into the store: what the store says of it is of the past. */
  isWriting(id: string): boolean
  /** Whether the store refused this entry as it was last to be kept: only this process has it. */
  isRefused(id: string): boolean
  /** Whether the last write was kept. */
  works(): boolean
}

/** In the place of an id: all of them. */
const all = ''

/** Makes the keeper of a user's entries. */
export const createKeeper = (store: OutboxStore, userId: UserId): Keeper => {
  let last: Promise<unknown> = Promise.resolve()
  let works = true
  /** What was written last of each entry, until it is. */
  const writing = new Map<string, unknown>()
  const refused = new Set<string>()

  const inLine = <Answer>(task: () => Promise<Answer>): Promise<Answer> => {
    const next = last.then(task)
    last = next.catch(() => {})
    return next
  }
  const write = async (id: string, task: () => Promise<void>): Promise<void> => {
    writing.set(id, task)
    try {
      await inLine(task)
      works = true
    } catch {
      // A store that is full, or forbidden in this frame: the outbox goes on in memory and says so.
      works = false
    } finally {
      if (writing.get(id) === task) writing.delete(id)
    }
  }
  const put = async (entry: OutboxEntry): Promise<void> => {
    refused.add(entry.id)
    // What is under way when the process ends is to be tried again by the next.
    await store.put(entry.state === 'sending' ? { ...entry, state: 'queued' } : entry)
    refused.delete(entry.id)
  }
  return {
    put: (entry) => write(entry.id, () => put(entry)),
    remove: (id) => write(id, () => store.remove({ userId, id })),
    wipe: () => write(all, () => store.wipe(userId)),
    async load() {
      try {
        return await inLine(() => store.load(userId))
      } catch {
        works = false
        return null
      }
    },
    isWriting: (id) => writing.has(id) || writing.has(all),
    isRefused: (id) => refused.has(id),
    works: () => works,
  }
}
