import { expect, test } from 'vitest'
import { createMemoryStore } from '../memory/store.ts'
import { createMessaging } from '../messaging.ts'
import type { Notice, Notifier } from '../ports/notifier.ts'
import { noTargets } from '../ports/targets.ts'
import type { UserId } from '../model/ids.ts'

/** A notifier that hands each notice to a function. */
const notifierOf = (tell: (notice: Notice) => Promise<void>, more: Partial<Notifier> = {}): Notifier => ({
  name: 'test',
  async notify(notice) {
    await tell(notice)
    return { status: 'done' }
  },
  ...more,
})

const all = async (users: AsyncIterable<UserId>): Promise<readonly UserId[]> => {
  const found: UserId[] = []
  for await (const userId of users) found.push(userId)
  return found
}

/** Whom each change concerns, by type, in the order they were told. */
const audiences = () => {
  const seen: (readonly [string, readonly UserId[]])[] = []
  return {
    seen,
    notifier: notifierOf(async (notice) => void seen.push([notice.change.type, await all(notice.audience())])),
  }
}

test('a notifier must have a name of its own', () => {
  const invalid = expect.objectContaining({ code: 'invalid' })
  const tell = async (): Promise<void> => {}
  expect(() => createMessaging({ notifiers: [notifierOf(tell, { name: 'No Name' })] })).toThrow(invalid)
  expect(() => createMessaging({ notifiers: [notifierOf(tell), notifierOf(tell)] })).toThrow(invalid)
})

test('a notifier is told of as many conversations at the same time as it says', async () => {
  let [told, inside, most] = [0, 0, 0]
  let release = (): void => {}
  const committed = new Promise<void>((resolve) => (release = resolve))
  const tell = async (): Promise<void> => {
    // While it is told of the first, the others gather.
    await committed
    inside += 1
    most = Math.max(most, inside)
    await new Promise((resolve) => setTimeout(resolve, 0))
    inside -= 1
    told += 1
  }
  await using messaging = createMessaging({ notifiers: [notifierOf(tell, { sideBySide: 2 })] })
  const alice = messaging.as('alice')
  const names = ['bob', 'carol', 'dave', 'erin', 'frank', 'grace']
  await Promise.all(names.map((userId) => alice.conversations.startDirect({ userId })))
  release()
  await expect.poll(() => told).toBe(names.length)
  expect(most).toBe(2)
})

test.each([0, 1.5, 101, Infinity])('a notifier is not told of %s conversations at the same time', (sideBySide) => {
  const notifier = notifierOf(async () => {}, { sideBySide })
  expect(() => createMessaging({ notifiers: [notifier] })).toThrow(expect.objectContaining({ code: 'invalid' }))
})

test('a plugin brings notifiers', async () => {
  const { seen, notifier } = audiences()
  await using messaging = createMessaging({ plugins: [{ name: 'plugin', notifiers: [notifier] }] })
  await messaging.as('alice').conversations.startDirect({ userId: 'bob' })
  await expect.poll(() => seen).toEqual([['conversation.created', ['alice', 'bob']]])
})

test('each notifier is told, by its own name and at its own pace', async () => {
  const told: string[] = []
  let release = (): void => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const quick = notifierOf(async ({ change }) => void told.push(`quick ${change.type}`), { name: 'quick' })
  const slow = notifierOf(
    async ({ change }) => {
      await held
      told.push(`slow ${change.type}`)
    },
    { name: 'slow' },
  )
  await using messaging = createMessaging({ notifiers: [slow, quick] })
  await messaging.as('alice').conversations.startDirect({ userId: 'bob' })
  await expect.poll(() => told).toEqual(['quick conversation.created'])
  release()
  await expect.poll(() => told).toEqual(['quick conversation.created', 'slow conversation.created'])
})

test('a change concerns whom it concerns in the log, and who was removed learns only that', async () => {
  const { seen, notifier } = audiences()
  const messaging = createMessaging({ notifiers: [notifier] })
  const [alice, bob, carol] = ['alice', 'bob', 'carol'].map((name) => messaging.as(name))
  if (alice === undefined || bob === undefined || carol === undefined) throw new Error('nobody is there')
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
  await expect.poll(() => seen.length).toBe(1)
  await alice.members.remove({ conversationId, userId: 'carol' })
  await alice.messages.send({ conversationId, body: 'without carol' })
  const { id: messageId } = await bob.messages.send({ conversationId, body: 'indeed' })
  await expect.poll(() => seen.length).toBe(4)
  await bob.messages.hide({ messageId })
  await bob.people.block({ userId: 'alice' })
  await alice.receipts.markRead({ conversationId, seq: 2 })
  await expect.poll(() => seen.length).toBe(7)
  await messaging.close()
  expect(seen).toEqual([
    ['conversation.created', ['alice', 'bob', 'carol']],
    ['member.removed', ['alice', 'bob', 'carol']],
    ['message.sent', ['alice', 'bob']],
    ['message.sent', ['alice', 'bob']],
    ['message.hidden', ['bob']],
    ['user.blocked', ['bob']],
    ['receipt.advanced', ['alice']],
  ])
})

