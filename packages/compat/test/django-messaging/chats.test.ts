import { describe, expect, test } from 'vitest'
import { djangoMessagingOpenApi } from '../../src/django-messaging/index.ts'
import { onEachStore } from '../each-store.ts'
import { origin } from '../http.ts'
import { field, idOf, listOf, newChat, newGroup, openWorld, said, textOf } from './world.ts'
import type { WorldOptions } from './world.ts'

const member = (username: string) => ({ id: idOf(username), username, display_name: `${username} of the host` })
const notSignedIn = { detail: 'Authentication credentials were not provided.' }
const forbidden = { detail: 'You do not have permission to perform this action.' }

onEachStore((openMessaging) => {
  const open = (options: WorldOptions = {}) => openWorld({ open: openMessaging, ...options })

  test('case 36: a group has its maker as admin and is among the chats of everybody in it', async () => {
    const world = await open()
    const chat = { chat_type: 'group', title: 'Project Team', member_ids: ['bob', 'carol', 'dave'].map(idOf) }
    const made = await world.ask('alice', 'POST chats/', chat)
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      id: expect.any(String),
      title: 'Project Team',
      chat_type: 'group',
      created_at: expect.any(String),
      member_count: 4,
      admins: [idOf('alice')],
    })
    expect(listOf(made.body, 'members')).toEqual(expect.arrayContaining(['alice', 'bob', 'carol', 'dave'].map(member)))
    for (const username of ['bob', 'carol', 'dave']) {
      const listed = await world.ask(username, 'GET chats/')
      expect(listed.body).toMatchObject({ count: 1, next: null, previous: null })
      expect(listOf(listed.body, 'results')).toMatchObject([
        { title: 'Project Team', unread_count: 0, last_message: null },
      ])
    }
  })

  test('case 41: what is unread is marked and counted, once', async () => {
    const world = await open()
    const chat = await newGroup(world, 'alice', 'bob')
    for (const content of ['1', '2', '3', '4', '5']) await said(world, 'alice', chat, content)
    expect(field((await world.ask('bob', `GET chats/${chat}/`)).body, 'unread_count')).toBe(5)
    const marked = () => world.ask('bob', `POST chats/${chat}/mark-as-read/`)
    expect((await marked()).body).toEqual({ status: 'success', marked_count: 5 })
    expect((await marked()).body).toEqual({ status: 'success', marked_count: 0 })
    const { body } = await world.ask('alice', `GET chats/${chat}/messages/`)
    expect(listOf(body, 'results').map((message) => field(message, 'read_by'))).toEqual(
      Array.from({ length: 5 }, () => [idOf('bob')]),
    )
  })

  test('case 42: an admin adds who is no member yet and removes; no member does', async () => {
    const world = await open()
    const chat = await newGroup(world, 'alice', 'bob')
    const users = (...some: readonly string[]) => ({ user_ids: some.map(idOf) })
    const refused = await world.ask('bob', `POST chats/${chat}/members/add/`, users('carol'))
    expect([refused.status, refused.body]).toEqual([403, forbidden])
    const added = await world.ask(
      'alice',
      `POST chats/${chat}/members/add/`,
      users('bob', 'carol', 'dave', 'eve', 'jan', 'frank'),
    )
    expect(added.body).toEqual({ status: 'success', added_count: 5 })
    expect((await world.ask('bob', `DELETE chats/${chat}/members/${idOf('carol')}/remove/`)).status).toBe(403)
    expect((await world.ask('alice', `DELETE chats/${chat}/members/${idOf('carol')}/remove/`)).status).toBe(204)
    expect((await world.ask('carol', `GET chats/${chat}/`)).status).toBe(404)
    expect((await world.ask('alice', `GET chats/${chat}/`)).body).toMatchObject({ member_count: 6 })
    expect((await world.ask('alice', `POST chats/${chat}/members/add/`, { user_ids: [77] })).status).toBe(400)
  })

  test('case 43: when the admin leaves a group the other becomes one and may delete it', async () => {
    const world = await open()
    const chat = await newGroup(world, 'alice', 'bob')
    expect((await world.ask('bob', `DELETE chats/${chat}/`)).status).toBe(403)
    expect((await world.ask('alice', `POST chats/${chat}/leave/`)).status).toBe(200)
    expect(field((await world.ask('alice', 'GET chats/')).body, 'count')).toBe(0)
    expect((await world.ask('bob', `GET chats/${chat}/`)).body).toMatchObject({
      admins: [idOf('bob')],
      member_count: 1,
    })
    expect((await world.ask('bob', `DELETE chats/${chat}/`)).status).toBe(204)
    expect(field((await world.ask('bob', 'GET chats/')).body, 'count')).toBe(0)
    expect((await world.ask('bob', `GET chats/${chat}/`)).status).toBe(404)
  })

  test('case 45: two who open the room of an object at once are in the same one', async () => {
    const world = await open()
    const room = { content_type: 'video', object_id: 7, title: 'About the video' }
    const opened = await Promise.all(['alice', 'bob'].map((user) => world.ask(user, 'POST rooms/', room)))
    const [one, other] = opened.map(({ body }) => textOf(body, 'id'))
    expect(one).toBe(other)
    const rooms = await world.ask('carol', 'GET rooms/')
    expect(listOf(rooms.body, 'results')).toMatchObject([
      { id: one, member_count: 0, is_member: false, object: { content_type: 'video', object_id: 7 } },
    ])
    expect((await world.ask('alice', 'POST rooms/', { content_type: 'page', object_id: 7 })).status).toBe(404)
  })

  test('case 44 and 46: everybody reads a public room and sees how many are in it, its members write', async () => {
    const world = await open()
    const { body } = await world.ask('dave', 'POST rooms/', { content_type: 'video', object_id: 7 })
    const room = textOf(body, 'id')
    const count = async () => field((await world.ask('bob', `GET chats/${room}/`)).body, 'member_count')
    await world.ask('dave', `POST chats/${room}/join/`)
    const message = await said(world, 'dave', room, 'hello')
    expect((await world.ask('alice', `GET chats/${room}/messages/`)).status).toBe(200)
    expect((await world.ask('alice', `POST chats/${room}/messages/`, { content: 'hello' })).status).toBe(403)
    expect((await world.ask('alice', `POST messages/${message}/reactions/`, { emoji: '👍' })).status).toBe(403)
    expect(await count()).toBe(1)
    expect((await world.ask('alice', `POST chats/${room}/join/`)).body).toMatchObject({
      member_count: 2,
      is_member: true,
    })
    expect((await world.ask('alice', `POST chats/${room}/messages/`, { content: 'hello' })).status).toBe(201)
    await world.ask('bob', `POST chats/${room}/join/`)
    expect(await count()).toBe(3)
    expect((await world.ask('alice', `POST chats/${room}/leave/`)).status).toBe(200)
    expect(await count()).toBe(2)
    await world.ask('bob', `POST chats/${room}/leave/`)
    expect((await world.ask('bob', `GET chats/${room}/`)).body).toMatchObject({ is_member: false })
  })

  test('case 48: with whom one has no contact there is no chat', async () => {
    const site = { GET_CONTACT_LIST_FUNCTION: () => [String(idOf('bob'))] }
    const world = await open({ site })
    for (const chat of [
      { chat_type: 'direct', member_ids: [idOf('carol')] },
      { chat_type: 'group', member_ids: [idOf('bob'), idOf('carol')] },
    ])
      expect((await world.ask('alice', 'POST chats/', chat)).status).toBe(403)
    expect(field((await world.ask('alice', 'GET chats/')).body, 'count')).toBe(0)
    expect((await world.ask('alice', 'POST chats/', { chat_type: 'direct', member_ids: [idOf('bob')] })).status).toBe(
      201,
    )
  })

  test('chats come by page, with a count and links, and are searched by title and name', async () => {
    const world = await open({ site: { CHATS_PER_PAGE: 2 } })
    for (const title of ['one', 'two', 'three']) await newChat(world, 'alice', { title, member_ids: [idOf('bob')] })
    const first = await world.ask('alice', 'GET chats/')
    expect(first.body).toMatchObject({
      count: 3,
      next: `${origin}/messages/api/chats/?page=2`,
      previous: null,
    })
    expect(listOf(first.body, 'results')).toHaveLength(2)
    const second = await world.ask('alice', 'GET chats/?page=2')
    expect(second.body).toMatchObject({ next: null, previous: `${origin}/messages/api/chats/?page=1` })
    expect(listOf(second.body, 'results')).toHaveLength(1)
    expect((await world.ask('alice', 'GET chats/?page=3')).status).toBe(404)
    expect(listOf((await world.ask('alice', 'GET chats/?search=thr')).body, 'results')).toMatchObject([
      { title: 'three' },
    ])
    expect(field((await world.ask('alice', 'GET chats/?search=bob')).body, 'count')).toBe(3)
  })

  test('there is one direct with somebody, called after them, and deleting it clears my view only', async () => {
    const world = await open()
    const direct = { chat_type: 'direct', member_ids: [idOf('bob')] }
    const chat = await newChat(world, 'alice', direct)
    expect(await newChat(world, 'bob', { chat_type: 'direct', member_ids: [idOf('alice')] })).toBe(chat)
    expect((await world.ask('alice', `GET chats/${chat}/`)).body).toMatchObject({ title: 'bob of the host' })
    await said(world, 'bob', chat, 'hello')
    expect((await world.ask('alice', `POST chats/${chat}/leave/`)).status).toBe(409)
    expect((await world.ask('alice', `DELETE chats/${chat}/`)).status).toBe(204)
    expect(listOf((await world.ask('alice', `GET chats/${chat}/messages/`)).body, 'results')).toEqual([])
    expect(listOf((await world.ask('bob', `GET chats/${chat}/messages/`)).body, 'results')).toHaveLength(1)
  })

  test('an admin renames a group, with PUT as with PATCH', async () => {
    const world = await open()
    const chat = await newGroup(world, 'alice', 'bob')
    expect((await world.ask('alice', `PUT chats/${chat}/`, { title: 'New name' })).body).toMatchObject({
      title: 'New name',
    })
    expect((await world.ask('bob', `PATCH chats/${chat}/`, { title: 'Mine' })).status).toBe(403)
    expect((await world.ask('alice', `PATCH chats/${chat}/`, { title: 'x'.repeat(256) })).status).toBe(400)
    expect((await world.ask('bob', `GET chats/${chat}/`)).body).toMatchObject({ title: 'New name' })
  })
})

