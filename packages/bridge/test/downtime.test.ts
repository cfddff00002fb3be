import { MsgError } from '@msg/core'
import { expect, test } from 'vitest'
import type { BridgedMessaging } from '../src/index.ts'
import { ALICE, BOB, BOT, eventually, heardHere, heardThere, joinChats, SANDBOX, useFake } from './world.ts'
import type { Joined } from './world.ts'

const everything = async ({ carol, conversationId }: Joined) => {
  const messages = []
  for (let more = true; more;) {
    const after = messages.at(-1)?.seq ?? 0
    const page = await carol.messages.list({ conversationId, after, order: 'asc', limit: 100 })
    messages.push(...page.messages)
    more = page.more
  }
  return messages
}

test('1,200 messages, three edits and two deletions while it was away are made up for, once, in order, at their times', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  const before = Array.from({ length: 6 }, (_, at) => fake.say(ALICE, SANDBOX, `before ${at}`))
  await eventually(async () => expect(await heardHere(joined)).toHaveLength(6))
  await joined.bridge.close()
  const said: { readonly text: string; readonly at: number }[] = []
  const during = Array.from({ length: 1_200 }, (_, at) => {
    fake.clock.advance(1_000)
    said.push({ text: `during ${at}`, at: fake.clock.now() })
    return fake.say(at % 2 === 0 ? ALICE : BOB, SANDBOX, `during ${at}`)
  })
  for (const at of [0, 1, 2]) fake.edit(ALICE, before[at]?.id ?? 0, `before ${at}, edited`)
  fake.delete(ALICE, before[3]?.id ?? 0)
  fake.delete(BOB, during[7]?.id ?? 0)
  // Far more happened elsewhere than the server remembers events of.
  fake.world.events.length = 0
  const again = joined.again({})
  await eventually(async () => expect((await everything(joined)).at(-1)?.body).toBe('during 1199'))
  const messages = await everything(joined)
  expect(messages.slice(0, 6).map(({ body }) => body)).toEqual([
    'before 0, edited',
    'before 1, edited',
    'before 2, edited',
    null,
    'before 4',
    'before 5',
  ])
  const wanted = said.filter((_, at) => at !== 7)
  expect(messages.slice(6).map(({ body }) => body)).toEqual(wanted.map(({ text }) => text))
  expect(messages.slice(6).map(({ createdAt }) => Date.parse(createdAt))).toEqual(
    wanted.map(({ at }) => Math.floor(at / 1_000) * 1_000),
  )
  await again.close()
})

test('what is said there while it is away comes in also where the clock here is behind, the earlier messages at their times', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake, behind: 10_000 })
  await joined.bridge.close()
  const at = fake.clock.now()
  fake.say(ALICE, SANDBOX, 'one')
  fake.clock.advance(20_000)
  fake.say(BOB, SANDBOX, 'two')
  const again = joined.again({})
  await eventually(async () =>
    expect(await heardHere(joined)).toEqual(['se:stackexchange:8: one', 'se:stackexchange:9: two']),
  )
  expect(Date.parse((await everything(joined))[0]?.createdAt ?? '')).toBe(Math.floor(at / 1_000) * 1_000)
  await again.close()
})

test('a message of which the server does not say whose it is holds up nobody', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  await joined.bridge.close()
  const common = { event_type: 1, time_stamp: fake.clock.now() / 1_000, room_id: SANDBOX }
  const events = [
    { ...common, message_id: 900_000, content: 'of nobody' },
    { ...common, message_id: 900_001, content: 'of somebody', user_id: ALICE },
    { ...common, message_id: 900_002, content: 'of one who is gone', user_id: 999 },
  ]
  const body = JSON.stringify({ events, time: fake.world.counter, sync: common.time_stamp })
  fake.fault({ path: `/chats/${SANDBOX}/events`, effect: { kind: 'answer', body }, times: 100 })
  const again = joined.again({})
  await eventually(async () =>
    expect(await heardHere(joined)).toEqual([
      'se:stackexchange:8: of somebody',
      'se:stackexchange:999: of one who is gone',
    ]),
  )
  await again.close()
})

