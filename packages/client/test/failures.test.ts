import { getEventListeners } from 'node:events'
import { eventually, fakeClock } from '@msg/testing'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createClient, isMsgError } from '../src/index.ts'
import type { Client, ClientOptions, MsgError } from '../src/index.ts'
import { serve } from './support/serve.ts'

const config = { me: 'alice', limits: {}, features: { websocket: true } }
const conversationId = '01934d4e-0000-7000-8000-000000000001'

type Answer = (url: string, init: RequestInit) => Response | Promise<Response>

/** A client whose every request but the first is answered by the test. */
const answeredBy = async (answer: Answer, options: Partial<ClientOptions> = {}): Promise<Client> =>
  createClient({
    url: 'https://app.example/chat/',
    fetch: async (url, init) => (url.endsWith('/config') ? Response.json(config) : answer(url, init)),
    ...options,
  })

const failing =
  (cause: unknown): Answer =>
  () =>
    Promise.reject(new TypeError('fetch failed', { cause }))

/** What a call rejects with. */
const errorOf = async (call: Promise<unknown>): Promise<MsgError> => {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return isMsgError(error) ? error : expect.fail('not a MsgError')
}

const read = (client: Client): Promise<MsgError> => errorOf(client.inbox.list())
const write = (client: Client): Promise<MsgError> => errorOf(client.messages.send({ conversationId, body: 'x' }))

describe('a call that gets no answer', () => {
  it('is offline; a write may have happened, a read has not changed anything', async () => {
    const client = await answeredBy(failing(undefined))
    expect(await read(client)).toMatchObject({ code: 'offline', outcome: 'none' })
    expect(await write(client)).toMatchObject({ code: 'offline', outcome: 'unknown' })
  })

  it('has certainly done nothing when there was no connection', async () => {
    const { client: connect, stop } = await serve()
    const client = await connect('alice')
    await stop()
    expect(await write(client)).toMatchObject({ code: 'offline', outcome: 'none' })
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
    const both = await answeredBy(failing(new AggregateError([refused, refused])))
    expect(await write(both)).toMatchObject({ outcome: 'none' })
    const one = await answeredBy(failing(new AggregateError([refused, new Error('reset')])))
    expect(await write(one)).toMatchObject({ outcome: 'unknown' })
    const none = await answeredBy(failing(new AggregateError([])))
    expect(await write(none)).toMatchObject({ outcome: 'unknown' })
  })

  it('ends in time out after 30 seconds', async () => {
    const clock = fakeClock()
    let asked = 0
    const never: Answer = () => {
      asked += 1
      return new Promise(() => {})
    }
    const client = await answeredBy(never, { clock })
    const [reading, writing] = [read(client), write(client)]
    await eventually(() => expect(asked).toBe(2))
    clock.advance(29_999)
    clock.advance(1)
    expect(await reading).toMatchObject({ code: 'timeout', outcome: 'none' })
    expect(await writing).toMatchObject({ code: 'timeout', outcome: 'unknown' })
  })

  it('that carries a file has a second more for each 32 kB of it', async () => {
    const clock = fakeClock()
    let asked = 0
    const never: Answer = () => {
      asked += 1
      return new Promise(() => {})
    }
    const client = await answeredBy(never, { clock, timeout: 1_000 })
    const upload = (size: number): Promise<unknown> => client.attachments.upload({ file: new Blob(['x'.repeat(size)]) })
    const ended: string[] = []
    const small = errorOf(upload(32)).finally(() => ended.push('small'))
    const large = errorOf(upload(64_000)).finally(() => ended.push('large'))
    await eventually(() => expect(asked).toBe(2))
    clock.advance(1_001)
    expect(await small).toMatchObject({ code: 'timeout', outcome: 'unknown' })
    clock.advance(1_998)
    await Promise.resolve()
    expect(ended).toEqual(['small'])
    clock.advance(1)
    expect(await large).toMatchObject({ code: 'timeout', outcome: 'unknown' })
  })

  it('is waited for for ever when the caller says so', async () => {
    const client = await answeredBy(() => Response.json({}), { timeout: Infinity })
    const timers = vi.spyOn(globalThis, 'setTimeout')
    onTestFinished(() => timers.mockRestore())
    await client.inbox.list()
    // What is longer a timer does not wait for at all.
    expect(timers.mock.calls.map(([, milliseconds]) => milliseconds)).toEqual([2 ** 31 - 1])
  })

  it('ends in time out when the caller says', async () => {
    const clock = fakeClock()
    const client = await answeredBy(() => new Promise(() => {}), { clock, timeout: 100 })
    const reading = read(client)
    clock.advance(100)
    expect(await reading).toMatchObject({ code: 'timeout' })
  })

  it('is aborted by its signal, the same way', async () => {
    const controller = new AbortController()
    const signals: unknown[] = []
    const client = await answeredBy((_, { signal }) => {
      signals.push(signal)
      queueMicrotask(() => controller.abort())
      return new Promise(() => {})
    })
    const options = { signal: controller.signal }
    const sending = client.messages.send({ conversationId, body: 'x' }, options)
    expect(await errorOf(sending)).toMatchObject({ code: 'aborted', outcome: 'unknown' })
    expect(signals).toMatchObject([{ aborted: true }])
  })

  it('leaves no listener behind when it is answered', async () => {
    const { signal } = new AbortController()
    const client = await answeredBy(() => Response.json({}))
    const added = vi.spyOn(EventTarget.prototype, 'addEventListener')
    onTestFinished(() => void vi.restoreAllMocks())
    await client.inbox.list({}, { signal })
    const targets = new Set(added.mock.contexts.filter((target) => target instanceof EventTarget))
    expect(targets).toContain(signal)
    // The client's own, and what ends the listening.
    expect(targets.size).toBe(3)
    for (const target of targets) expect(getEventListeners(target, 'abort')).toEqual([])
  })

  it('is aborted when the client is closed, and nothing is sent afterwards', async () => {
    let asked = 0
    const client = await answeredBy(() => {
      asked += 1
      return new Promise(() => {})
    })
    const writing = write(client)
    await Promise.resolve()
    client.close()
    expect(await writing).toMatchObject({ code: 'aborted' })
    const before = asked
    expect(await write(client)).toMatchObject({ code: 'aborted', outcome: 'none' })
    expect(asked).toBe(before)
  })

  it('is never repeated', async () => {
    const asked: string[] = []
    const client = await answeredBy((url) => {
      asked.push(url)
      throw new TypeError('fetch failed')
    })
    await write(client)
    expect(asked).toEqual([`https://app.example/chat/conversations/${conversationId}/messages`])
  })
})

