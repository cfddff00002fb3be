import { describe, expect, test } from 'vitest'
import { openWebSocket, type Chat, type ChatEvent, type OpenSocket } from '../src/index.ts'
import {
  ALICE,
  BOB,
  BOT,
  codeOf,
  deferred,
  LOBBY,
  requestsTo,
  SANDBOX,
  take,
  untilState,
  useChat,
  useFake,
  type Fake,
} from './harness.ts'

/** Collects what a room's messages say, in the order they are told. */
const listen = async (chat: Chat, roomId = SANDBOX) => {
  const heard: string[] = []
  const waiting = new Set<() => void>()
  await chat.room(roomId).watch((event) => {
    if (event.type === 'message-posted') heard.push(event.content ?? '')
    for (const look of waiting) look()
  })
  return {
    heard,
    /** Resolves once that text was heard. */
    until: (text: string) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (!heard.includes(text)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
  }
}

const live = async (fake: Fake, chat: Chat) => {
  await untilState(chat, 'live')
  // The question asked on opening would hide what the test is about.
  await fake.clock.untilIdle()
}

describe.each([1000, 1001, 1006])('after the socket closed with %d', (code) => {
  test('nothing is lost and nothing is repeated', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    const { heard, until } = await listen(chat)
    await live(fake, chat)
    fake.say(ALICE, SANDBOX, 'before')
    await until('before')
    fake.hub.closeAll(code)
    fake.say(ALICE, SANDBOX, 'meanwhile')
    await fake.clock.run(until('meanwhile'), 'reconnect')
    await untilState(chat, 'live')
    fake.say(ALICE, SANDBOX, 'after')
    await until('after')
    expect(heard).toEqual(['before', 'meanwhile', 'after'])
    expect(fake.hub.count.ever).toBe(2)
  })
})

test('a server that forgets what the socket missed is asked by polling', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const { heard, until } = await listen(chat)
  await live(fake, chat)
  fake.hub.faults.forgetful = true
  fake.hub.closeAll(1006)
  fake.say(ALICE, SANDBOX, 'meanwhile')
  await fake.clock.run(until('meanwhile'), 'reconnect')
  expect(heard).toEqual(['meanwhile'])
})

test('a socket that falls silent is replaced within 90 seconds, and what it kept to itself is told', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const { heard, until } = await listen(chat)
  await live(fake, chat)
  const began = fake.clock.now()
  fake.hub.faults.silent = true
  fake.say(ALICE, SANDBOX, 'can you hear me?')
  await fake.clock.run(until('can you hear me?'), 'silence')
  expect(fake.clock.now() - began).toBeLessThan(90_000)
  fake.hub.faults.silent = false
  await fake.clock.untilTimer('silence')
  fake.say(ALICE, SANDBOX, 'now?')
  await until('now?')
  expect(heard).toEqual(['can you hear me?', 'now?'])
  expect(fake.hub.count.ever).toBe(2)
})

test('a quiet room costs one question a minute and no reconnection', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const { until } = await listen(chat)
  await live(fake, chat)
  fake.say(ALICE, SANDBOX, 'settled')
  await until('settled')
  fake.forgetRequests()
  for (let minute = 1; minute <= 5; minute += 1) {
    fake.clock.advance(60_000)
    await fake.clock.untilTimer('silence')
  }
  expect(requestsTo(fake, /^\/events$/)).toHaveLength(5)
  expect(fake.hub.count.ever).toBe(1)
})

test('heartbeats keep a quiet socket from being asked about', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const { until } = await listen(chat)
  await live(fake, chat)
  fake.say(ALICE, SANDBOX, 'hello')
  await until('hello')
  fake.forgetRequests()
  fake.clock.advance(59_000)
  fake.hub.heartbeat()
  fake.say(ALICE, SANDBOX, 'still here')
  await until('still here')
  fake.clock.advance(59_000)
  expect(requestsTo(fake, /^\/events$/)).toEqual([])
})

