import type { Check } from '../check.ts'
import type { Child } from './child.ts'
import { together } from './crowd.ts'
import { openReader } from './reader.ts'
import type { Reader } from './reader.ts'
import { arrived, deliveryChecks, sendFor, startGroup, usersNamed } from './send.ts'
import type { Sender } from './send.ts'

const pairs = 32

/** Users whose messages go in at one server, and their readers. */
export interface Side {
  readonly server: Child
  readonly senders: readonly Sender[]
  readonly readers: readonly Reader[]
}

/** Pairs of users whose messages go in at one server and come out at another. */
export const side = async (server: Child, out: Child): Promise<Side> => {
  const [writers, listeners] = [usersNamed('writer', pairs), usersNamed('listener', pairs)]
  const made = await together(writers, 16, (userId, index) => startGroup(server.port, userId, [listeners[index] ?? '']))
  return {
    server,
    senders: writers.map((userId, index) => ({ userId, conversationIds: [made[index] ?? ''] })),
    readers: await Promise.all(listeners.map((userId) => openReader(out.port, userId))),
  }
}

/** Runs sides at the same time: messages a second over all of them, nothing missing anywhere. */
export const both = async (sides: readonly Side[], seconds: number) => {
  const start = performance.now()
  const acked = await Promise.all(sides.map(({ server, senders }) => sendFor(server.port, senders, seconds)))
  const received = await Promise.all(sides.map(({ readers }, index) => arrived(readers, acked[index]?.length ?? 0)))
  const end = Math.max(...sides.flatMap(({ readers }) => readers.map((reader) => reader.lastAt())))
  const count = acked.flat().length
  const checks = received.flatMap((seen, index): readonly Check[] => deliveryChecks(acked[index] ?? [], seen))
  return { acked: acked.flat(), perSecond: count / ((end - start) / 1_000), checks }
}
