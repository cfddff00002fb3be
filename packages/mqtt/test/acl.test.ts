import { expect, test } from 'vitest'
import { createBrokerAuth, createTopicAcl, topicLevel } from '../src/index.ts'

const acl = createTopicAcl({
  targets: {
    allows: async (userId, right, { type, id }) =>
      right === 'view' && userId === 'bob' && type === 'project' && id === '7',
  },
  publishers: ['notifier'],
})

test.each([
  '/msg/user/bob/messages/publish',
  '/msg/user/bob/#',
  '/msg/user/bob/+/publish',
  '/msg/user/bob/+/+',
  '/msg/project/7/messages/publish',
  '/msg/project/7/#',
  '/msg/user/bob',
  '$share/devices//msg/user/bob/messages/publish',
])('bob may subscribe to %s', async (topic) => {
  expect(await acl.allows('bob', 'subscribe', topic)).toBe(true)
})

test.each([
  '#',
  '/#',
  '+',
  '+/#',
  '/+/#',
  '/msg/#',
  '/msg/+/#',
  '/msg/user/#',
  '/msg/user/+/messages/publish',
  '/msg/+/bob/messages/publish',
  '/+/user/bob/messages/publish',
  '+/msg/user/bob/messages/publish',
  '/msg/user/alice/messages/publish',
  '/msg/user/alice/#',
  '/msg/project/8/messages/publish',
  '/msg/project/+/messages/publish',
  '/msg/user/bob#',
  '/msg/user/bob/#/publish',
  '/msg/user/bob/mess+ages',
  '/msg/user/bob/\0',
  '/msg/user/',
  '/msg/user',
  '/msg',
  '',
  'msg/user/bob/messages/publish',
  '/other/user/bob/messages/publish',
  '$SYS/#',
  '$share/x/#',
  '$share/x//msg/user/+/messages/publish',
  '$share/x//msg/user/alice/messages/publish',
  '$share/+//msg/user/bob/messages/publish',
  '$share//msg/user/bob/messages/publish',
  '$queue//msg/user/bob/messages/publish',
  `/msg/user/${topicLevel('bob/#')}/messages/publish`,
  `/msg/user/~${Buffer.from('bob').toString('base64url')}/messages/publish`,
  `/msg/user/bob/${'x'.repeat(65_536)}`,
])('bob may not subscribe to %s', async (topic) => {
  expect(await acl.allows('bob', 'subscribe', topic)).toBe(false)
})

test('a user whose id is a pattern has a topic of their own and no other', async () => {
  expect(await acl.allows('#', 'subscribe', `/msg/user/${topicLevel('#')}/messages/publish`)).toBe(true)
  for (const id of ['#', '+', '+/messages/publish', 'bob/../alice'])
    expect(await acl.allows(id, 'subscribe', `/msg/user/${id}`)).toBe(false)
})

test('only a publisher publishes, and only to a topic below the base', async () => {
  const topic = '/msg/user/bob/messages/publish'
  expect(await acl.allows('notifier', 'publish', topic)).toBe(true)
  expect(await acl.allows('bob', 'publish', topic)).toBe(false)
  for (const other of ['/msg/user/#', '$SYS/broker', '/other/user/bob/messages/publish', ''])
    expect(await acl.allows('notifier', 'publish', other)).toBe(false)
})

const ask = async (path: string, body: unknown, answers: 'status' | 'result' = 'status') => {
  const handle = createBrokerAuth({
    acl,
    answers,
    authenticate: (username, password) => (password === `secret of ${username}` ? username : null),
  })
  const form = body instanceof URLSearchParams
  const response = await handle(
    new Request(`http://broker.local${path}`, {
      method: 'POST',
      headers: form ? {} : { 'content-type': 'application/json' },
      body: form ? body : JSON.stringify(body),
    }),
  )
  const answered: unknown = response.status === 404 ? {} : await response.json()
  return { status: response.status, ...(typeof answered === 'object' ? answered : {}) }
}

test('a broker asks who somebody is', async () => {
  const bob = { username: 'bob', password: 'secret of bob' }
  expect(await ask('/mqtt/auth', bob)).toEqual({ status: 200, result: 'allow' })
  expect(await ask('/mqtt/auth', new URLSearchParams(bob))).toEqual({ status: 200, result: 'allow' })
  expect(await ask('/mqtt/auth', { ...bob, username: 'alice' })).toEqual({ status: 403, result: 'deny' })
  expect(await ask('/mqtt/auth', { username: 'bob' })).toEqual({ status: 403, result: 'deny' })
  expect(await ask('/mqtt/auth', { username: 'bob' }, 'result')).toEqual({ status: 200, result: 'deny' })
})

test('a broker asks what somebody may do', async () => {
  const own = { username: 'bob', topic: '/msg/user/bob/messages/publish' }
  for (const more of [{ action: 'subscribe' }, { acc: 1 }, { acc: 4 }])
    expect(await ask('/acl', { ...own, ...more })).toEqual({ status: 200, result: 'allow' })
  for (const more of [{ action: 'publish' }, { acc: 2 }, { acc: 3 }, { acc: 9 }, { action: 'all' }, {}])
    expect(await ask('/acl', { ...own, ...more })).toEqual({ status: 403, result: 'deny' })
  expect(await ask('/acl', { username: 'bob', topic: '#', action: 'subscribe' }, 'result')).toEqual({
    status: 200,
    result: 'deny',
  })
  expect(await ask('/other', own)).toEqual({ status: 404 })
})

test('what cannot be read is denied', async () => {
  const handle = createBrokerAuth({ acl, authenticate: () => 'bob' })
  const post = (body: string) =>
    handle(
      new Request('http://broker.local/acl', { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
    )
  for (const body of ['{', 'null', '[]', '7', '{"username":{}}', `{"username":"${'x'.repeat(20_000)}"}`])
    expect((await post(body)).status).toBe(403)
  expect((await handle(new Request('http://broker.local/acl'))).status).toBe(405)
})
