import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@msg/client'
import type { Client } from '@msg/client'
import type { Message } from '@msg/core'
import { startDemo } from '@msg/e2e/demo-server'
import { checkHistory, upTo } from '@msg/testing'
import { expect, test } from 'vitest'
import { milestones } from './milestones.ts'
import { startSender } from './sender.ts'

const full = process.env.FULL === '1'
const kills = full ? 100 : 5
const senders = 16
const people = ['alice', 'bob', 'carol']

const connect = (url: string, person: string): Promise<Client> =>
  createClient({ url: `${url}/chat`, headers: { authorization: `Demo ${person}` }, timeout: 15_000 })

/** Everything of a conversation, read by a client that has seen nothing before. */
const readAll = async (client: Client, conversationId: string): Promise<readonly Message[]> => {
  const messages: Message[] = []
  for (let more = true; more;) {
    const after = messages.at(-1)?.seq ?? 0
    const page = await client.messages.list({ conversationId, after, order: 'asc', limit: 100 })
    messages.push(...page.messages)
    more = page.more
  }
  return messages
}

/**
 * Follows live over all crashes, without any help. Whom many crashes in a row kept away for more changes than the log tells of is told so,
 * and reads anew what is there: not after a few.
 */
const follow = (client: Client, conversationIds: readonly string[]) => {
  const stream: Message[] = []
  const waiting = new Map<string, () => void>()
  const take = (message: Message): void => {
    stream.push(message)
    waiting.get(message.id)?.()
  }
  const readAnew = new Set<string>()
  const catchUp = async (): Promise<void> => {
    const all = (await Promise.all(conversationIds.map((id) => readAll(client, id)))).flat()
    const heard = new Set(stream.map(({ id }) => id))
    for (const message of all) if (!heard.has(message.id)) take(message)
    for (const { id } of all) readAnew.add(id)
  }
  /** The server may be killed on the way. */
  const catchUpAtLast = (): Promise<void> => catchUp().catch(catchUpAtLast)
  const subscription = client.live.subscribe()
  const ready = Promise.withResolvers<void>()
  const done = (async () => {
    for await (const event of subscription) {
      if (event.type === 'resync' && !full) throw new Error('a short outage must not need a resync')
      if (event.type === 'resync') await catchUpAtLast()
      if (event.type === 'ready') ready.resolve()
      if (event.type !== 'changes') continue
      for (const { type, subject } of event.changes)
        if (type === 'message.sent' && subject !== 'gone' && !readAnew.has(subject.id)) take(subject)
    }
  })()
  /** Fails where it does not go on. */
  const unlessOver = (event: Promise<void>): Promise<void> => Promise.race([event, done])
  return {
    stream,
    unlessOver,
    ready: unlessOver(ready.promise),
    /** Resolves when a message has come in. */
    until: (id: string) =>
      unlessOver(
        new Promise((found) => {
          if (stream.some((message) => message.id === id)) found()
          else waiting.set(id, found)
        }),
      ),
    async end() {
      subscription.close()
      await done
    },
  }
}

test(
  `a server killed ${kills} times while ${senders} senders send loses nothing, doubles nothing and leaves no hole`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'msg-kill-'))
    let server = await startDemo(folder)
    const { port, url } = server
    const clients = await Promise.all(upTo(senders).map((n) => connect(url, people[n % 3] ?? '')))
    const first = await connect(url, 'alice')
    const groups = await Promise.all(
      upTo(4).map((n) => first.conversations.startGroup({ title: `group ${n}`, userIds: people })),
    )
    const conversationIds = groups.map(({ id }) => id)
    const watcher = await connect(url, 'carol')
    const live = follow(watcher, conversationIds)
    await live.ready

    const sent = milestones()
    const running = clients.map((client, n) =>
      startSender(client, { name: `sender ${n}`, conversationIds, onSent: sent.count }),
    )
    for (let kill = 0; kill < kills; kill += 1) {
      await live.unlessOver(sent.more(100 + kill * 7))
      await server.end('SIGKILL')
      server = await startDemo(folder, port)
    }
    await Promise.all(running.map((sender) => sender.stop()))

    const reader = await connect(url, 'bob')
    const final = (await Promise.all(conversationIds.map((id) => readAll(reader, id)))).flat()
    for (const conversationId of conversationIds) {
      const last = await first.messages.send({ conversationId, body: 'the end' })
      final.push(last)
      await live.until(last.id)
    }
    await live.end()
    const ends = final.slice(-conversationIds.length)
    const sends = running.flatMap(({ records }) => records)
    const endRecords = ends.map(({ id, conversationId, seq }) => {
      const at = performance.now()
      return { client: 'end', id, conversationId, invokedAt: at, completedAt: at, outcome: 'ok' as const, seq }
    })
    expect(checkHistory({ sends: [...sends, ...endRecords], final, streams: { carol: live.stream } })).toEqual([])
    expect(sends.length).toBeGreaterThan(kills * 100)
    expect(live.stream).toHaveLength(final.length)

    for (const client of [...clients, first, watcher, reader]) client.close()
    await server.end('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  },
  full ? 3_600_000 : 180_000,
)