test('a fresh socket is opened every two hours, without a gap', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const { heard, until } = await listen(chat)
  await live(fake, chat)
  const opened = fake.hub.untilOpened(2)
  await fake.clock.run(opened, 'silence', 'refresh')
  fake.say(ALICE, SANDBOX, 'on the new line')
  await until('on the new line')
  expect(heard).toEqual(['on the new line'])
})

test('a gap in the counter is filled before what came after it', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const { heard, until } = await listen(chat)
  await live(fake, chat)
  fake.hub.faults.drop = 2
  fake.say(ALICE, SANDBOX, 'lost one')
  fake.say(BOB, SANDBOX, 'lost two')
  fake.say(ALICE, SANDBOX, 'three')
  await until('three')
  expect(heard).toEqual(['lost one', 'lost two', 'three'])
})

test('repeated frames change nothing', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const { heard, until } = await listen(chat)
  await live(fake, chat)
  fake.say(ALICE, SANDBOX, 'once')
  fake.hub.repeat()
  fake.hub.repeat()
  fake.say(ALICE, SANDBOX, 'twice')
  await until('twice')
  expect(heard).toEqual(['once', 'twice'])
})

test('reordered frames are told in order', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const { heard, until } = await listen(chat)
  await live(fake, chat)
  fake.hub.hold()
  for (const text of ['one', 'two', 'three']) fake.say(ALICE, SANDBOX, text)
  fake.hub.release('reversed')
  fake.say(ALICE, SANDBOX, 'four')
  await until('four')
  expect(heard).toEqual(['one', 'two', 'three', 'four'])
})

test.each([
  ['half a frame', '{"r1":{"e":[{"event_ty'],
  ['no JSON', 'hello?'],
  ['a list', '[]'],
  ['nothing', ''],
])('a frame that is %s loses nothing', async (_what, raw) => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const { heard, until } = await listen(chat)
  await live(fake, chat)
  fake.hub.faults.drop = 1
  fake.say(ALICE, SANDBOX, 'in the broken frame')
  fake.hub.raw(raw)
  await until('in the broken frame')
  expect(heard).toEqual(['in the broken frame'])
})

test('strange entries become unknown events and the stream goes on', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const events = chat.room(SANDBOX).newEvents()
  const first = take(events, 4)
  await live(fake, chat)
  fake.event({ type: 36, roomId: SANDBOX, userId: ALICE })
  fake.event({ type: 9001, roomId: SANDBOX, userId: ALICE })
  fake.event({ type: 1, roomId: SANDBOX, userId: ALICE })
  fake.hub.raw(JSON.stringify({ r1: { e: 'not a list', t: 1, d: 1 } }))
  fake.hub.raw(
    JSON.stringify({
      r1: { e: [null, 7, 'x', { event_type: '3', user_id: '8', id: '999999' }], t: 999_999, d: 999_999 },
    }),
  )
  const told = await first
  expect(told.slice(0, 3).map(({ type }) => type)).toEqual(['unknown', 'unknown', 'unknown'])
  expect(told.at(-1)).toMatchObject({ type: 'user-entered', userId: ALICE, eventId: 999_999 })
})

test('a very large frame is told whole', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const { heard, until } = await listen(chat)
  await live(fake, chat)
  fake.hub.hold()
  const long = 'a long line\n'.repeat(5_000)
  for (let at = 0; at < 20; at += 1) fake.say(ALICE, SANDBOX, `${at} ${long}`)
  fake.hub.faults.drop = 1
  fake.say(ALICE, SANDBOX, 'end of it')
  fake.hub.release('in order')
  fake.hub.raw('?')
  await until('end of it')
  expect(heard).toHaveLength(21)
})

test('messages older than the event log are fetched by their ids', async () => {
  const fake = await useFake({ retention: 10 })
  const chat = await useChat(fake)
  const { heard, until } = await listen(chat)
  await live(fake, chat)
  fake.say(ALICE, SANDBOX, 'zero')
  await until('zero')
  fake.hub.closeAll(1006)
  const texts = Array.from({ length: 1_200 }, (_, at) => `message ${at}`)
  for (const text of texts) fake.say(ALICE, SANDBOX, text)
  await fake.clock.run(until('message 1199'), 'reconnect')
  expect(heard).toEqual(['zero', ...texts])
})

