import type { UserId } from '@msg/core'
import { deferred } from '../deferred.ts'
import { inOrder } from './outbox-entry.ts'
import type { OutboxEntry } from './outbox-entry.ts'
import { createKeeper } from './outbox-keeper.ts'
import type { OutboxStore } from './outbox-store.ts'

/** What of it is being sent here. */
export interface Sending {
  /** Whether it is being sent, or waits for another try. */
  isBusy(id: string): boolean
  /** Gives up what is being sent; it may still arrive. */
  abort(id: string): void
}

/** The entries of an outbox, in memory and in the store. */
export interface OutboxList {
  /** In the order in which they were written. */
  entries(): readonly OutboxEntry[]
  get(id: string): OutboxEntry | undefined
  /** A place after all others. */
  nextPosition(): number
  /** Takes an entry in, in place of the one of its id, without keeping it: for what holds only while the process lives. */
  set(entry: OutboxEntry): void
  /** Takes an entry in and keeps it; resolves when it is kept, or cannot be. */
  keep(entry: OutboxEntry): Promise<void>
  /** Whether an entry is as safe as it gets. */
  isKept(id: string): boolean
  /** Whether the store refused it: nobody else can send it. */
  isOnlyHere(id: string): boolean
  remove(id: string): void
  wipe(): Promise<void>
  /** Takes in what the store has, and what others who share it did there: what they took back is not sent any more. */
  load(sending: Sending): Promise<void>
  /** Whether the store works. */
  works(): boolean
}

/** Makes the list of a user, with nothing loaded yet. `now` gives the time in milliseconds. */
export const createOutboxList = (store: OutboxStore, userId: UserId, now: () => number): OutboxList => {
  const keeper = createKeeper(store, userId)
  const entries = new Map<string, OutboxEntry>()
  const loaded = deferred<void>()
  let lastPosition = 0
  /** What was written before it is known what there is, to be kept after that; null from then on. */
  let early: Set<string> | null = new Set()

  const set = (entry: OutboxEntry): void => {
    entries.set(entry.id, entry)
    lastPosition = Math.max(lastPosition, entry.position)
  }
  const isOnItsWay = (id: string): boolean => keeper.isWriting(id) || early?.has(id) === true

  /** What was kept from before comes first, whatever the clock said then and says now. */
  const keepEarly = async (ids: ReadonlySet<string>, stored: readonly OutboxEntry[]): Promise<void> => {
    let last = Math.max(0, ...stored.map(({ position }) => position))
    const puts = inOrder([...ids].flatMap((id) => entries.get(id) ?? [])).map((entry) => {
      last = Math.max(last + 1, entry.position)
      set({ ...entry, position: last })
      return keeper.put({ ...entry, position: last })
    })
    await Promise.all(puts)
  }
  return {
    entries: () => inOrder(entries.values()),
    get: (id) => entries.get(id),
    // By the clock, so that it also comes after what another tab wrote that is not known here yet.
    nextPosition: () => Math.max(now(), lastPosition + 1),
    set,
    keep(entry) {
      set(entry)
      if (early === null) return keeper.put(entry)
      early.add(entry.id)
      return loaded.promise
    },
    isKept: (id) => !isOnItsWay(id),
    isOnlyHere: keeper.isRefused,
    remove(id) {
      entries.delete(id)
      early?.delete(id)
      void keeper.remove(id)
    },
    wipe() {
      entries.clear()
      early?.clear()
      return keeper.wipe()
    },
    async load({ isBusy, abort }) {
      const stored = await keeper.load()
      const isOurs = (id: string): boolean => isOnItsWay(id) || keeper.isRefused(id)
      if (stored !== null) {
        const ids = new Set(stored.map(({ id }) => id))
        for (const entry of stored) if (!isOurs(entry.id) && !isBusy(entry.id)) set(entry)
        for (const id of entries.keys()) {
          if (ids.has(id) || isOurs(id)) continue
          // Another tab took it back.
          abort(id)
          entries.delete(id)
        }
      }
      if (early === null) return
      const ids = early
      early = null
      await keepEarly(ids, stored ?? [])
      loaded.resolve()
    },
    works: keeper.works,
  }
}
