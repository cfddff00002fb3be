import { readFile, writeFile } from 'node:fs/promises'
import type { OutboxEntry, OutboxStore } from '../../src/views/index.ts'

/** A store in a file: what a process of a test leaves behind, the next one finds. Shared within a process as tabs share one. */
export const fileOutboxStore = (path: string): (() => OutboxStore) => {
  const listeners = new Map<OutboxStore, Set<() => void>>()
  let line: Promise<unknown> = Promise.resolve()
  let turn: Promise<unknown> = Promise.resolve()

  const read = async (): Promise<readonly OutboxEntry[]> => JSON.parse(await readFile(path, 'utf8').catch(() => '[]'))
  type Edit = (entries: readonly OutboxEntry[]) => readonly OutboxEntry[]
  const edited = async (before: Promise<unknown>, edit: Edit): Promise<void> => {
    await before
    await writeFile(path, JSON.stringify(edit(await read())))
  }
  const change = async (by: OutboxStore, edit: Edit): Promise<void> => {
    const done = edited(line, edit)
    line = done
    await done
    for (const [store, own] of listeners) if (store !== by) for (const listener of own) listener()
  }
  return () => {
    const store: OutboxStore = {
      load: (userId) => line.then(async () => (await read()).filter((entry) => entry.userId === userId)),
      put: (entry) =>
        change(store, (entries) => [...entries.filter(({ id }) => id !== entry.id), entry].toSorted(byAnything)),
      remove: ({ id }) => change(store, (entries) => entries.filter((entry) => entry.id !== id)),
      wipe: (userId) => change(store, (entries) => entries.filter((entry) => entry.userId !== userId)),
      onChange(_userId, listener) {
        const own = listeners.get(store) ?? new Set()
        own.add(listener)
        listeners.set(store, own)
        return () => void own.delete(listener)
      },
      lead(_userId, signal, task) {
        const mine = turn.then(() => (signal.aborted ? undefined : task()))
        turn = mine
        return mine
      },
    }
    return store
  }
}

/** Any order will do: an outbox must not rely on one. */
const byAnything = (a: OutboxEntry, b: OutboxEntry): number => (a.id.slice(-4) < b.id.slice(-4) ? -1 : 1)
