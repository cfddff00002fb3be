import { createMessaging, MsgError, openDirectory, silentLogger } from '@msg/core'
import type { Logger } from '@msg/core'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Identity } from '../src/index.ts'
import { identify, mountMessaging } from '../src/index.ts'
import { serve } from './support/serve.ts'

const json = { 'content-type': 'application/json' }
const alice = { authorization: 'Bearer alice' }

interface Line {
  readonly message: string
  readonly fields: unknown
}

const keepingLogger = (): { readonly logger: Logger; readonly lines: readonly Line[] } => {
  const lines: Line[] = []
  return { logger: { ...silentLogger(), error: (message, fields) => void lines.push({ message, fields }) }, lines }
}

describe('who is asking', () => {
  it('is asked of the host on every request, and nobody gets 401', async () => {
    const asked: string[] = []
    const { url } = await serve({
      authenticate: (request) => {
        asked.push(new URL(request.url).pathname)
        return null
      },
    })
    for (const path of ['/config', '/inbox', '/inbox/unread', '/inbox']) {
      const response = await fetch(url + path)
      expect(response.status).toBe(401)
      expect(await response.json()).toMatchObject({ code: 'unauthenticated' })
    }
    expect(asked).toEqual(['/chat/config', '/chat/inbox', '/chat/inbox/unread', '/chat/inbox'])
  })

  it('is said by a function: without one there is no mount', async () => {
    await using messaging = createMessaging()
    for (const options of [{}, { authenticate: 'alice' }])
      expect(() => Reflect.apply(mountMessaging, undefined, [messaging, options])).toThrow('`authenticate` is needed')
  })

  it('is unavailable, with a time to come back, while the host cannot tell', async () => {
    const { logger, lines } = keepingLogger()
    const { url } = await serve({
      logger,
      authenticate: async () => {
        throw new Error('the session store is down')
      },
    })
    const response = await fetch(`${url}/inbox`)
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
    expect(await response.json()).toMatchObject({ code: 'unavailable', outcome: 'none' })
    expect(lines).toMatchObject([{ message: 'the authenticator failed' }])
  })

  it('is said to be unavailable once in ten seconds, however many ask', async () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(0)
    onTestFinished(() => now.mockRestore())
    const { logger, lines } = keepingLogger()
    const authenticate = () => Promise.reject(new Error('the session store is down'))
    for (const time of [0, 1, 9_999, 10_000, 10_001]) {
      now.mockReturnValue(time)
      await expect(identify(new Request('http://host/'), authenticate, logger)).rejects.toMatchObject({
        code: 'unavailable',
      })
    }
    const message = 'the authenticator failed'
    const cause = new Error('the session store is down')
    expect(lines).toMatchObject([
      { message, fields: { cause } },
      { message, fields: { cause, failuresBefore: 2 } },
    ])
  })

  it('is unavailable when the host names somebody who cannot be', async () => {
    const { logger } = keepingLogger()
    const { url } = await serve({ logger, authenticate: () => ({ userId: '\0' }) })
    expect((await fetch(`${url}/inbox`)).status).toBe(503)
    expect((await fetch(`${url}/live/tickets`, { method: 'POST', headers: json })).status).toBe(503)
  })

  it.each(['{ "userId": 7 }', '{ "service": 7 }', '{ "id": "alice" }', '"alice"'])(
    'is unavailable, and the log says why, when a host without types answers %s',
    async (answer) => {
      const { logger, lines } = keepingLogger()
      const { url } = await serve({ logger, authenticate: () => JSON.parse(answer) })
      expect((await fetch(`${url}/inbox`)).status).toBe(503)
      expect(lines).toMatchObject([{ message: expect.stringContaining('{ userId }, which is a text') }])
    },
  )

  it('is unavailable, and the log says why, when a user has the id of a service', async () => {
    const { logger, lines } = keepingLogger()
    const { url } = await serve({ logger, authenticate: () => ({ userId: 'service:bot' }) })
    expect((await fetch(`${url}/inbox`)).status).toBe(503)
    expect(lines).toMatchObject([{ message: expect.stringContaining('with the id of a service') }])
  })

  it.each<() => Identity>([
    () => ({ userId: 'alice', expiresAt: new Date(Number.NaN) }),
    () => ({ service: 'bot', expiresAt: new Date(Number.NaN) }),
    () => JSON.parse('{ "userId": "alice", "expiresAt": 1800000000 }'),
  ])('is unavailable, and the log says why, when the end of a session is no time (%#)', async (authenticate) => {
    const { logger, lines } = keepingLogger()
    const { url } = await serve({ logger, authenticate })
    expect((await fetch(`${url}/inbox`)).status).toBe(503)
    expect((await fetch(`${url}/live/stream`, { method: 'POST', headers: json, body: '{}' })).status).toBe(503)
    expect(lines[0]).toMatchObject({ message: expect.stringContaining('`expiresAt` that is no time') })
  })

  it('is known without an end where a host without types says null for it', async () => {
    const { url } = await serve({ authenticate: () => JSON.parse('{ "userId": "alice", "expiresAt": null }') })
    const response = await fetch(`${url}/live/poll`, { method: 'POST', headers: json, body: '{}' })
    expect(response.status).toBe(200)
  })

  it('comes before the shape of the request, and the shape before what there is', async () => {
    const { url } = await serve()
    const post = (headers: Record<string, string>, body: string): Promise<Response> =>
      fetch(`${url}/conversations/nonsense/messages`, { method: 'POST', headers, body })
    expect((await post(json, 'nonsense')).status).toBe(401)
    expect((await post({ ...json, ...alice }, 'nonsense')).status).toBe(400)
    const absent = '01934d4e-0000-7000-8000-000000000001'
    const wrong = await fetch(`${url}/conversations/${absent}/messages?limit=0`, { headers: alice })
    expect(wrong.status).toBe(400)
    expect((await fetch(`${url}/conversations/${absent}/messages`, { headers: alice })).status).toBe(404)
  })

  it('is never taken from anything but what the host says', async () => {
    const { url } = await serve()
    const headers = { ...alice, 'x-user-id': 'bob', 'x-forwarded-user': 'bob', cookie: 'user=bob' }
    expect(await (await fetch(`${url}/config`, { headers })).json()).toMatchObject({ me: 'alice' })
    const refused = await fetch(`${url}/directs`, {
      method: 'POST',
      headers: { ...json, ...alice },
      body: JSON.stringify({ userId: 'carol', me: 'bob', actor: 'bob' }),
    })
    expect(refused.status).toBe(400)
    const overridden = await fetch(`${url}/inbox`, { headers: { ...alice, 'x-http-method-override': 'DELETE' } })
    expect(overridden.status).toBe(200)
  })
})

