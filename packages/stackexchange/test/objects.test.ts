import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { Chat, Message, Room, User } from '../src/index.ts'
import { ALICE, BOB, BOT, codeOf, LOBBY, requestsTo, SANDBOX, useChat, useFake, type Fake } from './harness.ts'

const MARKUPS = ['classic', 'present-json', 'redesign'] as const

const furnished = async (markup: (typeof MARKUPS)[number]) => {
  const fake = await useFake({ settings: { markup } })
  fake.room({
    id: SANDBOX,
    name: 'Sandbox & Co',
    description: 'Where *bots* play & people too',
    tags: ['sandbox', 'bots'],
    parentSite: 'Meta Stack Exchange',
    owners: new Set([ALICE, BOB]),
    earlierMessages: 12_340,
    earlierUsers: 1_500,
  })
  fake.user({
    id: ALICE,
    name: 'Alice <3',
    about: 'I like "cats" & tea',
    reputation: 12_345,
    isModerator: true,
    roomCount: 17,
    earlierMessages: 4_321,
  })
  return fake
}

const NOON = Date.UTC(2026, 0, 5, 12)
/** The id of the first message on the fake. */
const PARENT = 5_001

/** A message that was replied with, edited, starred and pinned. */
const discussed = async (markup: (typeof MARKUPS)[number]) => {
  const fake = await furnished(markup)
  const parent = fake.say(BOB, SANDBOX, 'parent')
  const said = fake.say(ALICE, SANDBOX, 'some **bold** & `code`', { parentId: parent.id })
  fake.edit(BOB, said.id, 'some **bolder** & `code`')
  fake.star(BOT, said.id)
  fake.star(BOB, said.id)
  fake.pin(ALICE, said.id)
  return fake
}

