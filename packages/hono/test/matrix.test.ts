import { uuidFromTime } from '@msg/core'
import type { ErrorCode } from '@msg/core'
import { routes } from '@msg/contract'
import type { Verb } from '@msg/contract'
import { describe, expect, it } from 'vitest'
import { field, serve } from './support/serve.ts'
import type { Served } from './support/serve.ts'

/** Who asks: nobody, one who was never in, one who left, a member, the admin. */
const actors = { nobody: '', stranger: 'mallory', left: 'carol', member: 'bob', admin: 'alice' } as const
type Actor = keyof typeof actors

/** A group that alice made and bob is in; carol left between the two messages. */
interface World {
  readonly served: Served
  readonly group: string
  readonly before: string
  readonly after: string
}

const makeWorld = async (): Promise<World> => {
  const served = await serve()
  const [alice, carol] = [served.messaging.as('alice'), served.messaging.as('carol')]
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
  const before = await alice.messages.send({ conversationId, body: 'before' })
  await carol.members.leave({ conversationId })
  const after = await alice.messages.send({ conversationId, body: 'after' })
  return { served, group: conversationId, before: before.id, after: after.id }
}

interface Row {
  readonly path: (world: World) => string
  readonly body?: object
  /** What each is answered, written by hand. */
  readonly expected: Readonly<Record<Exclude<Actor, 'nobody'>, number | ErrorCode>>
}

const everybody = (status: number): Row['expected'] => ({
  stranger: status,
  left: status,
  member: status,
  admin: status,
})
const readers: Row['expected'] = { stranger: 'not_found', left: 200, member: 200, admin: 200 }
const insiders = (status: number): Row['expected'] => ({
  stranger: 'not_found',
  left: 'not_a_member',
  member: status,
  admin: status,
})
const own = (path: string) => (): string => path
const ofGroup =
  (rest: string) =>
  (world: World): string =>
    `/conversations/${world.group}${rest}`

/** The authorisation of every verb over HTTP; a verb without a row does not compile. */
const matrix: Readonly<Record<Verb, Row>> = {
  'conversations.startDirect': { path: own('/directs'), body: { userId: 'dave' }, expected: everybody(200) },
  'conversations.startGroup': { path: own('/groups'), body: { userIds: ['dave'] }, expected: everybody(201) },
  'conversations.get': { path: ofGroup(''), expected: readers },
  'members.add': { path: ofGroup('/members'), body: { userIds: ['dave'] }, expected: insiders(200) },
  'members.leave': { path: ofGroup('/leave'), expected: readers },
  'members.list': { path: ofGroup('/members'), expected: readers },
  'messages.send': { path: ofGroup('/messages'), body: { body: 'hello' }, expected: insiders(201) },
  'messages.get': {
    path: ({ after }) => `/messages/${after}`,
    expected: { stranger: 'not_found', left: 'not_found', member: 200, admin: 200 },
  },
  'messages.list': { path: ofGroup('/messages'), expected: readers },
  'receipts.markRead': { path: ofGroup('/read'), body: { seq: 1 }, expected: insiders(200) },
  'inbox.list': { path: own('/inbox'), expected: everybody(200) },
  'inbox.unread': { path: own('/inbox/unread'), expected: everybody(200) },
  'live.read': { path: own('/live/read'), expected: everybody(200) },
}

const ask = async (world: World, actor: Actor, verb: Verb): Promise<unknown> => {
  const { path, body } = matrix[verb]
  const request = `${routes[verb].method} ${path(world)}`
  const answer = await world.served.call(actors[actor], request, body)
  return answer.status < 300 ? answer.status : field(answer.body, 'code')
}

describe.each(Object.entries(matrix))('%s', (name, { expected }) => {
  it('is answered to everybody as written here', async () => {
    const verb = Object.keys(routes).find((key): key is Verb => key === name)
    if (verb === undefined) throw new Error(`there is no verb ${name}`)
    const told: Record<string, unknown> = {}
    for (const actor of ['nobody', 'stranger', 'left', 'member', 'admin'] as const)
      told[actor] = await ask(await makeWorld(), actor, verb)
    expect(told).toEqual({ nobody: 'unauthenticated', ...expected })
  })
})

describe('what is answered', () => {
  it('to one who left ends where they left', async () => {
    const world = await makeWorld()
    const { call } = world.served
    expect((await call('carol', `GET /messages/${world.before}`)).body).toMatchObject({ body: 'before' })
    const { body } = await call('carol', `GET /conversations/${world.group}/messages`)
    expect(body).toMatchObject({ messages: [{ body: 'before' }], more: false })
    expect((await call('carol', `GET /conversations/${world.group}`)).body).toMatchObject({
      lastSeq: 1,
      lastMessage: { body: 'before' },
    })
    expect((await call('carol', 'GET /inbox')).body).toMatchObject({ conversations: [] })
  })

  it('to a stranger about a part of one thing under another is nothing', async () => {
    const { served, before } = await makeWorld()
    const unknown = uuidFromTime(Date.now(), new Uint8Array(10))
    for (const path of [
      `/conversations/${before}`,
      `/messages/${unknown}`,
      `/conversations/${unknown}/messages/${before}`,
    ])
      expect((await served.call('alice', `GET ${path}`)).status).toBe(404)
  })
})