describe('while sockets are refused for ever', () => {
  test('events are polled no faster than every three seconds, and the socket is used again once it can be had', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    fake.hub.faults.refuse = true
    const { heard, until } = await listen(chat)
    await fake.clock.run(untilState(chat, 'polling'), 'reconnect')
    expect((await fake.clock.untilTimer('poll')).in).toBe(3_000)
    fake.say(ALICE, SANDBOX, 'by polling')
    await fake.clock.run(until('by polling'), 'poll')
    expect((await fake.clock.untilTimer('poll')).in).toBe(3_000)
    fake.hub.faults.refuse = false
    await fake.clock.run(untilState(chat, 'live'), 'retry socket')
    fake.say(ALICE, SANDBOX, 'by socket')
    await until('by socket')
    expect(heard).toEqual(['by polling', 'by socket'])
    expect(fake.clock.pending().map(({ name }) => name)).not.toContain('poll')
  })

  test('pauses between tries grow', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    fake.hub.faults.refuse = true
    await listen(chat)
    const first = await fake.clock.untilTimer('reconnect')
    fake.clock.advance(first.in)
    const second = await fake.clock.untilTimer('reconnect')
    expect([first.in, second.in]).toEqual([1_000, 2_000])
    expect(chat.state).toBe('connecting')
  })

  test('polling that fails goes on, more slowly', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    fake.hub.faults.noAuth = true
    const { until } = await listen(chat)
    await fake.clock.run(untilState(chat, 'polling'), 'reconnect')
    fake.fault({ path: '/events', effect: { kind: 'status', status: 500 }, times: 2 })
    fake.clock.advance((await fake.clock.untilTimer('poll')).in)
    expect((await fake.clock.untilTimer('poll')).in).toBe(4_000)
    fake.say(ALICE, SANDBOX, 'back')
    await fake.clock.run(until('back'), 'poll')
  })
})

test('an anonymous client, to whom sockets are denied, hears by polling', async () => {
  const fake = await useFake()
  const chat = await useChat(fake, { auth: { kind: 'anonymous' } })
  const { heard, until } = await listen(chat)
  await fake.clock.run(untilState(chat, 'polling'), 'reconnect')
  fake.say(ALICE, SANDBOX, 'public')
  await fake.clock.run(until('public'), 'poll')
  expect(heard).toEqual(['public'])
})

test('an anonymous client uses the socket where the server allows it', async () => {
  const fake = await useFake({ settings: { anonymousSockets: true } })
  const chat = await useChat(fake, { auth: { kind: 'anonymous' } })
  const { heard, until } = await listen(chat)
  await live(fake, chat)
  fake.say(ALICE, SANDBOX, 'public')
  await until('public')
  expect(heard).toEqual(['public'])
})

test('a room whose counter is not told is followed from the first frame on', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  fake.say(ALICE, SANDBOX, 'long ago')
  fake.clock.advance(5_000)
  fake.fault({ path: '/chats/1/events', effect: { kind: 'null-time' } })
  const { heard, until } = await listen(chat)
  await live(fake, chat)
  fake.say(ALICE, SANDBOX, 'the first ever')
  await until('the first ever')
  expect(heard).toEqual(['the first ever'])
})

