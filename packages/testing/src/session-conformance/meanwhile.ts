import type { Policy, Session } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import type { SessionContext } from './host.ts'
import { withHost } from './with-sessions.ts'

interface Meanwhile {
  readonly alice: Session
  readonly bob: Session
  readonly carol: Session
  /** Makes a call; once it is decided, and before it is committed, something else happens. */
  readonly during: (meanwhile: () => Promise<unknown>, call: () => Promise<unknown>) => Promise<unknown>
}

/** A case about what changes between a decision and its commit: the first policy that is asked has it happen. */
const withMeanwhile =
  (run: (about: Meanwhile) => Promise<void>) =>
  (context: SessionContext): Promise<void> => {
    let waiting: (() => Promise<unknown>) | null = null
    const policy: Policy = {
      name: 'meanwhile',
      judge: async () => {
        const happening = waiting
        waiting = null
        await happening?.()
        return null
      },
    }
    const during: Meanwhile['during'] = (meanwhile, call) => {
      waiting = meanwhile
      return call()
    }
    return withHost(context, { policies: [policy] }, async (session) =>
      run({ alice: await session('alice'), bob: await session('bob'), carol: await session('carol'), during }),
    )
  }

/** A group of alice's, in which bob is an admin too; carol is in it, dave left it. */
const startGroup = async ({ alice, bob }: Pick<Meanwhile, 'alice' | 'bob'>) => {
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
  await alice.members.setRole({ conversationId, userId: 'bob', role: 'admin' })
  const { id: messageId } = await bob.messages.send({ conversationId, body: 'one' })
  return { conversationId, messageId }
}

type Place = Awaited<ReturnType<typeof startGroup>>

/** What any member may do, in a group where they wrote a message. */
const asMember = (one: Session, { conversationId, messageId }: Place): readonly (() => Promise<unknown>)[] => [
  () => one.messages.send({ conversationId, body: 'two' }),
  () => one.messages.send({ conversationId, body: 'two', addMembers: ['dave'] }),
  () => one.messages.send({ conversationId, body: 'two', replyTo: messageId }),
  () => one.messages.edit({ messageId, body: 'other' }),
  () => one.messages.retract({ messageId }),
  () => one.reactions.add({ messageId, emoji: '👍' }),
  () => one.members.add({ conversationId, userIds: ['dave'] }),
  () => one.messages.hide({ messageId }),
  () => one.inbox.clear({ conversationId, seq: 1 }),
  () => one.inbox.mute({ conversationId, until: '2030-01-01T00:00:00.000Z' }),
  () => one.receipts.markRead({ conversationId, seq: 1 }),
]

/** What admins do. */
const asAdmin = (one: Session, { conversationId, messageId }: Place): readonly (() => Promise<unknown>)[] => [
  () => one.messages.pin({ messageId }),
  () => one.conversations.update({ conversationId, title: 'mine' }),
  () => one.members.remove({ conversationId, userId: 'carol' }),
  () => one.members.setRole({ conversationId, userId: 'carol', role: 'admin' }),
  () => one.conversations.delete({ conversationId }),
]

/** What a group is to who is in it. */
const seenBy = async (one: Session, { conversationId }: Place) => ({
  title: (await one.conversations.get({ conversationId })).title,
  messages: (await one.messages.list({ conversationId })).messages,
  members: (await one.members.list({ conversationId })).members.map(({ userId, role }) => [userId, role]),
})

