import { once } from 'node:events'
import { createServer } from 'node:net'
import { deflateSync } from 'node:zlib'
import { PGlite } from '@electric-sql/pglite'
import { onadataTargets } from '@msg/compat/onadata'
import type { TargetKind } from '@msg/compat/onadata'
import { createMemoryStore } from '@msg/core/memory'
import { createTopicAcl } from '@msg/mqtt'
import { Aedes } from 'aedes'
import { eventually } from '@msg/testing'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { djangoMessagingHost } from './django-messaging.ts'
import { djangoDirectory } from './django.ts'
import { onadataHost } from './onadata.ts'

const database = new PGlite()

const encoded = (data: object) => Buffer.from(JSON.stringify(data)).toString('base64url')
const deflated = (data: object) => deflateSync(JSON.stringify(data)).toString('base64url')

beforeAll(async () => {
  await database.exec(`
    create table auth_user (id int primary key, username text, first_name text, last_name text, email text, is_active boolean);
    insert into auth_user values (1, 'alice', 'Alice', 'Liddell', 'alice@host.example', true),
      (2, 'bob', '', '', '', true), (3, 'carol', '', '', '', false);
    create table authtoken_token (key text primary key, user_id int);
    insert into authtoken_token values ('abc', 1), ('bcd', 2), ('cde', 3);
    create table django_session (session_key text primary key, session_data text, expire_date timestamptz);
    insert into django_session values
      ('s1', '${encoded({ _auth_user_id: '1' })}:1a2b:signature', now() + interval '1 day'),
      ('s2', '.${deflated({ _auth_user_id: '2' })}:1a2b:signature', now() + interval '1 day'),
      ('s3', '${encoded({ _auth_user_id: '3' })}:1a2b:signature', now() + interval '1 day'),
      ('s4', '${encoded({ _auth_user_id: '1' })}:1a2b:signature', now() - interval '1 day'),
      ('s5', '${encoded({})}:1a2b:signature', now() + interval '1 day');
  `)
})
afterAll(() => database.close())

it('users come from the table of Django', async () => {
  const directory = djangoDirectory(database)
  expect(await directory.get(['1', '2', 'none', '99'])).toMatchObject([
    { id: '1', displayName: 'Alice Liddell' },
    { id: '2', displayName: 'bob' },
  ])
  expect(await directory.search('2', 'ali lid', 5)).toMatchObject([{ id: '1' }])
  expect((await directory.contacts('1', { limit: 5 })).profiles).toMatchObject([{ id: '2' }])
})

it('clients of onadata go on with their tokens', async () => {
  const forms: TargetKind = {
    exists: (id) => id === '1337',
    allows: (userId, permission) => userId === '1' || permission === 'view',
  }
  const { messaging, app } = onadataHost({ database, store: createMemoryStore(), kinds: { xform: forms } })
  const ask = (token: string, path: string, init: RequestInit = {}) =>
    app.request(`/api/v1/${path}`, { ...init, headers: { authorization: `Token ${token}` } })
  const body = '{"target_type": "xform", "target_id": "1337", "message": "Hello, World!"}'
  expect((await ask('abc', 'messaging', { method: 'POST', body })).status).toBe(201)
  expect((await ask('bcd', 'messaging', { method: 'POST', body })).status).toBe(403)
  expect((await ask('cde', 'messaging')).status).toBe(401)
  expect((await ask('wrong', 'messaging')).status).toBe(401)
  const listed = await ask('bcd', 'messaging?target_type=xform&target_id=1337&user=alice')
  expect(await listed.json()).toMatchObject([{ message: 'Hello, World!', user: 'alice', target_id: 1337 }])
  await messaging.close()
})

/** A broker, and what was published by it. */
const startBroker = async (port = 0) => {
  const broker = await Aedes.createBroker()
  const server = createServer(broker.handle).listen(port, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    await new Promise<void>((resolve) => broker.close(() => resolve()))
    server.close()
  })
  const published: {
    readonly topic: string
    readonly payload: unknown
    readonly qos: number
    readonly retain: boolean
  }[] = []
  broker.on('publish', ({ topic, payload, qos, retain }, client) => {
    if (client !== null) published.push({ topic, payload: JSON.parse(payload.toString()), qos, retain })
  })
  const address = server.address()
  return { published, port: typeof address === 'object' && address !== null ? address.port : 0 }
}