test('what is said there while the host does not know the bridge comes in once it does', async () => {
  const fake = await useFake()
  let known = true
  const through = (messaging: BridgedMessaging): BridgedMessaging => ({
    as(userId) {
      const session = messaging.as(userId)
      const send: typeof session.messages.send = async (...given) => {
        if (!known) throw new MsgError('unauthenticated', 'the secret is another one by now')
        return session.messages.send(...given)
      }
      return { ...session, messages: { ...session.messages, send } }
    },
    asService: (name, scope) => messaging.asService(name, scope),
    import: (batch) => messaging.import(batch),
    claims: (name, scope) => messaging.claims(name, scope),
  })
  const joined = await joinChats({ fake, through })
  known = false
  fake.say(ALICE, SANDBOX, 'hello')
  await eventually(() => expect(joined.bridge.links[0]?.state).toBe('failing'))
  known = true
  await eventually(async () => expect(await heardHere(joined)).toEqual(['se:stackexchange:8: hello']))
})

test('what is said here while it is away is posted when it is back', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  await joined.bridge.close()
  for (const body of ['one', 'two']) await joined.carol.messages.send({ conversationId: joined.conversationId, body })
  const again = joined.again({})
  await eventually(() => expect(heardThere(fake)).toEqual([`${BOT}: **[carol]** one`, `${BOT}: **[carol]** two`]))
  await again.close()
})

test('a post that was under way when the process died is found in the room, and is not repeated', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  const { carol, conversationId, store } = joined
  const { id } = await carol.messages.send({ conversationId, body: 'posted' })
  await eventually(async () => expect((await store.pairsOf([id]))[0]?.state).toBe('paired'))
  await joined.bridge.close()
  // As the process leaves it that dies before the answer is on record.
  const [pair] = await store.pairsOf([id])
  if (pair === undefined) return
  await store.save([{ ...pair, state: 'posting', remoteId: null }])
  await store.enqueue({ link: pair.link, messageId: id, seq: pair.seq, revision: 1 })
  const again = joined.again({})
  await eventually(async () =>
    expect((await store.pairsOf([id]))[0]).toMatchObject({ state: 'paired', remoteId: pair.remoteId }),
  )
  await eventually(async () => expect(await store.queued(pair.link, 1)).toEqual([]))
  expect(heardThere(fake)).toHaveLength(1)
  await again.close()
})

test('a post that was on record but never sent when the process died is sent', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  const { carol, conversationId, store } = joined
  const { id } = await carol.messages.send({ conversationId, body: 'first' })
  await eventually(async () => expect((await store.pairsOf([id]))[0]?.state).toBe('paired'))
  await joined.bridge.close()
  const [pair] = await store.pairsOf([id])
  if (pair === undefined) return
  const { id: second } = await carol.messages.send({ conversationId, body: 'second' })
  await store.save([
    {
      ...pair,
      messageId: second,
      state: 'posting',
      remoteId: null,
      digest: 'of the second',
      above: pair.remoteId ?? 0,
    },
  ])
  const again = joined.again({})
  await eventually(() => expect(heardThere(fake).at(-1)).toBe(`${BOT}: **[carol]** second`))
  await eventually(async () => expect((await store.pairsOf([second]))[0]?.state).toBe('paired'))
  expect(heardThere(fake)).toHaveLength(2)
  await again.close()
})

test('an edit and a deletion in a gap that the server no longer remembers are made up for', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  await eventually(() => expect(joined.chat.state).toBe('live'))
  const [kept, doomed] = [fake.say(ALICE, SANDBOX, 'teh'), fake.say(ALICE, SANDBOX, 'oops')]
  await eventually(async () => expect(await heardHere(joined)).toHaveLength(2))
  fake.hub.faults.refuse = true
  fake.hub.closeAll(1006)
  fake.edit(ALICE, kept.id, 'the')
  fake.delete(ALICE, doomed.id)
  fake.say(BOB, SANDBOX, 'meanwhile')
  fake.world.events.length = 0
  fake.hub.faults.refuse = false
  await fake.clock.run(
    eventually(async () =>
      expect(await heardHere(joined)).toEqual([
        'se:stackexchange:8: the',
        'se:stackexchange:8: (taken back)',
        'se:stackexchange:9: meanwhile',
      ]),
    ),
    'reconnect',
    'silence',
  )
})
