import { describe, expect, test } from 'vitest'
import { field, openSocket, useBrowser, useFake } from './browser.ts'

// The shapes of the written protocol, asked for without any client, so that the fake cannot drift from it.

const EVENT = { event_type: expect.any(Number), time_stamp: expect.any(Number) }

describe('the snapshot of a room', () => {
  test('has a counter, the time, and messages without event id and room name', async () => {
    const fake = await useFake()
    const said = fake.say(8, 1, 'hello')
    const browser = await useBrowser(fake, 7)
    const body = await browser.json('/chats/1/events', { since: '0', mode: 'Messages', msgCount: '10' })
    expect(body).toEqual({
      ms: expect.any(Number),
      time: expect.any(Number),
      sync: Math.floor(fake.clock.now() / 1000),
      events: [
        {
          ...EVENT,
          event_type: 1,
          content: 'hello',
          message_id: said.id,
          user_id: 8,
          user_name: 'Bob Builder',
          room_id: 1,
        },
      ],
    })
  })

  test('pages below before and from after on, the newest of what fits', async () => {
    const fake = await useFake()
    const ids = Array.from({ length: 10 }, (_, at) => fake.say(8, 1, `message ${at}`).id)
    const browser = await useBrowser(fake, 7)
    const page = async (form: Readonly<Record<string, string>>) => {
      const events = field(await browser.json('/chats/1/events', { mode: 'Messages', ...form }), 'events')
      return Array.isArray(events) ? events.map((event: unknown) => field(event, 'message_id')) : []
    }
    expect(await page({ before: String(ids[5]), msgCount: '2' })).toEqual(ids.slice(3, 5))
    expect(await page({ after: String(ids[8]) })).toEqual(ids.slice(8))
    expect(await page({ msgCount: '9999' })).toEqual(ids)
  })
})

describe('a socket', () => {
  test('sends frames whose event ids lie in (t - d, t], also when other rooms moved the counter', async () => {
    const fake = await useFake()
    const browser = await useBrowser(fake, 7)
    const time = field(await browser.json('/chats/1/events'), 'time')
    const socket = await openSocket(
      fake,
      `${String(field(await browser.json('/ws-auth', { roomid: '1' }), 'url'))}?l=${String(time)}`,
    )
    fake.noise(5)
    fake.say(8, 1, 'one')
    fake.say(8, 2, 'elsewhere')
    fake.say(8, 1, 'two')
    const frames = [await socket.frame(), await socket.frame(), await socket.frame(), await socket.frame()]
    let base = Number(time)
    for (const frame of frames) {
      const room = field(frame, 'r1')
      const [t, d] = [Number(field(room, 't')), Number(field(room, 'd'))]
      expect(t - d).toBe(base)
      const events = field(room, 'e')
      const ids = Array.isArray(events) ? events.map((event: unknown) => Number(field(event, 'id'))) : []
      expect(ids.every((id) => id > base && id <= t)).toBe(true)
      base = t
    }
    expect(frames.map((frame) => field(field(frame, 'r1'), 'e') !== undefined)).toEqual([false, true, false, true])
  })

  test('insists on the origin of the chat', async () => {
    const fake = await useFake()
    const browser = await useBrowser(fake, 7)
    const address = async () => field(await browser.json('/ws-auth', { roomid: '1' }), 'url')
    const foreign = await openSocket(fake, await address(), { origin: 'https://example.org' })
    const none = await openSocket(fake, await address(), {})
    expect([foreign.isOpen, await foreign.closed, none.isOpen, await none.closed]).toEqual([false, 1006, false, 1006])
  })

  test('has an address that serves once', async () => {
    const fake = await useFake()
    const browser = await useBrowser(fake, 7)
    const address = field(await browser.json('/ws-auth', { roomid: '1' }), 'url')
    expect(String(address)).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/events\/1\//)
    expect((await openSocket(fake, address)).isOpen).toBe(true)
    expect((await openSocket(fake, address)).isOpen).toBe(false)
  })

  test('replays what came after l, and a long history without it', async () => {
    const fake = await useFake()
    const browser = await useBrowser(fake, 7)
    fake.say(8, 1, 'old')
    const time = field(await browser.json('/chats/1/events'), 'time')
    fake.say(8, 1, 'new')
    const open = async (query: string) => {
      const address = String(field(await browser.json('/ws-auth', { roomid: '1' }), 'url'))
      const events = field(field(await (await openSocket(fake, `${address}${query}`)).frame(), 'r1'), 'e')
      return Array.isArray(events) ? events.map((event: unknown) => field(event, 'content')) : []
    }
    expect(await open(`?l=${String(time)}`)).toEqual(['new'])
    expect(await open('')).toEqual(expect.arrayContaining(['old', 'new']))
  })

  test('delivers every room the session has joined, and mentions elsewhere under a foreign key', async () => {
    const fake = await useFake()
    fake.room({ id: 3, name: 'Third' })
    const browser = await useBrowser(fake, 7)
    for (const roomid of ['1', '2']) {
      const address = String(field(await browser.json('/ws-auth', { roomid }), 'url'))
      await openSocket(fake, `${address}?l=999999999`)
    }
    const address = String(field(await browser.json('/ws-auth', { roomid: '2' }), 'url'))
    const socket = await openSocket(fake, `${address}?l=999999999`)
    fake.say(8, 2, 'in the second')
    expect(Object.keys(Object(await socket.frame()))).toEqual(['r1', 'r2'])
    fake.say(8, 3, 'hey @alice')
    const [mention] = [field(field(await socket.frame(), 'r1'), 'e')].flat()
    expect(mention).toMatchObject({ event_type: 8, room_id: 3, target_user_id: 7 })
  })
})