describe('two rooms', () => {
  test('are both polled by a server that answers for one at a time', async () => {
    const fake = await useFake({ settings: { pollsSeveralRooms: false } })
    const chat = await useChat(fake)
    fake.hub.faults.refuse = true
    const sandbox = await listen(chat, SANDBOX)
    const lobby = await listen(chat, LOBBY)
    await fake.clock.run(untilState(chat, 'polling'), 'reconnect')
    fake.say(ALICE, SANDBOX, 'sand')
    fake.say(ALICE, LOBBY, 'sofa')
    await fake.clock.run(Promise.all([sandbox.until('sand'), lobby.until('sofa')]), 'poll')
    expect([sandbox.heard, lobby.heard]).toEqual([['sand'], ['sofa']])
  })

  test('share one socket, and each hears its own', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    const sandbox = await listen(chat, SANDBOX)
    await live(fake, chat)
    const lobby = await listen(chat, LOBBY)
    await fake.hub.untilOpened(2)
    fake.say(ALICE, SANDBOX, 'sand')
    fake.say(ALICE, LOBBY, 'sofa')
    await Promise.all([sandbox.until('sand'), lobby.until('sofa')])
    expect([sandbox.heard, lobby.heard]).toEqual([['sand'], ['sofa']])
    // The other one was cut, of which the server hears a little later.
    await expect.poll(() => fake.hub.count.open).toBe(1)
  })

  test('a mention in a third room is told as a notice, once, and not as a message of a room', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    fake.room({ id: 3, name: 'Elsewhere' })
    const sandbox = await listen(chat, SANDBOX)
    await listen(chat, LOBBY)
    await fake.hub.untilOpened(2)
    await live(fake, chat)
    const notices: ChatEvent[] = []
    chat.onNotice((event) => void notices.push(event))
    fake.say(ALICE, 3, 'come here, @RelayBot')
    fake.hub.repeat()
    fake.say(ALICE, SANDBOX, 'after')
    await sandbox.until('after')
    expect(sandbox.heard).toEqual(['after'])
    expect(notices).toMatchObject([{ type: 'user-mentioned', roomId: 3 }])
  })

  test('what arrives under the key of the other one is told by neither it nor as a notice', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    const sandbox = await listen(chat, SANDBOX)
    const lobby = await listen(chat, LOBBY)
    await fake.hub.untilOpened(2)
    await live(fake, chat)
    const notices: ChatEvent[] = []
    chat.onNotice((event) => void notices.push(event))
    const id = fake.world.counter + 1
    const stray = { event_type: 1, id, room_id: LOBBY, user_id: ALICE, message_id: 77, content: 'stray' }
    fake.hub.raw(JSON.stringify({ r1: { e: [stray], t: id, d: 1 } }))
    fake.noise(1)
    fake.say(ALICE, LOBBY, 'after')
    await lobby.until('after')
    expect([sandbox.heard, notices]).toEqual([[], []])
  })

  test('are both heard again after a break for which the server forgot them', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    const sandbox = await listen(chat, SANDBOX)
    await live(fake, chat)
    const lobby = await listen(chat, LOBBY)
    await fake.hub.untilOpened(2)
    fake.hub.faults.forgetsRooms = true
    fake.hub.closeAll(1006)
    await fake.clock.run(fake.hub.untilOpened(4), 'reconnect')
    await live(fake, chat)
    fake.say(ALICE, SANDBOX, 'sand')
    fake.say(ALICE, LOBBY, 'sofa')
    await Promise.all([sandbox.until('sand'), lobby.until('sofa')])
    expect([sandbox.heard, lobby.heard]).toEqual([['sand'], ['sofa']])
    expect(fake.hub.count.open).toBe(1)
  })

  test('are both heard when a room is joined during a break for which the server forgot the other', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    const sandbox = await listen(chat, SANDBOX)
    await live(fake, chat)
    fake.hub.faults.forgetsRooms = true
    fake.hub.closeAll(1006)
    await fake.clock.untilTimer('reconnect')
    const lobby = await listen(chat, LOBBY)
    await live(fake, chat)
    fake.say(ALICE, SANDBOX, 'sand')
    fake.say(ALICE, LOBBY, 'sofa')
    await Promise.all([sandbox.until('sand'), lobby.until('sofa')])
    expect([sandbox.heard, lobby.heard]).toEqual([['sand'], ['sofa']])
  })

  test('leaving one leaves the other', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    const lobby = await listen(chat, LOBBY)
    const sandbox = await listen(chat, SANDBOX)
    await fake.hub.untilOpened(2)
    await chat.room(LOBBY).leave()
    fake.say(ALICE, LOBBY, 'gone')
    fake.say(ALICE, SANDBOX, 'here')
    await sandbox.until('here')
    expect(lobby.heard).toEqual([])
    expect(fake.world.rooms.get(LOBBY)?.present.has(BOT)).toBe(false)
  })
})

