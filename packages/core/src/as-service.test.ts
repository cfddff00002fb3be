import { expect, test } from 'vitest'
import { createMessaging } from './messaging.ts'
import { readOnly } from './policies/read-only.ts'
import type { Directory } from './ports/directory.ts'

const hermits: Directory = {
  get: async (ids) => ids.map((id) => ({ id, displayName: id, isActive: true })),
  canContact: async () => false,
  search: async () => [],
  contacts: async () => ({ profiles: [], next: null }),
}

test('a service sees, writes and moderates everywhere without being a member, and policies have no say in it', async () => {
  let closed = false
  await using messaging = createMessaging({ policies: [readOnly(() => closed)] })
  const [alice, bob, bridge] = [messaging.as('alice'), messaging.as('bob'), messaging.asService('bridge')]
  expect(bridge.me).toBe('service:bridge')
  const group = await alice.conversations.startGroup({ userIds: ['bob'] })
  const { id: direct } = await alice.conversations.startDirect({ userId: 'bob' })
  const { id: messageId } = await bob.messages.send({ conversationId: group.id, body: 'hello' })
  closed = true
  await expect(bob.messages.send({ conversationId: group.id, body: 'no' })).rejects.toMatchObject({ code: 'forbidden' })
  for (const conversationId of [group.id, direct]) {
    const sent = await bridge.messages.send({ conversationId, body: 'from elsewhere' })
    expect(sent.authorId).toBe('service:bridge')
    expect(await bridge.messages.get({ messageId: sent.id })).toEqual(sent)
    await bridge.messages.edit({ messageId: sent.id, body: 'edited' })
    await bridge.reactions.add({ messageId: sent.id, emoji: '👍' })
    expect((await alice.conversations.get({ conversationId })).memberCount).toBe(2)
  }
  expect((await bridge.conversations.get({ conversationId: group.id })).me).toMatchObject({
    status: 'none',
    can: { send: true, moderate: true },
  })
  expect((await bridge.messages.list({ conversationId: group.id })).messages).toHaveLength(2)
  expect((await bridge.messages.retract({ messageId })).body).toBeNull()
  await bridge.conversations.update({ conversationId: group.id, title: 'bridged' })
  await bridge.members.setRole({ conversationId: group.id, userId: 'bob', role: 'admin' })
  await bridge.members.remove({ conversationId: group.id, userId: 'bob' })
  expect((await bridge.members.add({ conversationId: group.id, userIds: ['bob', 'carol'] })).added).toHaveLength(2)
  expect((await alice.inbox.unread()).messages.count).toBe(2)
  closed = false
  await expect(bob.messages.edit({ messageId, body: 'back' })).rejects.toMatchObject({ code: 'message_retracted' })
})

test('a service changes nothing in a group that is closed', async () => {
  await using messaging = createMessaging()
  const [alice, bridge] = [messaging.as('alice'), messaging.asService('bridge')]
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: [], title: 'ours' })
  const { id: messageId } = await bridge.messages.send({ conversationId, body: 'earlier' })
  await alice.members.leave({ conversationId })
  const closed = { code: 'forbidden', reason: 'closed' }
  const { can } = (await bridge.conversations.get({ conversationId })).me
  expect(can).toMatchObject({ send: false, rename: false, update: false, manageMembers: false, delete: true })
  await expect(bridge.messages.send({ conversationId, body: 'hello' })).rejects.toMatchObject(closed)
  await expect(bridge.messages.edit({ messageId, body: 'other' })).rejects.toMatchObject(closed)
  await expect(bridge.reactions.add({ messageId, emoji: '👍' })).rejects.toMatchObject(closed)
  await expect(bridge.live.typing({ conversationId, typing: true })).rejects.toMatchObject({
    code: 'forbidden',
    reason: 'service',
  })
  await expect(bridge.conversations.update({ conversationId, title: 'mine' })).rejects.toMatchObject(closed)
  await expect(bridge.members.add({ conversationId, userIds: ['bob'] })).rejects.toMatchObject(closed)
  await expect(bridge.members.remove({ conversationId, userId: 'alice' })).rejects.toMatchObject(closed)
  expect(await bridge.conversations.get({ conversationId })).toMatchObject({ title: 'ours', lastSeq: 1 })
})