test('polling answers per room with the same arithmetic', async () => {
  const fake = await useFake()
  const browser = await useBrowser(fake, 7)
  const time = Number(field(await browser.json('/chats/1/events'), 'time'))
  fake.say(8, 1, 'one')
  fake.say(8, 2, 'two')
  const body = await browser.json('/events', { r1: String(time), r2: String(time) })
  const part = (content: string) => ({
    e: [expect.objectContaining({ content })],
    t: time + 2,
    d: 2,
    ms: expect.any(Number),
  })
  expect(body).toEqual({ r1: part('one'), r2: part('two'), sync: expect.any(Number) })
})

test('a mention and a reply come before their message, with a lower id and the same message', async () => {
  const fake = await useFake()
  const parent = fake.say(7, 1, 'question')
  const browser = await useBrowser(fake, 7)
  const time = String(field(await browser.json('/chats/1/events'), 'time'))
  fake.say(8, 1, 'answer', { parentId: parent.id })
  fake.say(8, 1, 'and @alice, look')
  const events = [field(field(await browser.json('/events', { r1: time }), 'r1'), 'e')].flat()
  expect(events).toMatchObject([
    { event_type: 18, target_user_id: 7, parent_id: parent.id },
    { event_type: 1, parent_id: parent.id, show_parent: true, parent_username: 'Alice', parent_text: 'question' },
    { event_type: 8, target_user_id: 7 },
    // A pointer to the last message of the one who is named, which is no reply.
    { event_type: 1, parent_id: parent.id },
  ])
  expect(field(events[3], 'show_parent')).toBeUndefined()
  expect(Number(field(events[0], 'id'))).toBeLessThan(Number(field(events[1], 'id')))
  expect(field(events[0], 'message_id')).toBe(field(events[1], 'message_id'))
})

test('stars tell no user, except to the one who set them', async () => {
  const fake = await useFake()
  const said = fake.say(8, 1, 'shiny')
  const browser = await useBrowser(fake, 7)
  const time = String(field(await browser.json('/chats/1/events'), 'time'))
  fake.star(8, said.id)
  fake.star(7, said.id)
  const [other, own] = [field(field(await browser.json('/events', { r1: time }), 'r1'), 'e')].flat()
  expect(other).toMatchObject({ event_type: 6, message_stars: 1 })
  expect(field(other, 'user_id')).toBeUndefined()
  expect(own).toMatchObject({ event_type: 6, message_stars: 2, user_id: 7, message_starred: true })
})

