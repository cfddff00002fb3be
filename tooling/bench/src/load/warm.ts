import type { Side } from './pairs.ts'
import { arrived, sendFor } from './send.ts'

/**
 * What is sent before anything is measured, in so many seconds at most. A server that has just started takes 1.7 times as much
 * for its first ten thousand messages, while V8 compiles what they go through; those that run for weeks do not.
 */
const warmUp = { messages: 12_000, seconds: 20 } as const

/** Sends until a server runs as it does after a while. */
export const warm = async ({ server, senders, readers }: Side): Promise<void> => {
  const end = performance.now() + warmUp.seconds * 1_000
  for (let sent = 0; sent < warmUp.messages && performance.now() < end;) {
    const { length } = await sendFor(server.port, senders, 1)
    await arrived(readers, length)
    sent += length
  }
}
