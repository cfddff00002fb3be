import { checkHistory, newId, upTo } from '@msg/testing'
import { expect, onTestFinished, test } from 'vitest'
import { follow } from './follower.ts'
import { onPostgres } from './on-postgres.ts'
import { openSchema } from './own-schema.ts'
import { readAll } from './read-all.ts'
import { startSender } from './sender.ts'
import { connect } from './serve.ts'
import { startServer } from './server-process.ts'

const kills = process.env.FULL === '1' ? 50 : 3

onPostgres((url) => {
  const startOwnServer = async (schema: string, port = 0) => {
    const server = await startServer(`postgres:${schema}`, { port })
    onTestFinished(async () => void (await server.end('SIGKILL')))
    return server
  }

  test(
    `who follows on one server gets everything sent to another that is killed ${kills} times, also while wake-ups are lost`,
    async () => {
      const { schema, deafen } = await openSchema(url)
      let one = await startOwnServer(schema)
      const other = await startOwnServer(schema)
      const cat = await connect(other.url, 'cat')
      const groups = await Promise.all(upTo(3).map(() => cat.conversations.startGroup({ userIds: ['ann', 'ben'] })))
      const conversationIds = groups.map(({ id }) => id)
      const followers = await Promise.all(
        ['ann', 'ben', 'cat'].map(async (who) => follow(await connect(other.url, who))),
      )
      await Promise.all(followers.map(({ ready }) => ready))

      let [sent, goal, reached] = [0, Infinity, (): void => {}]
      const onSent = (): void => {
        sent += 1
        if (sent >= goal) reached()
      }
      const more = (count: number): Promise<void> =>
        new Promise((resolve) => {
          ;[goal, reached] = [sent + count, resolve]
        })
      const clients = await Promise.all(['ann', 'ben', 'ann', 'ben', 'cat', 'cat'].map((who) => connect(one.url, who)))
      const senders = clients.map((client, n) => startSender(client, { name: `sender ${n}`, conversationIds, onSent }))
      let deafened = 0
      for (let kill = 0; kill < kills; kill += 1) {
        await more(150)
        // Both lose their ear, in the middle of it all.
        deafened += await deafen()
        await more(150)
        await one.end('SIGKILL')
        one = await startOwnServer(schema, one.port)
      }
      await more(100)
      await Promise.all(senders.map((sender) => sender.stop()))

      const sends = senders.flatMap(({ records }) => records)
      const final = (await Promise.all(conversationIds.map((id) => readAll(cat, id)))).flat()
      await Promise.all(followers.map((follower) => follower.until(final.map(({ id }) => id))))
      await Promise.all(followers.map((follower) => follower.end()))
      const streams = Object.fromEntries(followers.map(({ messages }, n) => [`follower ${n}`, messages]))
      expect(checkHistory({ sends, final, streams })).toEqual([])
      for (const { messages } of followers) expect(messages).toHaveLength(final.length)
      expect(sends.every(({ outcome }) => outcome === 'ok')).toBe(true)
      expect(deafened).toBeGreaterThan(0)
      console.log(`${kills} kills, ${deafened} lost ears, ${sends.length} sends`)
      for (const client of [cat, ...clients]) client.close()
    },
    60_000 + kills * 15_000,
  )

  test('the same id sent to two servers at once is one message', async () => {
    const { schema } = await openSchema(url)
    const servers = [await startOwnServer(schema), await startOwnServer(schema)]
    const clients = await Promise.all(
      [...servers, ...servers].flatMap((server) => [connect(server.url, 'ann'), connect(server.url, 'ann')]),
    )
    const [first] = clients
    if (first === undefined) throw new Error('there are eight')
    const { id: conversationId } = await first.conversations.startDirect({ userId: 'ben' })
    for (const n of upTo(200)) {
      const draft = { id: newId(), conversationId, body: `${n}` }
      const answers = await Promise.all(clients.map((client) => client.messages.send(draft)))
      for (const answer of answers) expect(answer).toMatchObject({ id: draft.id, seq: n })
    }
    expect(await readAll(first, conversationId)).toHaveLength(200)
    for (const client of clients) client.close()
  })
})