describe('people', () => {
  test('case 47: people are found by full name, username and e-mail, never oneself or who is not active', async () => {
    const world = await openWorld()
    const found = async (username: string, q: string) =>
      listOf((await world.ask(username, `GET users/search/?q=${q}`)).body, 'results').map((one) =>
        field(one, 'username'),
      )
    expect(await found('alice', 'JAN')).toEqual(['jan'])
    expect(await found('alice', 'jan%20of')).toEqual(['jan'])
    expect(await found('alice', 'jan@host')).toEqual(['jan'])
    expect(await found('jan', 'jan')).toEqual([])
    const missing = await world.ask('alice', 'GET users/search/')
    expect([missing.status, missing.body]).toEqual([
      400,
      { error: 'Invalid input.', details: { q: ['This field is required.'] } },
    ])
  })

  test('case 47: with a contact list only contacts are found, called and shown as the settings say', async () => {
    const world = await openWorld({
      site: {
        GET_CONTACT_LIST_FUNCTION: () => [String(idOf('bob'))],
        GET_USER_NAME_FUNCTION: ({ username = '' }) => username.toUpperCase(),
        GET_USER_AVATAR_URL_FUNCTION: ({ id }) => `/avatars/${id}.png`,
      },
    })
    expect((await world.ask('alice', 'GET users/search/?q=jan')).body).toEqual({ results: [] })
    expect((await world.ask('alice', 'GET users/search/?q=bob')).body).toEqual({
      results: [
        { id: 2, username: 'bob', display_name: 'BOB', avatar_url: '/avatars/2.png', email: 'bob@host.example' },
      ],
    })
  })
})

