import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import { closeCodes, closeReason } from '@msg/contract'
import { createMessaging } from '@msg/core'
import { expect, it, onTestFinished } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { mountMessaging } from '../src/index.ts'
import { attachNode, upgradeWebSocket } from '../src/node.ts'
import { gate } from './support/gate.ts'
import { openSocket, readUntil } from './support/raw.ts'
import { authenticate, textOf } from './support/serve.ts'
import { openWebSocket } from './support/socket.ts'

const bob = { authorization: 'Bearer bob' }
const asks: RequestListener = (request, response) => void response.end(`the host's answer to ${request.url}`)

/** A host with a handler of its own, and messaging attached at `/chat`. */
const serveAttached = async (
  options: Partial<Parameters<typeof mountMessaging>[1]> = {},
  server = createServer(asks),
) => {
  const messaging = createMessaging()
  const attached = attachNode(
    server,
    '/chat',
    mountMessaging(messaging, { authenticate, upgradeWebSocket, ...options }),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    attached.close()
    server.closeAllConnections()
    server.close()
    await messaging.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { server, attached, port, url: `http://127.0.0.1:${port}` }
}

it("what is below the path is messaging's, and all else the host's", async () => {
  const { url } = await serveAttached()
  expect(await (await fetch(`${url}/chat/config`, { headers: bob })).json()).toMatchObject({ me: 'bob' })
  expect((await fetch(`${url}/chat/nothing`, { headers: bob })).status).toBe(404)
  for (const path of ['/', '/chatter', '/other/chat', '/%63hat'])
    expect(await (await fetch(`${url}${path}`)).text()).toBe(`the host's answer to ${path}`)
})

it('a body reaches messaging unread', async () => {
  const { url } = await serveAttached()
  const headers = { ...bob, 'content-type': 'application/json' }
  const response = await fetch(`${url}/chat/directs`, { method: 'POST', headers, body: '{"userId":"alice"}' })
  expect(textOf(await response.json(), 'kind')).toBe('direct')
})

it('live connections come in below the path, and are sent away in the end, those under way too', async () => {
  const [asked, answered] = [gate(), gate()]
  let opened = 0
  const { attached, url } = await serveAttached({
    authenticate: async (request) => {
      opened += 1
      if (opened > 1) {
        asked.open()
        await answered.opened
      }
      return authenticate(request)
    },
  })
  const { socket, until, closed } = await openWebSocket(`${url}/chat`, { headers: bob })
  socket.send('{"type":"hello"}')
  await until('ready')
  const late = openWebSocket(`${url}/chat`, { headers: bob })
  await asked.opened
  attached.close()
  expect(await closed).toEqual({ code: closeCodes.restarting, reason: closeReason(1) })
  answered.open()
  expect((await (await late).closed).code).toBe(closeCodes.restarting)
})

it('a stream is sent away in the end', async () => {
  const { attached, url } = await serveAttached()
  const headers = { ...bob, 'content-type': 'application/json' }
  const response = await fetch(`${url}/chat/live/stream`, { method: 'POST', headers, body: '{}' })
  attached.close()
  expect(await response.text()).toContain(`"code":${closeCodes.restarting}`)
})

const upgrade = 'Host: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'

it('a socket elsewhere is refused, or left to a host that takes it', async () => {
  const { server, port } = await serveAttached()
  const first = await openSocket(port)
  const refusal = readUntil(first, /\r\n\r\n/)
  first.write(`GET /else HTTP/1.1\r\n${upgrade}`)
  expect(await refusal).toMatch(/^HTTP\/1\.1 404/)
  server.on('upgrade', (request, socket) => {
    if (request.url === '/else') socket.end("HTTP/1.1 418 the host's\r\n\r\n")
  })
  const second = await openSocket(port)
  const answer = readUntil(second, /\r\n\r\n/)
  second.write(`GET /else HTTP/1.1\r\n${upgrade}`)
  expect(await answer).toMatch(/^HTTP\/1\.1 418/)
})

it("a host's own sockets stay the host's, and those below the path are not for it to refuse", async () => {
  const host = createServer(asks)
  const games = new WebSocketServer({ server: host, path: '/game' })
  games.on('connection', (socket) => socket.send('"the host\'s"'))
  const { url } = await serveAttached({}, host)
  const { socket, until } = await openWebSocket(`${url}/chat`, { headers: bob })
  socket.send('{"type":"hello"}')
  await until('ready')
  const game = new WebSocket(`${url.replace(/^http/, 'ws')}/game`)
  onTestFinished(() => game.terminate())
  const [told] = await once(game, 'message')
  expect(`${told}`).toBe('"the host\'s"')
  await expect(openWebSocket(`${url}/else`)).rejects.toThrow('refused: 400')
})

it('a server that has no handler yet is refused, because it would later answer twice', () => {
  const messaging = createMessaging()
  onTestFinished(() => messaging.close())
  const app = mountMessaging(messaging, { authenticate })
  expect(() => attachNode(createServer(), '/chat', app)).toThrow('the server itself')
})

it.each([{}, 'http://127.0.0.1:3000'])('what is no server is refused, such as an app of Fastify: %j', (server) => {
  const messaging = createMessaging()
  onTestFinished(() => messaging.close())
  const mount = [server, '/chat', mountMessaging(messaging, { authenticate })]
  expect(() => Reflect.apply(attachNode, undefined, mount)).toThrow('the server itself')
})

it.each(['chat', '/chat/', '/', ''])('a path below which nothing would be found is refused: %j', (path) => {
  const messaging = createMessaging()
  onTestFinished(() => messaging.close())
  const app = mountMessaging(messaging, { authenticate })
  expect(() => attachNode(createServer(asks), path, app)).toThrow('such as `/chat`')
})
