import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { upTo } from '@msg/testing'
import { expect, onTestFinished, test } from 'vitest'
import { startBroker } from './broker-process.ts'
import type { BrokerProcess, Manner } from './broker-process.ts'
import { milestones } from './milestones.ts'
import { readAll } from './read-all.ts'
import { startSender } from './sender.ts'
import { connect } from './serve.ts'
import { startServer } from './server-process.ts'

const full = process.env.FULL === '1'
const flaps = full ? 20 : 1
const kills = 20

/** Milliseconds until a server tells what one that died has not. */
const takeover = 1_000

/** One broker after the other, on one port. */
const openBrokers = async () => {
  const lives: (readonly string[])[] = []
  let broker: BrokerProcess = await startBroker()
  const { port } = broker
  const note = (manner: Manner): void => {
    if (manner === 'acknowledging') lives.push(broker.told)
  }
  note('acknowledging')
  onTestFinished(() => broker.kill())
  return {
    port,
    /** Of these, those that no broker was told of that acknowledges. */
    untold(ids: readonly string[]): readonly string[] {
      const told = new Set(lives.flat())
      return ids.filter((id) => !told.has(id))
    },
    kill: () => broker.kill(),
    async start(manner: Manner = 'acknowledging') {
      broker = await startBroker(port, manner)
      note(manner)
      return broker
    },
  }
}

const breath = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Some who send all the time, a hundred messages a second each at most. */
const openSenders = async (url: string) => {
  const clients = await Promise.all(['ann', 'ben', 'cat', 'dan'].map((who) => connect(url, who)))
  const groups = await Promise.all(
    clients.map((client, n) =>
      client.conversations.startGroup({ title: `group ${n}`, userIds: ['ann', 'ben', 'cat', 'dan'] }),
    ),
  )
  const conversationIds = groups.map(({ id }) => id)
  const sent = milestones()
  const senders = clients.map((client, n) =>
    startSender(client, { name: `sender ${n}`, conversationIds, onSent: sent.count, pace: () => breath(10) }),
  )
  return {
    more: sent.more,
    /** Stops; answers the ids of what is there. */
    async end(): Promise<readonly string[]> {
      await Promise.all(senders.map((sender) => sender.stop()))
      const reader = await connect(url, 'ann')
      const all = (await Promise.all(conversationIds.map((id) => readAll(reader, id)))).flat()
      for (const client of [...clients, reader]) client.close()
      return all.map(({ id }) => id)
    },
  }
}

/** In time for what failed some times before. */
const patience = { timeout: 120_000, interval: 50 }

test(
  `a broker that is away at the start and for ${full ? 'a minute' : 'a while'}, comes and goes, and dies between publication and acknowledgement, is told of every message, and no send waits for it`,
  async () => {
    const brokers = await openBrokers()
    await brokers.kill()
    const server = await startServer('memory', { mqttPort: brokers.port, takeover })
    onTestFinished(async () => void (await server.end('SIGKILL')))
    const senders = await openSenders(server.url)
    // That these sends are answered, with nobody there to be told of them, is what shows that they wait for nobody.
    const outage = async (): Promise<void> => {
      await senders.more(200)
      if (full) await breath(60_000)
    }

    await outage()
    await (
      await brokers.start()
    ).first
    await brokers.kill()
    await outage()
    for (const _ of upTo(flaps)) {
      await (
        await brokers.start()
      ).first
      await brokers.kill()
    }
    const holding = await brokers.start('holding')
    await holding.first
    await senders.more(50)
    await brokers.kill()
    await brokers.start()

    const ids = await senders.end()
    expect(new Set(ids)).toEqual(new Set([...ids, ...holding.told]))
    await expect.poll(() => brokers.untold(ids), patience).toEqual([])
  },
  full ? 900_000 : 120_000,
)

// Two databases are opened for each kill: too dear for every run.
test.runIf(full)(
  `a server killed ${kills} times while a broker has not acknowledged what it was told tells every message`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'msg-broker-'))
    const brokers = await openBrokers()
    const where = { mqttPort: brokers.port, takeover }
    let server = await startServer(`pglite:${folder}`, where)
    onTestFinished(async () => {
      await server.end('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    })
    const { url, port } = server
    const senders = await openSenders(url)
    for (const _ of upTo(kills)) {
      await senders.more(50)
      await brokers.kill()
      await (
        await brokers.start('holding')
      ).first
      await server.end('SIGKILL')
      await brokers.kill()
      await brokers.start()
      server = await startServer(`pglite:${folder}`, { ...where, port })
    }
    await senders.more(50)
    const ids = await senders.end()
    await expect.poll(() => brokers.untold(ids), patience).toEqual([])
  },
  900_000,
)
