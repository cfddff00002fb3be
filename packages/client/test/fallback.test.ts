import { createServer } from 'node:http'
import { eventually, fakeClock } from '@msg/testing'
import type { FakeClock } from '@msg/testing'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Client, ClientOptions, WebSocketLike } from '../src/index.ts'
import { FakeSocket, problem } from './support/fake-socket.ts'
import { nextOf, readBodies, serve } from './support/serve.ts'
import type { Served } from './support/serve.ts'

type Fetch = NonNullable<ClientOptions['fetch']>

/** Milliseconds a server has to greet. */
const greeting = 10_000

/** A socket that a proxy in between refuses. */
class Refused extends FakeSocket {
  constructor(url: string) {
    super(url)
    queueMicrotask(() => this.happen('close', { code: 1006, reason: '' }))
  }
}

/** A client of bob, what it asked for, and its subscription. */
const follow = async ({ client }: Served, options: Partial<ClientOptions> & { readonly clock: FakeClock }) => {
  const asked: string[] = []
  const fetch: Fetch = (url, init) => {
    asked.push(url.replace(/^.*\/chat/, ''))
    return (options.fetch ?? globalThis.fetch)(url, init)
  }
  const bob = await client('bob', { ...options, fetch })
  const events = bob.live.subscribe()[Symbol.asyncIterator]()
  return { bob, asked, events }
}

const sendTo = async ({ messaging }: Served, bodies: readonly string[]): Promise<void> => {
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
  for (const body of bodies) await alice.messages.send({ conversationId, body })
}

/** What somebody in between says. */
const html = (status: number): Response =>
  new Response('<h1>no</h1>', { status, headers: { 'content-type': 'text/html' } })

/** A stream where the platform cannot read any. */
const unreadable = (): Response => new Response(null, { headers: { 'content-type': 'text/event-stream' } })

/** What stands between a client and its server: it answers the requests that it was told to, by the end of their path. */
const between = () => {
  const answers = new Map<string, () => Response>()
  const passing: Fetch = async (url, init) => {
    const answer = [...answers].find(([end]) => new URL(url).pathname.includes(end))?.[1]
    return answer === undefined ? fetch(url, init) : answer()
  }
  return { answers, fetch: passing }
}

/** What `fetch` does where nothing in between is told of: a policy of the page, an extension, a foreign answer from another origin. */
const blocked = (): never => {
  throw new TypeError('Failed to fetch')
}

/** A client whose server is away, between two attempts. */
interface Away {
  readonly bob: Client
  readonly asked: readonly string[]
  readonly clock: FakeClock
}

/** Lets more than a minute pass, until it has asked so many times more, and waits. */
const whileAway = async ({ bob, asked, clock }: Away, more: number): Promise<void> => {
  const [before, since] = [asked.length, clock.now()]
  await eventually(() => {
    clock.advance(1_000)
    expect(clock.now() - since).toBeGreaterThan(61_000)
    expect(asked.length).toBeGreaterThan(before + more)
  })
  await eventually(() => expect(bob.connection.state).toBe('offline'))
}

/** A client that was live when its server was lost, and what its requests are answered with ever since. */
const loseServer = async (served: Served, answer: () => Response) => {
  const clock = fakeClock()
  const { answers, fetch: passing } = between()
  const { bob, asked, events } = await follow(served, { fetch: passing, clock })
  expect(await nextOf(events)).toMatchObject({ type: 'ready' })
  answers.set('/live/', answer)
  await served.stop()
  await whileAway({ bob, asked, clock }, 20)
  return { bob, asked, clock, events, answers }
}

/** Lets time pass between the attempts until one succeeds, however long that takes. */
const untilLive = ({ bob, clock }: Pick<Away, 'bob' | 'clock'>): Promise<void> =>
  eventually(() => {
    if (bob.connection.state === 'offline') clock.advance(1_000)
    expect(bob.connection.state).toBe('online')
  })

const streamsIn = (asked: readonly string[]): number => asked.filter((path) => path === '/live/stream').length

