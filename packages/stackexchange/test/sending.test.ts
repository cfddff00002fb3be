import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import { MAX_LINE } from '../src/protocol/index.ts'
import { ALICE, BOT, codeOf, LOBBY, requestsTo, SANDBOX, useChat, useFake, type Fake } from './harness.ts'

const POSTS = /\/messages\/new$/
const texts = (fake: Fake, room = SANDBOX) =>
  [...fake.world.messages.values()]
    .filter(({ roomId }) => roomId === room)
    .map(({ revisions }) => revisions.at(-1)?.source)

test('sending resolves with the id the server gave', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const message = await chat.room(SANDBOX).send('hello, world')
  expect(fake.message(message.id).revisions[0]?.source).toBe('hello, world')
})

test('sending needs no joining', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  await chat.room(SANDBOX).send('hello, world')
  expect(chat.state).toBe('idle')
  expect(requestsTo(fake, /ws-auth|\/events$/)).toEqual([])
})

test('with confirm observed, sending resolves only after the event has come', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  await chat.room(SANDBOX).join()
  await fake.clock.untilTimer('silence')
  fake.hub.hold()
  let resolved = false
  const sending = chat
    .room(SANDBOX)
    .send('seen?', { confirm: 'observed' })
    .then((message) => {
      resolved = true
      return message
    })
  while (texts(fake).length === 0) await new Promise<void>((resolve) => void setImmediate(resolve))
  await chat.room(LOBBY).send('something after it')
  expect(resolved).toBe(false)
  fake.hub.release('in order')
  expect(await (await sending).contentSource).toBe('seen?')
})

test('told waits are kept, the message is posted once, and queued messages keep their order', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  fake.fault({ path: POSTS, effect: { kind: 'throttle', seconds: 3 }, times: 2 })
  const began = fake.clock.now()
  const sending = ['one', 'two', 'three'].map((text) => chat.room(SANDBOX).send(text))
  const wait = await fake.clock.untilTimer('throttle')
  expect(wait.in).toBe(4_000)
  expect(chat.pending.map(({ kind, attempts }) => [kind, attempts])).toEqual([
    ['send', 1],
    ['send', 0],
    ['send', 0],
  ])
  await fake.clock.run(Promise.all(sending), 'throttle')
  expect(texts(fake)).toEqual(['one', 'two', 'three'])
  expect(fake.clock.now() - began).toBe(8_000)
  expect(chat.pending).toEqual([])
})

test('a wait that cannot be read is taken for five seconds', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  fake.fault({ path: POSTS, effect: { kind: 'throttle-unreadable' } })
  const sending = chat.room(SANDBOX).send('patience')
  expect((await fake.clock.untilTimer('throttle')).in).toBe(6_000)
  await fake.clock.run(sending, 'throttle')
})

test('thirty messages pass the fitted throttle in order', async () => {
  const fake = await useFake()
  const chat = await useChat(fake, { sender: { spacing: 1_000 } })
  fake.throttle('fitted')
  const wanted = Array.from({ length: 30 }, (_, at) => `message ${at}`)
  await fake.clock.run(Promise.all(wanted.map((text) => chat.room(SANDBOX).send(text))), 'throttle')
  expect(texts(fake)).toEqual(wanted)
})

test('a message that has to wait for too long rejects as throttled out', async () => {
  const fake = await useFake()
  const chat = await useChat(fake, { sender: { spacing: 0, maxAge: 60_000 } })
  fake.fault({ path: POSTS, effect: { kind: 'throttle', seconds: 40 }, times: 5 })
  expect(await fake.clock.run(codeOf(chat.room(SANDBOX).send('never')), 'throttle')).toBe('throttled-out')
})

test('a message tried too often rejects as throttled out', async () => {
  const fake = await useFake()
  const chat = await useChat(fake, { sender: { spacing: 0, maxAttempts: 3 } })
  fake.fault({ path: POSTS, effect: { kind: 'throttle', seconds: 1 }, times: 9 })
  expect(await fake.clock.run(codeOf(chat.room(SANDBOX).send('never')), 'throttle')).toBe('throttled-out')
  expect(requestsTo(fake, POSTS)).toHaveLength(3)
})

