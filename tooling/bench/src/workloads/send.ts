import { insertScript, meter } from '../context.ts'
import type { Context } from '../context.ts'
import { cpuOfEnded } from '../database/cpu.ts'
import type { Child } from '../load/child.ts'
import { below, together } from '../load/crowd.ts'
import type { Side } from '../load/pairs.ts'
import { openReader } from '../load/reader.ts'
import { arrived, deliveryChecks, sendFor, startGroup, usersNamed } from '../load/send.ts'
import { warm } from '../load/warm.ts'
import { median, quantile, summed, totalOf } from '../rounds.ts'
import type { Round } from '../rounds.ts'
import type { Check } from '../check.ts'
import type { Result, Workload } from '../workload.ts'

const callers = 64

const conversationsEach = 8

type Scene = Omit<Side, 'server'>

/** Each of 64 senders writes in 8 conversations, each with a reader of its own among 64 on live sockets. */
export const spread = async (port: number): Promise<Scene> => {
  const [writers, listeners] = [usersNamed('writer', callers), usersNamed('listener', callers)]
  const pairs = below(callers * conversationsEach).map((n) => ({
    sender: n % callers,
    other: (n * 7 + Math.floor(n / callers)) % callers,
  }))
  const made = await together(pairs, 16, ({ sender, other }) =>
    startGroup(port, writers[sender] ?? '', [listeners[other] ?? '']),
  )
  const senders = writers.map((userId, index) => ({
    userId,
    conversationIds: made.filter((_, n) => n % callers === index),
  }))
  return { senders, readers: await Promise.all(listeners.map((userId) => openReader(port, userId))) }
}

/** So many senders in one conversation, and one reader on a live socket. */
const crowded =
  (count: number) =>
  async (port: number): Promise<Scene> => {
    const writers = usersNamed('writer', count)
    const [listener = ''] = usersNamed('listener', 1)
    const made = await startGroup(port, listener, writers)
    const senders = writers.map((userId) => ({ userId, conversationIds: [made] }))
    return { senders, readers: [await openReader(port, listener)] }
  }

/** How one workload of sends differs from the others. */
export interface Variant {
  readonly id: string
  readonly name: string
  /** Another server than ours. */
  readonly serve?: (context: Context) => Promise<Child>
  readonly scene: (port: number) => Promise<Scene>
  readonly floor: string
  readonly isMet: (measured: Measured) => boolean | null
}

interface Measured {
  readonly ratio: number | null
  readonly cpu: number | null
  readonly ack: number
  readonly commit: number | null
}

const ours = (context: Context): Promise<Child> => context.serve()

/** A workload of sends: everything that is acknowledged comes to its readers, once and in order, or the run has failed. */
export const sendWorkload = ({ id, name, scene, floor, isMet, serve }: Variant): Workload => ({
  id,
  name,
  unit: 'messages/s',
  needsPostgres: serve !== undefined,
  run: async (context) => {
    const server = await (serve ?? ours)(context)
    const { senders, readers } = await scene(server.port)
    await warm({ server, senders, readers })
    const parts = { context, server, senders, readers }
    const done: Done[] = []
    for (let round = 0; round < context.rounds; round += 1) done.push(await oneRound(parts))
    for (const reader of readers) reader.close()
    await server.close()
    const summary = summed(done.map(({ round }) => round))
    const ack = middleOf(done.flatMap(({ acks }) => acks))
    const total = totalOf(summary.cpuPerOperation)
    const commit = summary.limit === null ? null : (1_000 * senders.length) / summary.limit
    return {
      ...summary,
      checks: done.flatMap(({ checks }) => checks),
      floor: { says: floor, met: isMet({ ratio: summary.ratio, cpu: total, ack, commit }) },
      notes: notesOf(done, ack, total),
    } satisfies Result
  },
})

type Done = Awaited<ReturnType<typeof oneRound>>

const middleOf = (numbers: readonly number[]): number => quantile(numbers, 0.5)

const notesOf = (done: readonly Done[], ack: number, total: number | null): string => {
  const deliver = middleOf(done.flatMap(({ deliveries }) => deliveries))
  const load = median(done.map((round) => round.load))
  const limits = done.flatMap(({ limitCpu }) => limitCpu ?? [])
  const byCpu =
    total === null || limits.length === 0
      ? ''
      : `, a one-row insert with its pgbench ${median(limits).toFixed(0)}: by CPU alone ${(median(limits) / (total + load)).toFixed(2)}x`
  return `ack p50 ${ack.toFixed(2)} ms, at the socket p50 ${deliver.toFixed(2)} ms; the load itself takes ${load.toFixed(0)} µs a message${byCpu}`
}

interface Parts extends Scene {
  readonly context: Context
  readonly server: Child
}

const oneRound = async ({ context, server, senders, readers }: Parts) => {
  const spent = await meter(context, { server })
  const start = performance.now()
  const own = process.cpuUsage()
  const acked = await sendFor(server.port, senders, context.seconds)
  const { user, system } = process.cpuUsage(own)
  const received = await arrived(readers, acked.length)
  const end = Math.max(...readers.map((reader) => reader.lastAt()))
  const cpu = await spent(acked.length)
  const { limit, limitCpu } = await insertsOf(context, senders.length)
  const cameAt = new Map([...received.values()].flat().map(({ id, at }) => [id, at]))
  const round: Round = { figure: acked.length / ((end - start) / 1_000), limit, cpu }
  const checks: readonly Check[] = deliveryChecks(acked, received)
  const acks = acked.map(({ asked, answered }) => answered - asked)
  const load = (user + system) / acked.length
  return {
    round,
    checks,
    acks,
    load,
    limitCpu,
    deliveries: acked.map(({ id, asked }) => (cameAt.get(id) ?? Number.NaN) - asked),
  }
}

/** How many one-row inserts there are a second, and the CPU of each, that of pgbench included. */
const insertsOf = async ({ postgres, seconds }: Context, clients: number) => {
  const spent = (): number => (postgres?.cpu() ?? Number.NaN) + (cpuOfEnded() ?? Number.NaN)
  const before = spent()
  const limit = (await postgres?.limit(insertScript, clients)) ?? null
  const limitCpu = limit === null ? Number.NaN : (spent() - before) / (limit * seconds)
  return { limit, limitCpu: Number.isNaN(limitCpu) ? null : limitCpu }
}

const fast =
  (least: number) =>
  ({ ratio, cpu }: Measured): boolean | null =>
    ratio === null ? null : ratio >= least && (cpu === null || cpu <= 140)

/** W1: a message over HTTP, committed, and on the receiver's live socket. */
export const sends: readonly Workload[] = [
  sendWorkload({
    id: 'W1',
    name: 'send to live socket, 64 callers over 512 conversations',
    scene: spread,
    floor: '≥ 0.5x one-row inserts, ≤ 140 µs',
    isMet: fast(0.5),
  }),
  sendWorkload({
    id: 'W1-hot',
    name: 'the same, all in one conversation',
    scene: crowded(callers),
    floor: '≥ 0.5x one-row inserts, ≤ 140 µs',
    isMet: fast(0.5),
  }),
  sendWorkload({
    id: 'W1-single',
    name: 'the same, a single caller',
    scene: crowded(1),
    floor: 'ack p50 ≤ 2 commits + 1 ms',
    isMet: ({ ack, commit }) => (commit === null ? null : ack <= 2 * commit + 1),
  }),
]
