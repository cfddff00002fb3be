import { uuidFromTime } from '@msg/core'
import { routes, verbs } from '@msg/contract'
import { describe, expect, it } from 'vitest'
import { field, serve, textOf } from './support/serve.ts'

const newId = (): string => uuidFromTime(Date.now(), crypto.getRandomValues(new Uint8Array(10)))

describe('the verbs over HTTP', () => {
  it('carry a message from one user to the other', async () => {
    const { call } = await serve()
    const direct = await call('alice', 'POST /directs', { userId: 'bob' })
    expect(direct.status).toBe(200)
    const place = `/conversations/${textOf(direct.body, 'id')}`
    const sent = await call('alice', `POST ${place}/messages`, { body: 'hello' })
    expect(sent).toMatchObject({ status: 201, body: { seq: 1, authorId: 'alice', body: 'hello', verb: 'message' } })
    expect(await call('bob', `GET ${place}/messages?limit=10&order=asc`)).toMatchObject({
      status: 200,
      body: { messages: [sent.body], more: false, profiles: [{ id: 'alice' }] },
    })
    expect((await call('bob', 'GET /inbox/unread')).body).toEqual({
      conversations: { count: 1, capped: false },
      messages: { count: 1, capped: false },
    })
    expect((await call('bob', `PUT ${place}/read`, { seq: 1 })).body).toMatchObject({ userId: 'bob', readSeq: 1 })
    expect((await call('bob', 'GET /inbox')).body).toMatchObject({
      conversations: [{ lastMessage: sent.body }],
      next: null,
    })
    expect((await call('bob', `GET /messages/${textOf(sent.body, 'id')}`)).body).toEqual(sent.body)
  })

  it('carry a group from its start to its end', async () => {
    const { call } = await serve()
    const id = newId()
    const group = await call('alice', 'POST /groups', { id, title: 'us', userIds: ['bob'] })
    expect(group).toMatchObject({ status: 201, body: { id, kind: 'group', title: 'us' } })
    const again = await call('alice', 'POST /groups', { id, title: 'us', userIds: ['bob'] })
    expect(again.status).toBe(200)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect((await call('bob', `POST /conversations/${id}/members`, { userIds: ['carol'] })).body).toMatchObject({
      added: ['carol'],
    })
    const members = await call('carol', `GET /conversations/${id}/members?limit=2`)
    expect(members.body).toMatchObject({ members: [{ userId: 'alice' }, { userId: 'bob' }] })
    const next = encodeURIComponent(textOf(members.body, 'next'))
    expect((await call('carol', `GET /conversations/${id}/members?after=${next}`)).body).toMatchObject({
      members: [{ userId: 'carol' }],
      next: null,
    })
    expect(await call('bob', `POST /conversations/${id}/leave`)).toMatchObject({
      status: 200,
      body: { me: { status: 'left' } },
    })
    expect((await call('bob', `GET /conversations/${id}`)).body).toMatchObject({ me: { status: 'left' } })
  })

  it('answer a repeated send with 200 and say that it is a repeat', async () => {
    const { call } = await serve()
    const direct = await call('alice', 'POST /directs', { userId: 'bob' })
    const place = `/conversations/${textOf(direct.body, 'id')}/messages`
    const message = { id: newId(), body: 'once' }
    const first = await call('alice', `POST ${place}`, message)
    const second = await call('alice', `POST ${place}`, message)
    expect([first.status, second.status]).toEqual([201, 200])
    expect(first.headers.get('idempotent-replayed')).toBeNull()
    expect(second.headers.get('idempotent-replayed')).toBe('true')
    expect(second.body).toEqual(first.body)
    expect(await call('alice', `POST ${place}`, { ...message, body: 'twice' })).toMatchObject({
      status: 409,
      body: { code: 'idempotency_mismatch' },
    })
  })

  it('read changes from a cursor on', async () => {
    const { call } = await serve()
    const start = await call('bob', 'POST /live/read', {})
    await call('alice', 'POST /directs', { userId: 'bob' })
    const page = await call('bob', 'POST /live/read', { after: field(start.body, 'cursor') })
    expect(page.body).toMatchObject({ changes: [{ type: 'conversation.created' }], more: false })
    expect(await call('alice', 'POST /live/read', { after: field(start.body, 'cursor') })).toMatchObject({
      status: 400,
      body: { code: 'invalid_cursor' },
    })
  })

  it('are all served, at the method and path of the contract, and nothing else is', async () => {
    const { url } = await serve()
    for (const verb of verbs) {
      const { method, path } = routes[verb]
      const there = await fetch(url + path.replaceAll(/:\w+/g, newId()), { method })
      expect([verb, there.status]).toEqual([verb, 401])
    }
    for (const request of [
      'DELETE /inbox',
      'POST /inbox',
      'PATCH /groups',
      'GET /groups',
      'GET /',
      'GET /inbox/',
      'GET /nope/..',
      'GET //inbox',
    ]) {
      const [method = '', path = ''] = request.split(' ')
      const response = await fetch(url + path, { method })
      expect([request, response.status]).toEqual([request, 404])
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect(await response.json()).toMatchObject({ code: 'not_found', type: 'urn:msg:error:not_found' })
    }
  })

  it('tell who I am, the bounds and what is offered', async () => {
    const { call } = await serve()
    expect(await call('alice', 'GET /config')).toMatchObject({
      status: 200,
      body: { me: 'alice', limits: { body: 16_384 }, features: { websocket: true } },
    })
  })
})