test('when the network fails for the first job, that job rejects and the next one is sent', async () => {
  const fake = await useFake()
  let failure: string | null = null
  const failing = (url: string, init: RequestInit) => {
    if (failure === null) return fetch(url, init)
    const cause = { code: failure }
    failure = null
    return Promise.reject(new TypeError('fetch failed', { cause }))
  }
  const chat = await useChat(fake, { fetch: failing })
  await chat.room(SANDBOX).send('warm')
  for (const code of ['ECONNREFUSED', 'ENETUNREACH']) {
    failure = code
    const lost = codeOf(chat.room(SANDBOX).send('lost'))
    const next = chat.room(SANDBOX).send(`next after ${code}`)
    expect(await lost).toBe('unavailable')
    await next
  }
  expect(texts(fake)).toEqual(['warm', 'next after ECONNREFUSED', 'next after ENETUNREACH'])
})

describe('a post whose answer is lost', () => {
  test('is found when it landed, and not repeated', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    fake.fault({ path: POSTS, effect: { kind: 'reset-after' } })
    const message = await chat.room(SANDBOX).send('did *this* land?')
    expect(await message.contentSource).toBe('did *this* land?')
    expect(texts(fake)).toEqual(['did *this* land?'])
    expect(requestsTo(fake, POSTS)).toHaveLength(1)
  })

  test('is repeated when it was looked for twice and did not land', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    fake.fault({ path: POSTS, effect: { kind: 'reset-before' } })
    await fake.clock.run(chat.room(SANDBOX).send('once more'), 'retry')
    expect(texts(fake)).toEqual(['once more'])
    expect(requestsTo(fake, /\/chats\/1\/events/)).toHaveLength(2)
  })

  test.each([500, 502, 503])('counts as lost with status %d', async (status) => {
    const fake = await useFake()
    const chat = await useChat(fake)
    fake.fault({ path: POSTS, effect: { kind: 'status', status } })
    await fake.clock.run(chat.room(SANDBOX).send('once more'), 'retry')
    expect(texts(fake)).toEqual(['once more'])
  })

  test('counts as lost with a page in its place', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    fake.fault({ path: POSTS, effect: { kind: 'html' } })
    await fake.clock.run(chat.room(SANDBOX).send('once more'), 'retry')
    expect(texts(fake)).toEqual(['once more'])
  })

  test('counts as lost with half an answer', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    fake.fault({ path: POSTS, effect: { kind: 'truncated-json' } })
    await fake.clock.run(chat.room(SANDBOX).send('once more'), 'retry')
    expect(texts(fake)).toEqual(['once more'])
  })

  test('is not mistaken for an equal message sent just before', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    await chat.room(SANDBOX).send('again')
    fake.clock.advance(31_000)
    fake.fault({ path: POSTS, effect: { kind: 'reset-before' } })
    await fake.clock.run(chat.room(SANDBOX).send('again'), 'retry')
    expect(texts(fake)).toEqual(['again', 'again'])
  })

  test('is not mistaken for an equal message the server would not have twice', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    await chat.room(SANDBOX).send('again')
    fake.fault({ path: POSTS, effect: { kind: 'reset-before' } })
    expect(await fake.clock.run(codeOf(chat.room(SANDBOX).send('again')), 'retry')).toBe('duplicate')
    expect(texts(fake)).toEqual(['again'])
  })

  test('is found when a repetition shows that it landed late', async () => {
    const fake = await useFake()
    let posts = 0
    const chat = await useChat(fake, {
      fetch(url, init) {
        if (POSTS.test(url)) posts += 1
        // What the network had kept back arrives only now, after it was looked for twice.
        if (POSTS.test(url) && posts === 2) fake.say(BOT, SANDBOX, 'late')
        return fetch(url, init)
      },
    })
    fake.fault({ path: POSTS, effect: { kind: 'reset-before' } })
    fake.fault({ path: POSTS, effect: { kind: 'answer', body: '{"id":null,"time":null}' } })
    const message = await fake.clock.run(chat.room(SANDBOX).send('late'), 'retry')
    expect(await message.contentSource).toBe('late')
    expect(texts(fake)).toEqual(['late'])
  })

  test('is not mistaken for an equal message of another user', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    fake.say(ALICE, SANDBOX, 'me too')
    fake.fault({ path: POSTS, effect: { kind: 'reset-before' } })
    const message = await fake.clock.run(chat.room(SANDBOX).send('me too'), 'retry')
    expect(fake.message(message.id).userId).toBe(BOT)
  })

  test('is found although the clocks disagree by an hour', async () => {
    const fake = await useFake()
    const skewed = {
      now: () => fake.clock.now() + 3_600_000,
      elapsed: () => fake.clock.elapsed(),
      timer: fake.clock.timer.bind(fake.clock),
    }
    const chat = await useChat(fake, { clock: skewed })
    fake.fault({ path: POSTS, effect: { kind: 'reset-after' } })
    await fake.clock.run(chat.room(SANDBOX).send('skewed'), 'retry')
    expect(texts(fake)).toEqual(['skewed'])
  })

  test('rejects with an unknown outcome, without another post, when it cannot be looked for', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    fake.fault({ path: POSTS, effect: { kind: 'reset-after' } })
    fake.fault({ path: '/chats/1/events', effect: { kind: 'status', status: 500 }, times: 9 })
    expect(await fake.clock.run(codeOf(chat.room(SANDBOX).send('who knows')), 'retry')).toBe('unknown-outcome')
    expect(requestsTo(fake, POSTS)).toHaveLength(1)
  })

  test('gives up after three tries that certainly did not land', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    fake.fault({ path: POSTS, effect: { kind: 'reset-before' }, times: 9 })
    expect(await fake.clock.run(codeOf(chat.room(SANDBOX).send('hopeless')), 'retry')).toBe('unavailable')
    expect(texts(fake)).toEqual([])
  })
})