test('once the conversation was asked for, whom a message concerns is there at once, unless they are many', async () => {
  const listed: (readonly unknown[] | null)[] = []
  const tell = async (notice: Notice): Promise<void> => {
    await notice.conversation()
    const audience = notice.audience()
    const isListed = (users: AsyncIterable<UserId>): users is AsyncIterable<UserId> & Iterable<UserId> =>
      Symbol.iterator in users
    const users = await all(audience)
    listed.push(isListed(audience) ? [...audience] : null)
    expect(users).toEqual(listed.at(-1) ?? users)
  }
  await using messaging = createMessaging({ notifiers: [notifierOf(tell, { types: ['message.sent'] })] })
  const alice = messaging.as('alice')
  const many = Array.from({ length: 100 }, (_, n) => `user-${n}`)
  for (const userIds of [['bob', 'carol'], many]) {
    const { id: conversationId } = await alice.conversations.startGroup({ userIds })
    await alice.messages.send({ conversationId, body: 'hello' })
  }
  await expect.poll(() => listed).toEqual([['alice', 'bob', 'carol'], null])
})

test.each([2, 99, 100, 120])(
  'a message to %i members concerns those who were in before it, also when the conversation was asked for first',
  async (size) => {
    const seen: (readonly UserId[])[] = []
    let release = (): void => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    const tell = async (notice: Notice): Promise<void> => {
      await held
      const before = await all(notice.audience())
      await notice.conversation()
      const after = await all(notice.audience())
      expect(after).toEqual(before)
      seen.push(after)
    }
    await using messaging = createMessaging({ notifiers: [notifierOf(tell, { types: ['message.sent'] })] })
    const alice = messaging.as('alice')
    const userIds = Array.from({ length: size - 1 }, (_, n) => `user-${n}`)
    const { id: conversationId } = await alice.conversations.startGroup({ userIds })
    await alice.messages.send({ conversationId, body: 'without zoe' })
    await alice.members.add({ conversationId, userIds: ['zoe'] })
    await alice.messages.send({ conversationId, body: 'hello zoe' })
    release()
    await expect.poll(() => seen.length).toBe(2)
    const founders = ['alice', ...userIds].toSorted()
    expect(seen.map((users) => users.toSorted())).toEqual([founders, [...founders, 'zoe']])
  },
)

test.each([2, 100, 601])(
  'the deletion of a group concerns all of its %i members, and nothing before it anybody',
  async (size) => {
    const seen: (readonly [string, readonly UserId[], unknown])[] = []
    let release = (): void => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    const notifier = notifierOf(async (notice) => {
      await held
      seen.push([notice.change.type, await all(notice.audience()), await notice.conversation()])
    })
    await using messaging = createMessaging({ notifiers: [notifier] })
    const alice = messaging.as('alice')
    const userIds = Array.from({ length: size }, (_, n) => `user-${n}`)
    const [removed, left, ...rest] = userIds
    const { id: conversationId } = await alice.conversations.startGroup({ userIds: userIds.slice(0, 100) })
    for (let from = 100; from < size; from += 50)
      await alice.members.add({ conversationId, userIds: userIds.slice(from, from + 50) })
    await alice.messages.send({ conversationId, body: 'for nobody any more' })
    await alice.members.remove({ conversationId, userId: removed ?? '' })
    await messaging.as(left ?? '').members.leave({ conversationId })
    await alice.conversations.delete({ conversationId })
    release()
    await expect.poll(() => seen.at(-1)?.[0]).toBe('conversation.deleted')
    const whole = seen.map(([type, users, conversation]) => [type, users.toSorted(), conversation])
    expect(whole.at(-1)).toEqual(['conversation.deleted', ['alice', ...rest].toSorted(), null])
    for (const [type, users, conversation] of whole.slice(0, -1))
      expect([type, users, conversation]).toEqual([type, type === 'member.removed' ? [removed] : [], null])
  },
)

test('what is said in a channel concerns whoever may view its target', async () => {
  const { seen, notifier } = audiences()
  const targets = {
    ...noTargets(),
    resolve: async () => true,
    allows: async () => true,
    async *audience() {
      yield* ['alice', 'dave']
    },
  }
  await using messaging = createMessaging({ targets, notifiers: [notifier] })
  await messaging.as('alice').messages.sendToTarget({ target: { type: 'form', id: '7' }, body: 'hello' })
  await expect.poll(() => seen.map(([type]) => type)).toContain('message.sent')
  expect(seen.find(([type]) => type === 'message.sent')?.[1]).toEqual(['alice', 'dave'])
})

test('a notice tells what was taken back without its text, and its id stays the same', async () => {
  const told: (readonly [string, string | null])[] = []
  let failing = true
  const notifier: Notifier = {
    name: 'test',
    types: ['message.sent'],
    async notify({ change }) {
      if (failing) return { status: 'failed', reason: 'not_yet' }
      if (change.type === 'message.sent' && change.subject !== 'gone') told.push([change.id, change.subject.body])
      return { status: 'done' }
    },
  }
  const store = createMemoryStore()
  await using messaging = createMessaging({ store, notifiers: [notifier] })
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
  const { id: messageId } = await alice.messages.send({ conversationId, body: 'oops' })
  await expect.poll(() => messaging.notifierCounts()[0]?.parked).toBe(1)
  await alice.messages.retract({ messageId })
  failing = false
  await expect.poll(() => told).toEqual([[`${store.meta.epoch}:2`, null]])
})

test('ids of dead letters are checked', async () => {
  await using messaging = createMessaging()
  const invalid = expect.objectContaining({ code: 'invalid' })
  await expect(messaging.deadLetters.list({ notifier: 'No Name' })).rejects.toEqual(invalid)
  await expect(messaging.deadLetters.replay({ notifier: 'mqtt', ids: ['seven'] })).rejects.toEqual(invalid)
  await expect(messaging.deadLetters.purge({ notifier: 'mqtt', ids: ['e:0'] })).rejects.toEqual(invalid)
})