const aliceProfile = { id: 'alice', displayName: 'Alice', isActive: true }

describe('an answer', () => {
  it('is never kept by anybody in between', async () => {
    const { url } = await serve()
    for (const [path, headers] of [
      ['/inbox', alice],
      ['/config', alice],
      ['/inbox', {}],
      ['/nope', alice],
    ] as const) {
      const response = await fetch(url + path, { headers })
      expect(response.headers.get('cache-control')).toBe('private, no-store')
      expect(response.headers.get('vary')).toBe('Authorization, Cookie, Origin')
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  it('to something unexpected is 503, logged, and tells nothing of it', async () => {
    const { logger, lines } = keepingLogger()
    const messaging = createMessaging()
    const broken = () => Promise.reject(new TypeError('secret detail'))
    const as = () => ({ ...messaging.as('alice'), inbox: { ...messaging.as('alice').inbox, list: broken } })
    const { url } = await serve({ logger, messaging: { ...messaging, as } })
    const response = await fetch(`${url}/inbox`, { headers: alice })
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({ code: 'unavailable', retryAfter: 5 })
    expect(text).not.toContain('secret')
    expect(lines).toMatchObject([{ message: 'an unexpected error', fields: { error: { message: 'secret detail' } } }])
  })

  it.each([
    [new MsgError('busy', 'too much at once'), 503, '1'],
    [new MsgError('storage_full', 'no room'), 503, '60'],
    [new MsgError('rate_limited', 'slow down', { retryAfter: 2.2 }), 429, '3'],
    [new MsgError('resync_required', 'too far behind'), 410, null],
    [new MsgError('offline', 'a client of a client'), 503, '5'],
  ])('to an error of the engine is its problem: %s', async (error, status, retryAfter) => {
    const messaging = createMessaging()
    const refuse = async () => {
      throw error
    }
    const as = () => ({ ...messaging.as('alice'), inbox: { ...messaging.as('alice').inbox, list: refuse } })
    const { url } = await serve({ messaging: { ...messaging, as } })
    const response = await fetch(`${url}/inbox`, { headers: alice })
    expect(response.status).toBe(status)
    expect(response.headers.get('retry-after')).toBe(retryAfter)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
  })

  it('leaves out what a directory says more than it should', async () => {
    const profile = { id: 'alice', displayName: 'Alice', isActive: true, email: 'alice@example.com', passwordHash: 'x' }
    const directory = {
      ...openDirectory(),
      get: async (ids: readonly string[]) => ids.map((id) => ({ ...profile, id })),
    }
    const { call } = await serve({ engine: { directory } })
    await call('alice', 'POST /directs', { userId: 'bob' })
    const inbox = await call('alice', 'GET /inbox')
    expect(inbox.body).toMatchObject({ profiles: [{ displayName: 'Alice' }, {}] })
    expect(JSON.stringify(inbox.body)).not.toMatch(/example\.com|passwordHash/)
  })

  it('leaves out what an engine says more than the contract knows', async () => {
    const messaging = createMessaging()
    const inbox = messaging.as('alice').inbox
    const list = async () => ({
      ...(await inbox.list()),
      secret: 'secret',
      profiles: [{ ...aliceProfile, email: 'secret' }],
    })
    const as = () => ({ ...messaging.as('alice'), inbox: { ...inbox, list } })
    const { call } = await serve({ messaging: { ...messaging, as } })
    expect((await call('alice', 'GET /inbox')).body).toEqual({
      conversations: [],
      profiles: [aliceProfile],
      next: null,
    })
  })
})

describe('a page of another origin', () => {
  const post = (url: string, headers: Record<string, string>): Promise<Response> =>
    fetch(`${url}/directs`, { method: 'POST', headers: { ...json, ...headers }, body: '{"userId":"bob"}' })
  const cookie = { cookie: 'user=alice' }

  it('cannot make its reader write by their cookie', async () => {
    const { url, call } = await serve()
    const own = new URL(url).origin
    const hostile: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `${own}.evil.example` },
      { origin: own.replace(/\d+$/, '1') },
      { origin: 'not an origin' },
      { origin: 'https://evil.example', 'x-msg-request': '1' },
      { origin: own, 'sec-fetch-site': 'cross-site' },
      { origin: own, 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', 'x-msg-request': '1' },
      { 'sec-fetch-site': 'none' },
      {},
    ]
    for (const headers of hostile) {
      const response = await post(url, { ...cookie, ...headers })
      expect(response.status).toBe(403)
      const detail = expect.stringContaining('is its origin in `origins`?')
      expect(await response.json()).toMatchObject({ code: 'forbidden', reason: 'cross_origin', detail })
    }
    expect((await call('alice', 'GET /inbox')).body).toMatchObject({ conversations: [] })
    const ticket = { method: 'POST', headers: { ...json, ...cookie, origin: 'https://evil.example' } }
    expect((await fetch(`${url}/live/tickets`, ticket)).status).toBe(403)
  })

  it('is told apart from our own, and from a script that shows itself', async () => {
    const { url } = await serve({ origins: ['https://app.example'] })
    const own: Record<string, string>[] = [
      { origin: new URL(url).origin },
      { origin: 'https://app.example' },
      { origin: 'https://app.example', 'sec-fetch-site': 'cross-site' },
      // Behind a proxy the server does not know its own name; the browser does.
      { origin: 'https://public.example', 'sec-fetch-site': 'same-origin' },
      { 'x-msg-request': '1' },
    ]
    for (const headers of own) expect((await post(url, { ...cookie, ...headers })).status).toBe(200)
  })

  it('is of no concern where an Authorization header says who is asking', async () => {
    const { url } = await serve()
    expect((await post(url, { ...alice, origin: 'https://evil.example' })).status).toBe(200)
    expect((await post(url, alice)).status).toBe(200)
  })

  it('may read answers only if it is listed, exactly', async () => {
    const { url } = await serve({ origins: ['https://app.example'] })
    const asked = (origin: string): Promise<Response> => fetch(`${url}/inbox`, { headers: { ...alice, origin } })
    const listed = await asked('https://app.example')
    expect(listed.headers.get('access-control-allow-origin')).toBe('https://app.example')
    expect(listed.headers.get('access-control-allow-credentials')).toBe('true')
    expect(listed.headers.get('vary')).toContain('Origin')
    for (const origin of ['https://evil.example', 'https://app.example.evil.example', 'http://app.example', 'null'])
      expect((await asked(origin)).headers.get('access-control-allow-origin')).toBeNull()
  })

  it('is not listed by what only looks like it, where a host without types says so', async () => {
    const origin = 'https://app.example.co'
    for (const origins of ['https://app.example.com', async () => false]) {
      const options: object = { origins }
      const { url } = await serve(options)
      const asked = await fetch(`${url}/inbox`, { headers: { ...alice, origin } })
      expect(asked.headers.get('access-control-allow-origin')).toBeNull()
      expect((await post(url, { ...cookie, origin })).status).toBe(403)
    }
  })

  it('is never what is listed where no browser says it: that is refused at the start', async () => {
    await using messaging = createMessaging()
    const mounted = (origins: unknown) => (): unknown =>
      Reflect.apply(mountMessaging, undefined, [messaging, { authenticate: () => null, origins }])
    const none = ['*', 'app.example', 'https://app.example/', 'https://*.app.example', 'https://App.example']
    for (const origin of [...none, 'https://app.example:443', '//app.example', '', /app/, true, null])
      expect(mounted(['https://app.example', origin])).toThrow(`has ${JSON.stringify(origin)}, which is no origin`)
    expect(mounted('*')).toThrow(TypeError)
    for (const origin of ['http://localhost:5173', 'http://[::1]:3000', 'capacitor://localhost', 'null'])
      expect(mounted([origin])).not.toThrow()
  })

  it('gets its preflight answered only if it is listed', async () => {
    const { url } = await serve({ origins: (origin) => origin.endsWith('.app.example') })
    const preflight = (origin: string): Promise<Response> =>
      fetch(`${url}/directs`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } })
    const listed = await preflight('https://one.app.example')
    expect(listed.status).toBe(204)
    expect(listed.headers.get('access-control-allow-headers')).toContain('X-Msg-Request')
    expect((await preflight('https://evil.example')).status).toBe(404)
  })

  it('may send those headers of the host that are listed', async () => {
    const { url } = await serve({ origins: ['https://app.example'], allowHeaders: ['X-Tenant', 'X-CSRF-Token'] })
    const preflight = (origin: string): Promise<Response> =>
      fetch(`${url}/config`, { method: 'OPTIONS', headers: { origin, 'access-control-request-headers': 'x-tenant' } })
    const allowed = (await preflight('https://app.example')).headers.get('access-control-allow-headers')
    expect(allowed).toBe('Authorization, Content-Type, X-Msg-Request, X-Tenant, X-CSRF-Token')
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-headers')).toBeNull()
  })
})

describe('the documentation', () => {
  it('is served to anybody, as data and as a page without scripts', async () => {
    const { url } = await serve({ openapi: { title: 'Chat <b>', version: '3' } })
    const document: unknown = await (await fetch(`${url}/openapi.json`)).json()
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Chat <b>', version: '3' } })
    const page = await fetch(`${url}/docs`)
    const html = await page.text()
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'nonce-[\w-]+'/)
    expect(html).toContain('Chat &lt;b&gt; 3')
    expect(html).toContain('messages.send')
    expect(html).not.toMatch(/<script|https?:\/\/|<b>\s*3|\son\w+=/)
  })
})
