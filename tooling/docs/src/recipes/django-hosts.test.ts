import { deflateSync } from 'node:zlib'
import { PGlite } from '@electric-sql/pglite'
import type { TargetKind } from '@msg/compat/onadata'
import { createMemoryStore } from '@msg/core/memory'
import { afterAll, beforeAll, expect, it } from 'vitest'
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
