import { meter } from '../context.ts'
import type { Context } from '../context.ts'
import { openCaller } from '../load/caller.ts'
import { startChild } from '../load/child.ts'
import { together, until } from '../load/crowd.ts'
import { openReader } from '../load/reader.ts'
import { arrived, deliveryChecks, openRoom, sendOne, usersNamed } from '../load/send.ts'
import type { Acked } from '../load/send.ts'
import { rounds } from '../rounds.ts'
import type { Check } from '../check.ts'
import type { Workload } from '../workload.ts'

/** A bare `ws` server that sends one text to as many sockets: microseconds of CPU for each. */
const bareFanOut = async (count: number, sends: number) => {
  const server = await startChild('bare-sockets.ts')
  const crowd = await startChild('bare-crowd.ts', [String(server.port), String(count)])
  const text = 'x'.repeat(700) // as long as the frame of a message
  return {
    async measure(): Promise<number> {
      const { cpu } = await server.usage()
      for (let n = 1; n <= sends; n += 1) {
        const all = crowd.ask({ type: 'await' })
        server.tell({ text })
        await all
      }
      return ((await server.usage()).cpu - cpu) / (count * sends)
    },
    close: async (): Promise<void> => {
      await crowd.close()
      await server.close()
    },
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
    const users = usersNamed('fan', count)
    const [owner = ''] = users
    const conversationId = await openRoom(server.port, users)
    const readers = await together(users, 64, (userId) => openReader(server.port, userId))
    const bare = await bareFanOut(count, sends)
    const checks: Check[] = []
    const lasts: number[] = []
    const summary = await rounds(context.rounds, async () => {
      // A server waits 5 seconds for another request, and the limit may take longer.
      const caller = await openCaller(server.port)
      const spent = await meter(context, { server })
      const acked: Acked[] = []
      for (let n = 0; n < sends; n += 1) {
        const sent = await sendOne(caller, owner, conversationId)
        acked.push(sent)
        await until(() => readers.every((reader) => reader.lastAt() >= sent.asked))
        lasts.push(Math.max(...readers.map((reader) => reader.lastAt())) - sent.asked)
      }
      const cpu = await spent(sends * count)
      caller.close()
      checks.push(...deliveryChecks(acked, await arrived(readers, sends * count), count))
      const figure = cpu['server'] ?? Number.NaN
      return { figure, limit: await bare.measure(), cpu }
    })
    for (const reader of readers) reader.close()
    await bare.close()
    await server.close()
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

export const fanOuts: readonly Workload[] = [1, 100, 1_000, 10_000].map(fanOut)
