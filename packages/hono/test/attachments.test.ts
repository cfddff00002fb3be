import { createMessaging, limits } from '@msg/core'
import type { MessagingOptions } from '@msg/core'
import { fakeAttachments } from '@msg/testing'
import { Hono } from 'hono'
import { expect, it, onTestFinished } from 'vitest'
import { mountMessaging } from '../src/index.ts'
import { authenticate, field } from './support/serve.ts'

interface Upload extends RequestInit {
  readonly headers?: Readonly<Record<string, string>>
}

/** Uploads by alice, by token or, where there is one, by cookie. */
const serve = (options: MessagingOptions) => {
  const messaging = createMessaging(options)
  onTestFinished(() => messaging.close())
  const app = new Hono().route('/chat', mountMessaging(messaging, { authenticate }))
  return async (init: Upload, query = '') => {
    const { headers: more, ...rest } = init
    const headers = { ...(more?.['cookie'] === undefined ? { authorization: 'Bearer alice' } : {}), ...more }
    const response = await app.request(`http://localhost/chat/attachments${query}`, {
      method: 'POST',
      ...rest,
      headers,
    })
    const body: unknown = await response.json()
    return { status: response.status, code: field(body, 'code'), body }
  }
}

/** A body of so many bytes of text that does not say how long it is, and how much of it was asked for. */
const flowing = (length: number) => {
  let given = 0
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = Math.min(65_536, length - given)
      given += piece
      if (piece === 0) controller.close()
      else controller.enqueue(new Uint8Array(piece).fill(0x61))
    },
  })
  return { init: { body: stream, duplex: 'half' as const }, given: () => given }
}

it('a file is the body as it is, whatever the request says of its type', async () => {
  const files = fakeAttachments()
  const upload = serve({ attachments: files })
  for (const type of ['text/html', 'image/png', 'application/json', 'multipart/form-data; boundary=x']) {
    const { status, body } = await upload({ body: '{"a":1}', headers: { 'content-type': type } }, '?name=a%20b.json')
    expect([status, field(body, 'name'), field(body, 'type')]).toEqual([200, 'a b.json', 'text/plain'])
    expect(await files.textOf(String(field(body, 'id')))).toBe('{"a":1}')
  }
  const flow = flowing(200_000)
  expect((await upload(flow.init)).body).toMatchObject({ name: 'file', size: 200_000 })
})

it('a body that is too long is not read to its end, and one that is empty is no file', async () => {
  const upload = serve({ attachments: fakeAttachments() })
  const flow = flowing(limits.attachmentBytes * 2)
  expect(await upload(flow.init)).toMatchObject({ status: 413, code: 'too_large' })
  expect(flow.given()).toBeLessThan(limits.attachmentBytes * 1.1)
  const length = String(limits.attachmentBytes + 1)
  expect(await upload({ body: 'a', headers: { 'content-length': length } })).toMatchObject({ status: 413 })
  expect(await upload({})).toMatchObject({ status: 400, code: 'invalid' })
  expect(await upload({ body: 'a' }, '?name=a&name=b')).toMatchObject({ status: 400, code: 'invalid' })
  expect(await upload({ body: 'a' }, '?kind=html')).toMatchObject({ status: 400, code: 'invalid' })
})

it("another site's page uploads nothing with the cookies of its visitor", async () => {
  const upload = serve({ attachments: fakeAttachments() })
  const from = (site: string) => upload({ body: 'a', headers: { cookie: 'user=alice', 'sec-fetch-site': site } })
  expect((await from('same-origin')).status).toBe(200)
  expect(await from('cross-site')).toMatchObject({ status: 403, code: 'forbidden' })
})

it('where there is no place for files, that is told', async () => {
  expect(await serve({})({ body: 'a' })).toMatchObject({ status: 403, code: 'feature_disabled' })
})
