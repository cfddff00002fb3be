import { createMessaging } from '@msg/core'
import { mountMessaging, type Authenticate } from '@msg/hono'
import { serveNode } from '@msg/hono/node'
import { expect, it, onTestFinished } from 'vitest'
import { withForeignCookies, withToken } from './sign-in-page.ts'
import { acrossOrigins, byBearer, byCookie } from './sign-in.ts'

const session = { userId: 'alice', expiresAt: new Date(Date.now() + 60_000) }
const find = async (known: string) => (known === 'a b' ? session : null)
const request = (headers: Readonly<Record<string, string>>) =>
  new Request('https://chat.example/chat/inbox', { headers })

it('a session cookie says who it is, and only a known one', async () => {
  const authenticate = byCookie(find)
  expect(await authenticate(request({ cookie: 'theme=dark; session=a%20b' }))).toBe(session)
  for (const cookie of ['session=other', 'mysession=a%20b', 'theme=dark', 'session=%', 'session='])
    expect(await authenticate(request({ cookie }))).toBeNull()
})

it('a token says who it is, and only a known one', async () => {
  const authenticate = byBearer(async (token) => find(token.replace('-', ' ')))
  expect(await authenticate(request({ authorization: 'Bearer a-b' }))).toBe(session)
  for (const authorization of ['Bearer other', 'Basic a-b'])
    expect(await authenticate(request({ authorization }))).toBeNull()
})

const serve = async (authenticate: Authenticate) => {
  const messaging = createMessaging()
  const server = await serveNode(mountMessaging(messaging, acrossOrigins(authenticate)), { port: 0, linger: 0 })
  onTestFinished(async () => {
    await server.close()
    await messaging.close()
  })
  return server.url
}

it('a client renews its token, and takes cookies along across origins', async () => {
  const tokens = ['a-b', 'a-b']
  const url = await serve(byBearer(async (token) => find(token.replace('-', ' '))))
  const client = await withToken(url, async () => tokens.shift() ?? 'over')
  onTestFinished(() => client.close())
  expect(client.me).toBe('alice')
  await client.inbox.unread()
  await expect(client.inbox.unread()).rejects.toMatchObject({ code: 'unauthenticated' })
  await expect(withForeignCookies(url)).rejects.toMatchObject({ code: 'unauthenticated' })
})

it('a page of the listed origin may use it with its cookie, and no other may', async () => {
  const url = await serve(byCookie(find))
  const post = async (origin: string) => {
    const headers = { cookie: 'session=a%20b', origin, 'content-type': 'application/json' }
    return fetch(`${url}/directs`, { method: 'POST', headers, body: '{"userId":"bob"}' })
  }
  const answer = await post('https://app.example')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example')
  expect((await post('https://evil.example')).status).toBe(403)
})
