import type { Client } from '@msg/client'
import { checkHistory, newId, upTo } from '@msg/testing'
import type { ReceiptRecord, SendRecord, StreamWindow } from '@msg/testing'
import { expect, onTestFinished, test } from 'vitest'
import { follow } from './follower.ts'
import { onPostgres } from './on-postgres.ts'
import { openSchema } from './own-schema.ts'
import { readAll } from './read-all.ts'
import { connect } from './serve.ts'
import { startServer } from './server-process.ts'

const rounds = process.env.FULL === '1' ? 200 : 15

const startOwnServer = async (where: string) => {
  const server = await startServer(where)
  onTestFinished(async () => void (await server.end('SIGKILL')))
  return server
}

/** Comes, reads and goes, over and over; records its windows and what it marked as read. */
const visitor = async ({ guest, host, conversationId }: { guest: Client; host: Client; conversationId: string }) => {
  const windows: StreamWindow[] = []
  const receipts: ReceiptRecord[] = []
  const place = { userId: guest.me, conversationId }
  const markRead = async (asked: number): Promise<void> => {
    const invokedAt = performance.now()
    const { readSeq } = await guest.receipts.markRead({ conversationId, seq: asked })
    receipts.push({ ...place, asked, invokedAt, completedAt: performance.now(), outcome: 'ok', readSeq })
  }
  for (const round of upTo(rounds)) {
    await host.members.add({ conversationId, userIds: [guest.me] })
    const { members } = await host.members.list({ conversationId })
    const joined = members.find(({ userId }) => userId === guest.me)
    const { lastSeq } = await guest.conversations.get({ conversationId })
    await Promise.all([markRead(lastSeq), markRead(Math.max(0, lastSeq - round))])
    const left = round === rounds ? null : await guest.members.leave({ conversationId })
    windows.push({ ...place, afterSeq: joined?.joinedSeq ?? -1, untilSeq: left?.lastSeq ?? null })
  }
  return { windows, receipts }
}

/** Two senders, and two visitors who come and go; everybody follows. */
const churn = async (sending: string, visiting: string) => {
  const [ann, dan] = await Promise.all(['ann', 'dan'].map((who) => connect(sending, who)))
  const [ben, cat] = await Promise.all(['ben', 'cat'].map((who) => connect(visiting, who)))
  if (ann === undefined || dan === undefined || ben === undefined || cat === undefined)
    throw new Error('there are four')
  const { id: conversationId } = await ann.conversations.startGroup({ userIds: ['dan'] })
  const followers = { ann: follow(ann), ben: follow(ben), cat: follow(cat) }
  await Promise.all(Object.values(followers).map(({ ready }) => ready))

  const sends: SendRecord[] = []
  const over = new AbortController()
  const sendOn = async (client: Client): Promise<void> => {
    while (!over.signal.aborted) {
      const id = newId()
      const invokedAt = performance.now()
      const { seq } = await client.messages.send({ id, conversationId, body: 'hello' })
      const times = { invokedAt, completedAt: performance.now() }
      sends.push({ client: client.me, id, conversationId, ...times, outcome: 'ok', seq })
    }
  }
  const sent = Promise.all([sendOn(ann), sendOn(dan)])
  const visits = await Promise.all([ben, cat].map((guest) => visitor({ guest, host: ann, conversationId }))).finally(
    () => over.abort(),
  )
  await sent
  const final = await readAll(ann, conversationId)
  const last = final.at(-1)?.id ?? ''
  // In the end everybody is in, so the last message comes to all.
  await Promise.all(Object.values(followers).map((one) => one.until([last])))
  await Promise.all(Object.values(followers).map((one) => one.end()))
  const everybody = [ann, ben, cat, dan]
  const readers = await Promise.all(
    everybody.map(async (client) => {
      const { me } = await client.conversations.get({ conversationId })
      return { userId: client.me, conversationId, readSeq: me.readSeq, unread: me.unread }
    }),
  )
  for (const client of everybody) client.close()
  return {
    sends,
    final,
    streams: { ann: followers.ann.messages, ben: followers.ben.messages, cat: followers.cat.messages },
    viewers: { ann: 'ann', ben: 'ben', cat: 'cat' },
    windows: [
      ...visits.flatMap(({ windows }) => windows),
      { userId: 'ann', conversationId, afterSeq: 0, untilSeq: null },
    ],
    receipts: visits.flatMap(({ receipts }) => receipts),
    readers,
  }
}

const told = (history: Awaited<ReturnType<typeof churn>>, userId: 'ben' | 'cat'): number =>
  history.windows
    .filter((window) => window.userId === userId)
    .reduce((sum, { afterSeq, untilSeq }) => sum + (untilSeq ?? history.final.length) - afterSeq, 0)

/** What is wrong: also a stream that ended early is. */
const violations = (history: Awaited<ReturnType<typeof churn>>): readonly unknown[] => {
  const { ann, ben, cat } = history.streams
  const counts = { ann: ann.length, ben: ben.length, cat: cat.length }
  const right = { ann: history.final.length, ben: told(history, 'ben'), cat: told(history, 'cat') }
  return [...checkHistory(history), ...(JSON.stringify(counts) === JSON.stringify(right) ? [] : [{ counts, right }])]
}

test(`members who leave and come back ${rounds} times while others send are told exactly what was said while they were in`, async () => {
  const server = await startOwnServer('memory')
  expect(violations(await churn(server.url, server.url))).toEqual([])
})

onPostgres((url) => {
  test(`the same with the senders on another server`, async () => {
    const { schema } = await openSchema(url)
    const servers = [await startOwnServer(`postgres:${schema}`), await startOwnServer(`postgres:${schema}`)] as const
    expect(violations(await churn(servers[0].url, servers[1].url))).toEqual([])
  })
})
