import { expect, test } from 'vitest'
import { createMemoryStore } from '../memory/store.ts'
import { createMessaging } from '../messaging.ts'
import type { Features } from '../model/features.ts'
import { noTargets } from '../ports/targets.ts'

const directWith = async (features: Partial<Features>) => {
  const store = createMemoryStore()
  const { id: conversationId } = await createMessaging({ store })
    .as('alice')
    .conversations.startDirect({ userId: 'bob' })
  return { alice: createMessaging({ store, features }).as('alice'), conversationId }
}

test('who may invite into a direct where groups are on is told so, whether or not directs are', async () => {
  const { alice, conversationId } = await directWith({ directs: false })
  expect((await alice.conversations.get({ conversationId })).me.can.addMembers).toBe(true)
  expect((await alice.members.add({ conversationId, userIds: ['carol'] })).added).toEqual(['carol'])
})

test('where groups are off nobody is told that they can invite into a direct', async () => {
  const { alice, conversationId } = await directWith({ groups: false })
  expect((await alice.conversations.get({ conversationId })).me.can.addMembers).toBe(false)
  const refused = alice.members.add({ conversationId, userIds: ['carol'] })
  await expect(refused).rejects.toMatchObject({ code: 'feature_disabled', reason: 'groups' })
})

test('where a kind is off nobody is told that they can do in it what is refused', async () => {
  const store = createMemoryStore()
  const before = createMessaging({ store }).as('alice')
  const group = await before.conversations.startGroup({ userIds: ['bob'] })
  const room = await before.conversations.openRoom({ title: 'ours', visibility: 'private', joinPolicy: 'closed' })
  const alice = createMessaging({ store, features: { groups: false, rooms: false } }).as('alice')
  for (const [{ id: conversationId }, reason] of [[group, 'groups'] as const, [room, 'rooms'] as const]) {
    const { id: messageId } = await before.messages.send({ conversationId, body: 'earlier' })
    await before.reactions.add({ messageId, emoji: '👍' })
    const { can } = (await alice.conversations.get({ conversationId })).me
    expect(can).toMatchObject({ send: false, attach: false, edit: false, react: false, addMembers: false })
    const refused = { code: 'feature_disabled', reason }
    await expect(alice.messages.send({ conversationId, body: 'hello' })).rejects.toMatchObject(refused)
    await expect(alice.messages.edit({ messageId, body: 'other' })).rejects.toMatchObject(refused)
    await expect(alice.members.add({ conversationId, userIds: ['carol'] })).rejects.toMatchObject(refused)
    // What is so already brings nothing in; taking something out is never refused.
    expect((await alice.reactions.add({ messageId, emoji: '👍' })).reactions).toHaveLength(1)
    expect(can).toMatchObject({ retract: true, leave: true })
    expect((await alice.messages.retract({ messageId })).body).toBeNull()
    expect((await alice.members.leave({ conversationId })).me.can.attach).toBe(false)
  }
})

test('who moderates a target without being said to view it sees its room, and is told so', async () => {
  const targets = {
    ...noTargets(),
    resolve: async () => true,
    allows: async (_: string, right: string) => right === 'moderate',
  }
  const bob = createMessaging({ targets }).as('bob')
  const target = { type: 'form', id: '7' }
  const { id: conversationId, me } = await bob.conversations.openRoom({ target, visibility: 'private' })
  expect(me.can).toMatchObject({ moderate: true, markRead: true })
  expect((await bob.receipts.markRead({ conversationId, seq: 0 })).readSeq).toBe(0)
})

test('where one of two has blocked the other, neither is told that they can invite', async () => {
  const messaging = createMessaging()
  const [alice, bob] = [messaging.as('alice'), messaging.as('bob')]
  const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
  await alice.people.block({ userId: 'bob' })
  for (const session of [alice, bob]) {
    expect((await session.conversations.get({ conversationId })).me.can.addMembers).toBe(false)
    const refused = session.members.add({ conversationId, userIds: ['carol'] })
    await expect(refused).rejects.toMatchObject({ code: 'recipient_refused' })
  }
})

test('who may no longer post in a channel, but view it, is told that they can take back what they wrote, and can', async () => {
  let mayPost = true
  const targets = {
    ...noTargets(),
    resolve: async () => true,
    allows: async (_: string, right: string) => right === 'view' || (right === 'post' && mayPost),
  }
  const alice = createMessaging({ targets }).as('alice')
  const sent = await alice.messages.sendToTarget({ target: { type: 'form', id: '7' }, body: 'oops' })
  mayPost = false
  const { conversationId, id: messageId } = sent.message
  const { can } = (await alice.conversations.get({ conversationId })).me
  expect(can).toMatchObject({ send: false, edit: false, retract: true, retractOthers: false })
  expect((await alice.messages.retract({ messageId })).body).toBeNull()
})

test('an admin who takes back any message is told that they can take back their own, also where others cannot', async () => {
  const messaging = createMessaging({ features: { retracting: false, adminsRetract: true } })
  const [alice, bob] = [messaging.as('alice'), messaging.as('bob')]
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
  expect((await alice.conversations.get({ conversationId })).me.can.retract).toBe(true)
  expect((await bob.conversations.get({ conversationId })).me.can.retract).toBe(false)
  const { id: messageId } = await alice.messages.send({ conversationId, body: 'oops' })
  expect((await alice.messages.retract({ messageId })).body).toBeNull()
  const { id } = await bob.messages.send({ conversationId, body: 'oops' })
  await expect(bob.messages.retract({ messageId: id })).rejects.toMatchObject({ code: 'feature_disabled' })
})

test('a service is told that it can pin in a direct, and does', async () => {
  const messaging = createMessaging()
  const { conversation, message } = await messaging
    .as('alice')
    .messages.sendToUsers({ userIds: ['bob'], body: 'keep this' })
  const service = messaging.asService('archive')
  expect((await service.conversations.get({ conversationId: conversation.id })).me.can.pin).toBe(true)
  expect((await service.messages.pin({ messageId: message.id })).pinnedBy).toBe('service:archive')
})

test('a service is not told that it can do what only people do', async () => {
  const messaging = createMessaging()
  const alice = messaging.as('alice')
  const room = await alice.conversations.openRoom({ title: 'open to all' })
  const { id: closed } = await alice.conversations.startGroup({ userIds: ['bob'] })
  for (const service of [messaging.asService('archive'), messaging.asService('archive', { conversations: [closed] })]) {
    const { me } = await service.conversations.get({ conversationId: room.id })
    expect(me.can).toMatchObject({ join: false, leave: false, markRead: false })
    const [browsed] = (await service.rooms.browse()).conversations
    expect(browsed?.me.can).toMatchObject({ join: false, leave: false, markRead: false })
    const refused = { code: 'forbidden', reason: 'service' }
    await expect(service.members.join({ conversationId: room.id })).rejects.toMatchObject(refused)
    await expect(service.receipts.markRead({ conversationId: room.id, seq: 0 })).rejects.toMatchObject(refused)
  }
})
