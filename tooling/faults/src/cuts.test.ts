import type { Transport } from '@msg/client'
import { checkHistory, randomFrom, upTo } from '@msg/testing'
import { expect, onTestFinished, test } from 'vitest'
import { fastClock } from './fast-clock.ts'
import { follow } from './follower.ts'
import { startProxy } from './proxy.ts'
import type { Spoiling } from './proxy.ts'
import { readAll } from './read-all.ts'
import { startSender } from './sender.ts'
import { connect } from './serve.ts'
import { startServer } from './server-process.ts'

const full = process.env.FULL === '1'
const cuts = full ? 10_000 : 500
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))

const all: readonly Transport[] = ['websocket', 'sse', 'polling']

/** What a connection is cut in. */
type Carried = Transport | 'requests'

const carriedBy = (text: string): Carried => {
  if (/upgrade: websocket/i.test(text)) return 'websocket'
  if (text.includes('/live/stream')) return 'sse'
  return text.includes('/live/poll') ? 'polling' : 'requests'
}

test(
  `${cuts} connections cut at random bytes while 4 clients send and 4 follow, over every transport: nothing lost, doubled, missed or repeated (SEED=${seed})`,
  async () => {
    const random = randomFrom(seed)
    /** Half of them early, in the request, the upgrade or the hello; half of them far into what comes down. */
    const anyCut = (): Spoiling => {
      const how = random() < 0.8 ? 'cut' : 'half-close'
      const early = random() < 0.5
      const direction = early && random() < 0.5 ? 'up' : 'down'
      const afterBytes = early ? Math.floor(10 * 25 ** random()) : Math.floor(30_000 * random())
      return { how, direction, afterBytes }
    }
    const left: Record<Carried, number> = {
      requests: cuts * 0.4,
      websocket: cuts * 0.2,
      sse: cuts * 0.2,
      polling: cuts * 0.2,
    }
    const server = await startServer('memory')
    onTestFinished(async () => void (await server.end('SIGKILL')))
    const proxy = await startProxy({
      port: server.port,
      spoil: (first) => {
        const what = carriedBy(first.toString('latin1'))
        if (left[what] <= 0) return null
        left[what] -= 1
        return anyCut()
      },
    })
    onTestFinished(() => proxy.close())
    const straight = await connect(server.url, 'ann')
    const groups = await Promise.all(
      upTo(3).map((n) => straight.conversations.startGroup({ title: `group ${n}`, userIds: ['ben', 'cat', 'dan'] })),
    )
    const conversationIds = groups.map(({ id }) => id)
    // A client needs one whole answer to begin with.
    const throughProxy = async (userId: string, transports: readonly Transport[] = all) => {
      for (;;) {
        const options = { clock: fastClock(60), timeout: 120_000, transports }
        const client = await connect(proxy.url, userId, options).catch(() => null)
        if (client !== null) return client
      }
    }
    // One that is bound to each transport, and one that may change between them.
    const followed = await Promise.all([
      ...all.map((transport) => throughProxy('ben', [transport])),
      throughProxy('cat'),
    ])
    let returns = 0
    for (const { connection } of followed)
      connection.onChange((state) => {
        if (state === 'online') returns += 1
      })
    const followers = followed.map(follow)
    await Promise.all(followers.map(({ ready }) => ready))

    const sending = await Promise.all(['ann', 'ben', 'cat', 'dan'].map((userId) => throughProxy(userId)))
    let sent = 0
    /** Nobody runs away from the followers: what they have to catch up with must fit between two cuts. */
    const pace = async (): Promise<void> => {
      sent += 1
      const seen = (): number => Math.min(...followers.map(({ messages }) => messages.length))
      while (sent - seen() > 10) await new Promise((resolve) => setTimeout(resolve, 1))
    }
    const enough = Promise.withResolvers<void>()
    const onSent = (): void => {
      if (Object.values(left).every((count) => count === 0)) enough.resolve()
    }
    const senders = sending.map((client, n) =>
      startSender(client, { name: `sender ${n}`, conversationIds, onSent, pace }),
    )
    await enough.promise
    await Promise.all(senders.map((sender) => sender.stop()))

    const sends = senders.flatMap(({ records }) => records)
    const final = (await Promise.all(conversationIds.map((id) => readAll(straight, id)))).flat()
    await Promise.all(followers.map((one) => one.until(final.map(({ id }) => id))))
    await Promise.all(followers.map((one) => one.end()))
    const streams = Object.fromEntries(followers.map((one, n) => [`follower ${n}`, one.messages]))
    expect(checkHistory({ sends, final, streams })).toEqual([])
    for (const one of followers) {
      expect(one.messages).toHaveLength(final.length)
      const ids = one.changes.map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
    }
    expect(sends.every(({ outcome }) => outcome === 'ok')).toBe(true)
    expect(returns).toBeGreaterThan(cuts / 10)
    expect(proxy.spoilt()).toBeGreaterThan(cuts * 0.8)
    console.log(`${proxy.spoilt()} cuts, ${sends.length} sends, ${returns} times back online`)
    for (const client of [...followed, ...sending, straight]) client.close()
  },
  full ? 900_000 : 120_000,
)
