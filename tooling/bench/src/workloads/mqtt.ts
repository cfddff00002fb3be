import { connectAsync } from 'mqtt'
import type { MqttClient } from 'mqtt'
import { meter } from '../context.ts'
import type { Context } from '../context.ts'
import { startAedes } from '../load/aedes.ts'
import type { Broker } from '../load/broker.ts'
import { openCaller } from '../load/caller.ts'
import { until } from '../load/crowd.ts'
import type { Child } from '../load/child.ts'
import { both } from '../load/pairs.ts'
import type { Side } from '../load/pairs.ts'
import { mosquitto, startMosquitto } from '../load/mosquitto.ts'
import { idIn } from '../load/payload.ts'
import { sendOne, startGroup, usersNamed } from '../load/send.ts'
import type { Acked } from '../load/send.ts'
import { warm } from '../load/warm.ts'
import { median, quantile, rounds, totalOf } from '../rounds.ts'
import type { Check } from '../check.ts'
import type { Workload } from '../workload.ts'
import { spread } from './send.ts'

/** A broker as people run it, where that is installed. */
const startBroker = (): Promise<Broker> => (mosquitto === null ? startAedes() : startMosquitto(mosquitto))

const connect = (port: number): Promise<MqttClient> => connectAsync({ host: '127.0.0.1', port })

/** Somebody who subscribes to everything, and when what came. */
const listenTo = async (port: number) => {
  const client = await connect(port)
  const cameAt = new Map<string, number>()
  client.on('message', (_, payload) => void cameAt.set(idIn(payload), performance.now()))
  await client.subscribeAsync('#', { qos: 1 })
  return { cameAt, close: () => client.endAsync(true) }
}

/** Milliseconds from a publication at one client, QoS 1, to another, of so many, one at a time. */
const bareHops = async (
  port: number,
  cameAt: ReadonlyMap<string, number>,
  count: number,
): Promise<readonly number[]> => {
  const client = await connect(port)
  const times: number[] = []
  for (let n = 0; n < count; n += 1) {
    const start = performance.now()
    void client.publishAsync('bare/hop', JSON.stringify({ id: `bare ${start}` }), { qos: 1 })
    await until(() => cameAt.has(`bare ${start}`))
    times.push((cameAt.get(`bare ${start}`) ?? Number.NaN) - start)
  }
  await client.endAsync(true)
  return times
}

/** W8: from the acknowledgement of a send to another client of the broker, one message at a time. */
const hop: Workload = {
  id: 'W8',
  name: 'from the acknowledgement to an MQTT subscriber, QoS 1',
  unit: 'ms (p50)',
  needsPostgres: false,
  run: async (context) => {
    const broker = await startBroker()
    const subscriber = await listenTo(broker.port)
    const server = await context.serve('bench_told', { mqttPort: broker.port })
    const [writer = '', listener = ''] = usersNamed('told', 2)
    const conversationId = await startGroup(server.port, writer, [listener])
    const caller = await openCaller(server.port)
    const hops: number[] = []
    const summary = await rounds(context.rounds, async () => {
      const spent = await meter(context, { server })
      const sent: Acked[] = []
      for (let n = 0; n < 100; n += 1) {
        const acked = await sendOne(caller, writer, conversationId)
        await until(() => subscriber.cameAt.has(acked.id))
        sent.push(acked)
      }
      const cpu = await spent(sent.length)
      const times = sent.map(({ id, answered }) => (subscriber.cameAt.get(id) ?? Number.NaN) - answered)
      hops.push(...times)
      const limit = quantile(await bareHops(broker.port, subscriber.cameAt, 100), 0.5)
      return { figure: quantile(times, 0.5), limit, cpu }
    })
    caller.close()
    await subscriber.close()
    await server.close()
    await broker.stop()
    const p99 = quantile(hops, 0.99)
    return {
      ...summary,
      checks: [{ says: 'every message came', holds: hops.every(Number.isFinite) }],
      floor: { says: 'p50 ≤ 3 ms, p99 ≤ 20 ms', met: summary.figure <= 3 && p99 <= 20 },
      notes: `p99 ${p99.toFixed(1)} ms`,
    }
  },
}