describe('a write', () => {
  test('answers with id and time, and with null for a repetition', async () => {
    const fake = await useFake()
    const browser = await useBrowser(fake, 7)
    expect(await browser.json('/chats/1/messages/new', { text: 'hi' })).toEqual({
      id: expect.any(Number),
      time: expect.any(Number),
    })
    expect(await browser.json('/chats/1/messages/new', { text: 'hi' })).toEqual({ id: null, time: null })
  })

  test('that is throttled answers 409 with the seconds, singular for one', async () => {
    const fake = await useFake()
    const browser = await useBrowser(fake, 7)
    fake.throttle(2)
    await browser.post('/chats/1/messages/new', { text: 'one' })
    const texts: string[] = []
    for (const ms of [0, 1_000]) {
      fake.clock.advance(ms)
      const answer = await browser.post('/chats/1/messages/new', { text: 'two' })
      texts.push(`${answer.status} ${await answer.text()}`)
    }
    expect(texts).toEqual([
      '409 You can perform this action again in 2 seconds.',
      '409 You can perform this action again in 1 second.',
    ])
  })

  test('that is no form, or has a wrong key, is not done', async () => {
    const fake = await useFake()
    const browser = await useBrowser(fake, 7)
    const json = await fetch(`${fake.server.chatOrigin}/chats/1/messages/new`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    })
    const wrong = await browser.post('/chats/1/messages/new', { text: 'x', fkey: 'wrong' })
    expect([json.status, wrong.status, fake.world.messages.size]).toEqual([404, 404, 0])
  })

  test.each([
    ['edit', '', 'It is too late to edit this message', 'You can only edit your own messages'],
    ['delete', '/delete', 'It is too late to delete this message', 'You can only delete your own messages'],
  ])('to %s a message is refused with status 200 and a sentence', async (_verb, suffix, late, foreign) => {
    const fake = await useFake()
    const browser = await useBrowser(fake, 7)
    const mine = fake.say(7, 1, 'mine')
    const theirs = fake.say(8, 1, 'theirs')
    expect(await browser.json(`/messages/${theirs.id}${suffix}`, { text: 'x' })).toBe(foreign)
    fake.clock.advance(121_000)
    expect(await browser.json(`/messages/${mine.id}${suffix}`, { text: 'x' })).toBe(late)
    expect((await browser.post(`/messages/999999${suffix}`, { text: 'x' })).status).toBe(302)
  })

  test('in a room that refuses it answers 404 with a sentence of its own', async () => {
    const fake = await useFake()
    const browser = await useBrowser(fake, 8)
    const sentence = async () => (await browser.post('/chats/1/messages/new', { text: 'x' })).text()
    fake.timeout(1, 58_000)
    expect(await sentence()).toBe('The room is in timeout, ending in 58 seconds')
    fake.freeze(1)
    expect(await sentence()).toMatch(/frozen/)
    fake.suspend(8, 3_600_000)
    expect(await sentence()).toMatch(/^Your account is blocked, ending in/)
    expect(await (await browser.post('/chats/99/messages/new', { text: 'x' })).text()).toMatch(/blocked/)
  })

  test('of a star toggles, and of a pin is for owners', async () => {
    const fake = await useFake()
    const said = fake.say(8, 1, 'x')
    const alice = await useBrowser(fake, 7)
    const bob = await useBrowser(fake, 8)
    expect([await alice.json(`/messages/${said.id}/star`), said.stars.size]).toEqual(['ok', 1])
    expect([await alice.json(`/messages/${said.id}/star`), said.stars.size]).toEqual(['ok', 0])
    expect([await alice.json(`/messages/${said.id}/owner-star`), said.pins.size]).toEqual(['ok', 1])
    const refused = await bob.post(`/messages/${said.id}/owner-star`)
    expect(refused.headers.get('chat')).toBe('error')
  })
})