describe.each(MARKUPS)('on %s pages', (markup) => {
  test('the own user is found', async () => {
    const fake = await furnished(markup)
    const chat = await useChat(fake)
    expect(chat.me?.id).toBe(BOT)
    expect(await chat.me?.name).toBe('Relay Bot')
  })

  test.each<readonly [keyof Room, unknown]>([
    ['id', SANDBOX],
    ['name', 'Sandbox & Co'],
    ['description', 'Where bots play & people too'],
    ['descriptionHtml', 'Where <i>bots</i> play &amp; people too'],
    ['messageCount', 12_341],
    ['userCount', 1_501],
    ['parentSiteName', 'Meta Stack Exchange'],
    ['tags', ['sandbox', 'bots']],
    ['canPost', true],
  ])('room.%s is told', async (name, wanted) => {
    const fake = await furnished(markup)
    fake.say(BOB, SANDBOX, 'one more')
    const room = (await useChat(fake)).room(SANDBOX)
    expect(await room[name]).toEqual(wanted)
  })

  test('room.owners is told', async () => {
    const chat = await useChat(await furnished(markup))
    const owners = await chat.room(SANDBOX).owners
    expect(owners[0]).toBe(chat.user(ALICE))
    expect(owners[1]).toBe(chat.user(BOB))
    expect(await owners[1]?.name).toBe('Bob')
  })

  test('a room without a site has none', async () => {
    const fake = await furnished(markup)
    expect(await (await useChat(fake)).room(LOBBY).parentSiteName).toBeNull()
  })

  test.each<readonly [keyof User, unknown]>([
    ['id', ALICE],
    ['name', 'Alice <3'],
    ['about', 'I like "cats" & tea'],
    ['isModerator', true],
    ['messageCount', 4_321],
    ['roomCount', 17],
    ['reputation', 12_345],
    ['lastSeen', 3_600],
    ['lastSeenAt', new Date(NOON)],
    ['lastMessageAt', new Date(NOON)],
    ['avatarUrl', `https://avatars.example/${ALICE}.png`],
  ])('user.%s is told', async (name, wanted) => {
    const fake = await furnished(markup)
    const user = (await useChat(fake)).user(ALICE)
    fake.clock.advance(3_600_000)
    expect(await user[name]).toEqual(wanted)
  })

  test('the users in a room are told', async () => {
    const fake = await furnished(markup)
    fake.enter(ALICE, SANDBOX)
    fake.user({ id: 10, name: 'Quo"te \\ é' })
    fake.enter(10, SANDBOX)
    const chat = await useChat(fake)
    const users = await chat.room(SANDBOX).currentUsers()
    fake.forgetRequests()
    expect(users).toEqual([chat.user(ALICE), chat.user(10)])
    expect(await Promise.all(users.map(({ name }) => name))).toEqual(['Alice <3', 'Quo"te \\ é'])
    expect(fake.requests()).toEqual([])
  })

  test.each<readonly [keyof Message, unknown]>([
    ['id', PARENT + 1],
    ['content', 'some <b>bolder</b> &amp; <code>code</code>'],
    ['fullContent', 'some <b>bolder</b> &amp; <code>code</code>'],
    ['textContent', 'some bolder & code'],
    ['contentSource', 'some **bolder** & `code`'],
    ['stars', 2],
    ['starredByYou', true],
    ['pinned', true],
    ['edited', true],
    ['edits', 1],
    ['timeStamp', NOON / 1000],
    ['at', new Date(NOON)],
  ])('message.%s is told', async (name, wanted) => {
    const message = (await useChat(await discussed(markup))).message(PARENT + 1)
    expect(await message[name]).toEqual(wanted)
  })

  test.each<readonly [keyof Message, (chat: Chat) => unknown]>([
    ['room', (chat) => chat.room(SANDBOX)],
    ['owner', (chat) => chat.user(ALICE)],
    ['parent', (chat) => chat.message(PARENT)],
    ['editor', (chat) => chat.user(BOB)],
  ])('message.%s is the one object of its id', async (name, wanted) => {
    const chat = await useChat(await discussed(markup))
    expect(await chat.message(PARENT + 1)[name]).toBe(wanted(chat))
  })

  test('message.pinners is told', async () => {
    const chat = await useChat(await discussed(markup))
    const pinners = await chat.message(PARENT + 1).pinners
    expect(pinners).toHaveLength(1)
    expect(pinners[0]).toBe(chat.user(ALICE))
  })

  test('a day of the transcript is told', async () => {
    const fake = await furnished(markup)
    const old = fake.say(ALICE, SANDBOX, 'yesterday')
    fake.clock.advance(86_400_000)
    const first = fake.say(ALICE, SANDBOX, 'a *reply*?')
    fake.say(BOB, SANDBOX, 'yes', { parentId: first.id })
    fake.star(BOB, first.id)
    const chat = await useChat(fake)
    const today = await chat.room(SANDBOX).transcript()
    expect(await Promise.all(today.map(({ content }) => content))).toEqual(['a <i>reply</i>?', 'yes'])
    expect(await today[1]?.parent).toBe(today[0])
    expect(await today[0]?.stars).toBe(1)
    expect(await chat.room(SANDBOX).transcript(new Date(old.time * 1000))).toEqual([chat.message(old.id)])
  })
})

test('one request fills a set of properties, and what is known is not asked again', async () => {
  const fake = await useFake()
  const room = (await useChat(fake)).room(SANDBOX)
  fake.forgetRequests()
  await Promise.all([room.name, room.description, room.tags, room.name])
  await room.messageCount
  expect(fake.requests()).toHaveLength(1)
})

test('info gives the group at once, and refresh asks again', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const room = chat.room(SANDBOX)
  expect(await room.info()).toMatchObject({ name: 'Sandbox', tags: ['sandbox', 'bots'], owners: [] })
  fake.changeRoom(ALICE, SANDBOX, { name: 'Beach' })
  expect((await room.info()).name).toBe('Sandbox')
  expect((await room.info({ refresh: true })).name).toBe('Beach')
  fake.rename(ALICE, 'Alicia')
  expect((await chat.user(ALICE).info()).name).toBe('Alicia')
  fake.rename(ALICE, 'Alix')
  expect((await chat.user(ALICE).info({ refresh: true })).name).toBe('Alix')
  const said = fake.say(ALICE, SANDBOX, 'hi')
  expect(await chat.message(said.id).info()).toMatchObject({ content: 'hi', stars: 0, owner: chat.user(ALICE) })
  fake.star(BOB, said.id)
  expect((await chat.message(said.id).info({ refresh: true })).stars).toBe(1)
})

test('asking for an absent room makes no request; its properties make one and reject as not found', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  fake.forgetRequests()
  const nowhere = chat.room(99_999_999)
  expect(fake.requests()).toEqual([])
  expect(await codeOf(nowhere.name)).toBe('not-found')
  expect(fake.requests()).toHaveLength(1)
  expect(await codeOf(chat.user(404).name)).toBe('not-found')
  expect(await codeOf(chat.user(404).about)).toBe('not-found')
  expect(await codeOf(chat.message(404).content)).toBe('not-found')
})

