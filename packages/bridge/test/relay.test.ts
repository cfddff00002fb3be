import { createMessaging } from '@msg/core'
import { connect } from '@msg/stackexchange'
import { fakeTargets, project } from '@msg/testing'
import { expect, onTestFinished, test } from 'vitest'
import { createBridge, createMemoryBridgeStore } from '../src/index.ts'
import { linkOf } from '../src/link.ts'
import { ALICE, BOT, eventually, heardHere, heardThere, joinChats, SANDBOX, useChat, useFake } from './world.ts'

test('what is said in the room is said in the conversation, by a user who stands for its author', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  fake.say(ALICE, SANDBOX, 'hello from **there**')
  await eventually(async () => expect(await heardHere(joined)).toEqual(['se:stackexchange:8: hello from **there**']))
  const { profiles } = await joined.carol.messages.list({ conversationId: joined.conversationId })
  expect(profiles).toEqual([
    {
      id: 'se:stackexchange:8',
      displayName: 'Alice (Stack Exchange)',
      avatarUrl: 'https://avatars.example/8.png',
      isActive: true,
    },
  ])
})

test('a local message becomes one remote message with its author name, and its echo creates nothing here', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  await joined.carol.messages.send({ conversationId: joined.conversationId, body: 'hello from here' })
  await eventually(() => expect(heardThere(fake)).toEqual([`${BOT}: **[carol]** hello from here`]))
  fake.say(ALICE, SANDBOX, 'after the echo')
  await eventually(async () =>
    expect(await heardHere(joined)).toEqual(['carol: hello from here', 'se:stackexchange:8: after the echo']),
  )
  expect(heardThere(fake)).toHaveLength(2)
})

test('a reaction to what was written before the link ran first does not send it there', async () => {
  const fake = await useFake()
  const store = createMemoryBridgeStore()
  const joined = await joinChats({ fake, store })
  const { carol, conversationId } = joined
  await joined.bridge.close()
  const { id: messageId } = await carol.messages.send({ conversationId, body: 'from before' })
  for (const pair of await store.pairsOf([messageId])) await store.drop([pair])
  const link = linkOf('stackexchange', { conversationId, roomId: SANDBOX }).id
  await store.moveLocalCursor(link, { from: 1, done: 1, seq: 1, revision: 0 })
  await using again = joined.again({})
  await again.ready
  await carol.reactions.add({ messageId, emoji: '👍' })
  await carol.messages.edit({ messageId, body: 'from before, edited' })
  await carol.messages.send({ conversationId, body: 'after it' })
  await eventually(() => expect(heardThere(fake)).toEqual([`${BOT}: **[carol]** after it`]))
})

test.each(['direct', 'channel'] as const)('a %s cannot be linked, and says so', async (kind) => {
  const fake = await useFake()
  const messaging = createMessaging({ targets: fakeTargets(['1']) })
  onTestFinished(() => messaging.close())
  const { id: conversationId } =
    kind === 'direct'
      ? await messaging.as('carol').conversations.startDirect({ userId: 'dave' })
      : await messaging.asService('host').conversations.openChannel({ target: project('1') })
  const store = createMemoryBridgeStore()
  const bridge = createBridge({ server: 'stackexchange', store, links: [{ conversationId, roomId: SANDBOX }] })
  await using running = bridge.start({ messaging, chat: await useChat(fake) })
  await expect(running.ready).rejects.toThrow(`is a ${kind}: only groups and rooms can be linked`)
  expect(running.links).toMatchObject([{ state: 'refused' }])
})

test('a link that another version of the bridge ran is refused, and says so', async () => {
  const fake = await useFake()
  const joined = await joinChats({ fake })
  const { messaging, conversationId } = joined
  await joined.bridge.close()
  const claims = messaging.claims('bridge-stackexchange', { conversations: [conversationId] })
  const link = { conversationId, name: linkOf('stackexchange', { conversationId, roomId: SANDBOX }).id }
  const taken = await claims.take({ ...link, holder: 'newer', milliseconds: 60_000 })
  const left = { ...link, fence: taken?.fence ?? 0, milliseconds: 60_000, memo: '{"version":2}' }
  expect(await claims.keep(left)).toBe(true)
  await claims.release({ ...link, holder: 'newer' })
  await using again = joined.again({})
  await expect(again.ready).rejects.toThrow('another version of the bridge ran this link')
  expect(again.links).toMatchObject([{ state: 'refused' }])
})

test('a bridge without an account says so', async () => {
  const fake = await useFake()
  const { messaging } = await joinChats({ fake })
  const chat = await connect({ server: fake.server })
  onTestFinished(() => chat.close())
  const bridge = createBridge({ server: 'stackexchange', store: createMemoryBridgeStore(), links: [] })
  expect(() => bridge.start({ messaging, chat })).toThrow(expect.objectContaining({ code: 'invalid' }))
})