describe('people', () => {
  test('are told by id, with ownership true or null', async () => {
    const fake = await useFake()
    const browser = await useBrowser(fake, 0)
    const person = {
      name: expect.any(String),
      email_hash: expect.stringMatching(/^!/),
      reputation: 101,
      is_moderator: false,
      last_post: expect.any(Number),
      last_seen: expect.any(Number),
    }
    expect(await browser.json('/user/info', { ids: '7,8,999', roomId: '1' })).toEqual({
      users: [
        { ...person, id: 7, is_owner: true },
        { ...person, id: 8, is_owner: null },
      ],
    })
  })

  test('are found one object a line, none for zero, a page for less', async () => {
    const fake = await useFake()
    const browser = await useBrowser(fake, 0)
    const search = async (query: string) => (await browser.get(`/users/search?${query}`)).text()
    expect((await search('q=b&limit=5')).split('\n').map((line): unknown => JSON.parse(line))).toEqual([
      { id: 8, dn: 'Bob Builder', hash: expect.any(String) },
    ])
    expect(await search('q=b&limit=0')).toBe('')
    expect(await search('q=b&limit=-1')).toMatch(/^<!DOCTYPE html>/)
  })

  test('who can be pinged are rows of four, and none for a visitor', async () => {
    const fake = await useFake()
    fake.enter(8, 1)
    const rows = async (userId: number): Promise<unknown> =>
      (await (await useBrowser(fake, userId)).get('/rooms/pingable/1')).json()
    expect(await rows(7)).toEqual([[8, 'Bob Builder', expect.any(Number), expect.any(Number)]])
    expect(await rows(0)).toEqual([])
  })
})

test('the small card of a room has its tags as HTML', async () => {
  const fake = await useFake()
  const browser = await useBrowser(fake, 0)
  expect(await (await browser.get('/rooms/thumbs/1?showUsage=true')).json()).toMatchObject({
    id: 1,
    name: 'Sandbox',
    tags: expect.stringMatching(/^<a .*>sandbox<\/a>$/),
  })
})

test('leaving must be quiet', async () => {
  const fake = await useFake()
  const browser = await useBrowser(fake, 7)
  await browser.json('/chats/1/events')
  expect((await browser.post('/chats/leave/1', { quiet: 'false' })).status).toBe(400)
  expect((await browser.post('/chats/leave/1', { quiet: 'true' })).status).toBe(200)
  expect(fake.world.rooms.get(1)?.present.size).toBe(0)
})

test('the login form has a long key, and a right password sets the account cookies and leads to the front page', async () => {
  const fake = await useFake()
  const url = `${fake.server.loginOrigin}/users/login`
  const page = await (await fetch(url)).text()
  const fkey = /id="login-form"[^]*name="fkey" value="([0-9a-f]{64})"/.exec(page)?.[1] ?? ''
  const log = (password: string) =>
    fetch(url, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ email: 'alice@example.org', password, fkey }),
    })
  expect((await log('wrong')).status).toBe(200)
  const right = await log('secret')
  expect([right.status, right.headers.get('location')]).toEqual([302, '/'])
  expect(right.headers.getSetCookie().map((cookie) => cookie.split('=')[0])).toEqual(['acct', 'prov'])
})

