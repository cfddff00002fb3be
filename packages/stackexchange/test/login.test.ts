import { describe, expect, test } from 'vitest'
import {
  anonymous,
  connect,
  cookies,
  isStackExchangeError,
  memorySessions,
  password,
  type OpenSocket,
  type SavedSession,
} from '../src/index.ts'
import { ALICE, BOT, codeOf, deferred, LOBBY, requestsTo, SANDBOX, useChat, useFake, type Fake } from './harness.ts'

const CREDENTIALS = { email: 'bot@example.org', password: 'secret of the bot' }

/** Everything a rejected connection tells: its message, fields and causes. */
const told = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
    return 'nothing went wrong'
  } catch (error) {
    return `${String(error)} ${JSON.stringify(error)} ${error instanceof Error ? `${error.stack} ${String(error.cause)}` : ''}`
  }
}

const connectTo = (fake: Fake, auth = password(CREDENTIALS)) =>
  connect({ server: fake.server, auth, clock: fake.clock })

test('a valid e-mail address and password give a client that knows its own id and name', async () => {
  const fake = await useFake()
  const sessions = memorySessions()
  const chat = await useChat(fake, { auth: password(CREDENTIALS), sessions })
  expect(chat.me?.id).toBe(BOT)
  expect(await chat.me?.name).toBe('Relay Bot')
  const saved = await sessions.load(fake.server.chatOrigin)
  expect(saved?.cookies.map(({ name }) => name)).toEqual(expect.arrayContaining(['acct', 'prov', 'sechatusr']))
})

test('a saved session connects again without a request to the login site', async () => {
  const fake = await useFake()
  const sessions = memorySessions()
  await useChat(fake, { auth: password(CREDENTIALS), sessions })
  fake.forgetRequests()
  const again = await useChat(fake, { auth: password(CREDENTIALS), sessions })
  expect(again.me?.id).toBe(BOT)
  expect(fake.requests().filter(({ server }) => server === 'login')).toEqual([])
})

test('a saved session survives being written as JSON and read back as cookies', async () => {
  const fake = await useFake()
  const sessions = memorySessions()
  await useChat(fake, { auth: password(CREDENTIALS), sessions })
  const saved: SavedSession = JSON.parse(JSON.stringify(await sessions.load(fake.server.chatOrigin)))
  const chat = await useChat(fake, { auth: cookies(saved) })
  expect(chat.me?.id).toBe(BOT)
})

test('imported cookies are kept, and the next start needs none', async () => {
  const fake = await useFake()
  const sessions = memorySessions()
  await useChat(fake, { auth: cookies(fake.cookiesOf(BOT)), sessions })
  const again = await useChat(fake, { auth: cookies(), sessions })
  expect(again.me?.id).toBe(BOT)
  expect(await codeOf(connectTo(fake, cookies()))).toBe('session-expired')
})

test('a saved session of somebody else is not taken for ours', async () => {
  const fake = await useFake()
  const sessions = memorySessions()
  await useChat(fake, { auth: cookies(fake.cookiesOf(BOT)), sessions })
  const saved = await sessions.load(fake.server.chatOrigin)
  const forged = cookies({
    ...saved,
    version: 1,
    chatOrigin: fake.server.chatOrigin,
    userId: 8,
    cookies: saved?.cookies ?? [],
  })
  expect(await codeOf(connectTo(fake, forged))).toBe('session-expired')
})

test('the chat cookie is obtained anew from the account cookie alone', async () => {
  const fake = await useFake()
  const account = fake
    .cookiesOf(BOT)
    .split('; ')
    .filter((pair) => pair.startsWith('acct='))
  const chat = await useChat(fake, { auth: cookies(account.join('; ')) })
  expect(chat.me?.id).toBe(BOT)
  expect(requestsTo(fake, /users.login/)).toEqual([])
})

test('a saved session of another account is passed over for the password', async () => {
  const fake = await useFake()
  const sessions = memorySessions()
  await useChat(fake, { auth: cookies(fake.cookiesOf(ALICE)), sessions })
  const alices = await sessions.load(fake.server.chatOrigin)
  await sessions.save(fake.server.chatOrigin, alices && { ...alices, userId: BOT })
  const chat = await useChat(fake, { auth: password(CREDENTIALS), sessions })
  expect(chat.me?.id).toBe(BOT)
})

