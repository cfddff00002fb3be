import { connect, Server } from 'node:net'
import { closeCodes, closeReason } from '@msg/contract'
import { createMessaging, limits } from '@msg/core'
import { Hono } from 'hono'
import { describe, expect, it, vi } from 'vitest'
import { mountMessaging } from '../src/index.ts'
import { serveNode, upgradeWebSocket } from '../src/node.ts'
import { gate } from './support/gate.ts'
import { openSocket, readUntil } from './support/raw.ts'
import { authenticate, serve } from './support/serve.ts'
import { openWebSocket } from './support/socket.ts'

const hello = '{"type":"hello"}'
const bearer = { headers: { authorization: 'Bearer bob' } }

describe('the times of a server', () => {
  const served = async (): Promise<unknown> => {
    const listening = vi.spyOn(Server.prototype, 'listen')
    await serve()
    const [server] = listening.mock.contexts
    listening.mockRestore()
    return server
  }
  const above = (milliseconds: number): unknown => expect.toSatisfy((time: number) => time > milliseconds)

  it('a request may take longer to come in than clients wait for the largest file', async () => {
    expect(await served()).toHaveProperty('requestTimeout', above(30_000 + limits.attachmentBytes / 32))
  })

  it('a connection is kept for longer than proxies keep theirs', async () => {
    expect(await served()).toHaveProperty('keepAliveTimeout', above(60_000))
  })
})

describe('a server that stops', () => {
  it('closes sockets with a hint when to come back', async () => {
    const served = await serve()
    const { socket, until, closed } = await openWebSocket(served.url, bearer)
    socket.send(hello)
    await until('ready')
    await served.close()
    expect(await closed).toEqual({ code: closeCodes.restarting, reason: closeReason(1) })
  })

  it('sends away whose handshake was under way', async () => {
    const [asked, answered] = [gate(), gate()]
    const served = await serve({
      authenticate: async (request) => {
        asked.open()
        await answered.opened
        return authenticate(request)
      },
    })
    const opening = openWebSocket(served.url, bearer)
    await asked.opened
    const closing = served.close()
    answered.open()
    expect((await (await opening).closed).code).toBe(closeCodes.restarting)
    await closing
  })

  it('lets requests under way finish, and takes no more', async () => {
    const messaging = createMessaging()
    const under = gate()
    const answer = gate()
    const app = new Hono()
    app.get('/slow', async (context) => {
      under.open()
      await answer.opened
      return context.text('done')
    })
    app.route('/chat', mountMessaging(messaging, { authenticate, upgradeWebSocket }))
    const server = await serveNode(app, { port: 0 })
    const slow = fetch(`${server.url}/slow`)
    await under.opened
    const closing = server.close()
    const refusal = () =>
      openSocket(server.port).then(
        () => null,
        (error: unknown) => error,
      )
    await expect.poll(refusal).toMatchObject({ code: 'ECONNREFUSED' })
    answer.open()
    const answered = await slow
    expect(await answered.text()).toBe('done')
    // The connection is not kept for another request, as it would be for a minute.
    expect(answered.headers.get('connection')).toBe('close')
    await closing
    await server.close()
    await messaging.close()
  })

  it('answers what comes on the connections there are, and takes no new ones', async () => {
    const messaging = createMessaging()
    const server = await serveNode(mountMessaging(messaging, { authenticate, upgradeWebSocket }), { port: 0 })
    const request = 'GET /config HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer alice\r\n\r\n'
    const socket = await openSocket(server.port)
    const first = readUntil(socket, /"me":"alice"/)
    socket.write(request)
    expect(await first).toMatch(/connection: keep-alive/i)
    const closing = server.close()
    const second = readUntil(socket, /"me":"alice"/)
    socket.write(request)
    const refusal = () =>
      fetch(server.url).then(
        () => null,
        (error: unknown) => (error instanceof Error ? error.cause : error),
      )
    await expect.poll(refusal).toMatchObject({ code: 'ECONNREFUSED' })
    expect(await second).toMatch(/HTTP\/1\.1 200 OK/)
    await closing
    await messaging.close()
  })

  it('answers whom the system had connected before it stopped, and it had yet to accept, however many', async () => {
    const server = await serveNode(
      new Hono().get('/', (context) => context.text('read')),
      { port: 0, linger: 50 },
    )
    const answers = Array.from({ length: 20 }, () => {
      const socket = connect(server.port, '127.0.0.1')
      const answer = readUntil(socket, /read/)
      socket.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n')
      return answer
    })
    const closing = server.close()
    for (const answer of await Promise.all(answers)) expect(answer).toMatch(/200 OK/)
    await closing
  })

  it('says so when its port is taken', async () => {
    const { port } = await serve()
    await expect(serveNode(new Hono(), { port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