describe('an answer that is none of ours', () => {
  const html = (status: number, headers: Record<string, string> = {}): Response =>
    new Response('<h1>proxy</h1>', { status, headers: { 'content-type': 'text/html', ...headers } })

  it.each([
    [200, 'unavailable', 'unknown'],
    [301, 'unavailable', 'unknown'],
    [404, 'unavailable', 'unknown'],
    [502, 'unavailable', 'unknown'],
    [504, 'unavailable', 'unknown'],
    [401, 'unauthenticated', undefined],
    [413, 'too_large', undefined],
    [429, 'rate_limited', undefined],
  ])('is what only somebody in between can mean by it: %i is %s', async (status, code, outcome) => {
    const client = await answeredBy(() => html(status))
    expect(await write(client)).toMatchObject({ code, outcome })
  })

  it('says when to come back', async () => {
    expect(await read(await answeredBy(() => html(503, { 'retry-after': '7' })))).toMatchObject({
      code: 'unavailable',
      retryAfter: 7,
      outcome: 'none',
    })
    expect(await read(await answeredBy(() => html(503, { 'retry-after': 'tomorrow' })))).toMatchObject({
      retryAfter: undefined,
    })
  })

  it('is not taken for a value when it is JSON', async () => {
    for (const value of ['null', '7', '"x"']) {
      const client = await answeredBy(() => new Response(value))
      expect(await write(client)).toMatchObject({ code: 'unavailable', outcome: 'unknown' })
    }
  })
})

describe('a problem', () => {
  it('is the same error as in process', async () => {
    const { client, messaging } = await serve()
    const [near, far] = [messaging.as('alice'), await client('alice')]
    for (const { conversations, messages } of [near, far]) {
      expect(await errorOf(conversations.startDirect({ userId: 'alice' }))).toMatchObject({ code: 'self_message' })
      expect(await errorOf(conversations.get({ conversationId }))).toMatchObject({ code: 'not_found' })
      expect(await errorOf(messages.send({ conversationId, body: '' }))).toMatchObject({
        code: 'invalid',
        places: [{ pointer: '/body' }],
      })
    }
  })

  it('of a server that cannot tell leaves a write unknown, unless the server can', async () => {
    const told =
      (more: object): Answer =>
      () =>
        Response.json({ code: 'unavailable', detail: 'down', ...more }, { status: 503 })
    expect(await write(await answeredBy(told({})))).toMatchObject({ code: 'unavailable', outcome: 'unknown' })
    expect(await write(await answeredBy(told({ outcome: 'none' })))).toMatchObject({ outcome: 'none' })
    expect(await read(await answeredBy(told({})))).toMatchObject({ outcome: 'none' })
  })
})

