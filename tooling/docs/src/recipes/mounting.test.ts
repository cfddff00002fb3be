import { mkdtemp, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@msg/client'
import type { Authenticate } from '@msg/hono'
import { expect, it, onTestFinished } from 'vitest'
import { start as startFiles } from './attachments.ts'
import { start as startExpress } from './express.ts'
import { start as startFastify } from './fastify.ts'
import { start as startHono } from './hono.ts'
import { GET, POST } from './next-route.ts'

const authenticate: Authenticate = (request) => {
  const userId = request.headers.get('x-user')
  return userId === null ? null : { userId }
}

const urlOf = (server: Server): string => {
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port')
  return `http://localhost:${address.port}`
}

/** Each recipe as a running site, by its address; stopped as the recipe says. */
const sites: Readonly<Record<string, () => Promise<string>>> = {
  async Hono() {
    const { url, stop } = await startHono(0, authenticate)
    onTestFinished(stop)
    return url
  },
  async Express() {
    const { server, stop } = await startExpress(0, authenticate)
    onTestFinished(stop)
    return urlOf(server)
  },
  async Fastify() {
    const app = await startFastify(0, authenticate)
    onTestFinished(() => app.close())
    return urlOf(app.server)
  },
}

it.each(Object.entries(sites))(
  'on %s, two people talk over a WebSocket beside the rest of the site',
  async (_, site) => {
    const url = await site()
    expect(await (await fetch(url)).text()).toBe('the rest of the site')
    const as = (user: string) =>
      createClient({ url: `${url}/chat`, headers: { 'x-user': user }, transports: ['websocket'] })
    const [alice, bob] = await Promise.all([as('alice'), as('bob')])
    onTestFinished(() => {
      alice.close()
      bob.close()
    })
    for await (const event of bob.live.subscribe()) {
      if (event.type === 'ready') await alice.messages.sendToUsers({ userIds: ['bob'], body: 'hello bob' })
      if (event.type === 'changes' && event.changes.some(({ type }) => type === 'message.sent')) break
    }
    expect((await bob.inbox.list()).conversations).toMatchObject([{ lastMessage: { body: 'hello bob' } }])
  },
)

it('a file that a message carries is served beside the site', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'msg-files-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const { server, stop } = await startFiles(0, authenticate, { folder, key: new Uint8Array(32) })
  onTestFinished(stop)
  const site = urlOf(server)
  await using alice = await createClient({ url: `${site}/chat`, headers: { 'x-user': 'alice' } })
  const { id } = await alice.attachments.upload({ file: new Blob(['hello bob']), name: 'hello.txt' })
  const { message } = await alice.messages.sendToUsers({ userIds: ['bob'], body: 'read this', attachments: [id] })
  const { url } = await alice.attachments.get({ messageId: message.id, attachmentId: id })
  expect(await (await fetch(new URL(url, site))).text()).toBe('hello bob')
  expect((await fetch(new URL(url, site), { method: 'HEAD' })).headers.get('content-length')).toBe('9')
})

it('as a route handler of Next, verbs and server-sent events work', async () => {
  const call = async (handle: typeof GET, path: string, body?: unknown): Promise<Response> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    const headers = { 'x-user': 'alice', 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
    return handle(new Request(`https://app.example/chat${path}`, { ...init, headers }))
  }
  expect(await (await call(GET, '/config')).json()).toMatchObject({ me: 'alice', features: { websocket: false } })
  const direct: unknown = await (await call(POST, '/directs', { userId: 'bob' })).json()
  expect(direct).toMatchObject({ kind: 'direct' })
  const stream = (await call(POST, '/live/stream', {})).body?.getReader()
  expect(new TextDecoder().decode((await stream?.read())?.value)).toContain('"type":"hello"')
  await stream?.cancel()
})
