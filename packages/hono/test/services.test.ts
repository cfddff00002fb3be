import { createMessaging, limits } from '@msg/core'
import type { ImportBatch, Person } from '@msg/core'
import { importLimit } from '@msg/contract'
import { describe, expect, it } from 'vitest'
import { serviceSecrets } from '../src/index.ts'
import { refusalOfImport } from '../src/services/service-scope.ts'
import { actors } from './authorisation/world.ts'
import { authenticate, serve } from './support/serve.ts'

const secret = 'a-secret-of-the-host-that-is-long-enough'
const remote = 'se:stackoverflow:22656'
const nowhere = '01934d4e-0000-7000-8000-0000000000ff'

const servicePlaces = ['POST /import', 'PUT /people/profiles', 'PUT /claims', 'PATCH /claims', 'POST /claims/release']

interface Asked {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** A mount that knows one service, which acts as remote users in one group of alice's. */
const serveService = async (keepPeople?: (people: readonly Person[]) => Promise<void>) => {
  const messaging = createMessaging()
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: [] })
  const { id: elsewhere } = await alice.conversations.startGroup({ userIds: [] })
  const actsAs = (userId: string): boolean => userId.startsWith('se:') || userId.startsWith('service:')
  const services = serviceSecrets([{ service: 'bridge', secret, conversations: [conversationId], actsAs }])
  const { url } = await serve({
    messaging,
    authenticate: async (request) => (await services(request)) ?? authenticate(request),
    ...(keepPeople === undefined ? {} : { keepPeople }),
  })
  const ask = async (request: string, { headers = {}, body }: Asked = {}) => {
    const [method = '', path = ''] = request.split(' ')
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', ...headers },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    })
    const answer: unknown = await response.json()
    return { status: response.status, body: answer }
  }
  return { messaging, alice, conversationId, elsewhere, url, ask }
}

const batchOf = (conversationId: string, authorId = remote): ImportBatch => ({
  messages: [
    {
      id: '01934d4e-0000-8000-8000-000000000001',
      conversationId,
      authorId,
      body: 'said long ago',
      createdAt: '2020-01-01T00:00:00.000Z',
    },
  ],
})

const groupOf = (id: string, createdBy = remote) =>
  ({ id, kind: 'group', createdBy, createdAt: '2020-01-01T00:00:00.000Z' }) as const

