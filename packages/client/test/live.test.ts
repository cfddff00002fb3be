import { getEventListeners } from 'node:events'
import { eventually } from '@msg/testing'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createClient } from '../src/index.ts'
import { fake, FakeSocket, problem } from './support/fake-socket.ts'
import { cursorOf, nextOf, serve } from './support/serve.ts'

describe('a subscription', () => {
  it('says hello with a ticket that is in no URL, and answers pings', async () => {
    const { client, socket } = await fake()
    client.live.subscribe({ after: 'cursor.tag' })
    const first = await socket(0)
    expect(first.url).toBe('wss://app.example/chat/live')
    expect(first.said).toEqual([])
    first.happen('open')
    expect(first.said).toEqual([{ type: 'hello', ticket: 'ticket 1', after: 'cursor.tag' }])
    first.frame({ type: 'ping' })
    expect(first.said.at(-1)).toEqual({ type: 'pong' })
  })

  it('yields events with cursors of this user, and goes on from the last when the socket breaks', async () => {
    const { client, clock, states, socket } = await fake()
    const events = client.live.subscribe()[Symbol.asyncIterator]()
    const first = await socket(0)
    first.welcome('one')
    first.frame({ type: 'changes', changes: [], profiles: [], cursor: 'two' })
    expect(await nextOf(events)).toEqual({ type: 'ready', cursor: 'one.tag' })
    expect(await nextOf(events)).toMatchObject({ type: 'changes', cursor: 'two.tag' })
    first.happen('close', { code: 1006, reason: '' })
    // What a broken socket still has to say was not said.
    first.frame({ type: 'changes', changes: [], profiles: [], cursor: 'three' })
    await eventually(() => {
      clock.advance(500)
      expect(FakeSocket.made).toHaveLength(2)
    })
    const second = await socket(1)
    second.happen('open')
    expect(second.said).toEqual([{ type: 'hello', ticket: 'ticket 2', after: 'two.tag' }])
    second.welcome('two')
    second.frame({ type: 'changes', changes: [], profiles: [], cursor: 'four' })
    // Ready is told once.
    expect(await nextOf(events)).toMatchObject({ type: 'changes', cursor: 'four.tag' })
    expect(states).toEqual(['connecting', 'online', 'connecting', 'online'])
  })

  it('passes on resync, and the ready that follows it', async () => {
    const { client, clock, socket } = await fake()
    const events = client.live.subscribe({ after: 'old.tag' })[Symbol.asyncIterator]()
    const first = await socket(0)
    first.welcome('one')
    first.happen('error')
    await eventually(() => {
      clock.advance(500)
      expect(FakeSocket.made).toHaveLength(2)
    })
    const second = await socket(1)
    second.happen('open')
    second.frame({ type: 'hello', tag: 'tag', heartbeat: 25 })
    second.frame({ type: 'resync', cursor: 'new' })
    second.frame({ type: 'ready', cursor: 'new' })
    const types = [await nextOf(events), await nextOf(events), await nextOf(events)].map(({ type }) => type)
    expect(types).toEqual(['ready', 'resync', 'ready'])
  })

  it('to one conversation has no past: whenever its socket broke it says resync, then ready', async () => {
    const { client, clock, socket } = await fake()
    const conversationId = '019e0000-0000-7000-8000-00000000dead'
    const events = client.live.watch({ conversationId })[Symbol.asyncIterator]()
    const first = await socket(0)
    first.welcome('one')
    expect(first.said).toEqual([{ type: 'hello', ticket: 'ticket 1', watch: conversationId }])
    first.frame({ type: 'changes', changes: [], profiles: [], cursor: 'two' })
    first.happen('close', { code: 1006, reason: '' })
    for (const made of [2, 3]) {
      await eventually(() => {
        clock.advance(1_000)
        expect(FakeSocket.made).toHaveLength(made)
      })
      const next = await socket(made - 1)
      next.welcome(`again ${made}`)
      expect(next.said).toEqual([{ type: 'hello', ticket: `ticket ${made}`, watch: conversationId }])
      next.happen('error')
    }
    const types: string[] = []
    for (let n = 0; n < 6; n += 1) types.push((await nextOf(events)).type)
    expect(types).toEqual(['ready', 'changes', 'resync', 'ready', 'resync', 'ready'])
  })

  it('to one conversation ends when the server says that it is not there to see', async () => {
    const { client, socket } = await fake()
    const events = client.live.watch({ conversationId: '019e0000-0000-7000-8000-00000000dead' })[Symbol.asyncIterator]()
    const first = await socket(0)
    first.welcome('one')
    expect((await nextOf(events)).type).toBe('ready')
    first.frame({ type: 'error', code: 'not_found' })
    first.happen('close', { code: 4403, reason: '' })
    await expect(events.next()).rejects.toMatchObject({ code: 'not_found' })
    expect(FakeSocket.made).toHaveLength(1)
  })

  it('gives up a socket that has been silent for 60 seconds, not one that pings', async () => {
    const { client, clock, socket } = await fake()
    client.live.subscribe()
    const first = await socket(0)
    first.welcome('one')
    clock.advance(59_000)
    first.frame({ type: 'ping' })
    clock.advance(59_999)
    expect(first.closed).toBe(false)
    clock.advance(1)
    expect(first.closed).toBe(true)
    await eventually(() => expect(client.connection.state).toBe('connecting'))
    await eventually(() => {
      clock.advance(500)
      expect(FakeSocket.made).toHaveLength(2)
    })
  })

  it('gives up a silent socket as soon where the clock was set back meanwhile', async () => {
    const { client, clock, socket } = await fake()
    client.live.subscribe()
    const first = await socket(0)
    first.welcome('one')
    const { now } = clock
    vi.spyOn(clock, 'now').mockImplementation(() => now() - 3_600_000)
    clock.advance(60_000)
    expect(first.closed).toBe(true)
  })

  it('gives up a socket that is not greeted', async () => {
    const { client, clock, socket } = await fake()
    client.live.subscribe()
    const first = await socket(0)
    first.happen('open')
    clock.advance(30_000)
    expect(first.closed).toBe(true)
  })

  it('tries for ever, waiting longer each time but never more than 30 seconds, and soon again after a success', async () => {
    const { client, clock, states, refusals, socket } = await fake()
    vi.spyOn(Math, 'random').mockReturnValue(0.999_999)
    onTestFinished(() => void vi.restoreAllMocks())
    const waits: number[] = []
    const after = vi.spyOn(clock, 'after')
    refusals.push(...Array.from({ length: 12 }, () => new Response('', { status: 502 })))
    client.live.subscribe()
    await eventually(() => {
      if (FakeSocket.made.length === 0) clock.advance(30_000)
      expect(FakeSocket.made).toHaveLength(1)
    })
    for (const [milliseconds] of after.mock.calls) if (milliseconds !== 30_000) waits.push(Math.round(milliseconds))
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, ...Array.from({ length: 7 }, () => 30_000)])
    expect(new Set(states)).toEqual(new Set(['connecting', 'offline']))
    after.mockClear()
    const first = await socket(0)
    first.welcome('one')
    first.happen('close')
    // Soon again after a success, and then, without another, later and later.
    for (const wait of [500, 1_000, 2_000]) {
      await eventually(() => expect(after.mock.calls.at(-1)?.[0]).toBeCloseTo(wait, 0))
      const made = FakeSocket.made.length
      clock.advance(wait)
      ;(await socket(made)).happen('close')
    }
  })

  it('comes back about when the server says', async () => {
    const { client, clock, refusals, socket } = await fake()
    client.live.subscribe()
    const first = await socket(0)
    first.welcome('one')
    const after = vi.spyOn(clock, 'after')
    first.happen('close', { code: 1012, reason: 'retry-after=4' })
    await eventually(() => expect(after).toHaveBeenCalled())
    expect(after.mock.calls[0]?.[0]).toBeGreaterThanOrEqual(2_000)
    expect(after.mock.calls[0]?.[0]).toBeLessThan(6_000)
    refusals.push(Response.json({ code: 'busy', detail: 'because', retryAfter: 20 }, { status: 503 }))
    clock.advance(6_000)
    await eventually(() => expect(refusals).toEqual([]))
    await eventually(() => expect(after.mock.calls.at(-1)?.[0]).toBeLessThan(30_000))
    expect(after.mock.calls.at(-1)?.[0]).toBeGreaterThanOrEqual(10_000)
    await eventually(() => {
      clock.advance(10_000)
      expect(FakeSocket.made).toHaveLength(2)
    })
  })

  it('waits longer and longer where somebody in between says at once', async () => {
    const { client, clock, refusals } = await fake()
    vi.spyOn(Math, 'random').mockReturnValue(0.999_999)
    onTestFinished(() => void vi.restoreAllMocks())
    const after = vi.spyOn(clock, 'after')
    const headers = { 'retry-after': '0' }
    refusals.push(...Array.from({ length: 4 }, () => new Response('', { status: 503, headers })))
    client.live.subscribe()
    await eventually(() => {
      if (FakeSocket.made.length === 0) clock.advance(30_000)
      expect(FakeSocket.made).toHaveLength(1)
    })
    const waits = after.mock.calls.map(([milliseconds]) => Math.round(milliseconds))
    expect(waits.filter((wait) => wait !== 30_000)).toEqual([1_000, 2_000, 4_000, 8_000])
  })

  it('comes back at once when the browser is online again', async () => {
    const page = new EventTarget()
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))
    onTestFinished(() => void vi.unstubAllGlobals())
    const { client, refusals } = await fake()
    refusals.push(new Response('', { status: 502 }))
    client.live.subscribe()
    await eventually(() => expect(getEventListeners(page, 'online')).toHaveLength(1))
    expect(client.connection.state).toBe('offline')
    page.dispatchEvent(new Event('online'))
    await eventually(() => expect(FakeSocket.made).toHaveLength(1))
    expect(getEventListeners(page, 'online')).toEqual([])
  })

  it.each([
    [401, 'unauthenticated'],
    [403, 'feature_disabled'],
  ])('ends when no ticket is to be had: %i %s', async (status, code) => {
    const { client, refusals } = await fake()
    refusals.push(problem(status, code))
    const events = client.live.subscribe()[Symbol.asyncIterator]()
    await expect(events.next()).rejects.toMatchObject({ code })
    expect(await events.next()).toEqual({ done: true, value: undefined })
    expect(client.connection.state).toBe('online')
  })

  it('leaves no timer behind', async () => {
    const { client, clock, socket } = await fake()
    const after = clock.after.bind(clock)
    let timers = 0
    vi.spyOn(clock, 'after').mockImplementation((milliseconds, task) => {
      const cancel = after(milliseconds, task)
      timers += 1
      let over = false
      return () => {
        if (!over) timers -= 1
        over = true
        cancel()
      }
    })
    const subscription = client.live.subscribe()
    const first = await socket(0)
    first.welcome('one')
    expect(timers).toBeGreaterThan(0)
    subscription.close()
    expect(timers).toBe(0)
  })

  it('leaves no listener behind', async () => {
    const { client } = await fake()
    const { signal } = new AbortController()
    const subscription = client.live.subscribe({}, { signal })
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    subscription.close()
    await eventually(() => expect(getEventListeners(signal, 'abort')).toEqual([]))
  })

  it('ends when no socket can be made', async () => {
    class Forbidden extends FakeSocket {
      constructor() {
        super('')
        throw new DOMException('insecure', 'SecurityError')
      }
    }
    const { url } = await serve({ authenticate: () => ({ userId: 'bob' }) })
    const client = await createClient({ url, WebSocket: Forbidden, transports: ['websocket'] })
    onTestFinished(client.close)
    const events = client.live.subscribe()[Symbol.asyncIterator]()
    await expect(events.next()).rejects.toMatchObject({ code: 'unavailable', cause: { name: 'SecurityError' } })
  })

  it('yields what came before its end', async () => {
    const { client, clock, refusals, socket } = await fake()
    const events = client.live.subscribe()[Symbol.asyncIterator]()
    const first = await socket(0)
    first.welcome('one')
    refusals.push(problem(401, 'unauthenticated'))
    first.happen('close')
    await eventually(() => {
      clock.advance(500)
      expect(refusals).toEqual([])
    })
    expect(await nextOf(events)).toMatchObject({ type: 'ready' })
    await expect(events.next()).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('takes another ticket when the one it had was worth nothing', async () => {
    const { client, clock, socket } = await fake()
    client.live.subscribe()
    const first = await socket(0)
    first.happen('open')
    first.frame({ type: 'error', code: 'unauthenticated' })
    first.happen('close', { code: 4401, reason: '' })
    await eventually(() => {
      clock.advance(1_000)
      expect(FakeSocket.made).toHaveLength(2)
    })
  })

  it('leaves with the server what its reader does not read', async () => {
    const { client, clock, socket } = await fake()
    const events = client.live.subscribe()[Symbol.asyncIterator]()
    const first = await socket(0)
    first.welcome('0')
    for (let count = 1; count <= 2_000; count += 1)
      first.frame({ type: 'changes', changes: [], profiles: [], cursor: `${count}` })
    expect(first.closed).toBe(true)
    for (let minute = 0; minute < 5; minute += 1) {
      await new Promise((resolve) => setImmediate(resolve))
      clock.advance(60_000)
    }
    let last = ''
    for (let count = 0; count < 1_000; count += 1) last = cursorOf(await nextOf(events))
    expect(FakeSocket.made).toHaveLength(1)
    const more = events.next()
    await eventually(() => {
      clock.advance(1_000)
      expect(FakeSocket.made).toHaveLength(2)
    })
    const second = await socket(1)
    second.happen('open')
    expect(second.said).toMatchObject([{ after: last }])
    second.frame({ type: 'hello', tag: 'tag', heartbeat: 25 })
    second.frame({ type: 'changes', changes: [], profiles: [], cursor: 'next' })
    expect(await more).toMatchObject({ value: { cursor: 'next.tag' } })
  })

  it('ends with the client, and is one of several', async () => {
    const { client, states, socket } = await fake()
    const [one, other] = [client.live.subscribe(), client.live.subscribe()]
    ;(await socket(0)).welcome('c')
    expect(client.connection.state).toBe('connecting')
    ;(await socket(1)).welcome('c')
    expect(client.connection.state).toBe('online')
    one.close()
    client.close()
    const events = other[Symbol.asyncIterator]()
    expect(await events.next()).toEqual({ done: true, value: undefined })
    expect(FakeSocket.made.map(({ closed }) => closed)).toEqual([true, true])
    await using late = client.live.subscribe()
    expect(await late[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined })
    expect(states).toEqual(['connecting', 'online'])
  })
})
