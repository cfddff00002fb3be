import { meter } from '../context.ts'
import type { Child } from '../load/child.ts'
import { openCaller } from '../load/caller.ts'
import { both, side } from '../load/pairs.ts'
import type { Side } from '../load/pairs.ts'
import { arrived, sendOne } from '../load/send.ts'
import type { Acked } from '../load/send.ts'
import { quantile, rounds, totalOf } from '../rounds.ts'
import type { Check } from '../check.ts'
import type { Workload } from '../workload.ts'

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

/** Seconds each way before anything is measured. */
const warmUp = 3

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
    // Both ways as long: neither is to be measured while V8 still compiles.
    for (const way of [apart, together1]) await both(way, warmUp)
    const checks: Check[] = []
    const summary = await rounds(context.rounds, async () => {
      const spent = await meter(context, { a, b })
      const two = await both(apart, context.seconds)
      const cpu = await spent(two.acked.length)
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