describe('a service over the wire', () => {
  it('is known by its secret, and is a service', async () => {
    const { ask, conversationId } = await serveService()
    expect(await ask('GET /config')).toMatchObject({ body: { me: 'service:bridge', features: { websocket: false } } })
    const sent = await ask(`POST /conversations/${conversationId}/messages`, { body: { body: 'hello' } })
    expect(sent).toMatchObject({ status: 201, body: { authorId: 'service:bridge' } })
    expect(await ask('GET /inbox')).toMatchObject({ status: 403, body: { reason: 'service' } })
  })

  it('is nobody, or somebody else, by any other secret', async () => {
    const { ask } = await serveService()
    for (const told of [`${secret}x`, secret.slice(1), secret.toUpperCase()])
      expect(await ask('GET /config', { headers: { authorization: `Bearer ${told}` } })).toMatchObject({
        body: { me: told },
      })
    expect((await ask('GET /config', { headers: { authorization: 'Bearer' } })).status).toBe(401)
    const known = { service: 'bridge', secret: 'x'.repeat(32) }
    const short = { service: 'other', secret: 'x'.repeat(31) }
    expect(() => serviceSecrets([known, short])).toThrow('at least 32 characters')
    expect(() => serviceSecrets([known])).not.toThrow()
  })

  it('is a stranger where it may not act, live too', async () => {
    const { ask, conversationId, elsewhere } = await serveService()
    expect((await ask('POST /live/poll', { body: { watch: conversationId, wait: 0 } })).status).toBe(200)
    expect((await ask(`GET /conversations/${elsewhere}`)).status).toBe(404)
    expect((await ask(`POST /conversations/${elsewhere}/messages`, { body: { body: 'hello' } })).status).toBe(404)
    expect((await ask('POST /live/poll', { body: { watch: elsewhere, wait: 0 } })).status).toBe(404)
    expect((await ask('POST /live/tickets')).body).toMatchObject({ code: 'feature_disabled' })
  })

  it('acts as the users it may act as, and as nobody else', async () => {
    const { ask, conversationId, alice } = await serveService()
    await alice.members.add({ conversationId, userIds: [remote] })
    const as = (userId: string) => ({ 'x-msg-as': encodeURIComponent(userId) })
    const path = `POST /conversations/${conversationId}/messages`
    const sent = await ask(path, { headers: as(remote), body: { body: 'hello' } })
    expect(sent).toMatchObject({ status: 201, body: { authorId: remote } })
    for (const other of ['alice', 'service:bridge', 'service:other', ''])
      expect(await ask(path, { headers: as(other), body: { body: 'hello' } })).toMatchObject({
        status: 403,
        body: { code: 'forbidden', reason: 'acts_as' },
      })
    expect((await ask('GET /config', { headers: { 'x-msg-as': '%' } })).status).toBe(400)
  })

  it('is told so where it acts as what is no id of a user', async () => {
    const { ask, conversationId } = await serveService()
    for (const malformed of [`se:${'x'.repeat(255)}`, 'se:\u0000', 'se:a\nb']) {
      const headers = { 'x-msg-as': encodeURIComponent(malformed) }
      for (const request of ['GET /config', `GET /conversations/${conversationId}`, 'POST /live/poll'])
        expect(await ask(request, { headers })).toMatchObject({ status: 400, body: { code: 'invalid' } })
    }
  })

  it('is not acted for by a user who says so', async () => {
    const { ask } = await serveService()
    const headers = { authorization: 'Bearer alice', 'x-msg-as': encodeURIComponent(remote) }
    expect(await ask('GET /config', { headers })).toMatchObject({ body: { me: 'alice' } })
  })

  it('is never a user whose id looks like one', async () => {
    const { ask, conversationId } = await serveService()
    const headers = { authorization: `Bearer ${encodeURIComponent('service:bridge')}` }
    for (const request of ['GET /config', `GET /conversations/${conversationId}`])
      expect((await ask(request, { headers })).status).toBe(503)
    expect((await ask('POST /live/poll', { headers, body: { watch: conversationId, wait: 0 } })).status).toBe(503)
  })
})

