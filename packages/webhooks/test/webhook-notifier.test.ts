import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { createMessaging } from '@msg/core'
import type { Notice, NoticeOutcome, Notifier } from '@msg/core'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { createWebhookNotifier, verifyWebhook } from '../src/index.ts'
import type { ResolvedAddress, WebhookNotifierOptions } from '../src/index.ts'
import { startReceiver } from './receiver.ts'
import type { Delivery, Receiver } from './receiver.ts'
import { secretOf } from './secrets.ts'
import { cert, key } from './self-signed.ts'

const secrets = [secretOf('a'), secretOf('b')]

const receivers: Receiver[] = []
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.stop()
})

const receiverOf = async (answer?: (response: ServerResponse, delivery: Delivery) => void): Promise<Receiver> => {
  const receiver = await startReceiver(answer)
  receivers.push(receiver)
  return receiver
}

const intranet = (url: string, more: Partial<WebhookNotifierOptions> = {}): Notifier =>
  createWebhookNotifier({ url, secrets, allowPrivateAddresses: true, ...more })

const notice: Notice = {
  change: {
    id: 'epoch:7',
    type: 'session.revoked',
    conversationId: null,
    revision: null,
    actor: 'service:host',
    at: '2026-11-20T09:04:44.123Z',
    subject: { userId: 'alice' },
  },
  attempt: 1,
  conversation: async () => null,
  async *audience() {},
  profiles: async () => [],
  describe: async () => null,
  async *missedBy() {},
}

const tell = (notifier: Notifier): Promise<NoticeOutcome> =>
  notifier.notify(notice, { signal: new AbortController().signal })

test('a message is told by ids only, signed with both secrets, under the id of its change', async () => {
  const { url, deliveries } = await receiverOf()
  await using messaging = createMessaging({ notifiers: [intranet(url)] })
  const { message } = await messaging.as('alice').messages.sendToUsers({ userIds: ['bob'], body: 'a secret' })
  await expect.poll(() => deliveries.length).toBe(1)
  const [delivery] = deliveries
  expect(delivery?.body).not.toContain('secret')
  expect(JSON.parse(delivery?.body ?? '')).toEqual({
    type: 'message.sent',
    timestamp: message.createdAt,
    data: {
      id: delivery?.headers['webhook-id'],
      conversationId: message.conversationId,
      revision: message.revision,
      actor: 'alice',
      messageId: message.id,
      seq: 1,
      verb: 'message',
    },
  })
  for (const secret of secrets) {
    const headers = Object.fromEntries(
      Object.entries(delivery?.headers ?? {}).map(([name, value]) => [name, String(value)]),
    )
    expect(verifyWebhook({ secrets: [secret], headers, body: delivery?.body ?? '' })).toBe(true)
  }
})

test('the content is told if the host says so, and other changes too', async () => {
  const { url, deliveries } = await receiverOf()
  const notifier = intranet(url, { payload: 'content', types: ['message.sent', 'message.edited'] })
  await using messaging = createMessaging({ notifiers: [notifier] })
  const alice = messaging.as('alice')
  const { message } = await alice.messages.sendToUsers({ userIds: ['bob'], body: 'one' })
  await expect.poll(() => deliveries.length).toBe(1)
  await alice.messages.edit({ messageId: message.id, body: 'two' })
  await expect.poll(() => deliveries.length).toBe(2)
  const told = deliveries.map(({ body }): unknown => JSON.parse(body))
  expect(told).toMatchObject([
    { type: 'message.sent', data: { subject: { body: 'one' } } },
    { type: 'message.edited', data: { subject: { body: 'two' } } },
  ])
})

test.each([
  [204, {}, { status: 'done' }],
  [301, { location: 'http://127.0.0.1/elsewhere' }, { status: 'refused', reason: 'http_301' }],
  [404, {}, { status: 'refused', reason: 'http_404' }],
  [410, {}, { status: 'refused', reason: 'http_410' }],
  [408, {}, { status: 'failed', reason: 'http_408' }],
  [429, { 'retry-after': '7' }, { status: 'failed', reason: 'http_429', retryAfter: 7 }],
  [500, {}, { status: 'failed', reason: 'http_500' }],
  [503, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }, { status: 'failed', reason: 'http_503', retryAfter: 0 }],
])('an answer of %i with %j ends so, and no redirect is followed', async (code, headers, outcome) => {
  const { url, deliveries } = await receiverOf((response) => response.writeHead(code, headers).end('x'))
  expect(await tell(intranet(url))).toEqual(outcome)
  expect(deliveries).toHaveLength(1)
})

test('an answer without end is read no further than 64 KiB, and one that never comes is not waited for', async () => {
  const endless = await receiverOf((response) => {
    const more = (): void => {
      if (response.write('x'.repeat(16_384))) setImmediate(more)
      else response.once('drain', more)
    }
    response.on('error', () => {})
    more()
  })
  expect(await tell(intranet(endless.url))).toEqual({ status: 'done' })
  const silent = await receiverOf(() => {})
  expect(await tell(intranet(silent.url, { timeout: 50 }))).toEqual({ status: 'failed', reason: 'timed_out' })
})