test('a slow answer that comes after the timeout is found instead of repeated', async () => {
  const fake = await useFake()
  const chat = await useChat(fake, { timeout: 10_000 })
  await chat.room(SANDBOX).send('warm')
  fake.fault({ path: POSTS, effect: { kind: 'slow', ms: 9_000 } })
  const sending = chat.room(SANDBOX).send('slow')
  await fake.clock.untilTimer('slow answer')
  fake.clock.advance(9_000)
  expect((await fake.clock.run(sending, 'retry')).id).toBeGreaterThan(0)
  expect(texts(fake)).toEqual(['warm', 'slow'])
})

describe('a repetition the server swallows', () => {
  test('rejects as a duplicate', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    await chat.room(SANDBOX).send('echo')
    expect(await codeOf(chat.room(SANDBOX).send('echo'))).toBe('duplicate')
    expect(texts(fake)).toEqual(['echo'])
  })

  test('is varied invisibly on request', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    await chat.room(SANDBOX).send('echo')
    await chat.room(SANDBOX).send('echo', { duplicate: 'vary' })
    expect(texts(fake).map((text) => text?.replaceAll('\u200B', ''))).toEqual(['echo', 'echo'])
  })

  test('is varied in at most three tries', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    fake.fault({ path: POSTS, effect: { kind: 'answer', body: '{"id":null,"time":null}' }, times: 9 })
    expect(await codeOf(chat.room(SANDBOX).send('echo', { duplicate: 'vary' }))).toBe('duplicate')
    expect(requestsTo(fake, POSTS)).toHaveLength(3)
  })
})

test('who may not post any more is asked before each request, and none goes out', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  let left = 2
  const before = async (): Promise<void> => {
    left -= 1
    if (left < 0) throw new Error('not any more')
  }
  fake.fault({ path: POSTS, effect: { kind: 'throttle', seconds: 3 } })
  await fake.clock.run(chat.room(SANDBOX).send('one', { before }), 'throttle')
  expect(left).toBe(0)
  await expect(chat.room(SANDBOX).send('two', { before })).rejects.toThrow('not any more')
  expect(requestsTo(fake, POSTS)).toHaveLength(2)
  await chat.room(SANDBOX).send('three')
  expect(texts(fake)).toEqual(['one', 'three'])
})

test('the same reply sent twice carries the parent both times and never begins with a space', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const question = chat.message(fake.say(ALICE, SANDBOX, 'anyone?').id)
  const replies = [await question.reply('me'), await question.reply('me', { duplicate: 'vary' })]
  for (const reply of replies) {
    const posted = fake.message(reply.id)
    expect(posted.parentId).toBe(question.id)
    expect(posted.showParent).toBe(true)
    expect(posted.revisions[0]?.source).toMatch(/^me/)
  }
})

