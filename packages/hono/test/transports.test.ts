import { closeCodes, socketLimits } from '@msg/contract'
import { createMessaging } from '@msg/core'
import { eventually, fakeClock } from '@msg/testing'
import { describe, expect, it } from 'vitest'
import type { Identity } from '../src/index.ts'
import { transports, typesOf } from './support/live.ts'
import type { OpenLive } from './support/live.ts'
import { authenticate, field, serve } from './support/serve.ts'

const bob = { authorization: 'Bearer bob' }
const all = Object.entries(transports)
const [ws, sse, polling]: readonly OpenLive[] = [transports.websocket, transports.sse, transports.polling]

const service = { service: 'bot', actsAs: () => true }
const sessions: readonly (readonly [who: string, identity: Identity, headers: Record<string, string>])[] = [
  ['a user', { userId: 'bob' }, bob],
  ['a service', service, bob],
  ['a user whom a service acts as', service, { ...bob, 'x-msg-as': 'bob' }],
]

describe.each(all)('live updates over %s', (name, open) => {
  it('replay what was missed, say ready and go on', async () => {
    const { url, messaging } = await serve()
    const [alice, reader] = [messaging.as('alice'), messaging.as('bob')]
    const { cursor } = await reader.live.read()
    const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
    const live = await open(url, { headers: bob, after: cursor })
    await live.until('ready')
    expect(typesOf(live.frames)).toEqual(['hello', 'changes', 'ready'])
    await alice.messages.send({ conversationId, body: 'live' })
    await live.until('changes', 2)
    expect(live.frames.findLast((frame) => field(frame, 'type') === 'changes')).toMatchObject({
      changes: [{ type: 'message.sent', subject: { body: 'live' } }],
    })
  })

  it('are for nobody without credentials, or with such that nobody knows', async () => {
    const { url } = await serve()
    for (const headers of [{}, { authorization: 'Basic eDp5' }]) {
      const told = await open(url, { headers }).then(
        ({ ended }) => ended,
        (error: unknown) => field(error, 'message'),
      )
      expect(['unauthenticated', 'refused: 401']).toContain(told)
    }
  })

  it('are for our own pages where a proxy hides from the server what it is called', async () => {
    const { url, messaging } = await serve()
    const headers = { ...bob, origin: 'https://public.example' }
    const live = await open(url, { headers: { ...headers, 'sec-fetch-site': 'same-origin' } })
    await live.until('ready')
    await messaging.as('alice').messages.sendToUsers({ userIds: ['bob'], body: 'live' })
    await live.until('changes')
    live.leave()
    await expect(open(url, { headers: { ...headers, 'sec-fetch-site': 'same-site' } })).rejects.toThrow('refused: 403')
  })

  it.each([
    ['a list of', ['https://app.example']],
    ['a function that knows', (origin: string) => origin === 'https://app.example'],
  ])('are not for pages foreign to %s origins', async (_, origins) => {
    const { url } = await serve({ origins })
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
      await expect(open(url, { headers: { ...bob, origin } })).rejects.toThrow('refused: 403')
    for (const origin of ['https://app.example', own.origin]) {
      const live = await open(url, { headers: { ...bob, origin } })
      await live.until('ready')
      live.leave()
    }
  })

  it.each(sessions)('end with the session of %s they were opened with', async (_, identity, headers) => {
    const clock = fakeClock()
    const expiresAt = new Date(clock.now() + 20_000)
    const sessionAt = (): object => (clock.now() < expiresAt.getTime() ? { expiresAt } : {})
    const { url, messaging } = await serve({ clock, authenticate: () => ({ ...identity, ...sessionAt() }) })
    const { id: watch } = await messaging.as('alice').conversations.openRoom({ title: 'hall' })
    const { until, ended } = await open(url, { headers, watch })
    await until('ready')
    await eventually(() => {
      clock.advance(1_000)
      expect(clock.now()).toBeGreaterThan(expiresAt.getTime())
    })
    expect(await ended).toBe('unauthenticated')
  })

  it('end at once when the sessions of the user are revoked, and nothing that follows is told', async () => {
    const over = new Set<string>()
    const { url, messaging } = await serve({
      authenticate: (request) => (over.has(request.headers.get('authorization') ?? '') ? null : authenticate(request)),
    })
    const live = await open(url, { headers: bob })
    await live.until('ready')
    over.add(bob.authorization)
    await messaging.revoke({ userId: 'bob' })
    await messaging.as('alice').conversations.startDirect({ userId: 'bob' })
    expect(await live.ended).toBe('unauthenticated')
    expect(typesOf(live.frames)).not.toContain('changes')
  })

  it('take no cursor that was made up or is of another', async () => {
    const { url, messaging } = await serve()
    const { cursor } = await messaging.as('alice').live.read()
    for (const after of [cursor, 'nonsense', `${cursor}x`]) {
      const told = await open(url, { headers: bob, after }).then(
        ({ ended }) => ended,
        (error: unknown) => field(error, 'cause'),
      )
      expect(told).toBe('invalid_cursor')
    }
  })

  it('are sent away with a hint when the server stops, which it does soon', async () => {
    const served = await serve()
    const { until, ended } = await open(served.url, { headers: bob })
    await until('ready')
    const since = performance.now()
    await served.close()
    expect(performance.now() - since).toBeLessThan(5_000)
    // A poll that comes as it stops may still be answered.
    expect(name === 'polling' ? ['unreachable', 'unavailable'] : [closeCodes.restarting]).toContain(await ended)
  })

  it('are sent away when the engine closes', async () => {
    const { url, messaging } = await serve()
    const { until, ended } = await open(url, { headers: bob })
    await until('ready')
    await messaging.close()
    expect(await ended).toBe(name === 'polling' ? 'unavailable' : closeCodes.restarting)
  })

  it('end everything with them when the reader goes away', async () => {
    const messaging = createMessaging()
    let count = 0
    const feed: typeof messaging.feed = (...input) => {
      const made = messaging.feed(...input)
      count += 1
      const close = (): void => {
        count -= 1
        made.close()
      }
      return { ...made, close }
    }
    const { url } = await serve({ messaging: { ...messaging, feed } })
    const live = await open(url, { headers: bob })
    await live.until('ready')
    await eventually(() => expect(count).toBe(1))
    live.leave()
    await eventually(() => expect(count).toBe(0))
  })
})

describe('a user', () => {
  it('has at most 50 live connections, whatever carries them', async () => {
    const { url } = await serve()
    const opened = []
    for (let count = 0; count < socketLimits.perUser; count += 1) {
      const open = [ws, sse, polling][count % 3]
      const live = await open?.(url, { headers: bob })
      await live?.until('ready')
      if (live !== undefined) opened.push(live)
    }
    expect(await (await ws?.(url, { headers: bob }))?.ended).toBe('rate_limited')
    expect(await (await sse?.(url, { headers: bob }))?.ended).toBe('rate_limited')
    await expect(polling?.(url, { headers: bob })).rejects.toThrow('refused: 429')
    await (await sse?.(url, { headers: { authorization: 'Bearer alice' } }))?.until('ready')
    for (const live of opened.slice(0, 3)) live.leave()
    await eventually(async () => (await sse?.(url, { headers: bob }))?.until('ready'))
  })
})
