import { meter } from '../context.ts'
import type { Child } from '../load/child.ts'
import { openCaller } from '../load/caller.ts'
import { together } from '../load/crowd.ts'
import { openReader } from '../load/reader.ts'
import type { Reader } from '../load/reader.ts'
import { arrived, deliveryChecks, sendFor, sendOne, startGroup, usersNamed } from '../load/send.ts'
import type { Acked, Sender } from '../load/send.ts'
import { quantile, rounds, totalOf } from '../rounds.ts'
import type { Check, Workload } from '../workload.ts'

const pairs = 32

interface Side {
  readonly server: Child
  readonly senders: readonly Sender[]
  readonly readers: readonly Reader[]
}

/** Pairs of users whose messages go in at one server and come out at another. */
const side = async (server: Child, out: Child): Promise<Side> => {
  const [writers, listeners] = [usersNamed('writer', pairs), usersNamed('listener', pairs)]
  const made = await together(writers, 16, (userId, index) => startGroup(server.port, userId, [listeners[index] ?? '']))
  return {
    server,
    senders: writers.map((userId, index) => ({ userId, conversationIds: [made[index] ?? ''] })),
    readers: await Promise.all(listeners.map((userId) => openReader(out.port, userId))),
  }
}

/** Runs sides at the same time: messages a second over all of them, nothing missing anywhere. */
const both = async (sides: readonly Side[], seconds: number) => {
  const start = performance.now()
  const acked = await Promise.all(sides.map(({ server, senders }) => sendFor(server.port, senders, seconds)))
  const received = await Promise.all(sides.map(({ readers }, index) => arrived(readers, acked[index]?.length ?? 0)))
  const end = Math.max(...sides.flatMap(({ readers }) => readers.map((reader) => reader.lastAt())))
  const count = acked.flat().length
  const checks = received.flatMap((seen, index): readonly Check[] => deliveryChecks(acked[index] ?? [], seen))
  return { count, perSecond: count / ((end - start) / 1_000), checks }
}

/** How long one message takes from the request to the socket while nothing else happens. */
const lonely = async ({ server, senders: [sender], readers: [reader] }: Side): Promise<number> => {
  if (sender === undefined || reader === undefined) throw new Error('nobody is there')
  const caller = await openCaller(server.port)
  const times: number[] = []
  for (let n = 0; n < 100; n += 1) {
    const sent: Acked = await sendOne(caller, sender.userId, sender.conversationIds[0] ?? '')
    const [came] = [...(await arrived([reader], 1)).values()].flat()
    times.push((came?.at ?? Number.NaN) - sent.asked)
  }
  caller.close()
  return quantile(times, 0.5)
}

/** W12: two servers on one Postgres. The limit is one server with the same callers. */
const twoNodes: Workload = {
  id: 'W12',
  name: 'two servers on one Postgres: in at one, out at the other',
  unit: 'messages/s',
  needsPostgres: true,
  run: async (context) => {
    const [a, b] = [await context.serve(), await context.serve()]
    const apart = [await side(a, b), await side(b, a)]
    const together1 = [await side(a, a), await side(a, a)]
    const checks: Check[] = []
    const summary = await rounds(context.rounds, async () => {
      const spent = await meter(context, { a, b })
      const two = await both(apart, context.seconds)
      const cpu = await spent(two.count)
      const one = await both(together1, context.seconds)
      checks.push(...two.checks, ...one.checks)
      return { figure: two.perSecond, limit: one.perSecond, cpu }
    })
    const [across, within] = [await lonely(apart[0] ?? emptySide(a)), await lonely(together1[0] ?? emptySide(a))]
    for (const { readers } of [...apart, ...together1]) for (const reader of readers) reader.close()
    const met = summary.ratio === null ? null : summary.ratio >= 0.8 && across <= within + 5
    return {
      ...summary,
      checks,
      floor: { says: '≥ 0.8x one server, p50 ≤ one server + 5 ms', met },
      notes: `one message alone, p50: ${within.toFixed(2)} ms on one server, ${across.toFixed(2)} ms across; ${(totalOf(summary.cpuPerOperation) ?? Number.NaN).toFixed(0)} µs each`,
    }
  },
}

const emptySide = (server: Child): Side => ({ server, senders: [], readers: [] })

export const nodes: readonly Workload[] = [twoNodes]