interface Variant {
  readonly id: string
  readonly name: string
  /** Whether the broker is away while messages are sent. */
  readonly away: boolean
  /** Who tells the broker: the server's notifier, one in a process of its own, or the server itself, as cheaply as can be. */
  readonly teller: 'notifier' | 'apart' | 'bare'
  readonly least: number
}

/** The scene of W1 at a server. */
const onW1 = async (server: Child): Promise<Side> => ({ server, ...(await spread(server.port)) })

/** Rounds for each one of other workloads: two figures so near to each other need more of them. */
const roundsForOne = 3

/** Sending with a notifier, against the same without. In the end the broker has heard of every message. */
const told = ({ id, name, away, teller, least }: Variant): Workload => ({
  id,
  name,
  unit: 'messages/s',
  needsPostgres: true,
  run: async (context: Context) => {
    let broker = await (away ? startAedes() : startBroker())
    const { port } = broker
    const apart = teller === 'apart'
    const plain = await context.serve('bench_live')
    const server = await context.serve('bench_told', apart ? {} : { mqttPort: port, bare: teller === 'bare' })
    const tellers = apart ? { notifier: await context.tell('bench_told', port) } : {}
    const [without, within] = [await onW1(plain), await onW1(server)]
    for (const one of [without, within]) await warm(one)
    if (away) await broker.stop()
    const checks: Check[] = []
    const sent: string[] = []
    const lags: number[] = []
    const plainCpu: number[] = []
    const summary = await rounds(context.rounds * roundsForOne, async () => {
      const spentWithout = await meter(context, { server: plain })
      const limit = await both([without], context.seconds)
      plainCpu.push(totalOf(await spentWithout(limit.acked.length)) ?? Number.NaN)
      const spent = await meter(context, away ? { server } : { server, ...tellers, broker })
      const measured = await both([within], context.seconds)
      const ids = measured.acked.map((message) => message.id)
      const end = performance.now()
      if (!away) await broker.heardOf(ids)
      lags.push(performance.now() - end)
      const cpu = await spent(ids.length)
      checks.push(...measured.checks, ...limit.checks)
      sent.push(...ids)
      return { figure: measured.perSecond, limit: limit.perSecond, cpu }
    })
    if (away) broker = await startAedes(port)
    const all = await broker.heardOf(sent).then(
      () => true,
      () => false,
    )
    for (const reader of [...without.readers, ...within.readers]) reader.close()
    await Promise.all([plain, server, ...Object.values(tellers)].map((one) => one.close()))
    await broker.stop()
    checks.push({ says: `the broker has heard of each of ${sent.length} messages`, holds: all })
    return {
      ...summary,
      checks,
      floor: { says: `≥ ${least}x without a notifier`, met: summary.ratio === null ? null : summary.ratio >= least },
      notes: [
        `without it ${median(plainCpu).toFixed(0)} µs CPU/op`,
        ...(away ? [] : [`the last one told ${Math.max(...lags).toFixed(0)} ms after the last was sent, at worst`]),
      ].join('; '),
    }
  },
})

export const mqttWorkloads: readonly Workload[] = [
  hop,
  told({ id: 'W8-load', name: 'sends while a broker is told of each', away: false, teller: 'notifier', least: 0.9 }),
  told({ id: 'W8-apart', name: 'the same, by a process of its own', away: false, teller: 'apart', least: 0.9 }),
  told({ id: 'W8-floor', name: 'sends that are published, and nothing else', away: false, teller: 'bare', least: 0.9 }),
  told({
    id: 'W8-away',
    name: 'sends while the broker is away, and comes back',
    away: true,
    teller: 'notifier',
    least: 0.95,
  }),
]
