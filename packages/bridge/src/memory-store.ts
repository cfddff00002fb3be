import { randomUUID } from 'node:crypto'
import type { BridgeStore, LocalCursor, Pair, QueuedMessage, RemoteCursor, RemotePerson } from './bridge-store.ts'

const pairKey = ({ link, messageId, part }: Pair): string => `${link} ${messageId} ${part}`
const queueKey = ({ link, messageId }: Pick<QueuedMessage, 'link' | 'messageId'>): string => `${link} ${messageId}`

const queueIn = (queue: Map<string, QueuedMessage>) => ({
  enqueue: async (one: Omit<QueuedMessage, 'marked'>) => {
    const waiting = queue.get(queueKey(one))
    const revision = Math.max(one.revision, waiting?.revision ?? 0)
    queue.set(queueKey(one), { ...one, revision, marked: waiting?.marked ?? false })
  },
  queued: async (link: string, limit: number) =>
    [...queue.values()]
      .filter((one) => one.link === link)
      .toSorted((a, b) => a.seq - b.seq)
      .slice(0, limit),
  mark: async (one: QueuedMessage) => {
    const waiting = queue.get(queueKey(one))
    if (waiting !== undefined) queue.set(queueKey(one), { ...waiting, marked: true })
  },
  settle: async (one: QueuedMessage) => {
    const waiting = queue.get(queueKey(one))
    if (waiting === undefined || waiting.revision > one.revision) return null
    queue.delete(queueKey(one))
    return waiting
  },
})

const pairsIn = (pairs: Map<string, Pair>) => ({
  save: async (saved: readonly Pair[]) => {
    for (const pair of saved) pairs.set(pairKey(pair), pair)
  },
  drop: async (dropped: readonly Pair[]) => {
    for (const pair of dropped) pairs.delete(pairKey(pair))
  },
  pairsOf: async (messageIds: readonly string[]) =>
    [...pairs.values()].filter(({ messageId }) => messageIds.includes(messageId)),
  pairsOfRemote: async (link: string, remoteIds: readonly number[]) =>
    [...pairs.values()].filter(
      (pair) => pair.link === link && pair.remoteId !== null && remoteIds.includes(pair.remoteId),
    ),
  unsettled: async (link: string) =>
    [...pairs.values()].filter((pair) => pair.link === link && ['posting', 'unknown'].includes(pair.state)),
  remoteFloor: async (link: string, count: number) =>
    [...pairs.values()]
      .flatMap((pair) => (pair.link === link && pair.origin === 'remote' ? (pair.remoteId ?? []) : []))
      .toSorted((a, b) => b - a)
      .slice(0, count)
      .at(-1) ?? null,
})

/** A bridge store that lasts as long as the process: for tests, and the reference implementation of the port. */
export const createMemoryBridgeStore = (): BridgeStore => {
  const id = randomUUID()
  const cursors = new Map<string, RemoteCursor>()
  const localCursors = new Map<string, LocalCursor>()
  const people = new Map<string, RemotePerson>()
  const admitted = new Set<string>()
  return {
    id: async () => id,
    ...queueIn(new Map()),
    ...pairsIn(new Map()),
    cursor: async (link) => cursors.get(link) ?? null,
    moveCursor: async (link, cursor) => void cursors.set(link, cursor),
    localCursor: async (link) => localCursors.get(link) ?? null,
    moveLocalCursor: async (link, cursor) => void localCursors.set(link, cursor),
    people: async (userIds) => userIds.flatMap((userId) => people.get(userId) ?? []),
    savePerson: async (person) => void people.set(person.userId, person),
    wasAdmitted: async (link, userId) => admitted.has(`${link} ${userId}`),
    admit: async (link, userId) => void admitted.add(`${link} ${userId}`),
    close: async () => {},
  }
}
