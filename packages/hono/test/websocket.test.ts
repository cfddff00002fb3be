import { once } from 'node:events'
import { closeCodes, socketLimits } from '@msg/contract'
import { createMessaging, silentLogger } from '@msg/core'
import { eventually, fakeClock } from '@msg/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { mountMessaging } from '../src/index.ts'
import { openSocket, readUntil, statusOf } from './support/raw.ts'
import { authenticate, field, serve, textOf } from './support/serve.ts'
import type { Served } from './support/serve.ts'
import { openWebSocket } from './support/socket.ts'

const hello = (more: object = {}): string => JSON.stringify({ type: 'hello', ...more })
const bearer = { headers: { authorization: 'Bearer bob' } }

const buy = async ({ url }: Served, headers: Record<string, string>): Promise<string> => {
  const response = await fetch(`${url}/live/tickets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
  })
  return textOf(await response.json(), 'ticket')
}

describe('the socket', () => {
  it('is opened with a ticket in its first frame', async () => {
    const served = await serve()
    const { socket, frames, until } = await openWebSocket(served.url)
    socket.send(hello({ ticket: await buy(served, { authorization: 'Bearer bob' }) }))
    await until('ready')
    await served.call('alice', 'POST /directs', { userId: 'bob' })
    await until('changes')
    expect(frames.map((frame) => field(frame, 'type'))).toEqual(['hello', 'ready', 'changes'])
  })

  it('takes a ticket once, and none made up', async () => {
    const served = await serve()
    const ticket = await buy(served, { authorization: 'Bearer bob' })
    const first = await openWebSocket(served.url)
    first.socket.send(hello({ ticket }))
    await first.until('ready')
    for (const used of [ticket, 'x'.repeat(43), '']) {
      const { socket, closed } = await openWebSocket(served.url)
      socket.send(hello({ ticket: used }))
      expect((await closed).code).toBe(closeCodes.unauthenticated)
    }
  })

  it('takes no ticket from the URL', async () => {
    const served = await serve()
    const ticket = await buy(served, { authorization: 'Bearer bob' })
    const { socket, closed } = await openWebSocket(`${served.url}?ticket=${ticket}`)
    socket.send(hello())
    expect((await closed).code).toBe(closeCodes.unauthenticated)
  })

  it('needs no ticket where the upgrade says who is asking, and refuses it where it says wrongly', async () => {
    const { url } = await serve()
    const { socket, until } = await openWebSocket(url, bearer)
    socket.send(hello())
    await until('ready')
    await expect(openWebSocket(url, { headers: { authorization: 'Basic eDp5' } })).rejects.toThrow('refused: 401')
  })

  it('is not opened by a cookie', async () => {
    const { url } = await serve()
    const { socket, closed } = await openWebSocket(url, { headers: { cookie: 'user=bob' } })
    socket.send(hello())
    expect((await closed).code).toBe(closeCodes.unauthenticated)
  })

  it('is not opened with a ticket that another page bought', async () => {
    const served = await serve({ origins: ['https://one.example', 'https://two.example'] })
    const ticket = await buy(served, { authorization: 'Bearer bob', origin: 'https://one.example' })
    const { socket, closed } = await openWebSocket(served.url, { headers: { origin: 'https://two.example' } })
    socket.send(hello({ ticket }))
    expect((await closed).code).toBe(closeCodes.unauthenticated)
  })

  it('takes frames up to 64 KiB', async () => {
    const { url } = await serve()
    const { socket, closed } = await openWebSocket(url, bearer)
    socket.send(`{"type":"ping"}${' '.repeat(socketLimits.frame)}`)
    expect((await closed).code).toBe(1009)
  })

  it('takes no flood of fragments', async () => {
    const { url, call } = await serve()
    const { socket, closed } = await openWebSocket(url, bearer)
    for (let count = 0; count < 1_000; count += 1) socket.send(' ', { fin: false })
    expect([1006, 1008]).toContain((await closed).code)
    expect((await call('alice', 'GET /inbox')).status).toBe(200)
  })

  it('takes no binary frames', async () => {
    const { url } = await serve()
    const { socket, closed } = await openWebSocket(url, bearer)
    socket.send(Buffer.from(hello()))
    expect((await closed).code).toBe(closeCodes.invalid)
  })

  it('survives what is no WebSocket, or goes away in the middle', async () => {
    const { port, url, call } = await serve({
      authenticate: async (request) => {
        await new Promise((resolve) => setImmediate(resolve))
        return authenticate(request)
      },
    })
    const upgrade = 'GET /chat/live HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n'
    const key = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
    const keyless = await openSocket(port)
    const answer = readUntil(keyless, /\r\n\r\n/)
    keyless.write(`${upgrade}\r\n`)
    expect(statusOf(await answer)).toBe(400)
    for (const bytes of [
      '\x81\x05hello',
      '\xff\xff\xff',
      '\x88\x7e\xff\xff',
      '\xc1\x80\0\0\0\0',
      '\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff',
    ]) {
      const socket = await openSocket(port)
      const closed = once(socket, 'close')
      socket.resume()
      socket.write(`${upgrade}${key}\r\n`)
      socket.write(Buffer.from(bytes, 'latin1'))
      await closed
    }
    const reset = await openSocket(port)
    reset.write(`${upgrade}${key}Authorization: Bearer bob\r\n\r\n`)
    reset.resetAndDestroy()
    expect((await fetch(`${url}/live`, { headers: bearer.headers })).status).toBe(400)
    expect((await call('alice', 'GET /inbox')).status).toBe(200)
  })

  it('survives whatever bytes come after the upgrade', async () => {
    const errors: unknown[] = []
    const logger = { ...silentLogger(), error: (...line: unknown[]) => void errors.push(line) }
    const { port, call } = await serve({ logger })
    const head =
      'GET /chat/live HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nAuthorization: Bearer bob\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'
    // The same bytes each time: a small generator of its own (Park and Miller's).
    let seed = 20_261_120
    const byte = (): number => (seed = (seed * 48_271) % 2_147_483_647) % 256
    const attack = async (): Promise<void> => {
      const socket = await openSocket(port)
      const closed = once(socket, 'close')
      socket.resume()
      socket.write(head)
      socket.write(Buffer.from(Array.from({ length: 1 + byte() * 4 }, byte)))
      socket.end()
      await closed
    }
    for (let round = 0; round < 10; round += 1) await Promise.all(Array.from({ length: 30 }, attack))
    expect(errors).toEqual([])
    expect((await call('alice', 'GET /inbox')).status).toBe(200)
  })

  it('is not offered where the mount was given no upgrade', async () => {
    const messaging = createMessaging()
    onTestFinished(() => messaging.close())
    const app = mountMessaging(messaging, { authenticate })
    const live = await app.request('/live', { headers: { upgrade: 'websocket' } })
    expect(live.status).toBe(403)
    expect(await live.json()).toMatchObject({ code: 'feature_disabled' })
    const ticket = await app.request('/live/tickets', { method: 'POST', ...bearer })
    expect(ticket.status).toBe(403)
    expect(await (await app.request('/config', bearer)).json()).toMatchObject({ features: { websocket: false } })
  })
})

describe('a reader who takes nothing', () => {
  it('costs little memory, harms nobody, and is closed', async () => {
    const clock = fakeClock()
    const { messaging, url } = await serve({ clock })
    const [slow, fast] = [await openWebSocket(url, bearer), await openWebSocket(url, bearer)]
    for (const { socket, until } of [slow, fast]) {
      socket.send(hello())
      await until('ready')
    }
    slow.socket.pause()
    const alice = messaging.as('alice')
    const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
    const before = process.memoryUsage().rss
    for (let count = 0; count < 1_000; count += 1)
      await alice.messages.send({ conversationId, body: 'x'.repeat(16_000) })
    const seqs = (): number => Number(field(fast.frames.at(-1), 'changes', 0, 'subject', 'seq'))
    // Time stands still but for the little that the fast reader needs to take what came at once.
    await eventually(() => {
      clock.advance(50)
      expect(seqs()).toBe(1_000)
    })
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024)
    expect(slow.socket.readyState).toBe(slow.socket.OPEN)
    for (let second = 0; second < 6; second += 1) {
      clock.advance(1_000)
      await new Promise((resolve) => setImmediate(resolve))
    }
    slow.socket.resume()
    expect((await slow.closed).code).toBe(closeCodes.slow)
    expect(slow.frames.length).toBeLessThan(1_000)
    expect(fast.socket.readyState).toBe(fast.socket.OPEN)
  })
})