describe('asking', () => {
  test('case 33: without credentials nothing is answered', async () => {
    const world = await openWorld()
    const paths = Object.entries(djangoMessagingOpenApi().paths)
    const requests = paths.flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.slice(1).replaceAll(/\{\w+\}/g, '1')}`),
    )
    expect(requests).toContain('POST messages/1/reactions/')
    for (const request of requests) {
      const { status, body } = await world.ask('', request)
      expect([request, status, body]).toEqual([request, 401, notSignedIn])
    }
  })

  test('wrong fields are named', async () => {
    const world = await openWorld()
    const wrong = async (request: string, body: object) => {
      const answer = await world.ask('alice', request, body)
      expect(answer.status).toBe(400)
      return field(answer.body, 'details')
    }
    expect(await wrong('POST chats/', { chat_type: 'party', member_ids: 'all', title: 7 })).toEqual({
      chat_type: ['must be one of direct, group, room'],
      member_ids: ['must be a list of user ids'],
      title: ['Not a valid string.'],
    })
    expect(await wrong('POST chats/', { chat_type: 'direct', member_ids: [] })).toEqual({
      member_ids: ['a direct is with one other member'],
    })
    expect(await wrong('POST chats/', { member_ids: [77] })).toEqual({ member_ids: ['there is no such user'] })
    expect(await wrong('POST rooms/', {})).toEqual({
      content_type: ['This field is required.'],
      object_id: ['This field is required.'],
    })
  })

  test('what is no id names nothing, and an unknown method is told from an unknown path', async () => {
    const world = await openWorld()
    expect((await world.ask('alice', 'GET chats/7/')).status).toBe(404)
    expect((await world.ask('alice', 'GET messages/7/')).status).toBe(404)
    expect((await world.ask('alice', 'PUT chats/')).status).toBe(405)
    expect((await world.ask('alice', 'GET elsewhere/')).status).toBe(404)
  })
})
