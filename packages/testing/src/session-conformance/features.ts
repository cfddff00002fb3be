import type { Session } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import type { SessionContext } from './host.ts'
import { withHost } from './with-sessions.ts'

/** A group of alice, its admin, and bob, with a message of bob's. */
const groupOf = async (alice: Session, bob: Session) => {
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
  const { id: messageId } = await bob.messages.send({ conversationId, body: 'hello' })
  return { conversationId, messageId }
}

export const featureCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'what is switched off is refused, and nobody is told that they can',
    proves: [
      'conversations.update',
      'messages.edit',
      'messages.retract',
      'messages.pin',
      'messages.unpin',
      'reactions.add',
      'reactions.remove',
    ],
    run: async (context) => {
      const features = {
        editing: false,
        retracting: false,
        reactions: false,
        pins: false,
        renamingGroups: 'nobody',
      } as const
      await withHost(context, { features }, async (session) => {
        const [alice, bob] = [await session('alice'), await session('bob')]
        expect(bob.features).toEqual({ ...alice.features, ...features })
        expect(bob.features).toMatchObject({ directs: true, rooms: true, adminsRetract: false })
        const { conversationId, messageId } = await groupOf(alice, bob)
        const before = await alice.messages.get({ messageId })
        const attempts = [
          () => bob.messages.edit({ messageId, body: 'other' }),
          () => bob.messages.retract({ messageId }),
          () => bob.reactions.add({ messageId, emoji: '👍' }),
          () => bob.reactions.remove({ messageId, emoji: '👍' }),
          () => alice.messages.pin({ messageId }),
          () => alice.messages.unpin({ messageId }),
          () => alice.conversations.update({ conversationId, title: 'ours' }),
        ]
        for (const attempt of attempts) await expectRefusal(attempt(), 'feature_disabled')
        expect(await alice.messages.get({ messageId })).toEqual(before)
        expect((await alice.conversations.update({ conversationId, invitePolicy: 'admins' })).title).toBeNull()
        expect((await alice.conversations.get({ conversationId })).me.can).toMatchObject({
          send: true,
          edit: false,
          retract: false,
          react: false,
          pin: false,
          rename: false,
          update: true,
        })
        const carol = await session('carol')
        await expectRefusal(carol.messages.edit({ messageId, body: 'other' }), 'not_found')
        await expectRefusal(alice.messages.edit({ messageId, body: 'other' }), 'forbidden')
      })
    },
  },
  {
    name: 'a kind of conversation that is switched off is not started',
    proves: ['conversations.startDirect', 'conversations.startGroup'],
    run: async (context) => {
      await withHost(context, { features: { directs: false } }, async (session) => {
        const alice = await session('alice')
        const refusal = await expectRefusal(alice.conversations.startDirect({ userId: 'bob' }), 'feature_disabled')
        expect(refusal.reason).toBe('directs')
        expect((await alice.conversations.startGroup({ userIds: ['bob'] })).me.can.send).toBe(true)
      })
      await withHost(context, { features: { groups: false } }, async (session) => {
        const alice = await session('alice')
        await expectRefusal(alice.conversations.startGroup({ userIds: ['bob'] }), 'feature_disabled')
        expect((await alice.conversations.startDirect({ userId: 'bob' })).me.can.send).toBe(true)
      })
    },
  },
  {
    name: 'rooms that are switched off are not opened, and nobody renames one where nobody may',
    proves: ['conversations.openRoom', 'conversations.update'],
    run: async (context) => {
      await withHost(context, { features: { rooms: false, channels: false } }, async (session) => {
        const alice = await session('alice')
        const refusal = await expectRefusal(alice.conversations.openRoom({ title: 'ours' }), 'feature_disabled')
        expect(refusal.reason).toBe('rooms')
        expect((await alice.conversations.startGroup({ userIds: [] })).me.can.send).toBe(true)
      })
      await withHost(context, { features: { renamingRooms: 'nobody' } }, async (session) => {
        const alice = await session('alice')
        const { id: conversationId, me } = await alice.conversations.openRoom({ title: 'ours' })
        expect(me.can).toMatchObject({ rename: false, update: true })
        await expectRefusal(alice.conversations.update({ conversationId, title: 'mine' }), 'feature_disabled')
        expect((await alice.conversations.update({ conversationId, joinPolicy: 'closed' })).title).toBe('ours')
      })
    },
  },
  {
    name: "admins take back others' messages where the host lets them, in groups only",
    proves: ['messages.retract'],
    run: async (context) => {
      await withHost(context, { features: { adminsRetract: true, retracting: false } }, async (session) => {
        const [alice, bob] = [await session('alice'), await session('bob')]
        const { conversationId, messageId } = await groupOf(alice, bob)
        expect((await alice.conversations.get({ conversationId })).me.can.retractOthers).toBe(true)
        expect((await bob.conversations.get({ conversationId })).me.can.retractOthers).toBe(false)
        await expectRefusal(bob.messages.retract({ messageId }), 'feature_disabled')
        const { id: ofAlice } = await alice.messages.send({ conversationId, body: 'mine' })
        await expectRefusal(bob.messages.retract({ messageId: ofAlice }), 'forbidden')
        expect(await alice.messages.retract({ messageId })).toMatchObject({ body: null, authorId: 'bob' })
        const { id: direct } = await alice.conversations.startDirect({ userId: 'bob' })
        const { id: inDirect } = await bob.messages.send({ conversationId: direct, body: 'between us' })
        await expectRefusal(alice.messages.retract({ messageId: inDirect }), 'forbidden')
      })
    },
  },
  {
    name: 'any member gives a group its title where the host lets them, and nothing else',
    proves: ['conversations.update'],
    run: async (context) => {
      await withHost(context, { features: { renamingGroups: 'members' } }, async (session) => {
        const [alice, bob] = [await session('alice'), await session('bob')]
        const { conversationId } = await groupOf(alice, bob)
        const named = await bob.conversations.update({ conversationId, title: 'ours' })
        expect(named).toMatchObject({ title: 'ours', me: { can: { rename: true, update: false } } })
        await expectRefusal(bob.conversations.update({ conversationId, invitePolicy: 'admins' }), 'forbidden')
        await expectRefusal(
          bob.conversations.update({ conversationId, title: 'o', invitePolicy: 'admins' }),
          'forbidden',
        )
        const direct = await bob.conversations.startDirect({ userId: 'alice' })
        expect(direct.me.can.rename).toBe(false)
        await expectRefusal(bob.conversations.update({ conversationId: direct.id, title: 'us' }), 'forbidden')
      })
    },
  },
]
