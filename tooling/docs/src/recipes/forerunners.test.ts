import { memoryDirectory } from '@msg/core/memory'
import type { Person } from '@msg/core'
import { eventually } from '@msg/testing'
import { expect, it, onTestFinished } from 'vitest'
import { start as startDirectmessages } from './directmessages.ts'
import { start as startTalkalot } from './talkalot.ts'

const people: readonly Person[] = ['1', '2', '3'].map((id) => ({
  id,
  displayName: `user ${id}`,
  username: `user${id}`,
  firstName: `First ${id}`,
  isActive: true,
}))

const directory = memoryDirectory(people)

it('the functions of talkalot, behind an endpoint of the host', async () => {
  const userOf = (request: Request) => request.headers.get('x-user') ?? ''
  const { app, messaging, signals } = startTalkalot({ directory }, userOf)
  onTestFinished(() => messaging.close())
  const heard: string[] = []
  signals.onMessageSent(({ message, to }) => void heard.push(`${message.body} to ${to.toSorted().join()}`))
  const ask = async (user: string, method: string, path: string, body?: object) => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await app.request(path, { method, headers: { 'x-user': user }, ...init })
    return { status: response.status, body: await response.json() }
  }
  const sent = await ask('1', 'POST', '/messages', { text: 'first', to: ['2', '3'] })
  expect(sent.status).toBe(201)
  const path = `/conversations/${sent.body.conversationId}`
  expect((await ask('2', 'POST', path, { text: 'reply' })).status).toBe(201)
  expect((await ask('3', 'GET', '/inbox')).body).toEqual(['reply'])
  expect((await ask('3', 'DELETE', path)).body).toEqual({ repliedAt: null })
  expect((await ask('3', 'GET', '/inbox')).body).toEqual([])
  await ask('2', 'POST', path, { text: 'come back', invite: ['3'] })
  expect((await ask('3', 'GET', '/inbox')).body).toEqual(['come back'])
  await eventually(() => expect(heard).toEqual(['first to 2,3', 'reply to 1,3', 'come back to 1,3']))
})

it('the six paths, with tokens, on what the host has', async () => {
  const users: Readonly<Record<string, string>> = { 'token-one': '1', 'token-two': '2', 'session-two': '2' }
  const accounts = {
    userOfToken: async (token: string) => users[token] ?? null,
    userOfSession: async (key: string) => users[key] ?? null,
  }
  const settings: { allowedRecipients: readonly string[] | null } = { allowedRecipients: null }
  const { app, messaging, signals } = startDirectmessages({ directory }, accounts, settings)
  onTestFinished(() => messaging.close())
  const heard: string[] = []
  signals.onMessageSent(({ message }) => void heard.push(`sent ${message.body}`))
  signals.onMessageRead(({ message }) => void heard.push(`read ${message.body}`))
  const ask = async (headers: Record<string, string>, method: string, path: string, body?: object) => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await app.request(`http://localhost:8000/api/dm/${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...init,
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? null : JSON.parse(text) }
  }
  const one = { authorization: 'Token token-one' }
  const two = { authorization: 'Token token-two' }
  const sent = await ask(one, 'POST', 'send/2/', { content: 'Hello, world!' })
  expect(sent).toMatchObject({ status: 201, body: { id: 1, sender: 1, recipient: 2, direction: 'out' } })
  expect((await ask({ cookie: 'a=b; sessionid=session-two' }, 'GET', 'unread/')).body).toEqual({ id: 2, count: 1 })
  expect((await ask(two, 'GET', 'conversations/')).body.results).toEqual([
    { id: 1, username: 'user1', first_name: 'First 1', last_name: '' },
  ])
  expect((await ask(two, 'GET', 'conversations/unread/')).body).toEqual([
    { partner_id: 1, partner_username: 'user1', unread_count: 1 },
  ])
  expect((await ask(two, 'GET', 'conversations/1/')).body.results[0].read_at).not.toBeNull()
  expect((await ask(two, 'POST', 'conversations/1/', { content: 'Hello again!' })).body).toHaveLength(2)
  expect((await ask(two, 'DELETE', 'messages/1/')).status).toBe(204)
  expect((await ask({ authorization: 'Token nobodys' }, 'GET', 'unread/')).status).toBe(401)
  settings.allowedRecipients = ['3']
  expect((await ask(one, 'POST', 'send/2/', { content: 'no longer' })).status).toBe(400)
  expect((await ask({}, 'GET', 'openapi.json')).body.info).toMatchObject({ title: 'My API', version: '1.0.0' })
  const { conversations } = await messaging.as('1').inbox.list()
  expect(conversations).toMatchObject([{ kind: 'direct', lastMessage: { body: 'Hello again!' } }])
  await eventually(() => expect(heard).toEqual(['sent Hello, world!', 'read Hello, world!', 'sent Hello again!']))
})