describe('headers', () => {
  it('are made anew for each request, and one that fails is not sent', async () => {
    let token = 0
    const sent: (string | null)[] = []
    const client = await answeredBy(
      (_, init) => {
        sent.push(new Headers(init.headers).get('authorization'))
        return Response.json({})
      },
      {
        headers: async () => {
          token += 1
          if (token === 4) throw new Error('no token')
          return { authorization: `Bearer ${token}` }
        },
      },
    )
    await client.inbox.list()
    await client.inbox.list()
    expect(await write(client)).toMatchObject({ code: 'unavailable', outcome: 'none' })
    expect(sent).toEqual(['Bearer 2', 'Bearer 3'])
  })

  it('that do not come end like an answer that does not come, and nothing is sent', async () => {
    const clock = fakeClock()
    let asked = 0
    let hangs = false
    const client = await answeredBy(
      () => {
        asked += 1
        return Response.json({})
      },
      { clock, headers: () => (hangs ? new Promise(() => {}) : {}) },
    )
    hangs = true
    const late = write(client)
    clock.advance(30_000)
    expect(await late).toMatchObject({ code: 'timeout', outcome: 'none' })
    const controller = new AbortController()
    const sending = client.messages.send({ conversationId, body: 'x' }, { signal: controller.signal })
    controller.abort()
    expect(await errorOf(sending)).toMatchObject({ code: 'aborted', outcome: 'none' })
    const closed = write(client)
    client.close()
    expect(await closed).toMatchObject({ code: 'aborted', outcome: 'none' })
    expect(asked).toBe(0)
  })

  it('that are none are told of as such, not as a server that cannot be reached', async () => {
    let authorization = 'Bearer 1'
    for (const headers of [() => ({ authorization }), async () => ({ authorization })]) {
      authorization = 'Bearer 1'
      const client = await answeredBy(() => Response.json({}), { headers })
      authorization = 'Bearer ☃'
      expect(await write(client)).toMatchObject({ code: 'unavailable', outcome: 'none' })
    }
    const connecting = createClient({ url: 'https://app.example/chat', headers: { authorization } })
    expect(await errorOf(connecting)).toMatchObject({ code: 'unavailable', outcome: 'none' })
  })

  it('say that a script asks, and never name a user', async () => {
    const { url } = await serve({
      authenticate: ({ headers }) => (headers.has('x-msg-request') ? { userId: 'carol' } : null),
    })
    const client = await createClient({ url })
    expect(client.me).toBe('carol')
    client.close()
  })
})

describe('the address of a mount', () => {
  it('may be a path in a browser, and may end in a slash', async () => {
    vi.stubGlobal('location', { href: 'https://app.example/some/page?x=1' })
    onTestFinished(() => void vi.unstubAllGlobals())
    const asked: string[] = []
    const record = async (url: string): Promise<Response> => {
      asked.push(url)
      return Response.json(config)
    }
    for (const url of ['/chat', '/chat/', '/', 'https://other.example/a/b/']) await createClient({ url, fetch: record })
    expect(asked).toEqual([
      'https://app.example/chat/config',
      'https://app.example/chat/config',
      'https://app.example/config',
      'https://other.example/a/b/config',
    ])
  })
})

describe('a client that cannot start', () => {
  it('says why', async () => {
    const { url, stop } = await serve()
    expect(await errorOf(createClient({ url }))).toMatchObject({ code: 'unauthenticated' })
    await stop()
    expect(await errorOf(createClient({ url }))).toMatchObject({ code: 'offline', outcome: 'none' })
    for (const wrong of ['/chat', 'localhost:3000/chat'])
      await expect(createClient({ url: wrong })).rejects.toThrow('absolute URL')
    const other = async (): Promise<Response> => Response.json({ hello: 'world' })
    expect(await errorOf(createClient({ url, fetch: other }))).toMatchObject({ code: 'unavailable' })
    const page = async (): Promise<Response> => new Response('<!doctype html>')
    const hint = expect.stringContaining('mounted at `url`')
    expect(await errorOf(createClient({ url, fetch: page }))).toMatchObject({ code: 'unavailable', message: hint })
  })
})