test('a service deletes a group, and no direct', async () => {
  await using messaging = createMessaging()
  const [alice, bridge] = [messaging.as('alice'), messaging.asService('bridge')]
  const { id: direct } = await alice.conversations.startDirect({ userId: 'bob' })
  await alice.messages.send({ conversationId: direct, body: 'kept' })
  const refused = bridge.conversations.delete({ conversationId: direct })
  await expect(refused).rejects.toMatchObject({ code: 'forbidden', reason: 'direct' })
  expect((await alice.messages.list({ conversationId: direct })).messages).toHaveLength(1)
  const { id: group } = await alice.conversations.startGroup({ userIds: ['bob'] })
  await bridge.conversations.delete({ conversationId: group })
  await expect(alice.conversations.get({ conversationId: group })).rejects.toMatchObject({ code: 'not_found' })
})

test('a service watches any conversation', async () => {
  await using messaging = createMessaging()
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
  const events = messaging.asService('bridge').live.watch({ conversationId })[Symbol.asyncIterator]()
  expect((await events.next()).value).toMatchObject({ type: 'ready' })
  await alice.messages.send({ conversationId, body: 'hello' })
  expect((await events.next()).value).toMatchObject({ changes: [{ type: 'message.sent' }] })
})

test('a service invites whom nobody else may contact', async () => {
  await using messaging = createMessaging({ directory: hermits })
  const { id: conversationId } = await messaging.as('alice').conversations.startGroup({ userIds: [] })
  const invitation = { conversationId, userIds: ['bob'] }
  await expect(messaging.as('alice').members.add(invitation)).rejects.toMatchObject({ code: 'recipient_refused' })
  expect((await messaging.asService('host').members.add(invitation)).added).toEqual(['bob'])
})

test('what only people do a service is refused, and it is never a member of anything', async () => {
  await using messaging = createMessaging()
  const bot = messaging.asService('bot')
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
  const { id: messageId } = await alice.messages.send({ conversationId, body: 'hello' })
  const attempts = [
    () => bot.conversations.startDirect({ userId: 'alice' }),
    () => bot.conversations.startGroup({ userIds: ['alice'] }),
    () => bot.conversations.openRoom({ title: 'mine' }),
    () => bot.messages.sendToUsers({ userIds: ['alice', 'bob'], body: 'hello' }),
    () => bot.messages.hide({ messageId }),
    () => bot.members.join({ conversationId }),
    () => bot.members.leave({ conversationId }),
    () => bot.receipts.markRead({ conversationId, seq: 1 }),
    () => bot.receipts.markDelivered({ conversationId, seq: 1 }),
    () => bot.receipts.list({ conversationId }),
    () => bot.receipts.reads({ conversationId, userId: 'alice' }),
    () => bot.inbox.list(),
    () => bot.inbox.clear({ conversationId }),
    () => bot.inbox.mute({ conversationId, until: null }),
    () => bot.inbox.unread(),
    () => bot.inbox.unreadByConversation(),
    () => bot.people.search({ query: 'alice' }),
    () => bot.people.contacts(),
    () => bot.people.block({ userId: 'alice' }),
    () => bot.people.unblock({ userId: 'alice' }),
    () => bot.people.blocked(),
    () => bot.account.export(),
    () => bot.account.erase(),
    () => bot.live.typing({ conversationId, typing: true }),
    () => bot.live.read(),
    () => bot.live.subscribe()[Symbol.asyncIterator]().next(),
  ]
  for (const attempt of attempts)
    await expect(attempt()).rejects.toMatchObject({ code: 'forbidden', reason: 'service' })
  const extended = bot.members.add({ conversationId, userIds: ['carol'] })
  await expect(extended).rejects.toMatchObject({ code: 'forbidden', reason: 'direct' })
  const nothing = bot.conversations.get({ conversationId: '019e0000-0000-7000-8000-00000000dead' })
  await expect(nothing).rejects.toMatchObject({ code: 'not_found' })
})

