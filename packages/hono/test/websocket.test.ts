import { once } from 'node:events'
import { closeCodes, closeReason, socketLimits } from '@msg/contract'
import { createMessaging } from '@msg/core'
import type { Messaging } from '@msg/core'
import { fakeClock } from '@msg/testing'
import { Hono } from 'hono'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { mountMessaging } from '../src/index.ts'
import { serveNode, upgradeWebSocket } from '../src/node.ts'
import { openSocket, readUntil, statusOf } from './support/raw.ts'
import { authenticate, field, serve, textOf } from './support/serve.ts'
import type { Served } from './support/serve.ts'
import { openWebSocket } from './support/socket.ts'

const hello = (more: object = {}): string => JSON.stringify({ type: 'hello', ...more })
const waiting = { interval: 5, timeout: 20_000 }
const bearer = { headers: { authorization: 'Bearer bob' } }

/** Something to wait for until it is opened. */
const gate = () => {
  const parts: { open: () => void; opened: Promise<void> } = { open: () => {}, opened: Promise.resolve() }
  parts.opened = new Promise((resolve) => (parts.open = resolve))
  return parts
}

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

  it('is not opened from a foreign page', async () => {
    const { url } = await serve({ origins: ['https://app.example'] })
    const own = new URL(url)
    const hostile = [
      'https://evil.example',
      'null',
      'https://app.example.evil.example',
      'http://app.example',
      'https://APP.example:444',
      'https://app.example/',
      `http://${own.hostname}`,
      `http://${own.hostname}:1`,
      `http://${own.host}.evil.example`,
      `http://evil@${own.hostname}.example`,
      'file://',
      'javascript:alert(1)',
    ]
    for (const origin of hostile)
      await expect(openWebSocket(url, { ...bearer, headers: { ...bearer.headers, origin } })).rejects.toThrow(
        'refused: 403',
      )
    for (const origin of ['https://app.example', own.origin])
      (await openWebSocket(url, { headers: { ...bearer.headers, origin } })).socket.terminate()
  })

  it('is not opened with a ticket that another page bought', async () => {
    const served = await serve({ origins: ['https://one.example', 'https://two.example'] })
    const ticket = await buy(served, { authorization: 'Bearer bob', origin: 'https://one.example' })
    const { socket, closed } = await openWebSocket(served.url, { headers: { origin: 'https://two.example' } })
    socket.send(hello({ ticket }))
    expect((await closed).code).toBe(closeCodes.unauthenticated)
  })

  it('ends everything with it when the client goes away', async () => {
    const messaging = createMessaging()
    let open = 0
    const feed: Messaging['feed'] = (...input) => {
      const made = messaging.feed(...input)
      open += 1
      const close = (): void => {
        open -= 1
        made.close()
      }
      return { ...made, close }
    }
    const { url } = await serve({ messaging: { ...messaging, feed } })
    const { socket, until } = await openWebSocket(url, bearer)
    socket.send(hello())
    await until('ready')
    expect(open).toBe(1)
    socket.terminate()
    await vi.waitFor(() => expect(open).toBe(0), waiting)
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

  it('is not offered where the mount was given no upgrade', async () => {
    const messaging = createMessaging()
    onTestFinished(() => messaging.close())
    const app = mountMessaging(messaging, { authenticate })
    const live = await app.request('/live', { headers: { upgrade: 'websocket' } })
    expect(live.status).toBe(403)
    expect(await live.json()).toMatchObject({ code: 'feature_disabled' })
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
    await vi.waitFor(() => {
      clock.advance(50)
      expect(seqs()).toBe(1_000)
    }, waiting)
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

describe('a server that stops', () => {
  it('closes sockets with a hint when to come back', async () => {
    const served = await serve()
    const { socket, until, closed } = await openWebSocket(served.url, bearer)
    socket.send(hello())
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
    await expect(fetch(`${server.url}/chat/inbox`)).rejects.toThrow('fetch failed')
    answer.open()
    expect(await (await slow).text()).toBe('done')
    const answered = performance.now()
    await closing
    // The connection is not kept for another request, as it would be for seconds.
    expect(performance.now() - answered).toBeLessThan(1_500)
    await server.close()
    await messaging.close()
  })

  it('says so when its port is taken', async () => {
    const { port } = await serve()
    await expect(serveNode(new Hono(), { port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
