import { expect, test } from 'vitest'
import { onEachStore } from '../each-store.ts'
import { origin } from '../http.ts'
import { field, idOf, listOf, newGroup, openWorld, said, textOf } from './world.ts'
import type { World, WorldOptions } from './world.ts'

const contents = (answer: { readonly body: unknown }) =>
  listOf(answer.body, 'results').map((message) => field(message, 'content'))

onEachStore((openMessaging) => {
  const open = (options: WorldOptions = {}) => openWorld({ open: openMessaging, ...options })
  const first = async (world: World, username: string, chat: string) =>
    listOf((await world.ask(username, `GET chats/${chat}/messages/`)).body, 'results')[0]

  test('a message says who sent it, when, and what became of it', async () => {
    const world = await open()
    const chat = await newGroup(world, 'alice', 'bob')
    const sent = await world.ask('alice', `POST chats/${chat}/messages/`, { content: 'hello' })
    expect(sent.status).toBe(201)
    expect(sent.body).toStrictEqual({
      id: expect.any(String),
      number: 1,
      content: 'hello',
      created_at: expect.any(String),
      updated_at: field(sent.body, 'created_at'),
      is_edited: false,
      is_deleted: false,
      sender: {
        id: idOf('alice'),
        username: 'alice',
        display_name: 'alice of the host',
        avatar_url: expect.stringMatching(/^data:image\/svg/),
      },
      reactions: [],
      read_by: [],
    })
    expect(await first(world, 'bob', chat)).toStrictEqual(sent.body)
    const one = await world.ask('bob', `GET messages/${textOf(sent.body, 'id')}/`)
    expect(one.body).toStrictEqual({ ...Object(sent.body), chat })
    for (const content of [undefined, '', '  ', 7])
      expect((await world.ask('alice', `POST chats/${chat}/messages/`, { content })).status).toBe(400)
    expect((await world.ask('eve', `GET chats/${chat}/messages/`)).status).toBe(404)
  })

  test('a message with an id of its own can be sent again', async () => {
    const world = await open()
    const chat = await newGroup(world, 'alice', 'bob')
    const message = { content: 'hello', id: '019e0000-0000-7000-8000-000000000001' }
    expect((await world.ask('alice', `POST chats/${chat}/messages/`, message)).status).toBe(201)
    expect((await world.ask('alice', `POST chats/${chat}/messages/`, message)).status).toBe(200)
    expect(contents(await world.ask('bob', `GET chats/${chat}/messages/`))).toEqual(['hello'])
  })

  test('case 37: a reaction is added, counted, and taken back by the same request', async () => {
    const world = await open()
    const chat = await newGroup(world, 'alice', 'bob', 'carol')
    const id = await said(world, 'alice', chat, 'hello')
    const react = async (username: string) =>
      (await world.ask(username, `POST messages/${id}/reactions/`, { emoji: '👍' })).body
    expect(await react('bob')).toEqual({ action: 'added', emoji: '👍', message_id: id })
    expect(await react('carol')).toMatchObject({ action: 'added' })
    const reactions = async () => field(await first(world, 'alice', chat), 'reactions')
    expect(await reactions()).toEqual([{ emoji: '👍', count: 2, users: [idOf('bob'), idOf('carol')] }])
    expect(await react('bob')).toMatchObject({ action: 'removed' })
    expect(await reactions()).toEqual([{ emoji: '👍', count: 1, users: [idOf('carol')] }])
    const wrong = await world.ask('bob', `POST messages/${id}/reactions/`, { emoji: 'yes' })
    expect([wrong.status, Object.keys(Object(field(wrong.body, 'details')))]).toEqual([400, ['emoji']])
  })

  test('case 38: its author edits a message, nobody else', async () => {
    const world = await open()
    const chat = await newGroup(world, 'alice', 'bob')
    const id = await said(world, 'alice', chat, 'helo')
    expect((await world.ask('bob', `PATCH messages/${id}/`, { content: 'mine' })).status).toBe(403)
    const edited = await world.ask('alice', `PUT messages/${id}/`, { content: 'hello' })
    expect([edited.status, edited.body]).toMatchObject([200, { content: 'hello', is_edited: true }])
    expect(await first(world, 'bob', chat)).toMatchObject({ content: 'hello', is_edited: true })
  })

  test('case 39: its author deletes a message, nobody else; of it nothing is left but its place', async () => {
    const world = await open({ site: { SHOW_DELETED_MESSAGE_INDICATORS: true } })
    const chat = await newGroup(world, 'alice', 'bob')
    const id = await said(world, 'alice', chat, 'hello')
    await world.ask('bob', `POST messages/${id}/reactions/`, { emoji: '👍' })
    expect((await world.ask('bob', `DELETE messages/${id}/`)).status).toBe(403)
    expect((await world.ask('alice', `DELETE messages/${id}/`)).status).toBe(204)
    expect(await first(world, 'bob', chat)).toMatchObject({ id, content: '', is_deleted: true, reactions: [] })
    expect((await world.ask('alice', `DELETE messages/${id}/`)).status).toBe(204)
  })

  test('case 40: without indicators a deleted message is not there at all', async () => {
    const world = await open({ site: { MESSAGES_PER_PAGE: 2 } })
    const chat = await newGroup(world, 'alice', 'bob')
    const ids: string[] = []
    for (const content of ['1', '2', '3', '4']) ids.push(await said(world, 'alice', chat, content))
    await world.ask('alice', `DELETE messages/${ids[2]}/`)
    const page = await world.ask('bob', `GET chats/${chat}/messages/`)
    expect(contents(page)).toEqual(['4', '2'])
    expect(field(page.body, 'count')).toBe(3)
    expect(contents(await world.ask('bob', `GET chats/${chat}/messages/?page=2`))).toEqual(['1'])
  })

  test('messages come by page, and before or after one of them', async () => {
    const world = await open({ site: { MESSAGES_PER_PAGE: 2 } })
    const chat = await newGroup(world, 'alice', 'bob')
    const ids: string[] = []
    for (const content of ['1', '2', '3', '4', '5']) ids.push(await said(world, 'alice', chat, content))
    const messages = (query = '') => world.ask('bob', `GET chats/${chat}/messages/${query}`)
    const url = `${origin}/messages/api/chats/${chat}/messages/`
    const page = await messages()
    expect(contents(page)).toEqual(['5', '4'])
    expect(page.body).toMatchObject({ count: 5, next: `${url}?page=2`, previous: null })
    const last = await messages('?page=3')
    expect(contents(last)).toEqual(['1'])
    expect(last.body).toMatchObject({ next: null, previous: `${url}?page=2` })
    expect((await messages('?page=4')).status).toBe(404)
    const before = await messages(`?before=${ids[3]}`)
    expect(contents(before)).toEqual(['3', '2'])
    expect(field(before.body, 'next')).toBe(`${url}?before=${ids[1]}`)
    expect(contents(await messages(`?after=${ids[0]}`))).toEqual(['3', '2'])
    expect(contents(await messages(`?after=${ids[0]}&order=asc`))).toEqual(['2', '3'])
    expect(contents(await messages('?order=asc'))).toEqual(['1', '2'])
    expect((await messages('?before=7')).status).toBe(400)
  })

  test('case 50: a search finds what is visible in this chat, with the ranges to mark', async () => {
    const world = await open()
    const chat = await newGroup(world, 'alice', 'bob')
    const other = await newGroup(world, 'alice', 'bob')
    await said(world, 'alice', other, 'hello elsewhere')
    const taken = await said(world, 'alice', chat, 'hello, taken back')
    await world.ask('alice', `DELETE messages/${taken}/`)
    const id = await said(world, 'alice', chat, 'well, hello there')
    const { body } = await world.ask('bob', `GET chats/${chat}/search/?q=Hello`)
    expect(body).toMatchObject({ next: null, previous: null })
    expect(listOf(body, 'results')).toMatchObject([{ id, ranges: [{ start: 6, end: 11 }] }])
    expect((await world.ask('bob', `GET chats/${chat}/search/`)).status).toBe(400)
    expect((await world.ask('eve', `GET chats/${chat}/search/?q=hello`)).status).toBe(404)
  })

  test('case 53: what the settings switch off is refused to everybody', async () => {
    const world = await open({
      site: {
        ALLOW_EDITING_OWN_MESSAGES: false,
        ALLOW_DELETING_OWN_MESSAGES: false,
        ALLOW_ADDING_REACTIONS: false,
        ALLOW_RENAMING_DMS: false,
        ALLOW_RENAMING_CHAT_ROOMS: false,
      },
    })
    const chat = await newGroup(world, 'alice', 'bob')
    const room = textOf((await world.ask('alice', 'POST chats/', { chat_type: 'room', title: 'Room' })).body, 'id')
    const id = await said(world, 'alice', chat, 'hello')
    for (const [request, body] of [
      [`PATCH messages/${id}/`, { content: 'other' }],
      [`DELETE messages/${id}/`, undefined],
      [`POST messages/${id}/reactions/`, { emoji: '👍' }],
      [`PATCH chats/${chat}/`, { title: 'Other' }],
      [`PATCH chats/${room}/`, { title: 'Other' }],
    ] as const)
      expect((await world.ask('alice', request, body)).status).toBe(403)
    expect(await first(world, 'bob', chat)).toMatchObject({ content: 'hello', is_edited: false, reactions: [] })
  })

  test('rooms and directs that are off are not started, and those that are not shown not listed', async () => {
    const off = await open({ site: { ENABLE_CHAT_ROOMS: false, ENABLE_DMS: false } })
    expect((await off.ask('alice', 'POST chats/', { chat_type: 'room' })).status).toBe(403)
    expect((await off.ask('alice', 'POST rooms/', { content_type: 'video', object_id: 7 })).status).toBe(403)
    expect((await off.ask('alice', 'POST chats/', { chat_type: 'direct', member_ids: [idOf('bob')] })).status).toBe(403)
    const kinds = async (site: NonNullable<WorldOptions['site']>) => {
      const world = await open({ site })
      await world.ask('alice', 'POST chats/', { chat_type: 'room' })
      await newGroup(world, 'alice', 'bob')
      return listOf((await world.ask('alice', 'GET chats/')).body, 'results').map((chat) => field(chat, 'chat_type'))
    }
    expect(await kinds({})).toEqual(expect.arrayContaining(['group', 'room']))
    expect(await kinds({ SHOW_CHAT_ROOMS_IN_MESSAGES: false })).toEqual(['group'])
    expect(await kinds({ SHOW_DMS_IN_MESSAGES: false })).toEqual(['room'])
  })
})