export const meanwhileCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'who is removed before what they do is committed has done nothing',
    proves: ['messages.send', 'messages.edit', 'members.add', 'members.remove', 'members.setRole'],
    run: withMeanwhile(async ({ alice, bob, during }) => {
      const some = await startGroup({ alice, bob })
      const count = [...asMember(bob, some), ...asAdmin(bob, some)].length
      for (let nth = 0; nth < count; nth += 1) {
        const place = await startGroup({ alice, bob })
        const { conversationId } = place
        const call = [...asMember(bob, place), ...asAdmin(bob, place)][nth] ?? expect.fail('there is no such call')
        const removal = () => alice.members.remove({ conversationId, userId: 'bob' })
        const before = await seenBy(alice, place)
        await expectRefusal(during(removal, call), 'not_found')
        const members = before.members.filter(([userId]) => userId !== 'bob')
        expect([String(call), await seenBy(alice, place)]).toEqual([String(call), { ...before, members }])
      }
    }),
  },
  {
    name: 'who is no admin any more before what they do is committed has done nothing',
    proves: ['messages.pin', 'conversations.update', 'conversations.delete', 'members.remove', 'members.setRole'],
    run: withMeanwhile(async ({ alice, bob, during }) => {
      const count = asAdmin(bob, await startGroup({ alice, bob })).length
      for (let nth = 0; nth < count; nth += 1) {
        const place = await startGroup({ alice, bob })
        const { conversationId } = place
        const call = asAdmin(bob, place)[nth] ?? expect.fail('there is no such call')
        const demotion = () => alice.members.setRole({ conversationId, userId: 'bob', role: 'member' })
        const before = await seenBy(alice, place)
        await expectRefusal(during(demotion, call), 'forbidden')
        const members = before.members.map(([userId, role]) => [userId, userId === 'bob' ? 'member' : role])
        expect([String(call), await seenBy(alice, place)]).toEqual([String(call), { ...before, members }])
      }
    }),
  },
  {
    name: 'who may invite, and who may be invited, is decided by what is so when it is committed',
    proves: ['members.add', 'members.remove', 'conversations.update'],
    run: withMeanwhile(async ({ alice, bob, carol, during }) => {
      const { conversationId } = await startGroup({ alice, bob })
      await alice.members.add({ conversationId, userIds: ['dave'] })
      const invitation = () => carol.members.add({ conversationId, userIds: ['eve'] })
      const restriction = () => alice.conversations.update({ conversationId, invitePolicy: 'admins' })
      expect((await expectRefusal(during(restriction, invitation), 'forbidden')).reason).toBe('invite_policy')
      await alice.conversations.update({ conversationId, invitePolicy: 'members' })
      await bob.members.leave({ conversationId })
      const removal = () => alice.members.remove({ conversationId, userId: 'bob' })
      const invitedBack = during(removal, () => carol.members.add({ conversationId, userIds: ['bob'] }))
      expect((await expectRefusal(invitedBack, 'forbidden')).reason).toBe('removed_by_admin')
      const members = (await alice.members.list({ conversationId })).members.map(({ userId }) => userId)
      expect(members).toEqual(['alice', 'carol', 'dave'])
    }),
  },
  {
    name: 'a message that is taken back meanwhile is neither edited nor pinned, and takes no reaction',
    proves: ['messages.edit', 'messages.pin', 'reactions.add', 'messages.retract'],
    run: withMeanwhile(async ({ alice, bob, during }) => {
      for (const nth of [0, 1, 2]) {
        const { messageId } = await startGroup({ alice, bob })
        const calls = [
          () => bob.messages.edit({ messageId, body: 'other' }),
          () => alice.messages.pin({ messageId }),
          () => alice.reactions.add({ messageId, emoji: '👍' }),
        ]
        const call = calls[nth] ?? expect.fail('there is no such call')
        await expectRefusal(
          during(() => bob.messages.retract({ messageId }), call),
          'message_retracted',
        )
        const gone = { body: null, pinnedAt: null, reactions: [], editedAt: null }
        expect(await alice.messages.get({ messageId })).toMatchObject(gone)
      }
    }),
  },
  {
    name: 'a room that is closed to newcomers meanwhile is not joined, and its last admin stays one',
    proves: ['members.join', 'members.setRole', 'members.leave', 'conversations.update'],
    run: withMeanwhile(async ({ alice, bob, carol, during }) => {
      const { id: conversationId } = await alice.conversations.openRoom({ title: 'ours' })
      await bob.members.join({ conversationId })
      const closing = () => alice.conversations.update({ conversationId, joinPolicy: 'closed' })
      const joining = during(closing, () => carol.members.join({ conversationId }))
      expect((await expectRefusal(joining, 'forbidden')).reason).toBe('join_policy')
      await alice.members.setRole({ conversationId, userId: 'bob', role: 'admin' })
      const leaving = () => alice.members.leave({ conversationId })
      const resigning = () => bob.members.setRole({ conversationId, userId: 'bob', role: 'member' })
      expect((await expectRefusal(during(leaving, resigning), 'forbidden')).reason).toBe('last_admin')
      const { members } = await bob.members.list({ conversationId })
      expect(members.map(({ userId, role }) => [userId, role])).toEqual([['bob', 'admin']])
    }),
  },
  {
    name: 'a first message, or a direct, that a block comes before is refused, and nothing is there',
    proves: ['messages.sendToUsers', 'conversations.startDirect', 'people.block'],
    run: withMeanwhile(async ({ alice, bob, during }) => {
      const block = () => alice.people.block({ userId: 'bob' })
      for (const call of [
        () => bob.messages.sendToUsers({ userIds: ['alice'], body: 'hi' }),
        () => bob.conversations.startDirect({ userId: 'alice' }),
      ]) {
        await expectRefusal(during(block, call), 'not_found')
        await alice.people.unblock({ userId: 'bob' })
      }
      for (const one of [alice, bob]) expect((await one.inbox.list()).conversations).toEqual([])
    }),
  },
]