describe('administration', () => {
  test('gives and takes access, and tells the room', async () => {
    const fake = await useFake()
    fake.room({ id: 3, name: 'Gallery', kind: 'gallery', owners: new Set([7]) })
    const owner = await useBrowser(fake, 7)
    const guest = await useBrowser(fake, 8)
    const post = async () => (await guest.post('/chats/3/messages/new', { text: `try ${fake.world.counter}` })).status
    const time = String(field(await owner.json('/chats/3/events'), 'time'))
    const before = await post()
    await owner.post('/rooms/setuseraccess/3', { aclUserId: '8', userAccess: 'read-write' })
    expect([before, await post()]).toEqual([404, 200])
    const [event] = [field(field(await owner.json('/events', { r3: time }), 'r3'), 'e')].flat()
    expect(event).toMatchObject({ event_type: 15, content: 'Access now read-write', target_user_id: 8 })
    expect((await owner.post('/rooms/setuseraccess/3', { aclUserId: '8', userAccess: 'everything' })).status).toBe(400)
    expect((await guest.post('/rooms/requestaccess', { roomId: '3' })).status).toBe(200)
  })

  test('moves messages, answering how many, with an event each and a summary line in both rooms', async () => {
    const fake = await useFake()
    const ids = [fake.say(8, 1, 'one').id, fake.say(8, 1, 'two').id]
    const browser = await useBrowser(fake, 7)
    const time = String(field(await browser.json('/chats/1/events'), 'time'))
    expect(await browser.json('/admin/movePosts/1', { ids: ids.join(','), to: '2' })).toBe(2)
    const body = await browser.json('/events', { r1: time, r2: time })
    const types = (room: string) => [field(field(body, room), 'e')].flat().map((event) => field(event, 'event_type'))
    expect([types('r1'), types('r2')]).toEqual([
      [19, 19, 1],
      [20, 20, 1],
    ])
    expect([field(field(body, 'r1'), 'e')].flat().at(-1)).toMatchObject({ content: expect.stringMatching(/^&rarr; /) })
  })

  test('answers an image with a script that tells its address', async () => {
    const fake = await useFake()
    const browser = await useBrowser(fake, 7)
    expect(await (await browser.post('/upload/image', { 'upload-url': 'https://example.org/x.png' })).text()).toMatch(
      /var result = "https:/,
    )
  })
})

test('an invitation is told to the invited under the key of a room they are in', async () => {
  const fake = await useFake()
  const browser = await useBrowser(fake, 7)
  const address = String(field(await browser.json('/ws-auth', { roomid: '1' }), 'url'))
  const socket = await openSocket(fake, `${address}?l=999999999`)
  fake.invite(8, 7, 2)
  expect(await socket.frame()).toMatchObject({ r1: { e: [{ event_type: 17, room_id: 2, user_id: 8 }] } })
})

describe.each(['classic', 'present-json', 'redesign'] as const)('%s pages', (markup) => {
  test('show the key, who is there and whether one may post, each in its own way', async () => {
    const fake = await useFake({ settings: { markup } })
    fake.enter(8, 1)
    const browser = await useBrowser(fake, 7)
    const page = await (await browser.get('/rooms/1')).text()
    const keys = [...page.matchAll(/name="fkey"[^>]*value="([^"]*)"/g)].map(([, key]) => key)
    expect(keys).toEqual(markup === 'redesign' ? ['', browser.fkey] : [browser.fkey])
    expect(page.includes('CHAT.RoomUsers.initPresent')).toBe(markup === 'classic')
    expect(page.includes('data-users=')).toBe(markup !== 'classic')
    expect(page.includes('topbar-menu-links')).toBe(markup !== 'redesign')
    expect(page.includes('StartChat(1, 7,')).toBe(markup === 'redesign')
    expect(page).toContain('<textarea id="input"')
  })
})

test('the pages of absent and private rooms tell which they are', async () => {
  const fake = await useFake()
  fake.room({ id: 3, name: 'Secret', kind: 'private' })
  const browser = await useBrowser(fake, 7)
  expect((await browser.get('/rooms/99')).status).toBe(404)
  expect(await (await browser.get('/rooms/3')).text()).toContain('<h2>Private Room</h2>')
})

test('stars are listed by message', async () => {
  const fake = await useFake()
  const said = fake.say(8, 1, 'shiny')
  fake.star(7, said.id)
  const browser = await useBrowser(fake, 0)
  expect(await (await browser.get('/chats/stars/1?count=5')).text()).toContain(`<li id="summary_${said.id}">`)
})
