import type { IncomingHttpHeaders } from 'node:http'
import { expect, test } from 'vitest'
import { verifyWebhook } from '../src/index.ts'
import { keyOf, signatureHeaders } from '../src/signature.ts'
import { secretOf } from './secrets.ts'

const body = '{"type":"message.sent"}'
const seconds = 1_800_000_000
const now = seconds * 1_000

const signed = (...secrets: readonly string[]) => ({
  headers: { ...signatureHeaders(secrets.map(keyOf), { id: 'epoch:7', seconds, body }) },
  body,
  now,
})

test('a signature is that of Standard Webhooks', () => {
  // The example of the specification's own libraries.
  const headers = signatureHeaders([keyOf('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')], {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    seconds: 1_614_265_330,
    body: '{"test": 2432232314}',
  })
  expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test('a receiver accepts what was signed with one of its secrets, while they are exchanged too', () => {
  const [old, young] = [secretOf('a'), secretOf('b')]
  expect(verifyWebhook({ secrets: [old], ...signed(old) })).toBe(true)
  expect(verifyWebhook({ secrets: [young], ...signed(old) })).toBe(false)
  expect(verifyWebhook({ secrets: [old, young], ...signed(young) })).toBe(true)
  expect(verifyWebhook({ secrets: [old], ...signed(old, young) })).toBe(true)
  expect(verifyWebhook({ secrets: [young], ...signed(old, young) })).toBe(true)
  expect(verifyWebhook({ secrets: [old], ...signed(old), headers: new Headers(signed(old).headers) })).toBe(true)
})

test('a receiver takes the headers of a request as Node has them', () => {
  const secrets = [secretOf('a')]
  const good = signed(secretOf('a'))
  const headers: IncomingHttpHeaders = { ...good.headers, host: 'app.example', 'set-cookie': ['a=b'] }
  expect(verifyWebhook({ secrets, ...good, headers })).toBe(true)
  const twice = { ...headers, 'webhook-id': ['epoch:7'] }
  expect(verifyWebhook({ secrets, ...good, headers: twice })).toBe(false)
})

test('a receiver refuses what was altered, is too old or too new, or is not signed', () => {
  const secrets = [secretOf('a')]
  const good = signed(secretOf('a'))
  const refused = [
    { ...good, body: `${body} ` },
    { ...good, headers: { ...good.headers, 'webhook-id': 'epoch:8' } },
    { ...good, headers: { ...good.headers, 'webhook-timestamp': String(seconds + 1) } },
    { ...good, headers: { ...good.headers, 'webhook-timestamp': 'now' } },
    { ...good, headers: { ...good.headers, 'webhook-signature': 'v1,' } },
    {
      ...good,
      headers: { ...good.headers, 'webhook-signature': good.headers['webhook-signature'].replace('v1', 'v2') },
    },
    { ...good, headers: {} },
    { ...good, now: now + 301_000 },
    { ...good, now: now - 301_000 },
  ]
  for (const received of refused) expect(verifyWebhook({ secrets, ...received })).toBe(false)
  expect(verifyWebhook({ secrets, ...good, now: now + 299_000 })).toBe(true)
})

test.each(['', 'whsec_', 'whsec_YWJj', 'secret', `whsec_${'a'.repeat(200)}`])('%j is no secret', (secret) => {
  expect(() => keyOf(secret)).toThrow(expect.objectContaining({ code: 'invalid' }))
})