test('an invitation is told as a notice with the room it invites to', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  await listen(chat)
  await live(fake, chat)
  const told = new Promise<ChatEvent>((resolve) => void chat.onNotice(resolve))
  fake.invite(ALICE, BOT, LOBBY)
  expect(await told).toMatchObject({ type: 'invitation', room: { id: LOBBY } })
})

test('a server that asks to load a room anew is asked for what is new', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const { heard, until } = await listen(chat)
  await live(fake, chat)
  fake.hub.faults.drop = 1
  fake.say(ALICE, SANDBOX, 'missed')
  fake.hub.raw(JSON.stringify({ r1: { reset: true } }))
  await until('missed')
  expect(heard).toEqual(['missed'])
})

test('a frame that only tells of a timeout changes nothing', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const { heard, until } = await listen(chat)
  await live(fake, chat)
  fake.hub.raw(JSON.stringify({ r1: { timeout: 58 } }))
  fake.say(ALICE, SANDBOX, 'after')
  await until('after')
  expect([heard, chat.state]).toEqual([['after'], 'live'])
})

test('a socket that never opens is given up and tried again', async () => {
  const fake = await useFake()
  let tries = 0
  const openSocket: OpenSocket = (...args) => {
    tries += 1
    return tries === 1 ? () => undefined : openWebSocket(...args)
  }
  const chat = await useChat(fake, { openSocket })
  const { heard, until } = await listen(chat)
  fake.say(ALICE, SANDBOX, 'meanwhile')
  await fake.clock.untilIdle()
  fake.clock.advance((await fake.clock.untilTimer('opening')).in)
  await fake.clock.run(until('meanwhile'), 'reconnect')
  expect([heard, tries]).toEqual([['meanwhile'], 2])
})

test('closing cuts a socket that is still being opened', async () => {
  const fake = await useFake()
  let cuts = 0
  const opening = deferred<void>()
  const openSocket = () => {
    opening.resolve()
    return () => void (cuts += 1)
  }
  const chat = await useChat(fake, { openSocket })
  await chat.room(SANDBOX).join()
  await opening.promise
  await chat.close()
  expect(cuts).toBe(1)
  expect(fake.clock.pending()).toEqual([])
})

test('leaving a room elsewhere ends its streams and cuts the line', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const events = chat.room(SANDBOX).newEvents({ types: ['message-posted'] })
  const next = events.next()
  await live(fake, chat)
  fake.hub.raw(JSON.stringify({ r1: { exit: true } }))
  expect(await next).toMatchObject({ done: true })
  expect(chat.state).toBe('idle')
})

test('joining an absent and a private room rejects with codes of their own', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  fake.room({ id: 5, name: 'Secret', kind: 'private' })
  expect(await codeOf(chat.room(99).join())).toBe('not-found')
  expect(await codeOf(chat.room(5).join())).toBe('room-private')
})

test('a session that is lost for good ends the streams with its error', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const next = codeOf(chat.room(SANDBOX).newMessages().next())
  await live(fake, chat)
  fake.endSessions(BOT, 'account')
  fake.hub.closeAll(1006)
  expect(await fake.clock.run(next, 'reconnect')).toBe('session-expired')
  expect(fake.clock.pending()).toEqual([])
})

test('watching ends when its unsubscribe is called, or its signal aborts', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const told: string[] = []
  const stop = await chat.room(SANDBOX).watch(() => void told.push('stopped'))
  const leaving = new AbortController()
  await chat.room(SANDBOX).watch(() => void told.push('aborted'), { signal: leaving.signal })
  const { until } = await listen(chat)
  await live(fake, chat)
  fake.say(ALICE, SANDBOX, 'one')
  await until('one')
  stop()
  leaving.abort()
  fake.say(ALICE, SANDBOX, 'two')
  await until('two')
  expect(told).toEqual(['stopped', 'aborted'])
})

