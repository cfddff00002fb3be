import { userTargets } from '@msg/core'
import { memoryDirectory } from '@msg/core/memory'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { asSeenOutside, expectRefusal, expectRefusals } from '../expect-refusal.ts'
import { upTo } from '../factories.ts'
import { fakeTargets, project } from '../fake-targets.ts'
import type { SessionContext } from './host.ts'
import { withHost, withTargets } from './with-sessions.ts'

export const targetRoomCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'there is one room about a target, however many open it at once, and nobody is a member by it',
    proves: ['conversations.openRoom'],
    run: withTargets(async ({ targets, alice, bob }) => {
      targets.grant('alice', '1', 'view')
      targets.grant('bob', '1', 'view')
      targets.grant('bob', '2', 'view')
      const target = project('1')
      const rooms = await Promise.all(
        upTo(8).map((n) => (n % 2 === 0 ? alice : bob).conversations.openRoom({ target, title: `by ${n}` })),
      )
      expect(new Set(rooms.map(({ id }) => id)).size).toBe(1)
      expect(rooms[0]).toMatchObject({ kind: 'room', target, memberCount: 0, me: { status: 'none' } })
      const other = await bob.conversations.openRoom({ target: project('2') })
      expect(other.id).not.toBe(rooms[0]?.id)
      expect((await alice.inbox.list()).conversations).toEqual([])
    }),
  },
  {
    name: 'a room about a target that is given no title is called as its target was when it was opened',
    proves: ['conversations.openRoom'],
    run: withTargets(async ({ targets, alice, bob }) => {
      for (const id of ['1', '2']) targets.grant('alice', id, 'view')
      targets.grant('bob', '1', 'view')
      const { id: conversationId, title } = await alice.conversations.openRoom({ target: project('1') })
      expect(title).toBe('project 1')
      expect((await bob.conversations.openRoom({ target: project('1'), title: 'late' })).title).toBe('project 1')
      await alice.members.join({ conversationId })
      const { conversations } = await alice.inbox.list()
      expect(conversations.map((room) => room.title)).toEqual(['project 1'])
      expect((await alice.conversations.openRoom({ target: project('2'), title: 'Ours' })).title).toBe('Ours')
    }),
  },
  {
    name: 'a member finds the room about a target also when there is no such target any more',
    proves: ['conversations.openRoom'],
    run: async (context) => {
      let there = true
      const targets = { ...fakeTargets(['1']), resolve: async () => there }
      targets.grant('alice', '1', 'view')
      targets.grant('bob', '1', 'view')
      await withHost(context, { targets }, async (session) => {
        const [alice, bob] = [await session('alice'), await session('bob')]
        const { id } = await alice.conversations.openRoom({ target: project('1') })
        await alice.members.join({ conversationId: id })
        there = false
        targets.revoke('alice', '1', 'view')
        expect((await alice.conversations.openRoom({ target: project('1') })).id).toBe(id)
        await expectRefusal(bob.conversations.openRoom({ target: project('1') }), 'not_found')
      })
    },
  },
  {
    name: 'a room about a user is not called by their name, which it would outlast',
    proves: ['conversations.openRoom'],
    run: async (context) => {
      const directory = memoryDirectory([{ id: 'alice', displayName: 'Alice Jansen', isActive: true }])
      await withHost(context, { directory, targets: userTargets({ directory }) }, async (session) => {
        const alice = await session('alice')
        const { title } = await alice.conversations.openRoom({ target: { type: 'user', id: 'alice' } })
        expect(title).toBeNull()
      })
    },
  },
  {
    name: 'in a room about a target members write, and nobody else who may post about it',
    proves: ['messages.send', 'members.join'],
    run: withTargets(async ({ targets, alice, bob }) => {
      for (const name of ['alice', 'bob']) targets.grant(name, '1', 'view', 'post')
      const { id: conversationId } = await alice.conversations.openRoom({ target: project('1') })
      await alice.members.join({ conversationId })
      await expectRefusal(bob.messages.send({ conversationId, body: 'hi' }), 'not_a_member')
      expect((await bob.conversations.get({ conversationId })).me.can.send).toBe(false)
      await bob.members.join({ conversationId })
      expect((await bob.messages.send({ conversationId, body: 'hi' })).seq).toBe(1)
    }),
  },
  {
    name: 'a room about a target is found also by whoever may only moderate it',
    proves: ['rooms.browse', 'conversations.openRoom'],
    run: withTargets(async ({ targets, alice, bob, carol }) => {
      targets.grant('alice', '1', 'view')
      targets.grant('bob', '1', 'moderate')
      const { id } = await alice.conversations.openRoom({ target: project('1') })
      expect((await bob.rooms.browse()).conversations).toMatchObject([{ id }])
      expect((await bob.conversations.openRoom({ target: project('1') })).id).toBe(id)
      expect((await carol.rooms.browse()).conversations).toEqual([])
    }),
  },
  {
    name: 'a room about a target is for those who may view it, and answers others like one that never existed',
    proves: ['conversations.openRoom', 'conversations.get', 'messages.list', 'members.join'],
    run: withTargets(async ({ targets, alice, bob, carol }) => {
      for (const name of ['alice', 'carol']) targets.grant(name, '1', 'view')
      const unknown = [
        await expectRefusal(bob.conversations.openRoom({ target: project('1') }), 'not_found'),
        await expectRefusal(bob.conversations.openRoom({ target: project('none') }), 'not_found'),
        await expectRefusal(alice.conversations.openRoom({ target: { type: 'form', id: '1' } }), 'not_found'),
      ].map(asSeenOutside)
      expect(new Set(unknown.map((refusal) => JSON.stringify(refusal))).size).toBe(1)
      const { id: conversationId } = await alice.conversations.openRoom({ target: project('1') })
      await alice.members.join({ conversationId })
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'hello' })
      await expectRefusal(bob.conversations.openRoom({ target: project('1') }), 'not_found')
      await expectRefusals(
        [
          bob.conversations.get({ conversationId }),
          bob.messages.list({ conversationId }),
          bob.messages.get({ messageId }),
          bob.members.join({ conversationId }),
          bob.members.list({ conversationId }),
        ],
        'not_found',
      )
      expect((await carol.messages.list({ conversationId })).messages).toHaveLength(1)
      expect((await carol.members.join({ conversationId })).me.status).toBe('active')
    }),
  },
  {
    name: 'who may no longer view a target reads its room as a member only, and members are not asked about',
    proves: ['conversations.get', 'messages.list', 'messages.send'],
    run: withTargets(async ({ targets, alice, bob }) => {
      for (const name of ['alice', 'bob']) targets.grant(name, '1', 'view')
      const { id: conversationId } = await alice.conversations.openRoom({ target: project('1') })
      await alice.members.join({ conversationId })
      for (const name of ['alice', 'bob']) targets.revoke(name, '1', 'view')
      const asked = targets.asked()
      await alice.messages.send({ conversationId, body: 'still here' })
      await alice.messages.list({ conversationId })
      await alice.inbox.list()
      expect(targets.asked()).toBe(asked)
      await expectRefusal(bob.messages.list({ conversationId }), 'not_found')
      expect((await alice.conversations.openRoom({ target: project('1') })).id).toBe(conversationId)
      expect((await alice.members.leave({ conversationId })).me.status).toBe('left')
      await expectRefusal(alice.messages.list({ conversationId }), 'not_found')
    }),
  },
  {
    name: 'who moderates a target acts as an admin of its room without being in it',
    proves: [
      'conversations.update',
      'members.remove',
      'members.setRole',
      'messages.pin',
      'messages.retract',
      'rooms.browse',
    ],
    run: withTargets(async ({ targets, alice, bob, carol }) => {
      for (const name of ['alice', 'bob', 'carol']) targets.grant(name, '1', 'view')
      targets.grant('carol', '1', 'moderate')
      const { id: conversationId } = await alice.conversations.openRoom({ target: project('1') })
      await alice.members.join({ conversationId })
      await bob.members.join({ conversationId })
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'hello' })
      await expectRefusal(alice.conversations.update({ conversationId, title: 'mine' }), 'forbidden')
      const moderated = await carol.conversations.get({ conversationId })
      expect(moderated.me).toMatchObject({ status: 'none', role: null })
      expect(moderated.me.can).toMatchObject({
        moderate: true,
        update: true,
        pin: true,
        manageMembers: true,
        send: false,
      })
      expect((await carol.conversations.update({ conversationId, title: 'Project' })).title).toBe('Project')
      expect((await carol.messages.pin({ messageId })).pinnedBy).toBe('carol')
      expect((await carol.messages.retract({ messageId })).body).toBeNull()
      const made = await carol.members.setRole({ conversationId, userId: 'alice', role: 'admin' })
      expect(made.role).toBe('admin')
      expect((await alice.conversations.update({ conversationId, title: 'Ours' })).title).toBe('Ours')
      await carol.members.setRole({ conversationId, userId: 'alice', role: 'member' })
      await carol.members.remove({ conversationId, userId: 'bob' })
      await expectRefusal(bob.members.join({ conversationId }), 'reinvite_required')
      await expectRefusals(
        [
          bob.conversations.get({ conversationId }),
          bob.messages.list({ conversationId }),
          bob.conversations.openRoom({ target: project('1') }),
        ],
        'not_found',
      )
      expect((await bob.rooms.browse()).conversations).toEqual([])
      await carol.members.add({ conversationId, userIds: ['bob'] })
      await expectRefusal(carol.messages.send({ conversationId, body: 'hi' }), 'not_a_member')
      await expectRefusal(carol.reactions.add({ messageId, emoji: '👍' }), 'not_a_member')
      targets.revoke('carol', '1', 'moderate')
      await expectRefusal(carol.conversations.update({ conversationId, title: 'again' }), 'not_a_member')
    }),
  },
  {
    name: 'a room about a target that is not for all is made by its moderators, and waits for members',
    proves: ['conversations.openRoom', 'members.leave'],
    run: withTargets(async ({ targets, alice, bob, carol }) => {
      for (const name of ['alice', 'carol']) targets.grant(name, '1', 'view')
      targets.grant('bob', '1', 'view', 'moderate')
      const open = (session: typeof alice) =>
        session.conversations.openRoom({ target: project('1'), visibility: 'private', joinPolicy: 'closed' })
      expect((await expectRefusal(open(alice), 'forbidden')).reason).toBe('admins_only')
      const { id: conversationId } = await open(bob)
      await expectRefusal(open(alice), 'not_found')
      await bob.members.add({ conversationId, userIds: ['carol'] })
      await carol.messages.send({ conversationId, body: 'hello' })
      const left = await carol.members.leave({ conversationId })
      expect(left).toMatchObject({ closedAt: null, memberCount: 0 })
      expect((await bob.messages.list({ conversationId })).messages).toHaveLength(1)
      expect((await bob.members.join({ conversationId })).me).toMatchObject({ status: 'active', role: 'member' })
    }),
  },
  {
    name: 'where the host cannot say, nothing is granted and nothing happens',
    proves: ['conversations.openRoom', 'conversations.openChannel', 'messages.sendToTarget'],
    run: withTargets(async ({ targets, alice, bob }) => {
      for (const name of ['alice', 'bob']) targets.grant(name, '1', 'view', 'post')
      const { id: conversationId } = await alice.conversations.openRoom({ target: project('1') })
      await alice.members.join({ conversationId })
      targets.fail(true)
      await expectRefusals(
        [
          bob.conversations.openRoom({ target: project('2') }),
          bob.conversations.openChannel({ target: project('1') }),
          bob.messages.sendToTarget({ target: project('1'), body: 'hi' }),
          bob.conversations.get({ conversationId }),
          bob.members.join({ conversationId }),
        ],
        'unavailable',
      )
      expect((await alice.messages.send({ conversationId, body: 'still going' })).seq).toBe(1)
      targets.fail(false)
      expect((await alice.conversations.get({ conversationId })).memberCount).toBe(1)
      const { message } = await bob.messages.sendToTarget({ target: project('1'), body: 'hi' })
      expect(message.seq).toBe(1)
    }),
  },
]