test('nobody is taken for a service, or invites one, by the choice of a name', async () => {
  await using messaging = createMessaging()
  expect(() => messaging.as('service:bridge')).toThrow(expect.objectContaining({ code: 'invalid' }))
  const alice = messaging.as('alice')
  const invalid = { code: 'invalid', places: [{ pointer: '/userId' }] }
  await expect(alice.conversations.startDirect({ userId: 'service:bridge' })).rejects.toMatchObject(invalid)
  for (const name of ['', 'Bridge', 'a b', 'a:b', '-a', 'x'.repeat(65)])
    expect(() => messaging.asService(name)).toThrow(expect.objectContaining({ code: 'invalid' }))
})

test('a service with a scope is a stranger outside of it', async () => {
  await using messaging = createMessaging()
  const alice = messaging.as('alice')
  const [inside, outside] = [
    await alice.conversations.startGroup({ userIds: ['bob'] }),
    await alice.conversations.startGroup({ userIds: ['bob'] }),
  ]
  const open = await alice.conversations.openRoom({ title: 'open to all' })
  const { id: messageId } = await alice.messages.send({ conversationId: outside.id, body: 'private' })
  const bridge = messaging.asService('bridge', { conversations: [inside.id] })
  await bridge.messages.send({ conversationId: inside.id, body: 'hello' })
  await bridge.members.remove({ conversationId: inside.id, userId: 'bob' })
  const hidden = { code: 'not_found' }
  const conversationId = outside.id
  await expect(bridge.conversations.get({ conversationId })).rejects.toMatchObject(hidden)
  await expect(bridge.messages.list({ conversationId })).rejects.toMatchObject(hidden)
  await expect(bridge.messages.get({ messageId })).rejects.toMatchObject(hidden)
  await expect(bridge.messages.send({ conversationId, body: 'hello' })).rejects.toMatchObject(hidden)
  await expect(bridge.messages.retract({ messageId })).rejects.toMatchObject(hidden)
  await expect(bridge.members.remove({ conversationId, userId: 'bob' })).rejects.toMatchObject(hidden)
  await expect(bridge.live.watch({ conversationId })[Symbol.asyncIterator]().next()).rejects.toMatchObject(hidden)
  // What everybody sees, it sees; no more.
  expect((await bridge.conversations.get({ conversationId: open.id })).me.can).toMatchObject({ moderate: false })
  await expect(bridge.messages.send({ conversationId: open.id, body: 'hello' })).rejects.toMatchObject({
    code: 'not_a_member',
  })
})

test('what a service wrote is listed, found and counted by who wrote it', async () => {
  await using messaging = createMessaging()
  const [alice, bot] = [messaging.as('alice'), messaging.asService('bot')]
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
  await alice.messages.send({ conversationId, body: 'hello' })
  const { authorId } = await bot.messages.send({ conversationId, body: 'hello everybody' })
  const by = { conversationId, authorId }
  const { messages } = await alice.messages.list(by)
  const { hits } = await alice.messages.search({ ...by, query: 'hello' })
  const { rows } = await alice.messages.stats({ ...by, by: ['author'] })
  expect(messages.map(({ body }) => body)).toEqual(['hello everybody'])
  expect(hits.map(({ message }) => message.body)).toEqual(['hello everybody'])
  expect(rows).toMatchObject([{ authorId: 'service:bot', count: 1 }])
  const malformed = alice.messages.list({ conversationId, authorId: 'service:No Name' })
  await expect(malformed).rejects.toMatchObject({ code: 'invalid', places: [{ pointer: '/authorId' }] })
})