test('a callback that throws is logged and hears the next event all the same', async () => {
  const fake = await useFake()
  const lines: string[] = []
  const chat = await useChat(fake, { logger: { warn: (line) => void lines.push(line) } })
  let heard = 0
  const second = new Promise<void>((resolve) => {
    void chat.room(SANDBOX).watch((event) => {
      if (event.type !== 'message-posted') return
      heard += 1
      if (heard === 2) resolve()
      throw new Error('from the callback')
    })
  })
  await live(fake, chat)
  fake.say(ALICE, SANDBOX, 'one')
  fake.say(ALICE, SANDBOX, 'two')
  await second
  expect(lines).toEqual(['a listener threw', 'a listener threw'])
})

describe('a stream', () => {
  test('begins after a given event, without loss or repetition', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    const before = take(chat.room(SANDBOX).newEvents({ types: ['message-posted'] }), 1)
    await live(fake, chat)
    fake.say(ALICE, SANDBOX, 'zero')
    const [zero] = await before
    for (const text of ['one', 'two', 'three']) fake.say(ALICE, SANDBOX, text)
    const later = take(chat.room(SANDBOX).newEvents({ types: ['message-posted'], since: zero?.eventId ?? 0 }), 4)
    await fake.clock.untilTimer('silence')
    fake.say(ALICE, SANDBOX, 'four')
    expect((await later).map(({ content }) => content)).toEqual(['one', 'two', 'three', 'four'])
  })

  test('does not repeat what it replayed when the socket brings it later', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    const { until } = await listen(chat)
    await live(fake, chat)
    fake.say(ALICE, SANDBOX, 'zero')
    await until('zero')
    const since = fake.world.counter
    fake.hub.hold()
    for (const text of ['one', 'two']) fake.say(ALICE, SANDBOX, text)
    const stream = chat.room(SANDBOX).newEvents({ types: ['message-posted'], since })
    const replayed = await take(stream, 2)
    fake.hub.release('in order')
    fake.say(ALICE, SANDBOX, 'three')
    const told = [...replayed, ...(await take(stream, 1))]
    expect(told.map(({ content }) => content)).toEqual(['one', 'two', 'three'])
  })

  test('reads again what was passed on while its replay was on the way', async () => {
    const fake = await useFake()
    const gate = deferred<void>()
    let isGated = false
    const chat = await useChat(fake, {
      async fetch(url, init) {
        const answer = await fetch(url, init)
        if (isGated && url.endsWith('/events')) await gate.promise
        return answer
      },
    })
    const { until } = await listen(chat)
    await live(fake, chat)
    fake.say(ALICE, SANDBOX, 'zero')
    await until('zero')
    const since = fake.world.counter
    fake.say(ALICE, SANDBOX, 'one')
    await until('one')
    isGated = true
    const told = take(chat.room(SANDBOX).newEvents({ types: ['message-posted'], since }), 2)
    while (requestsTo(fake, /^\/events$/).length < 2) await new Promise<void>((resolve) => void setImmediate(resolve))
    fake.say(ALICE, SANDBOX, 'two')
    await until('two')
    gate.resolve()
    expect((await told).map(({ content }) => content)).toEqual(['one', 'two'])
  })

  test('whose reader is slow keeps no more than its buffer in memory and loses nothing', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    const stream = chat.room(SANDBOX).newEvents({ types: ['message-posted'], buffer: 5 })
    const first = stream.next()
    const { until } = await listen(chat)
    await live(fake, chat)
    const wanted = Array.from({ length: 60 }, (_, at) => `message ${at}`)
    for (const text of wanted) fake.say(ALICE, SANDBOX, text)
    await until('message 59')
    const rest = await take(stream, 59)
    const { value } = await first
    expect([value, ...rest].map((event) => event?.content)).toEqual(wanted)
  })

  test('ends with the reason of its signal while it waits, and leaves nobody listening', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    const stop = new AbortController()
    const next = codeOf(chat.room(SANDBOX).newMessages({ signal: stop.signal }).next())
    await live(fake, chat)
    stop.abort('enough')
    expect(await next).toBe('enough')
  })

  test('ends without an error when the client closes', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    const next = chat.room(SANDBOX).newMessages().next()
    await live(fake, chat)
    await chat.close()
    expect(await next).toMatchObject({ done: true })
    expect(fake.clock.pending()).toEqual([])
    expect(fake.world.rooms.get(SANDBOX)?.present.has(BOT)).toBe(false)
  })
})

