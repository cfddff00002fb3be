import { meter, postgresOf } from '../context.ts'
import type { Context, Postgres } from '../context.ts'
import { askOn } from '../load/ask-on.ts'
import { openCaller, requestOf } from '../load/caller.ts'
import { below } from '../load/crowd.ts'
import { median, rounds, totalOf } from '../rounds.ts'
import type { Cpu, Round } from '../rounds.ts'
import { bigMessages, people } from '../seed/plan.ts'
import type { Check } from '../check.ts'
import type { Workload } from '../workload.ts'
import { onLoad, warmUp } from './reads.ts'
import type { Loaded } from './reads.ts'

const callers = 16

/** Puts all readers of the big conversation back by so many messages. */
const setBack = ({ query }: Postgres, { schema, big, size }: Loaded, unread: number) =>
  query(`update ${schema}.reader set read_seq = $1, unread = true where conversation_id = $2`, [
    bigMessages(size) - unread,
    big,
  ])

export interface Marked {
  readonly round: Round
  readonly allOk: boolean
}

/**
 * Every member of the big conversation reads all of so many unread messages, a few times over. The server has done so for a while
 * before anything is measured, as those of the reads have.
 */
export const markRound = async (context: Context, loaded: Loaded, unread: number): Promise<() => Promise<Marked>> => {
  const postgres = postgresOf(context)
  const server = await context.serve(loaded.schema)
  const last = bigMessages(loaded.size)
  const path = `/conversations/${loaded.big}/read`
  const marks = below(people.crowd).map((n) => requestOf({ method: 'PUT', path, userId: `m${n}`, body: { seq: last } }))
  const marked = Buffer.from(`"readSeq":${last}`)
  const turn = async () => {
    await setBack(postgres, loaded, unread)
    const connections = await Promise.all(below(callers).map(() => openCaller(server.port)))
    let allOk = true
    const stop = await meter(context, { server })
    const start = performance.now()
    let next = 0
    await askOn(connections, {
      next: () => marks[next++] ?? null,
      answered(_, { status, body }) {
        allOk &&= status === 200 && body.includes(marked)
      },
    })
    const elapsed = performance.now() - start
    const spent = await stop(marks.length)
    for (const caller of connections) caller.close()
    return { elapsed, spent, allOk }
  }
  for (const end = performance.now() + warmUp * 1_000; performance.now() < end;) await turn()
  return async () => {
    let [elapsed, allOk] = [0, true]
    const spent: Cpu[] = []
    for (let count = 0; count < 5; count += 1) {
      const one = await turn()
      elapsed += one.elapsed
      spent.push(one.spent)
      allOk &&= one.allOk
    }
    const names = Object.keys(spent[0] ?? {})
    const cpu = Object.fromEntries(names.map((name) => [name, mean(spent.flatMap((one) => one[name] ?? []))]))
    return { round: { figure: (5 * people.crowd * 1_000) / elapsed, limit: null, cpu }, allOk }
  }
}

const mean = (numbers: readonly number[]): number | null =>
  numbers.length === 0 ? null : numbers.reduce((sum, one) => sum + one, 0) / numbers.length

/** W7: marking read costs the same however much was unread, and is held against an update by primary key. */
const markRead: Workload = {
  id: 'W7',
  name: 'mark read, with 1, 1,000 and all messages of the big conversation unread',
  unit: 'marks/s',
  needsPostgres: true,
  run: async (context) => {
    const size = context.sizes.at(-1)
    if (size === undefined) throw new Error('there is no load')
    const postgres = postgresOf(context)
    const loaded = await onLoad(postgres, size)
    const amounts = [1, 1_000, bigMessages(size)]
    const runs: (() => Promise<Marked>)[] = []
    for (const unread of amounts) runs.push(await markRound(context, loaded, unread))
    const limit = `\\set k random(0, ${people.crowd - 1})
update ${loaded.schema}.reader set read_at = now() where conversation_id = '${loaded.big}' and user_id = 'm' || :k;`
    const checks: Check[] = []
    const costs = amounts.map((): number[] => [])
    const summary = await rounds(context.rounds, async () => {
      const all: Marked[] = []
      for (const run of runs) all.push(await run())
      for (const [index, { round, allOk }] of all.entries()) {
        checks.push({ says: 'every mark is answered with the new watermark', holds: allOk })
        const total = totalOf(round.cpu)
        if (total !== null) costs[index]?.push(total)
      }
      const [one] = all
      if (one === undefined) throw new Error('nothing was measured')
      return { ...one.round, limit: await postgres.limit(limit, callers) }
    })
    const [least = Number.NaN, , most = Number.NaN] = costs.map(median)
    const growth = most / least
    const met = Number.isNaN(growth) || summary.ratio === null ? null : growth <= 1.2 && summary.ratio >= 0.3
    return {
      ...summary,
      checks,
      floor: { says: '≥ 0.3x an update, all : 1 unread ≤ 1.2', met },
      notes: `CPU of ${amounts.map((amount) => amount.toLocaleString('en')).join(' / ')} unread: ${costs.map((cost) => median(cost).toFixed(0)).join(' / ')} µs, ${growth.toFixed(2)}x`,
    }
  },
}

export const markReads: readonly Workload[] = [markRead]