test('cookies exported from a browser as a list are accepted', async () => {
  const fake = await useFake()
  const list = fake
    .cookiesOf(BOT)
    .split('; ')
    .map((pair) => ({ name: pair.split('=')[0] ?? '', value: pair.split('=')[1] ?? '' }))
  const chat = await useChat(fake, { auth: cookies(list) })
  expect(chat.me?.id).toBe(BOT)
})

test('a wrong password rejects after exactly one login form, and tells neither password nor address', async () => {
  const fake = await useFake()
  const wrong = password({ email: CREDENTIALS.email, password: 'a wrong guess' })
  expect(await codeOf(connectTo(fake, wrong))).toBe('login-rejected')
  expect(requestsTo(fake, /^\/users\/login/, 'POST')).toHaveLength(1)
  const text = await told(connectTo(fake, wrong))
  expect(text).not.toContain('a wrong guess')
  expect(text).not.toContain(CREDENTIALS.email)
})

test('a captcha rejects without a second try and names the import of cookies', async () => {
  const fake = await useFake()
  fake.fault({ method: 'POST', path: '/users/login', effect: { kind: 'captcha' } })
  const text = await told(connectTo(fake))
  expect(text).toContain('import its cookies')
  expect(requestsTo(fake, /^\/users\/login/, 'POST')).toHaveLength(1)
})

describe.each([403, 429] as const)('a challenge page with status %d', (status) => {
  test('at the login form rejects as a challenge, without a second try', async () => {
    const fake = await useFake()
    fake.fault({ method: 'GET', path: '/users/login', effect: { kind: 'challenge', status }, times: 9 })
    expect(await codeOf(connectTo(fake))).toBe('challenge')
    expect(requestsTo(fake, /^\/users\/login/)).toHaveLength(1)
  })
  test('in front of the chat rejects as a challenge', async () => {
    const fake = await useFake()
    fake.fault({ path: '/', effect: { kind: 'challenge', status } })
    expect(await codeOf(connectTo(fake, cookies(fake.cookiesOf(BOT))))).toBe('challenge')
  })
})

test('a login page without a form rejects as something this version does not understand', async () => {
  const fake = await useFake()
  fake.fault({ path: '/users/login', effect: { kind: 'login-without-key' } })
  expect(await codeOf(connectTo(fake))).toBe('protocol')
})

test('an account that the chat does not accept is not taken for logged in', async () => {
  const fake = await useFake({ settings: { acceptsAccounts: false } })
  expect(await codeOf(connectTo(fake))).toBe('session-expired')
})

test('cookies the chat does not know reject as an expired session', async () => {
  const fake = await useFake()
  expect(await codeOf(connectTo(fake, cookies('acct=gone; prov=gone')))).toBe('session-expired')
})

test('a server that cannot be reached rejects as unavailable', async () => {
  const fake = await useFake()
  await fake.close()
  expect(await codeOf(connectTo(fake))).toBe('unavailable')
})

test('an unknown server is refused before any request, naming the three', async () => {
  let asked = 0
  const text = await told(
    connect({ server: 'chat.example.org', fetch: () => Promise.reject(new Error(String((asked += 1)))) }),
  )
  expect(text).toContain('chat.stackexchange.com, chat.stackoverflow.com or chat.meta.stackexchange.com')
  expect(asked).toBe(0)
})

test.each([
  ['stackexchange.com', 'https://chat.stackexchange.com', 'https://meta.stackexchange.com', 'sechatusr'],
  ['chat.stackexchange.com', 'https://chat.stackexchange.com', 'https://meta.stackexchange.com', 'sechatusr'],
  ['stackoverflow', 'https://chat.stackoverflow.com', 'https://stackoverflow.com', 'chatusr'],
  ['Chat.StackOverflow.com', 'https://chat.stackoverflow.com', 'https://stackoverflow.com', 'chatusr'],
  ['meta.stackexchange.com', 'https://chat.meta.stackexchange.com', 'https://meta.stackexchange.com', 'chatusr'],
])('the name %s means %s', async (server, chatOrigin, loginOrigin, chatCookie) => {
  await using chat = await connect({ server })
  expect(chat.server).toEqual({ chatOrigin, loginOrigin, chatCookie })
})

