import { randomUUID } from 'node:crypto'
import { createMessaging, silentLogger } from '@msg/core'
import type { ConversationId, Messaging, Store } from '@msg/core'
import { createMemoryStore } from '@msg/core/memory'
import { Pool } from 'pg'
import { expect, onTestFinished, test, vi } from 'vitest'
import { targets } from '../articles.ts'
import { directory } from '../people.ts'
import { openStore } from '../store.ts'
import { seed } from './seed.ts'

const url = process.env['DATABASE_URL'] ?? ''

/** The one conversation of somebody's that has a title. */
const conversationOf = async (messaging: Messaging, person: string, title: string): Promise<ConversationId> => {
  const { conversations } = await messaging.as(person).inbox.list()
  const found = conversations.filter((one) => one.title === title).map(({ id }) => id)
  expect(found).toHaveLength(1)
  return found.join('')
}

/** What carol reads in a conversation, the oldest first. */
const textsIn = async (messaging: Messaging, conversationId: ConversationId): Promise<readonly (string | null)[]> => {
  const { messages } = await messaging.as('carol').messages.list({ conversationId })
  return messages.map(({ body }) => body).toReversed()
}

/** A store in memory, which several demos have at once. */
const inMemory = async (): Promise<() => Promise<Store>> => {
  const store = createMemoryStore()
  return async () => store
}

/** A database of its own, which several demos open at once. */
const onPostgres = async (): Promise<() => Promise<Store>> => {
  const server = new Pool({ connectionString: url, max: 1 })
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await server.query(`create database "${name}"`)
  onTestFinished(async () => {
    // Connections that were closed may still be on their way out.
    await vi.waitFor(() => server.query(`drop database "${name}"`), { timeout: 60_000 })
    await server.end()
  })
  const address = new URL(url)
  address.pathname = `/${name}`
  return () => openStore({ databaseUrl: address.href }, silentLogger())
}

test.for([
  { where: 'in memory', make: inMemory },
  { where: 'on Postgres', make: url === '' ? null : onPostgres },
])(
  '$where demos that start at once fill what is empty once, and those that start later leave it as it is, or as somebody left it',
  async ({ make }, { skip }) => {
    if (make === null) return skip('DATABASE_URL names none')
    const open = await make()
    const start = async (): Promise<Messaging> => {
      const messaging = createMessaging({ store: await open(), directory, targets })
      onTestFinished(() => messaging.close())
      await seed(messaging)
      return messaging
    }
    const [first, second] = await Promise.all([start(), start()])
    const { conversations } = await first.as('alice').inbox.list()
    const [lobby] = conversations
    expect(conversations.map(({ title, lastSeq }) => [title, lastSeq])).toEqual([
      ['Lobby', 1],
      [null, 4],
      ['The Declaration', 140],
    ])
    const travel = await conversationOf(second, 'carol', 'Travel')
    const talk = await textsIn(second, travel)
    expect(talk).toEqual([
      expect.stringContaining('plan for the lighthouse'),
      expect.stringContaining('Saturday'),
      '👍',
      expect.stringContaining('- warm coat'),
    ])

    await first.as('alice').members.leave({ conversationId: lobby?.id ?? '' })
    await first.as('bob').members.leave({ conversationId: travel })
    const third = await start()
    const { conversations: ofBob } = await third.as('bob').inbox.list()
    expect(ofBob.map(({ title }) => title)).toEqual(['Lobby', 'The Declaration'])
    expect(await textsIn(third, travel)).toEqual(talk)

    await third.as('carol').conversations.delete({ conversationId: travel })
    await third.asService('janitor').conversations.delete({ conversationId: lobby?.id ?? '' })
    const fourth = await start()
    const { conversations: ofCarol } = await fourth.as('carol').inbox.list()
    expect(ofCarol.map(({ title }) => title)).toEqual(['The Declaration'])
  },
)

test('a Postgres that is not there is said in a line that says what to do, without the password', async () => {
  const opened = openStore({ databaseUrl: 'postgres://me:canary@127.0.0.1:1/app' }, silentLogger())
  await expect(opened).rejects.toThrow(/^the database cannot be reached \(ECONNREFUSED\): check DATABASE_URL/)
  await expect(opened).rejects.not.toThrow('canary')
})
