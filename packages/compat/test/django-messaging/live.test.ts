import { eventually } from '@msg/testing'
import { describe, expect, test } from 'vitest'
import { onEachStore } from '../each-store.ts'
import { byPolling, bySocket, serveWorld } from './live.ts'
import type { ServedWorld } from './live.ts'
import { authenticate, field, idOf, newGroup, openWorld, said, textOf } from './world.ts'

const types = (events: readonly unknown[]) => events.map((event) => field(event, 'type'))

onEachStore((openMessaging) => {
  test('case 36 and 49: over a socket a new chat, its messages and who types arrive by themselves', async () => {
    const world = await serveWorld({ open: openMessaging })
    const [alice, bob] = [await bySocket(world, 'alice'), await bySocket(world, 'bob')]
    await Promise.all([alice.until('ready'), bob.until('ready')])
    const carol = await byPolling(world, 'carol')
    const chat = await newGroup(world, 'alice', 'bob', 'carol')
    const added = { type: 'chat_added', chat_id: chat, chat: { title: 'Project Team', member_count: 3 } }
    expect(await bob.until('chat_added')).toMatchObject(added)
    expect(await carol.look()).toMatchObject([added])
    const id = await said(world, 'alice', chat, 'hello')
    expect(await bob.until('new_message')).toMatchObject({
      chat_id: chat,
      message: { id, content: 'hello', sender: { username: 'alice' } },
    })
    await world.ask('bob', `POST messages/${id}/reactions/`, { emoji: '👍' })
    expect(await alice.until('reaction_updated')).toMatchObject({ message_id: id, reactions: [{ count: 1 }] })
    await world.ask('alice', `PATCH messages/${id}/`, { content: 'hello again' })
    expect(await bob.until('message_updated')).toEqual({
      type: 'message_updated',
      chat_id: chat,
      message: { id, content: 'hello again', is_edited: true },
    })
    alice.say({ type: 'typing', chat_id: chat, is_typing: true })
    expect(await bob.until('typing')).toMatchObject({ chat_id: chat, user_id: idOf('alice'), is_typing: true })
    await world.ask('bob', `POST chats/${chat}/mark-as-read/`)
    expect(await alice.until('chat_read')).toMatchObject({ user_id: idOf('bob'), number: 1 })
    await world.ask('alice', `DELETE messages/${id}/`)
    expect(await bob.until('message_deleted')).toEqual({ type: 'message_deleted', chat_id: chat, message_id: id })
    await world.ask('alice', `DELETE chats/${chat}/members/${idOf('bob')}/remove/`)
    expect(await bob.until('chat_removed')).toEqual({ type: 'chat_removed', chat_id: chat })
    expect(types(alice.events)).not.toContain('typing')
  })

  test('case 51: an edit and a reaction between two polls are both in the next', async () => {
    const world = await openWorld({ open: openMessaging })
    const chat = await newGroup(world, 'alice', 'bob')
    const id = await said(world, 'alice', chat, 'helo')
    const bob = await byPolling(world, 'bob')
    await world.ask('alice', `PATCH messages/${id}/`, { content: 'hello' })
    await world.ask('alice', `POST messages/${id}/reactions/`, { emoji: '👍' })
    expect(await bob.look()).toMatchObject([
      { type: 'message_updated', message: { id, content: 'hello', is_edited: true } },
      { type: 'reaction_updated', message_id: id, reactions: [{ emoji: '👍', count: 1 }] },
    ])
    expect(await bob.look()).toEqual([])
  })

  test('case 52: whoever polls learns the same as who has a socket', async () => {
    const world = await serveWorld({ open: openMessaging })
    const chat = await newGroup(world, 'alice', 'bob', 'carol')
    const [socket, polling] = [await bySocket(world, 'bob'), await byPolling(world, 'bob')]
    await socket.until('ready')
    const id = await said(world, 'alice', chat, 'hello')
    await world.ask('alice', `POST messages/${id}/reactions/`, { emoji: '👍' })
    await world.ask('alice', `PATCH messages/${id}/`, { content: 'other' })
    await world.ask('carol', `POST chats/${chat}/leave/`)
    await world.ask('alice', `DELETE messages/${id}/`)
    await world.ask('alice', `POST chats/${chat}/members/add/`, { user_ids: [idOf('dave')] })
    await eventually(() =>
      expect(socket.events.findLast((event) => field(event, 'type') === 'chat_updated')).toMatchObject({
        chat: { member_count: 3 },
      }),
    )
    await socket.until('message_deleted')
    const polled = await polling.look()
    const last = (events: readonly unknown[], type: string) => events.findLast((event) => field(event, 'type') === type)
    for (const type of ['message_deleted', 'chat_updated', 'reaction_updated'])
      expect(last(polled, type)).toMatchObject({ type, chat_id: chat })
    expect(field(last(polled, 'chat_updated'), 'chat')).toEqual(field(last(socket.events, 'chat_updated'), 'chat'))
  })

  test('case 44: whoever only reads a room is told who comes and goes', async () => {
    const world = await serveWorld({ open: openMessaging })
    const { body } = await world.ask('dave', 'POST rooms/', { content_type: 'video', object_id: 7 })
    const room = textOf(body, 'id')
    const bob = await bySocket(world, 'bob', { query: `?chat_id=${room}` })
    await bob.until('ready')
    const members = async (count: number) => {
      await eventually(async () =>
        expect(await bob.until('chat_updated')).toMatchObject({ chat: { member_count: count } }),
      )
    }
    await world.ask('dave', `POST chats/${room}/join/`)
    await members(1)
    await world.ask('alice', `POST chats/${room}/join/`)
    await members(2)
    await said(world, 'alice', room, 'hello')
    expect(await bob.until('new_message')).toMatchObject({ message: { content: 'hello' } })
    await world.ask('alice', `POST chats/${room}/leave/`)
    await members(1)
  })
})