test.each([
  ['ends before its length', { 'content-length': '10' }, 'abc'],
  ['is in broken pieces', { 'transfer-encoding': 'chunked' }, 'zz\r\n'],
])('an answer whose body %s is one all the same', async (_, headers, body) => {
  const { url, deliveries } = await receiverOf(({ socket }) => {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    socket?.end(`HTTP/1.1 200 OK\r\n${lines.join('')}\r\n${body}`)
  })
  expect(await tell(intranet(url))).toEqual({ status: 'done' })
  expect(deliveries).toHaveLength(1)
})

test('an answer whose body does not come to an end is one when the time is over', async () => {
  const { url } = await receiverOf((response) => {
    response.writeHead(200).flushHeaders()
  })
  expect(await tell(intranet(url, { timeout: 1_500 }))).toEqual({ status: 'done' })
})

test('nobody waits for a name when the time is over before it is looked up', async () => {
  const notifier = intranet('http://nowhere.test', { resolve: () => new Promise(() => {}) })
  expect(await notifier.notify(notice, { signal: AbortSignal.abort() })).toEqual({
    status: 'failed',
    reason: 'timed_out',
  })
})

test('who answers with another protocol has answered', async () => {
  const { url } = await receiverOf(({ socket }) =>
    socket?.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
  )
  expect(await tell(intranet(url))).toEqual({ status: 'refused', reason: 'http_101' })
})

test('where nobody answers at one address of a name, the next is tried', async () => {
  const { port, deliveries } = await receiverOf()
  const resolve = async (): Promise<readonly ResolvedAddress[]> => [
    { address: '127.0.0.2', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ]
  expect(await tell(intranet(`http://app.example:${port}`, { resolve }))).toEqual({ status: 'done' })
  expect(deliveries).toHaveLength(1)
})

test('nobody there is a failure', async () => {
  const { url, stop } = await startReceiver()
  await stop()
  expect(await tell(intranet(url))).toEqual({ status: 'failed', reason: 'unreachable' })
  const nowhere = intranet('http://nowhere.test', { resolve: async () => [] })
  expect(await tell(nowhere)).toEqual({ status: 'failed', reason: 'unreachable' })
  const broken = intranet('http://nowhere.test', { resolve: () => Promise.reject(new Error('no such name')) })
  expect(await tell(broken)).toEqual({ status: 'failed', reason: 'unreachable' })
})

test.each(['127.0.0.1', '10.0.0.7', '169.254.169.254', '::1', '::ffff:127.0.0.1', 'fd00::1'])(
  'a name that stands for %s is not connected to',
  async (address) => {
    const family = address.includes(':') ? 6 : 4
    const resolve = async (): Promise<readonly ResolvedAddress[]> => [{ address, family }]
    const { port, deliveries } = await receiverOf()
    const notifier = createWebhookNotifier({ url: `https://app.example:${port}`, secrets, resolve })
    expect(await tell(notifier)).toEqual({ status: 'failed', reason: 'private_address' })
    expect(deliveries).toEqual([])
  },
)

test('an address in the URL is checked too', async () => {
  for (const url of [
    'https://127.0.0.1',
    'https://[::1]',
    'https://0x7f.1',
    'https://2130706433',
    'https://[::ffff:7f00:1]',
  ])
    expect(await tell(createWebhookNotifier({ url, secrets }))).toEqual({ status: 'failed', reason: 'private_address' })
})

test('what is connected to is the address that was checked, whatever the name stands for later', async () => {
  const { port, deliveries } = await receiverOf()
  let asked = 0
  const resolve = async (hostname: string): Promise<readonly ResolvedAddress[]> => {
    asked += 1
    expect(hostname).toBe('app.example')
    return [{ address: '127.0.0.1', family: 4 }]
  }
  expect(await tell(intranet(`http://app.example:${port}/hook?a=b`, { resolve }))).toEqual({ status: 'done' })
  expect(asked).toBe(1)
  expect(deliveries).toMatchObject([{ path: '/hook?a=b', headers: { host: `app.example:${port}` } }])
})

test.each([
  [{ url: 'nonsense' }, '/url'],
  [{ url: 'http://app.example' }, '/url'],
  [{ url: 'ftp://app.example' }, '/url'],
  [{ url: 'https://user@app.example' }, '/url'],
  [{ url: 'https://app.example/#x' }, '/url'],
  [{ secrets: [] }, '/secrets'],
  [{ secrets: [...secrets, secretOf('c')] }, '/secrets'],
  [{ secrets: ['whsec_short'] }, '/secrets'],
  [{ timeout: 0 }, '/timeout'],
  [{ timeout: 30_001 }, '/timeout'],
  [{ timeout: Number.NaN }, '/timeout'],
])('options %j are refused, naming the place', (options, pointer) => {
  expect(() => createWebhookNotifier({ url: 'https://app.example', secrets, ...options })).toThrow(
    expect.objectContaining({ code: 'invalid', places: [expect.objectContaining({ pointer })] }),
  )
})

test('a certificate that is not trusted is named', async () => {
  const server = createServer({ cert, key }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const outcome = await tell(intranet(`https://localhost:${port}/hook`))
  expect(outcome).toEqual({ status: 'failed', reason: 'untrusted_certificate' })
})
