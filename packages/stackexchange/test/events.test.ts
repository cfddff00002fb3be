import { describe, expect, test } from 'vitest'
import type { ChatEvent, EventType } from '../src/index.ts'
import { ALICE, BOB, BOT, LOBBY, SANDBOX, take, useChat, useFake, type Fake } from './harness.ts'

/** The events of the sandbox that `act` brings about, up to the last of `types` expected. */
const eventsOf = async (act: (fake: Fake) => void, count: number) => {
  const fake = await useFake()
  fake.enter(ALICE, SANDBOX)
  const chat = await useChat(fake)
  const told = take(chat.room(SANDBOX).newEvents(), count)
  await fake.clock.untilTimer('silence')
  act(fake)
  const events = await told
  fake.forgetRequests()
  return { fake, chat, events }
}

const only = async (act: (fake: Fake) => void): Promise<ChatEvent> => {
  const { events } = await eventsOf(act, 1)
  const [event] = events
  if (!event) throw new Error('no event came')
  return event
}

test('somebody who enters is told with a name that asks nothing of the server', async () => {
  const { fake, chat, events } = await eventsOf((on) => on.enter(BOB, SANDBOX), 1)
  const [event] = events
  expect(event).toMatchObject({ type: 'user-entered', userName: 'Bob', roomId: SANDBOX })
  if (event?.type !== 'user-entered') throw new Error('another event came')
  expect(event.user).toBe(chat.user(BOB))
  expect(await event.user.name).toBe('Bob')
  expect(fake.requests()).toEqual([])
})

test('somebody who leaves is told', async () => {
  expect(await only((on) => on.leave(ALICE, SANDBOX))).toMatchObject({ type: 'user-left', userId: ALICE })
})

test('an event tells its room, its time and what the server sent', async () => {
  const { fake, chat, events } = await eventsOf((on) => void on.say(ALICE, SANDBOX, 'hi'), 1)
  const [event] = events
  expect(event?.room).toBe(chat.room(SANDBOX))
  expect(event?.timeStamp).toBe(Math.floor(fake.clock.now() / 1000))
  expect(event?.at).toEqual(new Date(fake.clock.now()))
  expect(event?.data).toMatchObject({ event_type: 1, content: 'hi', user_name: 'Alice' })
  expect(event?.data).toBe(event?.raw)
})

test('an event without a room has none', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  await chat.room(SANDBOX).join()
  await fake.clock.untilTimer('silence')
  const told = new Promise<ChatEvent>((resolve) => void chat.onNotice(resolve))
  fake.event({ type: 16, roomId: null, userId: null, fields: { content: 'maintenance <b>soon</b>' }, notice: true })
  expect(await told).toMatchObject({ type: 'notification', room: null, content: 'maintenance <b>soon</b>' })
})

test('a mention is folded into its message', async () => {
  const { events } = await eventsOf((on) => void on.say(ALICE, SANDBOX, 'hey @RelayBot'), 1)
  expect(events).toMatchObject([{ type: 'message-posted', mentionsMe: true, repliesToMe: false, parentId: null }])
})

test('a reply is folded into its message, with the parent and what it said', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const mine = await chat.room(SANDBOX).send('a question')
  const told = take(chat.room(SANDBOX).newEvents(), 1)
  await fake.clock.untilTimer('silence')
  fake.say(ALICE, SANDBOX, 'an answer', { parentId: mine.id })
  const [event] = await told
  expect(event).toMatchObject({
    type: 'message-posted',
    repliesToMe: true,
    parentId: mine.id,
    parentText: 'a question',
    parentUserName: 'Relay Bot',
  })
  expect(await (await event?.message?.parent)?.contentSource).toBe('a question')
})

test('an edit updates the message people hold', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const said = fake.say(ALICE, SANDBOX, 'first')
  const message = chat.message(said.id)
  expect([await message.content, await message.contentSource]).toEqual(['first', 'first'])
  const told = take(chat.room(SANDBOX).newEvents(), 1)
  await fake.clock.untilTimer('silence')
  fake.edit(BOB, said.id, 'second')
  expect(await told).toMatchObject([{ type: 'message-edited', edits: 1, userId: BOB }])
  expect([await message.content, await message.contentSource, await message.edits]).toEqual(['second', 'second', 1])
  expect(await message.editor).toBe(chat.user(BOB))
  expect(await message.owner).toBe(chat.user(ALICE))
})

test('a deletion tells who did it and empties the message', async () => {
  const { chat, events } = await eventsOf((on) => on.delete(ALICE, on.say(ALICE, SANDBOX, 'oops').id), 2)
  expect(events).toMatchObject([{ type: 'message-posted' }, { type: 'message-deleted', userId: ALICE, content: null }])
  expect(await events[1]?.message?.content).toBeNull()
  expect(events[1]?.user).toBe(chat.user(ALICE))
})