describe('the door', () => {
  const refusal = (world: ServedWorld, username: string, more: Parameters<typeof bySocket>[2] = {}) =>
    bySocket(world, username, more).then(
      () => 'opened',
      (error: unknown) => (error instanceof Error ? error.message : ''),
    )

  test('sockets are opened with credentials, from pages of the host and those listed', async () => {
    const world = await serveWorld({ origins: ['https://app.example'] })
    expect(await refusal(world, 'nobody')).toBe('refused: 401')
    expect(await refusal(world, 'alice', { origin: 'https://elsewhere.example' })).toBe('refused: 403')
    expect(await refusal(world, 'alice', { origin: 'https://app.example' })).toBe('opened')
    expect(await refusal(world, 'alice', { query: '?chat_id=7' })).toBe('refused: 404')
  })

  test('pages of listed origins may send those headers of the host that are listed', async () => {
    const { url } = await serveWorld({ origins: ['https://app.example'], allowHeaders: ['X-CSRFToken'] })
    const { headers } = await fetch(`${url}/chats/`, { method: 'OPTIONS', headers: { origin: 'https://app.example' } })
    expect(headers.get('access-control-allow-headers')).toBe('Authorization, Content-Type, X-Msg-Request, X-CSRFToken')
  })

  test('a user has fifty sockets at a time, and gets the place of one that is closed', async () => {
    const world = await serveWorld()
    const clients = await Promise.all(Array.from({ length: 50 }, () => bySocket(world, 'alice')))
    expect(await (await bySocket(world, 'alice')).closed).toBe(4429)
    const [first] = clients
    first?.leave()
    await first?.closed
    await eventually(async () => {
      const next = await bySocket(world, 'alice')
      expect(await Promise.race([next.closed, next.until('ready').then(() => 'ready')])).toBe('ready')
    })
  })

  test('who may not read a chat is sent away, and so is whose session ends', async () => {
    const soon = (request: Request) =>
      (request.headers.get('cookie') ?? '').includes('eve')
        ? { userId: String(idOf('eve')), expiresAt: new Date(Date.now() + 20) }
        : authenticate(request)
    const world = await serveWorld({ authenticate: soon })
    const chat = textOf((await world.ask('alice', 'POST chats/', { title: 'mine' })).body, 'id')
    expect(await (await bySocket(world, 'eve')).closed).toBe(4401)
    expect(await (await bySocket(world, 'bob', { query: `?chat_id=${chat}` })).closed).toBe(4403)
  })

  test('where clients are to poll there is no socket', async () => {
    const world = await serveWorld({ site: { TRANSPORT: 'polling' } })
    expect(await refusal(world, 'alice')).toBe('refused: 404')
    expect((await world.ask('alice', 'POST changes/', {})).body).toMatchObject({
      events: [],
      more: false,
      resync: false,
    })
    expect((await world.ask('alice', 'POST changes/', { cursor: 'none' })).status).toBe(400)
  })

  test('who polls is told who types', async () => {
    const world = await openWorld()
    const chat = await newGroup(world, 'alice', 'bob')
    const bob = await byPolling(world, 'bob')
    await world.ask('alice', `POST chats/${chat}/typing/`, { is_typing: true })
    await eventually(async () =>
      expect(await bob.look()).toMatchObject([
        { type: 'typing', chat_id: chat, user_id: idOf('alice'), is_typing: true },
      ]),
    )
    expect((await world.ask('eve', `POST chats/${chat}/typing/`, { is_typing: true })).status).toBe(404)
  })
})
