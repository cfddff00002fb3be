import type { Session } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import type { SessionContext } from './host.ts'
import { withFour } from './with-sessions.ts'

/** The examples a rule book of sending to people is explained by, each as one story. */
export const workedExamples: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'read and replied, step by step: a send to three, an answer unread, two readers, an answer read',
    proves: ['messages.sendToUsers', 'messages.send', 'receipts.markRead', 'conversations.get'],
    run: withFour(async ({ alice, bob, carol, dave }) => {
      const { conversation } = await alice.messages.sendToUsers({ userIds: ['bob', 'carol', 'dave'], body: 'one' })
      const conversationId = conversation.id
      /** Who has nothing of the others left to read, and who ever wrote. */
      const flags = async () => {
        const seen = await Promise.all(
          [alice, bob, carol, dave].map(async ({ me, conversations }) => ({
            name: me,
            ...(await conversations.get({ conversationId })).me,
          })),
        )
        return {
          read: seen.filter(({ unread }) => unread.count === 0).map(({ name }) => name),
          replied: seen.filter(({ repliedAt }) => repliedAt !== null).map(({ name }) => name),
        }
      }
      expect(await flags()).toEqual({ read: ['alice'], replied: ['alice'] })
      const { seq } = await bob.messages.send({ conversationId, body: 'two' })
      expect(await flags()).toEqual({ read: [], replied: ['alice', 'bob'] })
      await bob.receipts.markRead({ conversationId, seq })
      expect(await flags()).toEqual({ read: ['bob'], replied: ['alice', 'bob'] })
      await carol.receipts.markRead({ conversationId, seq })
      expect(await flags()).toEqual({ read: ['bob', 'carol'], replied: ['alice', 'bob'] })
      await carol.messages.send({ conversationId, body: 'three' })
      expect(await flags()).toEqual({ read: ['carol'], replied: ['alice', 'bob', 'carol'] })
    }),
  },
  {
    name: 'an inbox has one row for each set of people written to, however often, and loses that of a group that was left',
    proves: ['messages.sendToUsers', 'inbox.list', 'members.leave'],
    run: withFour(async ({ alice, bob, carol, dave }) => {
      for (const userIds of [['bob'], ['carol'], ['dave'], ['bob']]) await sendTo(alice, ...userIds)
      const group = await sendTo(alice, 'bob', 'dave')
      await sendTo(bob, 'alice')
      await sendTo(carol, 'bob')
      const sizes = async () => Promise.all([alice, bob, carol, dave].map(async (one) => (await inboxOf(one)).length))
      expect(await sizes()).toEqual([4, 3, 2, 2])
      await alice.members.leave({ conversationId: group })
      expect(await sizes()).toEqual([3, 3, 2, 2])
    }),
  },
  {
    name: 'unread conversations: one for each set of people heard from, until it is read',
    proves: ['messages.sendToUsers', 'inbox.unread', 'receipts.markRead'],
    run: withFour(async ({ alice, bob, carol, dave }) => {
      for (const userIds of [['bob'], ['carol'], ['dave'], ['bob'], ['bob', 'dave']]) await sendTo(alice, ...userIds)
      const unread = async () =>
        Promise.all([alice, bob, carol, dave].map(async (one) => (await one.inbox.unread()).conversations.count))
      expect(await unread()).toEqual([0, 2, 1, 2])
      await dave.conversations.startGroup({ userIds: ['alice', 'bob', 'carol'] })
      expect(await unread()).toEqual([0, 2, 1, 2])
      const direct = await sendTo(bob, 'alice')
      expect(await unread()).toEqual([1, 2, 1, 2])
      await bob.receipts.markRead({ conversationId: direct, seq: 3 })
      expect(await unread()).toEqual([1, 1, 1, 2])
      const own = (await inboxOf(carol)).at(-1)
      await carol.receipts.markRead({ conversationId: own ?? '', seq: 1 })
      expect(await unread()).toEqual([1, 1, 0, 2])
    }),
  },
  {
    name: 'one send to three people is one change that says so to each, and a refused send is none',
    proves: ['messages.sendToUsers', 'messages.send', 'live.read'],
    run: withFour(async ({ alice, bob, carol, dave }) => {
      const readers = [alice, bob, carol]
      const cursors = await Promise.all(readers.map(async ({ live }) => (await live.read()).cursor))
      const conversationId = await sendTo(alice, 'bob', 'carol')
      await expectRefusal(dave.messages.send({ conversationId, body: 'let me in' }), 'not_found')
      await expectRefusal(alice.messages.sendToUsers({ userIds: ['alice'], body: 'me' }), 'self_message')
      for (const [index, { live, conversations }] of readers.entries()) {
        const { changes } = await live.read({ after: cursors[index] ?? '' })
        expect(changes.map(({ type }) => type)).toEqual(['conversation.created', 'message.sent'])
        expect((await conversations.get({ conversationId })).memberCount).toBe(3)
      }
    }),
  },
  {
    name: 'who left a group writes nothing and does not come back alone, but with a message of who is in it',
    proves: ['messages.sendToUsers', 'messages.send', 'members.leave', 'members.add'],
    run: withFour(async ({ alice, bob }) => {
      const conversationId = await sendTo(alice, 'bob', 'dave')
      await alice.members.leave({ conversationId })
      await expectRefusal(alice.messages.send({ conversationId, body: 'and another thing' }), 'not_a_member')
      await expectRefusal(alice.members.add({ conversationId, userIds: ['alice'] }), 'reinvite_required')
      expect(await bob.conversations.get({ conversationId })).toMatchObject({ memberIds: ['bob', 'dave'], lastSeq: 1 })
      await bob.messages.send({ conversationId, body: 'come back', addMembers: ['alice'] })
      expect((await alice.conversations.get({ conversationId })).memberCount).toBe(3)
      expect((await alice.messages.list({ conversationId })).messages).toHaveLength(2)
      expect(await sendTo(alice, 'dave', 'bob')).toBe(conversationId)
    }),
  },
  {
    name: 'whom I wrote to last, or who wrote to me, is first in my inbox; messages are newest first',
    proves: ['messages.sendToUsers', 'inbox.list', 'messages.list'],
    run: withFour(async ({ alice, bob }) => {
      const [withBob, withCarol] = [await sendTo(alice, 'bob'), await sendTo(alice, 'carol')]
      expect(await inboxOf(alice)).toEqual([withCarol, withBob])
      await bob.messages.send({ conversationId: withBob, body: 'an answer' })
      expect(await inboxOf(alice)).toEqual([withBob, withCarol])
      const { messages } = await alice.messages.list({ conversationId: withBob })
      expect(messages.map(({ body }) => body)).toEqual(['an answer', 'to bob'])
    }),
  },
]

/** Sends to these people; answers where that went. */
const sendTo = async ({ messages }: Session, ...userIds: readonly string[]): Promise<string> =>
  (await messages.sendToUsers({ userIds, body: `to ${userIds.join(', ')}` })).conversation.id

const inboxOf = async ({ inbox }: Session): Promise<readonly string[]> =>
  (await inbox.list()).conversations.map(({ id }) => id)