test("somebody else's star tells the count but no user, and the own star tells that it is ours", async () => {
  const { events } = await eventsOf((on) => {
    const said = on.say(ALICE, SANDBOX, 'shiny')
    on.star(BOB, said.id)
    on.star(BOT, said.id)
    on.pin(ALICE, said.id)
  }, 4)
  expect(events.slice(1)).toMatchObject([
    { type: 'message-starred', stars: 1, userId: null, starredByYou: null },
    { type: 'message-starred', stars: 2, userId: BOT, starredByYou: true },
    { type: 'message-starred', stars: 2, pins: 1, userId: null },
  ])
  const { message } = events[3] ?? {}
  expect([await message?.stars, await message?.starredByYou, await message?.pinned]).toEqual([2, true, true])
})

test('messages moved together are one event with their summary line', async () => {
  const { fake, events } = await eventsOf((on) => {
    const ids = [on.say(ALICE, SANDBOX, 'one').id, on.say(ALICE, SANDBOX, 'two').id]
    on.move(BOB, ids, LOBBY)
  }, 3)
  const ids = [...fake.world.messages.keys()]
  expect(events[2]).toMatchObject({ type: 'messages-moved', direction: 'out', messageIds: ids, userId: BOB })
  expect(events[2]).toHaveProperty('content', expect.stringContaining('moved to'))
})

test('a changed room has its properties fetched again', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const room = chat.room(SANDBOX)
  expect(await room.name).toBe('Sandbox')
  const told = take(room.newEvents(), 1)
  await fake.clock.untilTimer('silence')
  fake.changeRoom(ALICE, SANDBOX, { name: 'Beach', description: 'sea view' })
  expect(await told).toMatchObject([{ type: 'room-changed' }])
  expect([await room.name, await room.description]).toEqual(['Beach', 'sea view'])
})

test('a renamed user has the name fetched again', async () => {
  const fake = await useFake()
  fake.enter(ALICE, SANDBOX)
  const chat = await useChat(fake)
  expect(await chat.user(ALICE).name).toBe('Alice')
  const told = take(chat.room(SANDBOX).newEvents(), 1)
  await fake.clock.untilTimer('silence')
  fake.rename(ALICE, 'Alicia')
  expect(await told).toMatchObject([{ type: 'user-changed', targetUser: chat.user(ALICE), userId: -2 }])
  expect(await chat.user(ALICE).name).toBe('Alicia')
})

test('changed access tells the new access and whose it is', async () => {
  const { chat, events } = await eventsOf((on) => on.setAccess(ALICE, BOB, SANDBOX, 'read-write'), 1)
  expect(events).toMatchObject([{ type: 'access-changed', access: 'read-write', targetUser: chat.user(BOB) }])
})

const SIMPLE: readonly (readonly [number, EventType])[] = [
  [7, 'internal'],
  [11, 'file-added'],
  [12, 'moderator-flagged'],
  [13, 'settings-changed'],
  [14, 'global-notice'],
  [21, 'time-break'],
  [22, 'ticker'],
  [23, 'internal'],
  [29, 'user-suspended'],
  [30, 'users-merged'],
  [35, 'internal'],
  [36, 'unknown'],
]
test.each(SIMPLE)('type %d on the wire is told as %s', async (type, name) => {
  expect(await only((on) => on.event({ type, roomId: SANDBOX, userId: ALICE }))).toMatchObject({
    type: name,
    typeId: type,
  })
})

test('a flag tells its message', async () => {
  const event = await only((on) =>
    on.event({ type: 9, roomId: SANDBOX, userId: null, fields: { message_id: 77, message_flags: 1 } }),
  )
  expect(event).toMatchObject({ type: 'message-flagged', messageId: 77, userId: null })
})

describe('a stream of some types', () => {
  test('tells those types only', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    const told = take(chat.room(SANDBOX).newEvents({ types: ['user-entered', 'user-left'] }), 2)
    await fake.clock.untilTimer('silence')
    fake.enter(ALICE, SANDBOX)
    fake.say(ALICE, SANDBOX, 'not wanted')
    fake.leave(ALICE, SANDBOX)
    expect((await told).map(({ type }) => type)).toEqual(['user-entered', 'user-left'])
  })
})

test('replying to and starring the next message of somebody else, then breaking off', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const sandbox = chat.room(SANDBOX)
  await sandbox.join()
  await sandbox.send("I'm going to star the next message I see!")
  const lucky = (async () => {
    for await (const message of sandbox.newMessages()) {
      if ((await message.owner) === chat.me) continue
      const reply = await message.reply("You're the lucky one today!")
      await message.star()
      return { message, reply }
    }
    return null
  })()
  await fake.clock.untilTimer('silence')
  fake.say(ALICE, SANDBOX, 'me?')
  const found = await lucky
  expect(await found?.message.starredByYou).toBe(true)
  expect(await found?.reply.parent).toBe(found?.message)
})
