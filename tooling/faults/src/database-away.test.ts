import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Client } from '@msg/client'
import { isMsgError } from '@msg/core'
import { checkHistory, randomFrom, untilKnown, upTo } from '@msg/testing'
import { expect, onTestFinished, test } from 'vitest'
import { follow } from './follower.ts'
import { onPostgres } from './on-postgres.ts'
import { openSchema } from './own-schema.ts'
import { startProxy } from './proxy.ts'
import { readAll } from './read-all.ts'
import { startSender } from './sender.ts'
import { connect } from './serve.ts'
import { startServer } from './server-process.ts'

const full = process.env.FULL === '1'
const cuts = full ? 1_000 : 60
const restarts = full ? 10 : 2
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))
/** The command that restarts Postgres at once, as `pg_ctl -m immediate restart` does. */
const restart = process.env.POSTGRES_RESTART ?? ''

/** The same client, and the codes that its sends were refused with. */
const listening = (client: Client, codes: Set<string>): Client => ({
  ...client,
  messages: {
    ...client.messages,
    send: async (input, options) => {
      try {
        return await client.messages.send(input, options)
      } catch (error) {
        if (isMsgError(error)) codes.add(error.code)
        throw error
      }
    },
  },
})

/** Sends and follows until `trouble` is over; answers what is wrong, and what was told meanwhile. */
const underTrouble = async (url: string, trouble: (more: (count: number) => Promise<void>) => Promise<void>) => {
  const ann = await connect(url, 'ann')
  const groups = await Promise.all(upTo(3).map(() => ann.conversations.startGroup({ userIds: ['ben', 'cat'] })))
  const conversationIds = groups.map(({ id }) => id)
  const followers = await Promise.all(['ann', 'ben', 'cat'].map(async (who) => follow(await connect(url, who))))
  await Promise.all(followers.map(({ ready }) => ready))
  const codes = new Set<string>()
  let [sent, goal, reached] = [0, Infinity, (): void => {}]
  const onSent = (): void => {
    sent += 1
    if (sent >= goal) reached()
  }
  const clients = await Promise.all(['ann', 'ben', 'cat', 'ann', 'ben', 'cat'].map((who) => connect(url, who)))
  const senders = clients.map((client, n) =>
    startSender(listening(client, codes), { name: `sender ${n}`, conversationIds, onSent }),
  )
  await trouble(
    (count) =>
      new Promise((resolve) => {
        ;[goal, reached] = [sent + count, resolve]
      }),
  )
  await Promise.all(senders.map((sender) => sender.stop()))
  const sends = senders.flatMap(({ records }) => records)
  const final = (await Promise.all(conversationIds.map((id) => untilKnown(() => readAll(ann, id))))).flat()
  await Promise.all(followers.map((follower) => follower.until(final.map(({ id }) => id))))
  await Promise.all(followers.map((follower) => follower.end()))
  const streams = Object.fromEntries(followers.map(({ messages }, n) => [`follower ${n}`, messages]))
  for (const client of [ann, ...clients]) client.close()
  return {
    violations: checkHistory({ sends, final, streams }),
    refused: sends.filter(({ outcome }) => outcome !== 'ok'),
    strange: [...codes].filter((code) => !['busy', 'unavailable'].includes(code)),
    told: [...codes],
    sends: sends.length,
  }
}

onPostgres((url) => {
  test(`a server whose ${cuts} database connections are cut at random bytes loses and doubles nothing (SEED=${seed})`, async () => {
    const { schema } = await openSchema(url)
    const random = randomFrom(seed)
    const place = new URL(url)
    let left = 0
    const proxy = await startProxy({
      port: Number(place.port === '' ? 5432 : place.port),
      host: place.hostname,
      spoil: () => {
        if (left <= 0) return null
        left -= 1
        const direction = random() < 0.5 ? 'up' : 'down'
        return { how: random() < 0.8 ? 'cut' : 'half-close', direction, afterBytes: Math.floor(40_000 * random() ** 2) }
      },
    })
    onTestFinished(() => proxy.close())
    place.hostname = '127.0.0.1'
    place.port = String(proxy.port)
    const server = await startServer(`postgres:${schema}`, { databaseUrl: place.href })
    onTestFinished(async () => void (await server.end('SIGKILL')))
    const { sends, told, ...wrong } = await underTrouble(server.url, async (more) => {
      left = cuts
      while (proxy.spoilt() < cuts * 0.9) await more(20)
      left = 0
    })
    expect(wrong).toEqual({ violations: [], refused: [], strange: [] })
    console.log(`${proxy.spoilt()} cuts, ${sends} sends, told ${told.join(' and ')}`)
  }, 300_000)

  test.skipIf(restart === '')(
    `a Postgres restarted at once ${restarts} times under load loses and doubles nothing`,
    async () => {
      const { schema } = await openSchema(url)
      const server = await startServer(`postgres:${schema}`)
      onTestFinished(async () => void (await server.end('SIGKILL')))
      const { sends, told, ...wrong } = await underTrouble(server.url, async (more) => {
        for (const _ of upTo(restarts)) {
          await more(300)
          await promisify(execFile)('sh', ['-c', restart])
        }
        await more(300)
      })
      expect(wrong).toEqual({ violations: [], refused: [], strange: [] })
      console.log(`${restarts} restarts, ${sends} sends, told ${told.join(' and ')}`)
    },
    300_000,
  )
})