describe('length', () => {
  test('an empty message rejects before any request', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    fake.forgetRequests()
    expect(await codeOf(chat.room(SANDBOX).send(' \n '))).toBe('empty')
    expect(await codeOf(chat.room(SANDBOX).sendParts('  '))).toBe('empty')
    expect(fake.requests()).toEqual([])
  })

  test('501 characters reject as too long before any request', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    fake.forgetRequests()
    expect(await codeOf(chat.room(SANDBOX).send('x'.repeat(MAX_LINE + 1)))).toBe('too-long')
    expect(fake.requests()).toEqual([])
  })

  test('500 characters and any text with a line break pass unsplit', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    await chat.room(SANDBOX).send('x'.repeat(MAX_LINE))
    await chat.room(SANDBOX).send(`${'y'.repeat(600)}\nz`)
    expect(texts(fake).map((text) => text?.length)).toEqual([500, 602])
  })

  test('an over-long line becomes several lines on request', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    await chat.room(SANDBOX).send('word '.repeat(120), { overflow: 'multiline' })
    expect(texts(fake)).toHaveLength(1)
    expect(texts(fake)[0]).toContain('\n')
  })

  test('parts are sent in order within the limit, the first one as the reply', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    const question = fake.say(ALICE, SANDBOX, 'tell me everything')
    const text = Array.from({ length: 200 }, (_, at) => `**word${at}**`).join(' ')
    const parts = await chat.room(SANDBOX).sendParts(text, { replyTo: question.id })
    expect(parts.length).toBeGreaterThan(1)
    const posted = parts.map(({ id }) => fake.message(id))
    expect(posted.map(({ revisions }) => revisions[0]?.source).join(' ')).toBe(text)
    expect(posted.every(({ revisions }) => (revisions[0]?.source.length ?? 999) <= MAX_LINE)).toBe(true)
    expect(posted.map(({ parentId }) => parentId)).toEqual([question.id, ...parts.slice(1).map(() => null)])
  })
})

describe('editing and deleting', () => {
  test('an own message can be edited and deleted within two minutes', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    const message = await chat.room(SANDBOX).send('helo')
    await message.edit('hello')
    expect(await message.contentSource).toBe('hello')
    await message.delete()
    expect(fake.message(message.id).deleted).toBe(true)
    expect(await message.textContent).toBe('')
  })

  test('after the window both reject as too late, although the status is 200', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    const message = await chat.room(SANDBOX).send('for ever')
    fake.clock.advance(121_000)
    expect(await codeOf(message.edit('changed'))).toBe('too-late')
    expect(await codeOf(message.delete())).toBe('too-late')
  })

  test('a foreign message rejects as not owned', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    const message = chat.message(fake.say(ALICE, SANDBOX, 'mine').id)
    expect(await codeOf(message.edit('yours'))).toBe('not-owner')
    expect(await codeOf(message.delete())).toBe('not-owner')
  })

  test('an absent message rejects as not found', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    expect(await codeOf(chat.message(999_999).edit('nothing'))).toBe('not-found')
    expect(await codeOf(chat.message(999_999).delete())).toBe('not-found')
  })

  test('a deleted message rejects as deleted already', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    const message = await chat.room(SANDBOX).send('short-lived')
    await message.delete()
    expect(await codeOf(message.delete())).toBe('already-deleted')
    expect(await codeOf(message.edit('back'))).toBe('already-deleted')
  })

  test('a deletion whose answer is lost is asked for again, and its having been done counts as success', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    const message = await chat.room(SANDBOX).send('gone')
    fake.fault({ path: `/messages/${message.id}/delete`, effect: { kind: 'reset-after' } })
    await fake.clock.run(message.delete(), 'retry')
    expect(fake.message(message.id).deleted).toBe(true)
  })

  test('of several edits that wait, only the latest is sent, and all of them resolve', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    const message = await chat.room(SANDBOX).send('draft')
    fake.fault({ path: `/messages/${message.id}`, effect: { kind: 'throttle', seconds: 2 } })
    const edits = [message.edit('second'), message.edit('third'), message.edit('final')]
    await fake.clock.run(Promise.all(edits), 'throttle')
    const sources = fake.message(message.id).revisions.map(({ source }) => source)
    expect(sources.at(-1)).toBe('final')
    expect(sources).not.toContain('third')
  })
})

