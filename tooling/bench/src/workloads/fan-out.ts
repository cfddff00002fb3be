import { meter } from '../context.ts'
import type { Context } from '../context.ts'
import { openCaller } from '../load/caller.ts'
import { startChild } from '../load/child.ts'
import { together, until } from '../load/crowd.ts'
import { openPlain } from '../load/plain-socket.ts'
import { openReader } from '../load/reader.ts'
import { arrived, deliveryChecks, sendOne, startGroup, usersNamed } from '../load/send.ts'
import type { Acked } from '../load/send.ts'
import { rounds } from '../rounds.ts'
import type { Check, Workload } from '../workload.ts'

/** A bare `ws` server that sends one text to as many sockets: microseconds of CPU for each. */
const bareFanOut = async (count: number, sends: number): Promise<() => Promise<number>> => {
  const server = await startChild('bare-sockets.ts')
  const seen = { came: 0 }
  const sockets = await together(
    Array.from({ length: count }, () => server.port),
    64,
    (port) => openPlain(port, () => (seen.came += 1)),
  )
  const text = 'x'.repeat(700) // as long as the frame of a message
  return async () => {
    const { cpu } = await server.usage()
    for (let n = 1; n <= sends; n += 1) {
      seen.came = 0
      server.tell({ text })
      await until(() => seen.came === count)
    }
    const after = await server.usage()
    if (sockets.some(({ readyState }) => readyState !== 1)) throw new Error('a bare socket was dropped')
    return (after.cpu - cpu) / (count * sends)
  }
}

/** W5: one message to so many live sockets, against a bare loop over `ws`. */
const fanOut = (count: number): Workload => ({
  id: `W5-${count}`,
  name: `one send to ${count} live sockets`,
  unit: 'µs CPU/delivery',
  needsPostgres: false,
  run: async (context: Context) => {
    const sends = Math.max(10, Math.min(200, Math.round(5_000 / count)))
    const server = await context.serve()
    const [owner = '', ...others] = usersNamed('fan', count)
    const conversationId = await startGroup(server.port, owner, others)
    const readers = await together([owner, ...others], 64, (userId) => openReader(server.port, userId))
    const bare = await bareFanOut(count, sends)
    const caller = await openCaller(server.port)
    const checks: Check[] = []
    const lasts: number[] = []
    const summary = await rounds(context.rounds, async () => {
      const spent = await meter(context, { server })
      const acked: Acked[] = []
      for (let n = 0; n < sends; n += 1) {
        const sent = await sendOne(caller, owner, conversationId)
        acked.push(sent)
        await until(() => readers.every((reader) => reader.lastAt() >= sent.asked))
        lasts.push(Math.max(...readers.map((reader) => reader.lastAt())) - sent.asked)
      }
      const cpu = await spent(sends * count)
      checks.push(...deliveryChecks(acked, await arrived(readers, sends * count), count))
      const figure = cpu['server'] ?? Number.NaN
      return { figure, limit: await bare(), cpu }
    })
    caller.close()
    for (const reader of readers) reader.close()
    // The whole send is in the figure: with one socket, that is what it shows.
    const met = count < 100 || summary.ratio === null ? null : summary.ratio <= 1.5
    return {
      ...summary,
      checks,
      floor: { says: '≤ 1.5x bare ws', met },
      notes: `the last socket after ${Math.max(...lasts).toFixed(1)} ms at worst`,
    }
  },
})

export const fanOuts: readonly Workload[] = [1, 100, 1_000].map(fanOut)
