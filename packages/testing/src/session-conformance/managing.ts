import type { Change } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { newId } from '../factories.ts'
import type { SessionContext } from './host.ts'
import { inShort, readerOf } from './live-events.ts'
import { withThree } from './with-sessions.ts'

/** What a change told, without what may be later than the viewer's leaving: when a watermark moved, a message's revision. */
const told = ({ type, actor, subject }: Change): unknown =>
  subject === 'gone'
    ? subject
    : { type, actor, ...subject, ...('readAt' in subject ? { readAt: null, deliveredAt: null } : { revision: null }) }

export const managingCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'an admin changes the title and who may invite, and everybody learns of it, once',
    proves: ['conversations.update'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ title: 'Before', userIds: ['bob'] })
      const { cursor } = await bob.live.read()
      const updated = await alice.conversations.update({ conversationId, title: 'After' })
      expect(updated).toMatchObject({ title: 'After', invitePolicy: 'members' })
      await alice.conversations.update({ conversationId, invitePolicy: 'admins' })
      expect((await bob.conversations.get({ conversationId })).invitePolicy).toBe('admins')
      const untitled = await alice.conversations.update({ conversationId, title: null })
      expect(untitled.title).toBeNull()
      expect(await alice.conversations.update({ conversationId, title: null, invitePolicy: 'admins' })).toEqual(
        untitled,
      )
      const { changes } = await bob.live.read({ after: cursor })
      expect(changes.map(({ type, revision }) => [type, revision])).toEqual([
        ['conversation.updated', 2],
        ['conversation.updated', 3],
        ['conversation.updated', 4],
      ])
      expect(changes[0]?.subject).toMatchObject({ title: null, invitePolicy: 'admins', revision: 4 })
    }),
  },
  {
    name: 'only admins change a group, and nobody a direct',
    proves: ['conversations.update', 'members.remove', 'members.setRole'],
    run: withThree(async ({ alice, bob }) => {
      const group = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const direct = await alice.conversations.startDirect({ userId: 'bob' })
      const reasons = (session: typeof alice, conversationId: string, userId: string) =>
        Promise.all(
          [
            session.conversations.update({ conversationId, title: 'mine' }),
            session.members.remove({ conversationId, userId }),
            session.members.setRole({ conversationId, userId, role: 'admin' }),
          ].map(async (attempt) => (await expectRefusal(attempt, 'forbidden')).reason),
        )
      expect(await reasons(bob, group.id, 'carol')).toEqual(['admins_only', 'admins_only', 'admins_only'])
      expect(await reasons(alice, direct.id, 'bob')).toEqual(['direct', 'direct', 'direct'])
      expect(await bob.conversations.get({ conversationId: group.id })).toMatchObject({ title: null, memberCount: 3 })
      expect((await bob.conversations.get({ conversationId: group.id })).me.can).toMatchObject({
        update: false,
        manageMembers: false,
        pin: false,
        react: true,
      })
    }),
  },
  {
    name: 'who was removed sees nothing any more, and learns of the removal only',
    proves: ['members.remove', 'live.subscribe', 'live.read'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const sent = await alice.messages.send({ conversationId, body: 'before' })
      const live = readerOf(bob.live.subscribe())
      await live.untilReady()
      const { cursor } = await bob.live.read()
      await alice.messages.send({ conversationId, body: 'still here' })
      const left = await alice.members.remove({ conversationId, userId: 'bob' })
      expect(left.memberCount).toBe(2)
      await alice.messages.send({ conversationId, body: 'gone' })
      const other = await alice.conversations.startDirect({ userId: 'bob' })
      expect((await live.changes(3)).map(inShort)).toEqual([
        'message.sent 2 still here',
        'member.removed bob',
        'conversation.created',
      ])
      expect((await bob.live.read({ after: cursor })).changes.map(inShort)).toEqual([
        'member.removed bob',
        'conversation.created',
      ])
      await expectRefusal(bob.conversations.get({ conversationId }), 'not_found')
      await expectRefusal(bob.messages.list({ conversationId }), 'not_found')
      await expectRefusal(bob.messages.get({ messageId: sent.id }), 'not_found')
      await expectRefusal(bob.messages.send({ conversationId, body: 'let me in' }), 'not_found')
      await expectRefusal(bob.members.add({ conversationId, userIds: ['bob'] }), 'not_found')
      expect((await bob.inbox.list()).conversations.map(({ id }) => id)).toEqual([other.id])
    }),
  },
  {
    name: 'who was removed comes back by an admin only, and then sees everything',
    proves: ['members.remove', 'members.add'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      await alice.members.remove({ conversationId, userId: 'bob' })
      await alice.messages.send({ conversationId, body: 'meanwhile' })
      const refusal = await expectRefusal(carol.members.add({ conversationId, userIds: ['bob'] }), 'forbidden')
      expect(refusal.reason).toBe('removed_by_admin')
      await expectRefusal(carol.members.add({ conversationId, userIds: ['dave', 'bob'] }), 'forbidden')
      expect((await alice.members.list({ conversationId })).members.map(({ userId }) => userId)).toEqual([
        'alice',
        'carol',
      ])
      expect((await alice.members.add({ conversationId, userIds: ['bob'] })).added).toEqual(['bob'])
      expect((await bob.messages.list({ conversationId })).messages.map(({ body }) => body)).toEqual(['meanwhile'])
    }),
  },
  {
    name: 'who left can be removed too, and learns of it; removing again changes nothing; strangers are unknown',
    proves: ['members.remove', 'members.leave', 'live.subscribe', 'live.read'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const live = readerOf(bob.live.subscribe())
      await live.untilReady()
      await bob.members.leave({ conversationId })
      const left = await bob.live.read()
      await alice.messages.send({ conversationId, body: 'among us' })
      await alice.members.remove({ conversationId, userId: 'bob' })
      await expectRefusal(bob.messages.list({ conversationId }), 'not_found')
      expect((await live.changes(2)).map(inShort)).toEqual(['member.left bob', 'member.removed bob'])
      const missed = await bob.live.read({ after: left.cursor })
      expect(missed.changes.map(inShort)).toEqual(['member.removed bob'])
      const { cursor } = await alice.live.read()
      await alice.members.remove({ conversationId, userId: 'bob' })
      expect((await alice.live.read({ after: cursor })).changes).toEqual([])
      await expectRefusal(alice.members.remove({ conversationId, userId: 'dave' }), 'not_found')
      const own = await expectRefusal(alice.members.remove({ conversationId, userId: 'alice' }), 'forbidden')
      expect(own.reason).toBe('self')
    }),
  },
  {
    name: 'who left sees title, roles, members and missed changes as of then',
    proves: ['members.leave', 'conversations.get', 'members.list', 'live.read', 'live.subscribe'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { cursor } = await bob.live.read()
      const { id: conversationId } = await alice.conversations.startGroup({ title: 'then', userIds: ['bob', 'carol'] })
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'then' })
      await carol.receipts.markRead({ conversationId, seq: 1 })
      await bob.members.leave({ conversationId })
      const [before, members] = [
        await bob.conversations.get({ conversationId }),
        await bob.members.list({ conversationId }),
      ]
      const missed = await bob.live.read({ after: cursor })
      await alice.conversations.update({ conversationId, title: 'later' })
      await alice.messages.edit({ messageId, body: 'later' })
      await alice.messages.send({ conversationId, body: 'later' })
      await carol.receipts.markRead({ conversationId, seq: 2 })
      await alice.members.setRole({ conversationId, userId: 'carol', role: 'admin' })
      await alice.members.leave({ conversationId })
      await carol.members.leave({ conversationId })
      const { lastMessage, ...after } = await bob.conversations.get({ conversationId })
      expect({ ...after, lastMessage: before.lastMessage }).toEqual(before)
      expect(lastMessage?.body).toBe('then')
      expect(await bob.members.list({ conversationId })).toEqual(members)
      expect(members.members.map(({ userId, role, status }) => [userId, role, status])).toEqual([
        ['alice', 'admin', 'active'],
        ['carol', 'member', 'active'],
      ])
      const changes = (await bob.live.read({ after: cursor })).changes.map(told)
      expect(changes).toEqual(missed.changes.map(told))
      expect(changes).toMatchObject([
        { type: 'conversation.created', title: 'then' },
        { type: 'message.sent', body: 'then' },
        { type: 'receipt.advanced', userId: 'carol', readSeq: 1 },
        { type: 'member.left', userId: 'bob' },
      ])
      const replayed = await readerOf(bob.live.subscribe({ after: cursor })).untilReady()
      expect(replayed.map(told)).toEqual(changes)
    }),
  },
  {
    name: 'an admin makes admins, and a group always has one',
    proves: ['members.setRole'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const set = (session: typeof alice, userId: string, role: 'admin' | 'member') =>
        session.members.setRole({ conversationId, userId, role })
      expect((await expectRefusal(set(alice, 'alice', 'member'), 'forbidden')).reason).toBe('last_admin')
      expect(await set(alice, 'bob', 'admin')).toMatchObject({ userId: 'bob', role: 'admin', status: 'active' })
      expect(await set(bob, 'alice', 'member')).toMatchObject({ userId: 'alice', role: 'member' })
      expect((await expectRefusal(set(alice, 'carol', 'admin'), 'forbidden')).reason).toBe('admins_only')
      await expectRefusal(set(bob, 'dave', 'admin'), 'not_found')
      await carol.members.leave({ conversationId })
      await expectRefusal(set(bob, 'carol', 'admin'), 'not_found')
    }),
  },
  {
    name: "two admins who take each other's role away at once do not leave the group without one",
    proves: ['members.setRole'],
    run: withThree(async ({ alice, bob, carol }) => {
      for (let round = 0; round < 5; round += 1) {
        const { id: conversationId } = await alice.conversations.startGroup({ id: newId(), userIds: ['bob', 'carol'] })
        await alice.members.setRole({ conversationId, userId: 'bob', role: 'admin' })
        await Promise.allSettled([
          alice.members.setRole({ conversationId, userId: 'bob', role: 'member' }),
          bob.members.setRole({ conversationId, userId: 'alice', role: 'member' }),
        ])
        const { members } = await carol.members.list({ conversationId })
        expect(members.filter(({ role }) => role === 'admin')).toHaveLength(1)
      }
    }),
  },
]
