import { bodyLimit, hasBody, routes, verbs } from '@msg/contract'
import { eventually } from '@msg/testing'
import { describe, expect, it } from 'vitest'
import { openSocket, readUntil, statusOf, writeAll } from './support/raw.ts'
import { authenticate, serve } from './support/serve.ts'

const id = '01934d4e-0000-7000-8000-000000000001'
const posts = [...verbs.map((verb) => routes[verb]).filter(hasBody), { method: 'POST', path: '/live/tickets' }]
const places = posts.map(({ method, path }) => `${method} /chat${path.replaceAll(/:\w+/g, id)}`)

const head = (place: string, ...more: readonly string[]): string =>
  [
    `${place} HTTP/1.1`,
    'Host: here',
    'Authorization: Bearer alice',
    'Content-Type: application/json',
    ...more,
    '',
    '',
  ].join('\r\n')

function* chunked(bytes: number): Generator<string> {
  const size = 65_536
  for (let sent = 0; sent < bytes; sent += size) yield `${size.toString(16)}\r\n${' '.repeat(size)}\r\n`
  yield '0\r\n\r\n'
}

describe('a request body', () => {
  it('of 10 MiB in chunks is refused as too large, everywhere', async () => {
    const { port, call } = await serve()
    const statuses = places.map(async (place) => {
      const socket = await openSocket(port)
      const answer = readUntil(socket, /too_large/)
      socket.write(head(place, 'Transfer-Encoding: chunked'))
      await writeAll(socket, chunked(10 * 1024 * 1024))
      return statusOf(await answer)
    })
    expect(await Promise.all(statuses)).toEqual(places.map(() => 413))
    expect((await call('alice', 'GET /inbox')).body).toMatchObject({ conversations: [] })
  })

  it('that announces more than the limit is refused before it comes, everywhere', async () => {
    const { port } = await serve()
    const statuses = places.map(async (place) => {
      const socket = await openSocket(port)
      const answer = readUntil(socket, /too_large/)
      socket.write(head(place, `Content-Length: ${bodyLimit + 1}`))
      return statusOf(await answer)
    })
    expect(await Promise.all(statuses)).toEqual(places.map(() => 413))
  })

  it('that is longer than it says ends where it says, and the rest is no request', async () => {
    const { port, call } = await serve()
    const socket = await openSocket(port)
    const answer = readUntil(socket, /\r\n\r\n[^]*}/)
    socket.write(`${head('POST /chat/directs', 'Content-Length: 16')}{"userId":"bob"}${'x'.repeat(200_000)}`)
    // Node may find the nonsense behind it before the answer is written.
    expect([200, 400]).toContain(statusOf(await answer))
    expect((await call('alice', 'GET /inbox')).status).toBe(200)
  })

  it('that breaks off is no failure of the server', async () => {
    const errors: unknown[] = []
    const logger = { debug() {}, info() {}, warn() {}, error: (...line: unknown[]) => void errors.push(line) }
    let asked = false
    const { messaging, port, call } = await serve({
      logger,
      authenticate: (request) => {
        asked = true
        return authenticate(request)
      },
    })
    const alice = messaging.as('alice')
    const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
    // What came of the body would do for a request that needs none.
    for (const announced of ['Content-Length: 1000', 'Transfer-Encoding: chunked']) {
      const socket = await openSocket(port)
      socket.write(head(`POST /chat/conversations/${conversationId}/leave`, announced))
      socket.write(announced.endsWith('chunked') ? '2\r\n{}\r\n' : '{}')
      await eventually(() => expect(asked).toBe(true))
      asked = false
      socket.resetAndDestroy()
    }
    for (let turn = 0; turn < 5; turn += 1) await call('bob', 'GET /inbox')
    expect((await alice.conversations.get({ conversationId })).me.status).toBe('active')
    expect(errors).toEqual([])
  })

  it('is taken up to the limit, whatever the characters', async () => {
    const { url } = await serve()
    const send = (body: string): Promise<Response> =>
      fetch(`${url}/directs`, {
        method: 'POST',
        headers: { authorization: 'Bearer alice', 'content-type': 'application/json' },
        body,
      })
    const padded = (bytes: number): string => '{"userId":"bob"}'.padEnd(bytes, ' ')
    expect((await send(padded(bodyLimit))).status).toBe(200)
    expect((await send(padded(bodyLimit + 1))).status).toBe(413)
  })

  it.each([
    ['text/plain', '{"userId":"bob"}'],
    ['application/x-www-form-urlencoded', 'userId=bob'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['application/jsonx', '{"userId":"bob"}'],
    ['', '{"userId":"bob"}'],
    ['application/json', '{"userId":"bob"'],
    ['application/json', 'userId'],
    ['application/json', '"bob"'],
    ['application/json', 'null'],
    ['application/json', '["bob"]'],
    ['application/json', '['.repeat(60_000)],
    ['application/json', '\u0000'],
  ])('of type %j that is no object in JSON is invalid', async (type, body) => {
    const { url } = await serve()
    const response = await fetch(`${url}/directs`, {
      method: 'POST',
      headers: { authorization: 'Bearer alice', 'content-type': type },
      body,
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: 'invalid', places: [{ pointer: '' }] })
  })

  it('that is not UTF-8 is invalid', async () => {
    const { url } = await serve()
    const response = await fetch(`${url}/directs`, {
      method: 'POST',
      headers: { authorization: 'Bearer alice', 'content-type': 'application/json; charset=utf-8' },
      body: Buffer.from('{"userId":"b\xff"}', 'latin1'),
    })
    expect(response.status).toBe(400)
  })
})
