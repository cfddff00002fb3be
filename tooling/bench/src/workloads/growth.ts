import { postgresOf } from '../context.ts'
import type { Context } from '../context.ts'
import { median, totalOf } from '../rounds.ts'
import { bigMessages, people } from '../seed/plan.ts'
import type { Workload } from '../workload.ts'
import { markRound } from './mark-read.ts'
import { measured, onLoad, reads } from './reads.ts'
import type { Loaded, Read } from './reads.ts'

/** CPU of one operation on a load. */
type Cost = (context: Context, loaded: Loaded) => Promise<number>

const ofRead =
  (read: (loaded: Loaded) => Read): Cost =>
  async (context, loaded) => {
    const { summary } = await measured(
      { ...context, rounds: 3, seconds: context.seconds / 2 },
      { schema: loaded.schema, read: { ...read(loaded), limit: '' } },
    )
    return totalOf(summary.cpuPerOperation) ?? Number.NaN
  }

const ofMark: Cost = async (context, loaded) => {
  const round = await markRound(context, loaded, Math.min(1_000, bigMessages(loaded.size)))
  const costs: number[] = []
  for (let n = 0; n < 3; n += 1) costs.push(totalOf((await round()).round.cpu) ?? Number.NaN)
  return median(costs)
}

const operations: readonly (readonly [string, Cost])[] = [
  ['last page', ofRead(reads.lastPage)],
  ['deep page', ofRead(reads.deepPage)],
  ['inbox', ofRead(reads.inbox)],
  ['unread', ofRead((loaded) => reads.unread(loaded, people.hub))],
  ['mark read', ofMark],
]

/** The slope of a line through points in logarithms, by least squares: 0 is flat, 1 grows as the data does. */
const exponentOf = (points: readonly (readonly [number, number])[]): number => {
  const logs = points.map(([size, cost]) => [Math.log(size), Math.log(cost)] as const)
  const mean = (pick: 0 | 1): number => logs.reduce((sum, point) => sum + point[pick], 0) / logs.length
  const [mx, my] = [mean(0), mean(1)]
  const above = logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0)
  return above / logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0)
}

/** W11: what an operation costs as the data grows. The figure is the worst exponent. */
const growth: Workload = {
  id: 'W11',
  name: 'CPU of reads and marks as the data grows',
  unit: 'exponent',
  needsPostgres: true,
  run: async (context) => {
    const postgres = postgresOf(context)
    const exponents: number[] = []
    const told: string[] = []
    for (const [name, cost] of operations) {
      const points: [number, number][] = []
      for (const size of context.sizes) points.push([size.messages, await cost(context, await onLoad(postgres, size))])
      const exponent = exponentOf(points)
      exponents.push(exponent)
      told.push(`${name} ${exponent.toFixed(3)} (${points.map(([, spent]) => spent.toFixed(0)).join(', ')} µs)`)
    }
    const worst = Math.max(...exponents)
    return {
      figure: worst,
      limit: null,
      ratio: null,
      spread: [Math.min(...exponents), worst],
      cpuPerOperation: {},
      checks: [],
      floor: { says: 'exponent ≤ 0.10', met: Number.isNaN(worst) ? null : worst <= 0.1 },
      notes: `over ${context.sizes.map(({ messages }) => messages.toLocaleString('en')).join(', ')} messages: ${told.join('; ')}`,
    }
  },
}

export const growths: readonly Workload[] = [growth]