test('a room left and joined again is heard again, beside the others', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const sandbox = await listen(chat, SANDBOX)
  await live(fake, chat)
  await listen(chat, LOBBY)
  await fake.hub.untilOpened(2)
  await chat.room(LOBBY).leave()
  fake.room({ id: 3, name: 'Third' })
  const [lobby, third] = await Promise.all([listen(chat, LOBBY), listen(chat, 3)])
  await live(fake, chat)
  for (const room of [SANDBOX, LOBBY, 3]) fake.say(ALICE, room, `to ${room}`)
  await Promise.all([sandbox.until('to 1'), lobby.until('to 2'), third.until('to 3')])
  expect([sandbox.heard, lobby.heard, third.heard]).toEqual([['to 1'], ['to 2'], ['to 3']])
})

test('a room joined again before the server has heard that it was left is not left by that', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  await listen(chat, LOBBY)
  await live(fake, chat)
  fake.fault({ path: '/chats/leave/2', effect: { kind: 'slow', ms: 1_000 } })
  const left = chat.room(LOBBY).leave()
  const again = listen(chat, LOBBY)
  await fake.clock.untilTimer('slow answer')
  await chat.room(SANDBOX).transcript()
  fake.clock.advance(1_000)
  await left
  const lobby = await again
  await live(fake, chat)
  const told = requestsTo(fake, /^\/chats\/(?:2\/events|leave\/2)$/).map(({ path }) => path)
  expect(told.slice(0, 3)).toEqual(['/chats/2/events', '/chats/leave/2', '/chats/2/events'])
  fake.say(ALICE, LOBBY, 'are you back?')
  await lobby.until('are you back?')
})

test('a room left while a socket for it was opening is heard again once it is joined again', async () => {
  const fake = await useFake()
  let how: 'at once' | 'later' | 'never' = 'at once'
  const held = deferred<() => void>()
  const openSocket: OpenSocket = (url, headers, handlers) => {
    if (how === 'never') return () => undefined
    const open = () => (how === 'later' ? held.resolve(handlers.open) : handlers.open())
    return openWebSocket(url, headers, { ...handlers, open })
  }
  const chat = await useChat(fake, { openSocket })
  await listen(chat, SANDBOX)
  await live(fake, chat)
  how = 'later'
  await listen(chat, LOBBY)
  const open = await held.promise
  await chat.room(LOBBY).leave()
  open()
  how = 'never'
  const lobby = await listen(chat, LOBBY)
  await fake.clock.untilIdle()
  how = 'at once'
  fake.room({ id: 3, name: 'Third' })
  const third = await listen(chat, 3)
  fake.say(ALICE, 3, 'hello')
  await fake.hub.untilOpened(4)
  await live(fake, chat)
  await third.until('hello')
  fake.say(ALICE, LOBBY, 'are you back?')
  await lobby.until('are you back?')
  expect(lobby.heard).toEqual(['are you back?'])
})

test('joining and listening reject as closed once the client is', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  await chat.close()
  expect(await codeOf(chat.room(SANDBOX).join())).toBe('closed')
  expect(await codeOf(chat.room(SANDBOX).newEvents().next())).toBe('closed')
})

test('closing while a room is being joined leaves nobody waiting', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  fake.fault({ path: '/chats/1/events', effect: { kind: 'slow', ms: 1_000 } })
  const next = codeOf(chat.room(SANDBOX).newEvents().next())
  await fake.clock.untilTimer('slow answer')
  const closing = chat.close()
  fake.clock.advance(1_000)
  await closing
  expect(await next).toBe('closed')
})

test('noise in other rooms moves the counter without being taken for a loss', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const { until } = await listen(chat)
  await live(fake, chat)
  fake.say(ALICE, SANDBOX, 'settled')
  await until('settled')
  fake.forgetRequests()
  for (let round = 0; round < 50; round += 1) fake.noise(7)
  fake.say(ALICE, SANDBOX, 'after the noise')
  await until('after the noise')
  expect(requestsTo(fake, /^\/events$/)).toEqual([])
})