describe('where a transport does not get through', () => {
  it('a socket that is refused on the way gives way to a stream', async () => {
    const served = await serve()
    const clock = fakeClock()
    const { bob, asked, events } = await follow(served, { WebSocket: Refused, clock })
    await untilLive({ bob, clock })
    expect(await nextOf(events)).toMatchObject({ type: 'ready' })
    expect(asked).toContain('/live/stream')
    await sendTo(served, ['hello'])
    expect(await readBodies(events, 1)).toEqual(['hello'])
  })

  it('a socket that is swallowed on the way gives way to a stream', async () => {
    const served = await serve()
    const clock = fakeClock()
    const sockets: FakeSocket[] = []
    FakeSocket.made = sockets
    const { asked, events } = await follow(served, { WebSocket: FakeSocket, clock })
    await eventually(() => expect(sockets).toHaveLength(1))
    clock.advance(greeting)
    expect(await nextOf(events)).toMatchObject({ type: 'ready' })
    expect(asked).toContain('/live/stream')
    await sendTo(served, ['hello'])
    expect(await readBodies(events, 1)).toEqual(['hello'])
  })

  it('a stream that is held back on the way gives way to polling', async () => {
    const served = await serve({ live: false })
    const clock = fakeClock()
    const held: Fetch = async (url, init) => {
      if (!url.endsWith('/live/stream')) return fetch(url, init)
      return new Response(new ReadableStream(), { headers: { 'content-type': 'text/event-stream' } })
    }
    const { bob, asked, events } = await follow(served, { fetch: held, clock })
    await eventually(() => expect(asked).toContain('/live/stream'))
    clock.advance(greeting)
    expect(await nextOf(events)).toMatchObject({ type: 'ready' })
    expect(bob.connection).toMatchObject({ state: 'online', polls: false })
    expect(asked).not.toContain('/live/tickets')
    expect(asked.at(-1)).toBe('/live/poll')
    await sendTo(served, ['one', 'two'])
    expect(await readBodies(events, 2)).toEqual(['one', 'two'])
  })

  it('where a server is asked only every now and then, what happens comes late, and the connection says so', async () => {
    const served = await serve()
    const { bob, events } = await follow(served, {
      transports: ['polling'],
      pollInterval: 1_000,
      clock: fakeClock(),
    })
    expect(bob.connection.polls).toBe(false)
    expect(await nextOf(events)).toMatchObject({ type: 'ready' })
    expect(bob.connection).toMatchObject({ state: 'online', polls: true })
  })

  it.each([
    ['a page', async () => html(200)],
    ['an answer that cannot be read as a stream', async () => unreadable()],
    ['nothing', async () => problem(404, 'not_found')],
  ])('a stream that turns out to be %s gives way to polling', async (_, answer) => {
    const served = await serve({ live: false })
    const other: Fetch = (url, init) => (url.endsWith('/live/stream') ? answer() : fetch(url, init))
    const { asked, events } = await follow(served, { fetch: other, clock: fakeClock() })
    expect(await nextOf(events)).toMatchObject({ type: 'ready' })
    expect(asked.filter((path) => path === '/live/stream')).toHaveLength(1)
  })

  it('a server that is away is no fault of the transport', async () => {
    const served = await serve()
    const clock = fakeClock()
    let isAway = true
    const away: Fetch = (url, init) =>
      isAway && !url.endsWith('/config') ? Promise.reject(new TypeError('away')) : fetch(url, init)
    const { bob, asked, events } = await follow(served, { fetch: away, clock })
    await eventually(() => {
      clock.advance(1_000)
      expect(asked.length).toBeGreaterThan(5)
    })
    expect(bob.connection.state).not.toBe('online')
    isAway = false
    await untilLive({ bob, clock })
    expect(await nextOf(events)).toMatchObject({ type: 'ready' })
    expect(new Set(asked)).toEqual(new Set(['/config', '/live/tickets']))
  })

  it('a better one is tried again after a minute, while the other goes on, and nothing is missed', async () => {
    const clock = fakeClock()
    const served = await serve({ clock })
    const opened: string[] = []
    let isBlocked = true
    /** The platform's own, behind a proxy that refuses it for a while. */
    class Sometimes implements WebSocketLike {
      readonly #inner: WebSocketLike
      constructor(url: string) {
        opened.push(isBlocked ? 'refused' : 'let through')
        this.#inner = isBlocked ? new Refused(url) : new WebSocket(url)
      }
      send(text: string): void {
        this.#inner.send(text)
      }
      close(): void {
        this.#inner.close()
      }
      addEventListener(...listening: Parameters<WebSocketLike['addEventListener']>): void {
        this.#inner.addEventListener(...listening)
      }
    }
    const { bob, asked, events } = await follow(served, { WebSocket: Sometimes, clock })
    await untilLive({ bob, clock })
    expect(await nextOf(events)).toMatchObject({ type: 'ready' })
    expect(opened).toEqual(['refused', 'refused'])
    const since = clock.now()
    const untilOpened = (count: number): Promise<void> =>
      eventually(() => {
        if (opened.length < count) clock.advance(250)
        expect(opened).toHaveLength(count)
      })
    await untilOpened(3)
    expect(clock.now() - since).toBeGreaterThan(50_000)
    await sendTo(served, ['one'])
    expect(await readBodies(events, 1)).toEqual(['one'])
    expect(bob.connection.state).toBe('online')
    isBlocked = false
    // Once to find out, and once for good.
    await untilOpened(5)
    expect(opened.slice(3)).toEqual(['let through', 'let through'])
    await sendTo(served, ['two', 'three'])
    expect(await readBodies(events, 2)).toEqual(['two', 'three'])
    expect(asked.filter((path) => path === '/live/stream')).toHaveLength(1)
  })

  it('a subscription ends with the reason where nothing gets through for good', async () => {
    const served = await serve()
    class Forbidden extends FakeSocket {
      constructor() {
        super('')
        throw new DOMException('insecure', 'SecurityError')
      }
    }
    const { events } = await follow(served, {
      WebSocket: Forbidden,
      fetch: async (url, init) => (url.endsWith('/live/stream') ? unreadable() : fetch(url, init)),
      transports: ['websocket', 'sse'],
      clock: fakeClock(),
    })
    await expect(events.next()).rejects.toMatchObject({ code: 'feature_disabled' })
  })
})

