import { expect, test } from 'vitest'
import { createMemoryBridgeStore } from '../src/index.ts'
import { connect, cookies } from '@msg/stackexchange'
import {
  ALICE,
  BOT,
  eventually,
  heardHere,
  heardThere,
  joinChats,
  LOBBY,
  OTHER_BOT,
  SANDBOX,
  useFake,
} from './world.ts'

test('an echo that comes before the answer of the post creates nothing here', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  fake.fault({ path: `/chats/${SANDBOX}/messages/new`, effect: { kind: 'reset-after' } })
  await joined.carol.messages.send({ conversationId: joined.conversationId, body: 'echo first' })
  await eventually(() => expect(heardThere(fake)).toEqual([`${BOT}: **[carol]** echo first`]))
  fake.say(ALICE, SANDBOX, 'after it')
  await fake.clock.run(
    eventually(async () =>
      expect(await heardHere(joined)).toEqual(['carol: echo first', 'se:stackexchange:8: after it']),
    ),
    'retry',
  )
  expect(heardThere(fake)).toHaveLength(2)
})

test('what a person writes with the account of the bridge stays there', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  fake.say(BOT, SANDBOX, 'I am the operator')
  fake.say(ALICE, SANDBOX, 'hello operator')
  await eventually(async () => expect(await heardHere(joined)).toEqual(['se:stackexchange:8: hello operator']))
})

test('accounts of other bridges and system users are not listened to', async () => {
  const fake = await useFake()
  const joined = await joinChats({
    fake,
    links: (conversationId) => [{ conversationId, roomId: SANDBOX, ignore: [OTHER_BOT] }],
  })
  fake.say(OTHER_BOT, SANDBOX, '**[somebody]** elsewhere')
  fake.say(-2, SANDBOX, 'a feed item')
  fake.say(ALICE, SANDBOX, 'a person')
  await eventually(async () => expect(await heardHere(joined)).toEqual(['se:stackexchange:8: a person']))
})

test('two links of one conversation relay between their rooms, each message once', async () => {
  const fake = await useFake()
  const joined = await joinChats({
    fake,
    links: (conversationId) => [
      { conversationId, roomId: SANDBOX },
      { conversationId, roomId: LOBBY },
    ],
  })
  fake.say(ALICE, SANDBOX, 'to everybody')
  await eventually(() => expect(heardThere(fake, LOBBY)).toEqual([`${BOT}: **[Alice Stack Exchange]** to everybody`]))
  await joined.carol.messages.send({ conversationId: joined.conversationId, body: 'heard' })
  await eventually(() => expect(heardThere(fake, LOBBY)).toHaveLength(2))
  await eventually(() => expect(heardThere(fake, SANDBOX)).toHaveLength(2))
  expect(await heardHere(joined)).toEqual(['se:stackexchange:8: to everybody', 'carol: heard'])
})

test('two bridges between the same rooms make each message one on each side, and traffic stops', async () => {
  const fake = await useFake()
  const store = createMemoryBridgeStore()
  const joined = await joinChats({ fake, store })
  const other = await connect({ server: fake.server, auth: cookies(fake.cookiesOf(OTHER_BOT)), clock: fake.clock })
  await using second = joined.again({ chat: other })
  fake.say(ALICE, SANDBOX, 'one')
  await joined.carol.messages.send({ conversationId: joined.conversationId, body: 'two' })
  await eventually(() => expect(heardThere(fake)).toHaveLength(2))
  await eventually(async () => expect(await heardHere(joined)).toHaveLength(2))
  expect(second.links).toMatchObject([{ state: 'standing by' }])
  await joined.bridge.close()
  await eventually(() => expect(second.links).toMatchObject([{ state: 'running' }]))
  fake.say(ALICE, SANDBOX, 'three')
  await joined.carol.messages.send({ conversationId: joined.conversationId, body: 'four' })
  await eventually(() => expect(heardThere(fake)).toHaveLength(4))
  await eventually(async () => expect(await heardHere(joined)).toHaveLength(4))
  await other.close({ queue: 'abort' })
})

test('what a bridge this one knows nothing of brought in from the same server is not sent back there', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  const { messaging, carol, conversationId } = joined
  await messaging.asService('another').members.add({ conversationId, userIds: ['se:stackexchange:99'] })
  await messaging.as('se:stackexchange:99').messages.send({ conversationId, body: 'brought in by another' })
  await carol.messages.send({ conversationId, body: 'my own' })
  await eventually(() => expect(heardThere(fake)).toEqual([`${BOT}: **[carol]** my own`]))
})

test('where nobody can tell whether a message was posted, it is not posted again, and shows it; once seen, no more', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  const { carol, conversationId } = joined
  fake.fault({ path: `/chats/${SANDBOX}/messages/new`, effect: { kind: 'reset-before' } })
  const blind = fake.fault({ path: `/chats/${SANDBOX}/events`, effect: { kind: 'status', status: 502 }, times: 1_000 })
  const { id } = await carol.messages.send({ conversationId, body: 'lost?' })
  const signs = async () => (await carol.messages.get({ messageId: id })).reactions.map(({ emoji }) => emoji)
  await fake.clock.run(
    eventually(async () => expect(await signs()).toEqual(['⚠️'])),
    'retry',
  )
  blind()
  await carol.messages.send({ conversationId, body: 'next' })
  await eventually(() => expect(heardThere(fake)).toEqual([`${BOT}: **[carol]** next`]))
  fake.say(BOT, SANDBOX, '**[carol]** lost?')
  await eventually(async () => expect(await signs()).toEqual([]))
  expect(heardThere(fake)).toHaveLength(2)
})