describe('a room where posting is refused', () => {
  test.each([
    ['room-frozen', (fake: Fake) => fake.freeze(SANDBOX), null],
    ['room-timeout', (fake: Fake) => fake.timeout(SANDBOX, 58_000), 58_000],
    ['account-blocked', (fake: Fake) => fake.suspend(BOT, 5 * 3_600_000), 5 * 3_600_000],
    ['no-permission', (fake: Fake) => fake.room({ id: SANDBOX, name: 'Gallery', kind: 'gallery' }), null],
    ['room-private', (fake: Fake) => fake.room({ id: SANDBOX, name: 'Secret', kind: 'private' }), null],
    ['not-found', (fake: Fake) => fake.world.rooms.delete(SANDBOX), null],
  ])('rejects with %s of its own', async (code, prepare, ms) => {
    const fake = await useFake()
    const chat = await useChat(fake)
    prepare(fake)
    const until = ms === null ? null : new Date(fake.clock.now() + ms)
    await expect(chat.room(SANDBOX).send('hello')).rejects.toMatchObject({ code, until })
    expect(requestsTo(fake, POSTS)).toHaveLength(1)
  })
})

describe('an abort', () => {
  test('while queued rejects at once, and nothing is sent later', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    fake.fault({ path: POSTS, effect: { kind: 'throttle', seconds: 3 } })
    const first = chat.room(SANDBOX).send('first')
    const stop = new AbortController()
    const second = codeOf(chat.room(SANDBOX).send('second', { signal: stop.signal }))
    await fake.clock.untilTimer('throttle')
    stop.abort('changed my mind')
    expect(await second).toBe('changed my mind')
    await fake.clock.run(first, 'throttle')
    expect(texts(fake)).toEqual(['first'])
  })

  test('during a told wait rejects at once and leaves no timer', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    fake.fault({ path: POSTS, effect: { kind: 'throttle', seconds: 3 } })
    const stop = new AbortController()
    const sending = codeOf(chat.room(SANDBOX).send('never', { signal: stop.signal }))
    await fake.clock.untilTimer('throttle')
    stop.abort('enough')
    expect(await sending).toBe('enough')
    expect(fake.clock.pending()).toEqual([])
    expect(texts(fake)).toEqual([])
  })

  test('before sending rejects without a request', async () => {
    const fake = await useFake()
    const chat = await useChat(fake)
    fake.forgetRequests()
    expect(await codeOf(chat.room(SANDBOX).send('never', { signal: AbortSignal.abort('already') }))).toBe('already')
    expect(fake.requests()).toEqual([])
  })
})

test('a signal that outlives its message has nobody left listening', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const { signal } = new AbortController()
  await chat.room(SANDBOX).send('one', { signal })
  await codeOf(chat.room(SANDBOX).send('one', { signal }))
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('the sender tells its depth and its waits until told to stop', async () => {
  const fake = await useFake()
  const chat = await useChat(fake)
  const seen: string[] = []
  const stop = chat.onSender(
    ({ depth, waitingUntil }) => void seen.push(`${depth} ${waitingUntil === null ? 'working' : 'waiting'}`),
  )
  fake.fault({ path: POSTS, effect: { kind: 'throttle', seconds: 1 } })
  await fake.clock.run(chat.room(SANDBOX).send('observed'), 'throttle')
  expect(seen).toEqual(expect.arrayContaining(['1 working', '1 waiting', '0 working']))
  stop()
  const told = seen.length
  await chat.room(SANDBOX).send('unobserved')
  expect(seen).toHaveLength(told)
})

test('a listener that throws does not keep the sender from going on', async () => {
  const fake = await useFake()
  const lines: string[] = []
  const chat = await useChat(fake, { logger: { warn: (line) => void lines.push(line) } })
  chat.onSender(() => {
    throw new Error('from the listener')
  })
  await chat.room(SANDBOX).send('one')
  await chat.room(SANDBOX).send('two')
  expect(texts(fake)).toEqual(['one', 'two'])
  expect(new Set(lines)).toEqual(new Set(['a listener threw']))
})

test('closing sends what is queued first, or rejects it on request', async () => {
  const fake = await useFake()
  const draining = await useChat(fake)
  const sent = draining.room(SANDBOX).send('last words')
  await draining.close()
  expect((await sent).id).toBeGreaterThan(0)
  const aborting = await useChat(fake)
  fake.fault({ path: POSTS, effect: { kind: 'throttle', seconds: 9 } })
  const dropped = codeOf(aborting.room(SANDBOX).send('unsaid'))
  await fake.clock.untilTimer('throttle')
  await aborting.close({ queue: 'abort' })
  expect(await dropped).toBe('closed')
  await aborting.close()
})