describe('without credentials', () => {
  test('history and profiles can be read', async () => {
    const fake = await useFake()
    const said = fake.say(BOT, SANDBOX, 'for all to read')
    const chat = await useChat(fake, { auth: anonymous() })
    expect(chat.me).toBeNull()
    const [message] = await chat.room(SANDBOX).history()
    expect(message).toBe(chat.message(said.id))
    expect(await message?.textContent).toBe('for all to read')
    expect(await chat.room(SANDBOX).pingableUsers()).toEqual([])
  })

  test('sending, editing, deleting and starring are refused without a request', async () => {
    const fake = await useFake()
    const said = fake.say(BOT, SANDBOX, 'hands off')
    const chat = await useChat(fake, { auth: anonymous() })
    const message = chat.message(said.id)
    await message.room
    fake.forgetRequests()
    const tries = [chat.room(SANDBOX).send('hello'), message.edit('hi'), message.delete(), message.star()]
    expect(await Promise.all(tries.map(codeOf))).toEqual(Array.from({ length: 4 }, () => 'no-permission'))
    expect(fake.requests()).toEqual([])
  })

  test('a later login turns the client into an authenticated one, and a second is refused', async () => {
    const fake = await useFake()
    const chat = await useChat(fake, { auth: anonymous() })
    await chat.login(password(CREDENTIALS))
    expect(chat.me?.id).toBe(BOT)
    expect((await chat.room(SANDBOX).send('hello')).id).toBeGreaterThan(0)
    expect(await codeOf(chat.login(password(CREDENTIALS)))).toBe('already-logged-in')
  })
})

describe.each(['not-found', 'redirect', 'login-page'] as const)('a stale key answered by %s', (staleKey) => {
  test('is fetched anew once, and the message exists exactly once', async () => {
    const fake = await useFake({ settings: { staleKey } })
    const chat = await useChat(fake)
    await chat.room(SANDBOX).send('first')
    fake.rotateKeys(BOT)
    const message = await chat.room(SANDBOX).send('second')
    expect(fake.message(message.id).roomId).toBe(SANDBOX)
    expect([...fake.world.messages.values()].filter((one) => one.revisions[0]?.source === 'second')).toHaveLength(1)
  })
})

describe('a session the chat has forgotten', () => {
  test('is opened again from the account cookie, unseen', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    await chat.room(SANDBOX).send('before')
    fake.endSessions(BOT, 'chat')
    expect((await chat.room(SANDBOX).send('after')).id).toBeGreaterThan(0)
  })

  test('is opened again with the password when the account cookie is gone too', async () => {
    const fake = await useFake()
    const chat = await useChat(fake, { auth: password(CREDENTIALS) })
    fake.endSessions(BOT, 'account')
    fake.forgetRequests()
    expect((await chat.room(SANDBOX).send('after')).id).toBeGreaterThan(0)
    expect(requestsTo(fake, /^\/users\/login/, 'POST')).toHaveLength(1)
  })

  test('is opened again by one login, however many find it gone at once', async () => {
    const fake = await useFake()
    const chat = await useChat(fake, { auth: password(CREDENTIALS) })
    fake.endSessions(BOT, 'account')
    fake.forgetRequests()
    const [sandbox, lobby] = [chat.room(SANDBOX), chat.room(LOBBY)]
    await Promise.all([sandbox.send('after'), sandbox.history(), sandbox.join(), lobby.history(), lobby.join()])
    expect(requestsTo(fake, /^\/users\/login/, 'POST')).toHaveLength(1)
  })

  test('is not asked for again and again where the login is refused', async () => {
    const fake = await useFake()
    const chat = await useChat(fake, { auth: password(CREDENTIALS) })
    fake.endSessions(BOT, 'account')
    fake.forgetRequests()
    fake.fault({ path: '/users/login', method: 'POST', effect: { kind: 'captcha' } })
    for (const text of ['one', 'two', 'three'])
      expect(await codeOf(chat.room(SANDBOX).send(text))).toBe('captcha-required')
    expect(requestsTo(fake, /^\/users\/login/, 'POST')).toHaveLength(1)
    fake.clock.advance(600_000)
    expect((await chat.room(SANDBOX).send('after')).id).toBeGreaterThan(0)
    expect(requestsTo(fake, /^\/users\/login/, 'POST')).toHaveLength(2)
  })

  test('rejects as expired when there are only cookies, and the next job is tried all the same', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    fake.endSessions(BOT, 'account')
    const both = [chat.room(SANDBOX).send('one'), chat.room(SANDBOX).send('two')]
    expect(await Promise.all(both.map(codeOf))).toEqual(['session-expired', 'session-expired'])
  })
})

