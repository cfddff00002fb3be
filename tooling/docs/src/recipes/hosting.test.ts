import { PGlite } from '@electric-sql/pglite'
import { createClient } from '@msg/client'
import { createMessaging, openDirectory } from '@msg/core'
import { createMemoryStore } from '@msg/core/memory'
import { serveNode } from '@msg/hono/node'
import { directoryConformance, eventually, expectRefusal, fakeClock } from '@msg/testing'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { start as startModerated } from './moderation.ts'
import { mentionNotifier, type Push } from './notifier.ts'
import { quietHours, start as startWithPolicies } from './policy.ts'
import { tenants, type OpenTenant } from './tenants.ts'
import { directoryOf } from './users.ts'

const table = `create table users (id text primary key, full_name text, username text, email text, is_active boolean, accepts_messages boolean)`

describe('users of a table of the host', () => {
  const database = new PGlite()
  beforeAll(() => database.query(table))
  afterAll(() => database.close())

  directoryConformance('a table', async (people) => {
    await database.query('delete from users')
    for (const { id, displayName, firstName = '', lastName = '', username = '', email = '', isActive } of people) {
      const name = firstName === '' ? displayName : `${firstName} ${lastName}`
      await database.query('insert into users values ($1, $2, $3, $4, $5, $6)', [
        id,
        name,
        username,
        email,
        isActive,
        id !== 'dave',
      ])
    }
    return directoryOf(database)
  })
})

it('who is mentioned gets a push, told once it is committed', async () => {
  const push = vi.fn<Push>(async () => {})
  await using messaging = createMessaging({ notifiers: [mentionNotifier(push)] })
  await messaging.as('alice').messages.sendToUsers({ userIds: ['bob'], body: 'lunch?', mentions: ['bob'] })
  await eventually(() => expect(push).toHaveBeenCalledTimes(1))
  expect(push).toHaveBeenCalledWith('bob', expect.objectContaining({ title: 'alice', body: 'lunch?' }))
})

it('a policy refuses after the rules, with its reason', async () => {
  const clock = fakeClock(Date.parse('2026-01-01T23:00:00Z'))
  await using messaging = createMessaging({ clock, policies: [quietHours(22, 6)] })
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
  const refusal = await expectRefusal(alice.messages.send({ conversationId, body: 'psst' }), 'forbidden')
  expect(refusal.reason).toBe('quiet_hours')
  clock.advance(7 * 3_600_000)
  expect((await alice.messages.send({ conversationId, body: 'morning  ' })).body).toBe('morning  ')
})

it('policies, processors and switches go together', async () => {
  const directory = { ...openDirectory(), canContact: async (_viewer: string, other: string) => other !== 'dave' }
  await using messaging = startWithPolicies(directory)
  await expectRefusal(messaging.as('alice').conversations.startDirect({ userId: 'dave' }), 'recipient_refused')
  expect(messaging.features).toMatchObject({ channels: false, renamingGroups: 'admins' })
})

it('tenants share nothing but the process', async () => {
  const authenticate = ({ headers }: Request) => ({ userId: headers.get('x-user') ?? 'guest' })
  const { site, close } = tenants(new Set(['acme', 'bolt']), async () => createMemoryStore(), authenticate)
  const server = await serveNode(site, { port: 0, linger: 0 })
  onTestFinished(async () => {
    await server.close()
    await close()
  })
  const at = (tenant: string) =>
    createClient({ url: `${server.url}/t/${tenant}/chat`, headers: { 'x-user': 'alice' }, transports: ['websocket'] })
  const [acme, bolt] = await Promise.all([at('acme'), at('bolt')])
  for await (const event of acme.live.subscribe()) {
    if (event.type === 'ready') await acme.messages.sendToUsers({ userIds: ['bob'], body: 'hello' })
    if (event.type === 'changes') break
  }
  expect((await acme.inbox.list()).conversations).toHaveLength(1)
  expect((await bolt.inbox.list()).conversations).toHaveLength(0)
  acme.close()
  bolt.close()
  expect((await fetch(`${server.url}/t/zeta/chat/config`)).status).toBe(404)
})

it('a tenant whose database was away when it was first asked for is there once it is back', async () => {
  const printed = vi.spyOn(console, 'error').mockReturnValue()
  onTestFinished(() => printed.mockRestore())
  const open = vi.fn<OpenTenant>(async () => createMemoryStore()).mockRejectedValueOnce(new Error('away'))
  const { site, close } = tenants(new Set(['acme']), open, () => ({ userId: 'alice' }))
  onTestFinished(close)
  const asked = async () => (await site.request('/t/acme/chat/config')).status
  expect([await asked(), await asked(), await asked()]).toEqual([500, 200, 200])
  expect(open).toHaveBeenCalledTimes(2)
})

it('staff upholds a report: the message is gone, and so is its author', async () => {
  const everybody = ['alice', 'bob', 'mo']
  const { messaging, uphold, ban } = startModerated({
    has: (id) => id === '7',
    mayView: (_, userId) => everybody.includes(userId),
    moderates: (_, userId) => userId === 'mo',
    everybody: () => everybody,
  })
  onTestFinished(() => messaging.close())
  const target = { type: 'project', id: '7' }
  const [alice, bob, mo] = everybody.map((id) => messaging.as(id))
  if (alice === undefined || bob === undefined || mo === undefined) throw new Error('there are three')
  const { id: conversationId } = await bob.conversations.openRoom({ target })
  await bob.members.join({ conversationId })
  const { id: messageId, authorId } = await bob.messages.send({ conversationId, body: 'spam' })
  expect((await alice.messages.get({ messageId })).body).toBe('spam')
  await uphold({ messageId, conversationId, authorId })
  await expectRefusal(alice.messages.get({ messageId }), 'not_found')
  await expectRefusal(bob.members.join({ conversationId }), 'reinvite_required')
  expect((await mo.conversations.get({ conversationId })).me.can).toMatchObject({ update: true })
  await ban('bob')
})