/** A host whose messages are published at this port, and what it answers alice. */
const published = (port: number) => {
  const anything: TargetKind = { exists: () => true, allows: () => true, describe: (id) => ({ name: `number ${id}` }) }
  const kinds = { xform: anything, project: anything }
  const broker = { host: '127.0.0.1', port }
  const { messaging, app } = onadataHost({ database, store: createMemoryStore(), kinds, broker })
  onTestFinished(() => messaging.close())
  return async (target: string, id: number) => {
    const response = await app.request('/api/v1/messaging', {
      method: 'POST',
      headers: { authorization: 'Token abc' },
      body: JSON.stringify({ target_type: target, target_id: id, message: 'Hello' }),
    })
    const posted: unknown = await response.json()
    return { status: response.status, posted }
  }
}

it('case 65: what is posted with onadata comes out on its topics, with its payload, as it was', async () => {
  const { published: heard, port } = await startBroker()
  const post = published(port)
  for (const [target, id] of [
    ['user', 2],
    ['xform', 1337],
    ['project', 7],
  ] as const)
    expect((await post(target, id)).status).toBe(201)
  await eventually(() => expect(heard).toHaveLength(3))
  const byTopic = heard.toSorted((one, other) => (one.topic < other.topic ? -1 : 1))
  expect(byTopic).toMatchObject([
    { topic: '/onadata/project/7/messages/publish', qos: 0, retain: false },
    { topic: '/onadata/user/2/messages/publish', qos: 0, retain: false },
    {
      topic: '/onadata/xform/1337/messages/publish',
      payload: {
        payload: {
          author: { username: 'alice', real_name: 'Alice Liddell' },
          context: { type: 'xform', metadata: { id: 1337, name: 'number 1337' }, verb: 'message' },
          message: 'Hello',
        },
      },
    },
  ])
})

it('case 72: the topic of a project is for whoever may view it now, and nobody else', async () => {
  const viewers = new Set(['bob', 'carol'])
  const project: TargetKind = {
    exists: () => true,
    allows: (userId, permission) => permission === 'view' && viewers.has(userId),
  }
  const targets = onadataTargets({ directory: djangoDirectory(database), kinds: { project } })
  const acl = createTopicAcl({ topicBase: 'onadata', targets })
  const hears = async () => {
    const users = ['bob', 'carol', 'dave']
    const may = users.map((user) => acl.allows(user, 'subscribe', '/onadata/project/7/messages/publish'))
    return (await Promise.all(may)).flatMap((allowed, index) => (allowed ? users[index] : []))
  }
  expect(await hears()).toEqual(['bob', 'carol'])
  viewers.delete('carol')
  expect(await hears()).toEqual(['bob'])
})

it('case 70: while the broker is away a post is answered all the same, and comes out once it is back', async () => {
  const gone = createServer().listen(0, '127.0.0.1')
  await once(gone, 'listening')
  const address = gone.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await new Promise((resolve) => gone.close(resolve))
  const { status, posted } = await published(port)('xform', 1337)
  expect(status).toBe(201)
  const { published: heard } = await startBroker(port)
  await eventually(() => expect(heard).toMatchObject([{ payload: { id: Object(posted).id } }]))
})

it('clients of Django Messaging go on with their sessions', async () => {
  const { messaging, app } = djangoMessagingHost(database, createMemoryStore())
  const ask = (session: string, path: string, body?: object) =>
    app.request(`/messages/api/${path}`, {
      headers: { cookie: `csrftoken=x; sessionid=${session}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    })
  expect((await ask('s1', 'chats/', { chat_type: 'direct', member_ids: [2] })).status).toBe(201)
  expect(await (await ask('s2', 'chats/')).json()).toMatchObject({ results: [{ title: 'Alice Liddell' }] })
  for (const session of ['s3', 's4', 's5', 'none']) expect((await ask(session, 'chats/')).status).toBe(401)
  await messaging.close()
})