test('a failure is not remembered', async () => {
  const fake = await useFake()
  const room = (await useChat(fake)).room(SANDBOX)
  fake.fault({ path: '/rooms/info/1', effect: { kind: 'status', status: 503 } })
  expect(await codeOf(room.name)).toBe('unavailable')
  expect(await room.name).toBe('Sandbox')
})

test('a private room tells that it is private', async () => {
  const fake = await useFake()
  fake.room({ id: 5, name: 'Secret', kind: 'private' })
  const room = (await useChat(fake)).room(5)
  expect(await codeOf(room.name)).toBe('room-private')
  expect(await codeOf(room.currentUsers())).toBe('room-private')
})

test('a gallery room can be read, and tells that this account cannot post', async () => {
  const fake = await useFake()
  fake.room({ id: 5, name: 'Gallery', kind: 'gallery' })
  const room = (await useChat(fake)).room(5)
  expect(await room.canPost).toBe(false)
  expect(await room.name).toBe('Gallery')
})

test('there is one object per id and client, and two clients never share', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const other = await useChat(fake)
  expect(chat.room(1)).toBe(chat.room(1))
  expect(chat.user(8)).toBe(chat.user(8))
  expect(chat.message(5)).toBe(chat.message(5))
  expect(chat.me).toBe(chat.user(BOT))
  expect(other.room(1)).not.toBe(chat.room(1))
})

test('printing, comparing and copying an object asks nothing of the server', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  fake.forgetRequests()
  for (const object of [chat.room(1), chat.user(ALICE), chat.message(5)]) {
    expect(inspect(object)).toContain('id')
    expect({ ...object }).toEqual({ id: object.id })
    expect(JSON.stringify(object)).toBe(`{"id":${object.id}}`)
  }
  expect(fake.requests()).toEqual([])
})

test('user -1 is Community and user -2 is Feeds', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  expect(await chat.user(-1).name).toBe('Community')
  expect(await chat.user(-1).about).toContain('not really a person')
  expect(await chat.user(-2).name).toBe('Feeds')
})

test('the pingable users are told with their names', async () => {
  const fake = await useFake()
  fake.enter(ALICE, SANDBOX)
  const chat = await useChat(fake)
  const users = await chat.room(SANDBOX).pingableUsers()
  expect(users).toEqual([chat.user(ALICE)])
  expect(await users[0]?.name).toBe('Alice')
})

test('several users are fetched in one request, and unknown ids are left out', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  fake.forgetRequests()
  const users = await chat.usersById([ALICE, BOB, 404])
  expect(await Promise.all(users.map(({ name }) => name))).toEqual(['Alice', 'Bob'])
  expect(await users[0]?.reputation).toBe(101)
  expect(requestsTo(fake, /user.info/)).toHaveLength(1)
})

test('users are found by a part of their name', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  expect(await chat.searchUsers('LI')).toEqual([chat.user(ALICE)])
  expect(await chat.searchUsers('b', { limit: 1 })).toHaveLength(1)
  expect(await chat.searchUsers('nobody at all')).toEqual([])
})

test('an error tells no word of what was searched for', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  fake.fault({ path: '/users/search', effect: { kind: 'status', status: 500 } })
  const error: unknown = await chat.searchUsers('private words').catch((reason: unknown) => reason)
  expect(String(error)).toContain('/users/search')
  expect(String(error)).not.toContain('private')
})

test('the rooms of the list are told with their names', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const rooms = await chat.listRooms()
  fake.forgetRequests()
  expect(await Promise.all(rooms.map(({ name }) => name))).toEqual(['Sandbox', 'Lobby'])
  expect(fake.requests()).toEqual([])
  await chat.listRooms({ page: 2 })
  expect(fake.requests().at(-1)?.path).toContain('page=2')
})

test('history gives the newest messages, and pages as far as asked', async () => {
  const fake = await useFake()
  const all = Array.from({ length: 1_100 }, (_, at) => fake.say(ALICE, SANDBOX, `message ${at}`).id)
  const chat = await useChat(fake)
  const ids = async (options: object) => (await chat.room(SANDBOX).history(options)).map(({ id }) => id)
  expect(await ids({ limit: 3 })).toEqual(all.slice(-3))
  expect(await ids({ limit: 2_000 })).toEqual(all)
  expect(await ids({ limit: 2, before: all[10] })).toEqual(all.slice(8, 10))
  expect(await ids({ after: all[1_097] })).toEqual(all.slice(1_098))
})