test('logging out with forget drops the saved session, and later actions reject as closed', async () => {
  const fake = await useFake()
  const sessions = memorySessions()
  const chat = await useChat(fake, { sessions })
  await chat.logout({ forget: true })
  expect(await sessions.load(fake.server.chatOrigin)).toBeNull()
  expect(await codeOf(chat.room(SANDBOX).send('too late'))).toBe('closed')
  expect(await codeOf(chat.room(SANDBOX).name)).toBe('closed')
})

test('no cookie, key or password is ever told by errors or logs', async () => {
  const fake = await useFake({ settings: { staleKey: 'login-page' } })
  const lines: string[] = []
  const logger = { warn: (message: string, detail?: object) => void lines.push(`${message} ${JSON.stringify(detail)}`) }
  const secrets = fake
    .cookiesOf(BOT)
    .split('; ')
    .map((pair) => pair.split('=')[1] ?? '')
  const chat = await useChat(fake, {
    auth: cookies(secrets.map((value, at) => ({ name: at ? 'sechatusr' : 'acct', value }))),
    logger,
  })
  const keys = [...fake.world.sessions.values()].map(({ fkey }) => fkey)
  fake.endSessions(BOT, 'account')
  const texts = [await told(chat.room(SANDBOX).send('x')), await told(chat.room(99).name), ...lines].join('\n')
  for (const secret of [...secrets, ...keys]) expect(texts).not.toContain(secret)
})

test('every request and socket says who runs the bot', async () => {
  const fake = await useFake()
  const agents = new Set<unknown>()
  const socket = deferred<string>()
  const openSocket: OpenSocket = (_url, { userAgent }) => {
    socket.resolve(userAgent)
    return () => undefined
  }
  const chat = await useChat(fake, {
    userAgent: 'our-bot (+https://example.org/bot)',
    openSocket,
    fetch(url, init) {
      agents.add(new Headers(init.headers).get('user-agent'))
      return fetch(url, init)
    },
  })
  await chat.room(SANDBOX).join()
  expect(await socket.promise).toBe('our-bot (+https://example.org/bot)')
  expect([...agents]).toEqual(['our-bot (+https://example.org/bot)'])
})

test('an aborted connection rejects with the reason of its signal', async () => {
  const fake = await useFake()
  fake.fault({ path: '/', effect: { kind: 'slow', ms: 1_000 } })
  const stop = new AbortController()
  const connecting = connect({
    server: fake.server,
    auth: cookies(fake.cookiesOf(BOT)),
    clock: fake.clock,
    signal: stop.signal,
  })
  await fake.clock.untilTimer('slow answer')
  const reason = new Error('enough')
  stop.abort(reason)
  expect(await codeOf(connecting)).toBe(reason)
  fake.clock.advance(1_000)
})

test('a request that takes longer than the timeout rejects as unavailable', async () => {
  const fake = await useFake()
  fake.fault({ path: '/', effect: { kind: 'slow', ms: 60_000 } })
  const connecting = connect({
    server: fake.server,
    auth: cookies(fake.cookiesOf(BOT)),
    clock: fake.clock,
    timeout: 5_000,
  })
  await fake.clock.untilTimer('slow answer')
  fake.clock.advance(5_000)
  const error: unknown = await connecting.catch((reason: unknown) => reason)
  expect(isStackExchangeError(error)).toBe(true)
  expect(error).toMatchObject({ code: 'unavailable', message: expect.stringContaining('timeout') })
  fake.clock.advance(60_000)
})