describe('a stream that is refused on the way', () => {
  const refusals: readonly (readonly [string, () => Response, number])[] = [
    ...[400, 403, 404, 405, 413, 426].map((status) => [`a foreign ${status}`, () => html(status), 1] as const),
    ...[408, 500, 502, 503, 504].map((status) => [`a foreign ${status}`, () => html(status), 2] as const),
    ['no answer that a page is shown', blocked, 2],
  ]

  it.each(refusals)('with %s gives way to polling', async (_, answer, tries) => {
    const served = await serve({ live: false })
    const clock = fakeClock()
    const { answers, fetch: passing } = between()
    answers.set('/live/stream', answer)
    const { bob, asked, events } = await follow(served, { fetch: passing, clock })
    await untilLive({ bob, clock })
    expect(await nextOf(events)).toMatchObject({ type: 'ready' })
    expect(streamsIn(asked)).toBe(tries)
    await sendTo(served, ['hello'])
    expect(await readBodies(events, 1)).toEqual(['hello'])
  })

  it('is gone back to once it is let through, and nothing is missed', async () => {
    const clock = fakeClock()
    const served = await serve({ live: false, clock })
    const { answers, fetch: passing } = between()
    answers.set('/live/stream', () => html(403))
    const { asked, events } = await follow(served, { fetch: passing, clock })
    expect(await nextOf(events)).toMatchObject({ type: 'ready' })
    const since = clock.now()
    const untilAsked = (count: number): Promise<void> =>
      eventually(() => {
        if (streamsIn(asked) < count) clock.advance(250)
        expect(streamsIn(asked)).toBeGreaterThanOrEqual(count)
      })
    await untilAsked(2)
    expect(clock.now() - since).toBeGreaterThan(50_000)
    await sendTo(served, ['one'])
    expect(await readBodies(events, 1)).toEqual(['one'])
    answers.clear()
    await untilAsked(3)
    await sendTo(served, ['two', 'three'])
    expect(await readBodies(events, 2)).toEqual(['two', 'three'])
    await eventually(() => expect(asked.at(-1)).toBe('/live/stream'))
  })

  it.each(['busy', 'unavailable', 'storage_full'])(
    'by the server itself, which is %s, is asked for again',
    async (code) => {
      const served = await serve({ live: false })
      const clock = fakeClock()
      const { answers, fetch: passing } = between()
      answers.set('/live/stream', () => problem(503, code))
      const { bob, asked } = await follow(served, { fetch: passing, clock })
      await whileAway({ bob, asked, clock }, 4)
      answers.clear()
      await untilLive({ bob, clock })
      expect(new Set(asked)).toEqual(new Set(['/config', '/live/stream']))
    },
  )

  it('because there are too many requests is asked for again', async () => {
    const served = await serve({ live: false })
    const clock = fakeClock()
    const { answers, fetch: passing } = between()
    answers.set('/live/stream', () => html(429))
    const { bob, asked } = await follow(served, { fetch: passing, clock })
    await whileAway({ bob, asked, clock }, 4)
    expect(asked).not.toContain('/live/poll')
  })

  it('because nobody is known who asks ends the subscription', async () => {
    const served = await serve({ live: false })
    const { answers, fetch: passing } = between()
    answers.set('/live/stream', () => html(401))
    const { asked, events } = await follow(served, { fetch: passing, clock: fakeClock() })
    await expect(events.next()).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(asked).toEqual(['/config', '/live/stream'])
  })

  it('is asked for again where there is nothing else', async () => {
    const served = await serve({ live: false })
    const clock = fakeClock()
    const { answers, fetch: passing } = between()
    answers.set('/live/stream', () => html(404))
    const { bob, asked, events } = await follow(served, { fetch: passing, clock, transports: ['sse'] })
    await whileAway({ bob, asked, clock }, 4)
    answers.clear()
    await untilLive({ bob, clock })
    expect(await nextOf(events)).toMatchObject({ type: 'ready' })
  })
})