test('long messages are told whole on request', async () => {
  const fake = await useFake()
  const lines = Array.from({ length: 30 }, (_, at) => `line ${at}`)
  const said = fake.say(ALICE, SANDBOX, lines.join('\n'))
  const message = (await useChat(fake)).message(said.id)
  expect(await message.content).toMatch(/^<div class='partial'>/)
  expect(await message.fullContent).toContain('line 29')
  expect(await message.contentSource).toBe(lines.join('\n'))
})

test('history that shows another count of edits has the source fetched again', async () => {
  const fake = await useFake()
  const said = fake.say(ALICE, SANDBOX, 'first')
  const chat = await useChat(fake)
  const [message] = await chat.room(SANDBOX).history()
  expect(await message?.contentSource).toBe('first')
  fake.edit(ALICE, said.id, 'second')
  await chat.room(SANDBOX).history()
  expect([await message?.content, await message?.contentSource]).toEqual(['second', 'second'])
})

test('a deleted message has no content', async () => {
  const fake = await useFake()
  const said = fake.say(ALICE, SANDBOX, 'oops')
  fake.delete(ALICE, said.id)
  const message = (await useChat(fake)).message(said.id)
  expect(await message.content).toBeNull()
  expect(await message.textContent).toBe('')
})

const owning = async () => {
  const fake = await useFake()
  fake.room({ id: SANDBOX, name: 'Sandbox', owners: new Set([BOT]) })
  const said = fake.say(ALICE, SANDBOX, 'star me')
  const chat = await useChat(fake)
  return { fake, message: chat.message(said.id), on: () => fake.message(said.id) }
}
const toggles = (fake: Fake) => requestsTo(fake, /\/messages\/\d+\/(star|owner-star|unowner-star|unstar)$/).length

describe('stars and pins', () => {
  test('starring twice leaves one star and toggles nothing off', async () => {
    const { fake, message, on } = await owning()
    await message.star()
    await message.star(true)
    expect([...on().stars]).toEqual([BOT])
    expect(await message.starredByYou).toBe(true)
    expect(await message.stars).toBe(1)
    expect(toggles(fake)).toBe(1)
  })

  test('a star is taken away with false, and doing so twice changes nothing', async () => {
    const { fake, message, on } = await owning()
    await message.star()
    await message.star(false)
    await message.star(false)
    expect(on().stars.size).toBe(0)
    expect(await message.starredByYou).toBe(false)
    expect(toggles(fake)).toBe(2)
  })

  test('a star whose answer is lost is read again and not toggled off', async () => {
    const { fake, message, on } = await owning()
    fake.fault({ path: /\/star$/, effect: { kind: 'reset-after' } })
    await fake.clock.run(message.star(), 'retry')
    expect([...on().stars]).toEqual([BOT])
  })

  test('an owner pins and unpins', async () => {
    const { message, on } = await owning()
    await message.pin()
    expect(await message.pinned).toBe(true)
    await message.pin(true)
    expect(on().pins.size).toBe(1)
    await message.pin(false)
    expect(on().pins.size).toBe(0)
    expect(await message.pinned).toBe(false)
  })

  test('an owner clears all stars', async () => {
    const { fake, message, on } = await owning()
    fake.star(BOB, message.id)
    await message.star()
    await message.cancelStars()
    expect(on().stars.size).toBe(0)
    expect(await message.stars).toBe(0)
  })

  test('pinning and clearing reject for anybody else', async () => {
    const fake = await useFake()
    const message = (await useChat(fake)).message(fake.say(ALICE, SANDBOX, 'not yours').id)
    fake.star(BOB, message.id)
    expect(await codeOf(message.pin())).toBe('no-permission')
    expect(await codeOf(message.cancelStars())).toBe('no-permission')
    expect(fake.message(message.id).pins.size).toBe(0)
  })

  test('the own message cannot be starred', async () => {
    const fake = await useFake()
    const message = await (await useChat(fake)).room(SANDBOX).send('look at me')
    expect(await codeOf(message.star())).toBe('no-permission')
  })
})