describe('an import over the wire', () => {
  it('keeps what users said whom the service acts as, with its time, once', async () => {
    const { ask, alice, conversationId } = await serveService()
    const body = batchOf(conversationId)
    expect(await ask('POST /import', { body })).toMatchObject({ status: 200, body: { imported: { messages: 1 } } })
    expect(await ask('POST /import', { body })).toMatchObject({ status: 200, body: { existing: { messages: 1 } } })
    expect((await ask('POST /import', { body: { conversations: [groupOf(conversationId)] } })).status).toBe(200)
    expect((await alice.messages.list({ conversationId })).messages).toMatchObject([
      { authorId: remote, body: 'said long ago', createdAt: '2020-01-01T00:00:00.000Z' },
    ])
  })

  it('is kept anywhere for a service that acts everywhere, and so is what that said itself', () => {
    expect(refusalOfImport(batchOf(nowhere), { service: 'bridge', actsAs: () => true })).toBeNull()
    expect(refusalOfImport(batchOf(nowhere, 'service:bridge'), { service: 'bridge' })).toBeNull()
    expect(refusalOfImport(batchOf(nowhere), { service: 'bridge' })).toMatchObject({ code: 'forbidden' })
    const actsAs = (userId: string): boolean => userId === remote
    const directOf = (other: string): ImportBatch => ({
      conversations: [{ ...groupOf(nowhere), kind: 'direct', between: [remote, other] }],
    })
    expect(refusalOfImport(directOf(remote), { service: 'bridge', actsAs })).toBeNull()
    expect(refusalOfImport(directOf('alice'), { service: 'bridge', actsAs })).toMatchObject({ reason: 'acts_as' })
  })

  it('is not sent by a foreign page, where the host knows the service by a cookie', async () => {
    const { url } = await serve({ authenticate: () => ({ service: 'bridge' }) })
    for (const origin of ['https://evil.example', 'null']) {
      const headers = { cookie: 'service=bridge', origin, 'content-type': 'application/json' }
      for (const place of servicePlaces) {
        const [method = '', path = ''] = place.split(' ')
        const response = await fetch(`${url}${path}`, { method, headers, body: '{}' })
        expect(response.status).toBe(403)
        expect(await response.json()).toMatchObject({ reason: 'cross_origin' })
      }
    }
  })

  it('says nothing in the name of others, and nothing elsewhere', async () => {
    const { ask, alice, conversationId, elsewhere } = await serveService()
    const joinedAt = '2020-01-01T00:00:00.000Z'
    const attempts: readonly [ImportBatch, string][] = [
      [batchOf(conversationId, 'alice'), 'acts_as'],
      [batchOf(elsewhere), 'scope'],
      [{ conversations: [groupOf(conversationId), groupOf(elsewhere)] }, 'scope'],
      [{ conversations: [groupOf(conversationId, 'alice')] }, 'acts_as'],
      [{ members: [remote, 'mallory'].map((userId) => ({ conversationId, userId, joinedAt })) }, 'acts_as'],
      [{ readers: [{ conversationId, userId: 'alice', cleared: conversationId }] }, 'acts_as'],
      [{ reactions: [{ conversationId, messageId: conversationId, userId: 'alice', emoji: '👍' }] }, 'acts_as'],
      [{ members: [{ conversationId: elsewhere, userId: remote, joinedAt }] }, 'scope'],
      [{ readers: [{ conversationId: elsewhere, userId: remote, cleared: conversationId }] }, 'scope'],
      [{ reactions: [{ conversationId: elsewhere, messageId: conversationId, userId: remote, emoji: '👍' }] }, 'scope'],
      [{ aliases: [{ surface: 'onadata', id: conversationId, number: 1 }] }, 'scope'],
    ]
    for (const [body, reason] of attempts)
      expect(await ask('POST /import', { body })).toMatchObject({ status: 403, body: { code: 'forbidden', reason } })
    for (const conversation of [conversationId, elsewhere])
      expect((await alice.messages.list({ conversationId: conversation })).messages).toEqual([])
  })

  it.each(actors.filter((actor) => actor !== 'anonymous'))('is nothing that there is for %s', async (actor) => {
    const { ask, conversationId } = await serveService()
    const headers = { authorization: `Bearer ${actor}` }
    const absent = await ask('POST /nothing', { headers })
    expect(absent.status).toBe(404)
    for (const place of servicePlaces)
      expect(await ask(place, { headers, body: batchOf(conversationId) })).toEqual(absent)
  })

  it('is nothing for nobody, nor for a service that acts as a user', async () => {
    const { ask } = await serveService()
    for (const place of servicePlaces) {
      expect((await ask(place, { headers: { authorization: '' }, body: {} })).status).toBe(401)
      expect((await ask(place, { headers: { 'x-msg-as': remote }, body: {} })).status).toBe(404)
    }
  })

  it('has a bound, and a wrong shape changes nothing', async () => {
    const { ask, url, conversationId } = await serveService()
    expect(await ask('POST /import', { body: { ...batchOf(conversationId), more: [] } })).toMatchObject({
      status: 400,
      body: { places: [{ pointer: '/more' }] },
    })
    expect(await ask('POST /import', { body: { messages: [{ body: 'hi' }] } })).toMatchObject({ status: 400 })
    const large = await fetch(`${url}/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: ' '.repeat(importLimit + 1),
    })
    expect(large.status).toBe(413)
  })
})

describe('how users are shown whom a service acts as', () => {
  const profiles = [{ id: remote, displayName: 'Jon', avatarUrl: 'https://avatars.example/jon.png' }]

  it('is kept by the host', async () => {
    const kept: Person[] = []
    const { ask } = await serveService(async (people) => void kept.push(...people))
    expect(await ask('PUT /people/profiles', { body: { profiles } })).toMatchObject({ status: 200, body: { kept: 1 } })
    expect(kept).toEqual([{ ...profiles[0], isActive: true }])
    const others = [{ id: 'alice', displayName: 'Not alice' }]
    expect((await ask('PUT /people/profiles', { body: { profiles: others } })).status).toBe(403)
    const script = [{ id: remote, displayName: 'Jon', avatarUrl: 'javascript:alert(1)' }]
    expect((await ask('PUT /people/profiles', { body: { profiles: script } })).status).toBe(400)
    expect(kept).toHaveLength(1)
  })

  it('is refused where the host keeps nothing', async () => {
    const { ask } = await serveService()
    expect((await ask('PUT /people/profiles', { body: { profiles } })).body).toMatchObject({ code: 'feature_disabled' })
  })
})

describe('claims of a service', () => {
  const held = { name: 'room:17', milliseconds: 60_000 }

  it('are taken by one, kept with a memo, given up, and taken by the next one with the memo', async () => {
    const { ask, conversationId } = await serveService()
    const claim = { ...held, conversationId }
    const take = (holder: string) => ask('PUT /claims', { body: { ...claim, holder } })
    const keep = (fence: number, memo: string) => ask('PATCH /claims', { body: { ...claim, fence, memo } })
    expect(await take('one')).toEqual({ status: 200, body: { claim: { fence: 1, memo: null } } })
    expect(await take('two')).toEqual({ status: 200, body: { claim: null } })
    expect(await keep(1, 'as far as here')).toEqual({ status: 200, body: { kept: true } })
    const released = { conversationId, name: held.name, holder: 'one' }
    expect(await ask('POST /claims/release', { body: released })).toEqual({ status: 200, body: {} })
    expect(await take('two')).toEqual({ status: 200, body: { claim: { fence: 2, memo: 'as far as here' } } })
    expect(await keep(1, 'too late')).toEqual({ status: 200, body: { kept: false } })
  })

  it('are nothing in conversations where it may not act, or that are not there', async () => {
    const { ask, elsewhere, messaging, alice } = await serveService()
    const claim = { ...held, conversationId: elsewhere, holder: 'one' }
    const beyond = { status: 403, body: { code: 'forbidden', reason: 'scope' } }
    expect(await ask('PUT /claims', { body: claim })).toMatchObject(beyond)
    const { holder, milliseconds, ...key } = claim
    expect(await ask('PATCH /claims', { body: { ...key, milliseconds, fence: 1 } })).toMatchObject(beyond)
    expect(await ask('POST /claims/release', { body: { ...key, holder } })).toMatchObject(beyond)
    const everywhere = messaging.claims('bridge')
    await expect(everywhere.take({ ...claim, conversationId: nowhere })).rejects.toMatchObject({ code: 'not_found' })
    await alice.conversations.delete({ conversationId: elsewhere })
    await expect(everywhere.take(claim)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('are each service’s own', async () => {
    const { messaging, conversationId } = await serveService()
    const claim = { ...held, conversationId, holder: 'one' }
    expect(await messaging.claims('bridge').take(claim)).toEqual({ fence: 1, memo: null })
    expect(await messaging.claims('another').take({ ...claim, holder: 'two' })).toEqual({ fence: 1, memo: null })
  })

  it.each([
    [{ name: 'Room 17' }, '/name'],
    [{ holder: '' }, '/holder'],
    [{ milliseconds: 0 }, '/milliseconds'],
    [{ milliseconds: 600_001 }, '/milliseconds'],
    [{ conversationId: 'x' }, '/conversationId'],
    [{ memo: 'at once' }, '/memo'],
  ])('with %j are refused', async (wrong, pointer) => {
    const { ask, conversationId, messaging } = await serveService()
    const claim = { ...held, conversationId, holder: 'one', ...wrong }
    expect(await ask('PUT /claims', { body: claim })).toMatchObject({ status: 400, body: { places: [{ pointer }] } })
    await expect(messaging.claims('bridge').take(claim)).rejects.toMatchObject({ places: [{ pointer }] })
  })

  it('have memos up to a bound', async () => {
    const { ask, conversationId, messaging } = await serveService()
    const claim = { ...held, conversationId, fence: 1, memo: 'x'.repeat(limits.claimMemo + 1) }
    expect((await ask('PATCH /claims', { body: claim })).status).toBe(400)
    await expect(messaging.claims('bridge').keep(claim)).rejects.toMatchObject({ places: [{ pointer: '/memo' }] })
  })
})