describe('a socket that is refused on the way', () => {
  it.each([200, 400, 403, 404, 502, 503])('with status %i gives way to a stream', async (status) => {
    const served = await serve()
    const clock = fakeClock()
    const proxy = createServer((_, answer) => answer.writeHead(404).end())
    proxy.on('upgrade', (_, socket) => socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`))
    await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening))
    onTestFinished(() => void proxy.close())
    const address = proxy.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    class Proxied extends WebSocket {
      constructor(url: string) {
        super(Object.assign(new URL(url), { port }))
      }
    }
    const { bob, asked, events } = await follow(served, { WebSocket: Proxied, clock })
    await untilLive({ bob, clock })
    expect(await nextOf(events)).toMatchObject({ type: 'ready' })
    expect(asked).toEqual(['/config', '/live/tickets', '/live/tickets', '/live/stream'])
  })

  it('by way of its ticket gives way to a stream', async () => {
    const served = await serve()
    const { answers, fetch: passing } = between()
    answers.set('/live/tickets', () => html(403))
    const { asked, events } = await follow(served, { fetch: passing, clock: fakeClock() })
    expect(await nextOf(events)).toMatchObject({ type: 'ready' })
    expect(asked).toEqual(['/config', '/live/tickets', '/live/stream'])
  })
})

describe('a server that is away', () => {
  const outages = [
    ['is refused by what is before it', () => html(502)],
    ['is not known to what is before it', () => html(404)],
    ['has a page in its place', () => html(200)],
    ['cannot be reached', blocked],
  ] as const

  it.each(outages)('and %s is no fault of the stream', async (_, answer) => {
    const served = await serve({ live: false })
    const { bob, asked, clock, events, answers } = await loseServer(served, answer)
    expect(asked.at(-1)).toBe('/live/poll')
    await served.start()
    answers.clear()
    await sendTo(served, ['hello'])
    await untilLive({ bob, clock })
    expect(await readBodies(events, 1)).toEqual(['hello'])
    expect(asked.at(-1)).toBe('/live/stream')
  })

  it.each(outages)('and %s is no fault of the socket', async (_, answer) => {
    const served = await serve()
    const { bob, asked, clock, answers } = await loseServer(served, answer)
    await served.start()
    answers.clear()
    await untilLive({ bob, clock })
    expect(asked.at(-1)).toBe('/live/tickets')
  })

  it.each(outages)('and %s until polling is tried is no fault of the stream', async (_, answer) => {
    const served = await serve({ live: false })
    const { bob, asked, clock, events, answers } = await loseServer(served, answer)
    await served.start()
    answers.clear()
    answers.set('/live/stream', () => {
      answers.clear()
      return answer()
    })
    const before = asked.length
    await untilLive({ bob, clock })
    expect(asked.slice(before, before + 2)).toEqual(['/live/stream', '/live/poll'])
    // Once to find out, and once for good.
    await eventually(() => {
      clock.advance(0)
      expect(streamsIn(asked.slice(before))).toBe(3)
    })
    await sendTo(served, ['hello'])
    expect(await readBodies(events, 1)).toEqual(['hello'])
    expect(asked.at(-1)).toBe('/live/stream')
  })

  it('and has a page in its place until a stream is tried is no fault of the socket', async () => {
    const served = await serve()
    const { bob, asked, clock, events, answers } = await loseServer(served, () => html(404))
    await served.start()
    answers.clear()
    answers.set('/live/tickets', () => {
      answers.clear()
      return html(404)
    })
    const before = asked.length
    await untilLive({ bob, clock })
    await eventually(() => {
      clock.advance(0)
      expect(asked.slice(before)).toEqual(['/live/tickets', '/live/stream', '/live/tickets', '/live/tickets'])
    })
    await sendTo(served, ['hello'])
    expect(await readBodies(events, 1)).toEqual(['hello'])
  })

  it('is found again by polling where that was all that worked', async () => {
    const served = await serve({ live: false })
    const clock = fakeClock()
    const { answers, fetch: passing } = between()
    answers.set('/live/stream', () => html(403))
    const { bob, asked, events } = await follow(served, { fetch: passing, clock })
    expect(await nextOf(events)).toMatchObject({ type: 'ready' })
    answers.set('/live/', () => html(502))
    await served.stop()
    await whileAway({ bob, asked, clock }, 10)
    await served.start()
    answers.delete('/live/')
    await untilLive({ bob, clock })
    expect(asked.at(-1)).toBe('/live/poll')
  })
})

describe('polling', () => {
  it('at a fixed interval asks no sooner, and lets nothing wait', async () => {
    const served = await serve()
    const clock = fakeClock()
    const after = vi.spyOn(clock, 'after')
    const { asked, events } = await follow(served, { transports: ['polling'], pollInterval: 3_000, clock })
    expect(await nextOf(events)).toMatchObject({ type: 'ready' })
    await sendTo(served, ['hello'])
    await eventually(() => expect(after.mock.calls.map(([milliseconds]) => milliseconds)).toContain(3_000))
    clock.advance(2_999)
    expect(asked).toEqual(['/config', '/live/poll'])
    clock.advance(1)
    expect(await readBodies(events, 1)).toEqual(['hello'])
  })

  it('asks with patience again as soon as it was answered', async () => {
    const served = await serve()
    const bodies: unknown[] = []
    const { events } = await follow(served, {
      transports: ['polling'],
      clock: fakeClock(),
      fetch: (url, init) => {
        if (url.endsWith('/live/poll')) bodies.push(typeof init.body === 'string' ? JSON.parse(init.body) : null)
        return fetch(url, init)
      },
    })
    expect(await nextOf(events)).toMatchObject({ type: 'ready' })
    await eventually(() => expect(bodies).toMatchObject([{ wait: 0 }, { wait: 25, after: expect.any(String) }]))
  })

  it('a watch is told to load afresh with every answer, for it has no past', async () => {
    const { messaging, client } = await serve()
    const [alice, bob] = [messaging.as('alice'), await client('bob', { transports: ['polling'] })]
    const { id: conversationId } = await alice.conversations.openRoom({})
    const events = bob.live.watch({ conversationId })[Symbol.asyncIterator]()
    expect(await nextOf(events)).toMatchObject({ type: 'ready' })
    await alice.messages.send({ conversationId, body: 'hello' })
    expect(await nextOf(events)).toMatchObject({ type: 'resync' })
    expect(await nextOf(events)).toMatchObject({ type: 'ready' })
    expect(await bob.messages.list({ conversationId })).toMatchObject({ messages: [{ body: 'hello' }] })
  })

  it('hears who typed while it was not asking', async () => {
    const { messaging, client } = await serve()
    const [alice, bob] = [messaging.as('alice'), await client('bob', { transports: ['polling'], pollInterval: 200 })]
    const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
    const events = bob.live.subscribe()[Symbol.asyncIterator]()
    expect(await nextOf(events)).toMatchObject({ type: 'ready' })
    await alice.live.typing({ conversationId, typing: true })
    expect(await nextOf(events)).toMatchObject({ type: 'signals', signals: [{ userId: 'alice', typing: true }] })
    await alice.messages.send({ conversationId, body: 'hello' })
    // Told once.
    expect(await nextOf(events)).toMatchObject({ type: 'changes' })
  })
})
