import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { asSeenOutside, expectRefusal, expectRefusals } from '../expect-refusal.ts'
import { newId, unusedId, upTo } from '../factories.ts'
import type { SessionContext } from './host.ts'
import { inShort, readerOf } from './live-events.ts'
import { withSessions, withThree } from './with-sessions.ts'

const idsOf = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id)

export const roomCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'a room about nothing has its opener as admin, and with an id is opened once',
    proves: ['conversations.openRoom'],
    run: withThree(async ({ alice, bob }) => {
      const id = newId()
      const replays: string[] = []
      const open = (session = alice, title = 'Lobby') =>
        session.conversations.openRoom({ id, title }, { onReplay: () => replays.push(id) })
      const room = await open()
      expect(room).toMatchObject({
        id,
        kind: 'room',
        title: 'Lobby',
        visibility: 'public',
        joinPolicy: 'open',
        target: null,
        memberIds: ['alice'],
        me: { role: 'admin', status: 'active' },
      })
      expect(room.me.can).toMatchObject({ send: true, update: true, manageMembers: true, leave: true, join: false })
      expect(await open()).toEqual(room)
      expect(replays).toEqual([id])
      await expectRefusal(open(alice, 'Other'), 'idempotency_mismatch')
      await expectRefusal(open(bob), 'id_taken')
      const [one, other] = [await alice.conversations.openRoom({}), await alice.conversations.openRoom({})]
      expect(one.id).not.toBe(other.id)
      expect(idsOf((await alice.inbox.list()).conversations).toSorted()).toEqual([id, one.id, other.id].toSorted())
    }),
  },
  {
    name: 'everybody reads a public room; to post or react one joins',
    proves: ['conversations.openRoom', 'members.join', 'messages.list', 'messages.send', 'reactions.add'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.openRoom({ title: 'Lobby' })
      const hello = await alice.messages.send({ conversationId, body: 'hello' })
      const seen = await bob.conversations.get({ conversationId })
      expect(seen).toMatchObject({ memberCount: 1, lastMessage: { body: 'hello' } })
      expect(seen.me).toMatchObject({ role: null, status: 'none', joinedAt: null, unread: { count: 1 } })
      expect(seen.me.can).toMatchObject({ send: false, react: false, join: true, leave: false, markRead: true })
      expect((await bob.messages.list({ conversationId })).messages).toEqual([hello])
      expect(await bob.messages.get({ messageId: hello.id })).toEqual(hello)
      expect((await bob.members.list({ conversationId })).members).toHaveLength(1)
      expect((await bob.messages.revisions({ messageId: hello.id })).revisions).toHaveLength(1)
      expect((await bob.inbox.list()).conversations).toEqual([])
      await expectRefusals(
        [
          bob.messages.send({ conversationId, body: 'hi' }),
          bob.reactions.add({ messageId: hello.id, emoji: '👍' }),
          bob.messages.pin({ messageId: hello.id }),
          bob.messages.edit({ messageId: hello.id, body: 'mine' }),
          bob.messages.retract({ messageId: hello.id }),
          bob.conversations.update({ conversationId, title: 'mine' }),
          bob.members.add({ conversationId, userIds: ['carol'] }),
          bob.members.remove({ conversationId, userId: 'alice' }),
          bob.members.leave({ conversationId }),
        ],
        'not_a_member',
      )
      const joined = await bob.members.join({ conversationId })
      expect(joined.me).toMatchObject({ role: 'member', status: 'active', can: { send: true, join: false } })
      expect((await bob.messages.send({ conversationId, body: 'hi' })).seq).toBe(2)
      expect((await bob.reactions.add({ messageId: hello.id, emoji: '👍' })).reactions).toHaveLength(1)
      expect(idsOf((await bob.inbox.list()).conversations)).toEqual([conversationId])
    }),
  },
  {
    name: 'an open room is joined, left and joined again; twice is as once; everybody sees how many are in',
    proves: ['members.join', 'members.leave'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.openRoom({})
      const live = readerOf(alice.live.subscribe())
      await live.untilReady()
      const count = async () => (await carol.conversations.get({ conversationId })).memberCount
      const joined = await bob.members.join({ conversationId })
      expect(await bob.members.join({ conversationId })).toEqual(joined)
      expect(await count()).toBe(2)
      const left = await bob.members.leave({ conversationId })
      expect(left.me).toMatchObject({ status: 'left', can: { join: true, send: false } })
      await alice.messages.send({ conversationId, body: 'still talking' })
      expect((await bob.messages.list({ conversationId })).messages.map(({ body }) => body)).toEqual(['still talking'])
      expect(await count()).toBe(1)
      expect((await bob.members.join({ conversationId })).me.unread.count).toBe(1)
      expect(await count()).toBe(2)
      expect((await live.changes(4)).map((change) => [inShort(change), change.actor])).toEqual([
        ['member.added bob', 'bob'],
        ['member.left bob', 'bob'],
        ['message.sent 1 still talking', 'alice'],
        ['member.added bob', 'bob'],
      ])
    }),
  },
  {
    name: 'who was removed from a room does not join it again, and an admin brings them back',
    proves: ['members.join', 'members.remove', 'members.add'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.openRoom({})
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'hello' })
      await bob.members.join({ conversationId })
      await carol.members.join({ conversationId })
      await alice.members.remove({ conversationId, userId: 'bob' })
      await expectRefusal(bob.members.join({ conversationId }), 'reinvite_required')
      await expectRefusal(bob.conversations.get({ conversationId }), 'not_found')
      await expectRefusal(bob.messages.get({ messageId }), 'not_found')
      await expectRefusal(bob.receipts.markRead({ conversationId, seq: 1 }), 'not_found')
      const open = await expectRefusal(alice.members.add({ conversationId, userIds: ['dave'] }), 'forbidden')
      expect(open.reason).toBe('open')
      await expectRefusal(carol.members.add({ conversationId, userIds: ['bob'] }), 'forbidden')
      expect((await alice.members.add({ conversationId, userIds: ['bob'] })).added).toEqual(['bob'])
      expect((await bob.conversations.get({ conversationId })).me.status).toBe('active')
    }),
  },
  {
    name: 'a private room is its members, who are invited by its admins',
    proves: ['conversations.openRoom', 'members.join', 'members.add'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.openRoom({ visibility: 'private', joinPolicy: 'closed' })
      const seenFrom = async (id: string) =>
        Promise.all(
          [
            bob.conversations.get({ conversationId: id }),
            bob.members.join({ conversationId: id }),
            bob.messages.list({ conversationId: id }),
            bob.messages.send({ conversationId: id, body: 'hi' }),
          ].map(async (attempt) => asSeenOutside(await expectRefusal(attempt, 'not_found'))),
        )
      expect(await seenFrom(conversationId)).toEqual(await seenFrom(unusedId()))
      await alice.members.add({ conversationId, userIds: ['bob'] })
      const refusal = await expectRefusal(bob.members.add({ conversationId, userIds: ['carol'] }), 'forbidden')
      expect(refusal.reason).toBe('invite_policy')
      await bob.members.leave({ conversationId })
      await alice.messages.send({ conversationId, body: 'later' })
      expect((await bob.messages.list({ conversationId })).messages).toEqual([])
      await expectRefusal(bob.members.join({ conversationId }), 'reinvite_required')
      await expectRefusal(carol.members.join({ conversationId }), 'not_found')
    }),
  },
  {
    name: 'into a room that anybody joins nobody is invited but who was removed',
    proves: ['members.add'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.openRoom({})
      await bob.members.join({ conversationId })
      await alice.members.remove({ conversationId, userId: 'bob' })
      for (const userIds of [['carol'], ['carol', 'bob']]) {
        const refusal = await expectRefusal(alice.members.add({ conversationId, userIds }), 'forbidden')
        expect(refusal.reason).toBe('open')
      }
      expect((await alice.members.add({ conversationId, userIds: ['bob'] })).added).toEqual(['bob'])
    }),
  },
  {
    name: 'a closed room that everybody reads is joined by invitation',
    proves: ['members.join', 'conversations.update'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.openRoom({ joinPolicy: 'closed' })
      expect((await bob.conversations.get({ conversationId })).me.can.join).toBe(false)
      expect((await expectRefusal(bob.members.join({ conversationId }), 'forbidden')).reason).toBe('join_policy')
      await alice.members.add({ conversationId, userIds: ['bob'] })
      await bob.members.leave({ conversationId })
      await expectRefusal(bob.members.join({ conversationId }), 'reinvite_required')
      const opened = await alice.conversations.update({ conversationId, joinPolicy: 'open' })
      expect(opened.joinPolicy).toBe('open')
      expect((await bob.members.join({ conversationId })).me.status).toBe('active')
      await alice.conversations.update({ conversationId, visibility: 'private' })
      await bob.members.leave({ conversationId })
      const after = await alice.messages.send({ conversationId, body: 'now private' })
      await expectRefusal(bob.messages.get({ messageId: after.id }), 'not_found')
    }),
  },
  {
    name: 'only rooms are joined, and only rooms have a visibility and a join policy',
    proves: ['members.join', 'conversations.update'],
    run: withThree(async ({ alice, bob, carol }) => {
      const group = await alice.conversations.startGroup({ userIds: ['bob'] })
      const direct = await alice.conversations.startDirect({ userId: 'bob' })
      const room = await alice.conversations.openRoom({})
      expect((await bob.members.join({ conversationId: group.id })).me.status).toBe('active')
      expect((await bob.members.join({ conversationId: direct.id })).me.status).toBe('active')
      for (const { id: conversationId } of [group, direct])
        await expectRefusal(carol.members.join({ conversationId }), 'not_found')
      await bob.members.leave({ conversationId: group.id })
      await expectRefusal(bob.members.join({ conversationId: group.id }), 'reinvite_required')
      const refusals = [
        alice.conversations.update({ conversationId: group.id, visibility: 'public' }),
        alice.conversations.update({ conversationId: group.id, joinPolicy: 'open' }),
        alice.conversations.update({ conversationId: room.id, invitePolicy: 'members' }),
      ].map(async (attempt) => (await expectRefusal(attempt, 'forbidden')).reason)
      expect(await Promise.all(refusals)).toEqual(['group', 'group', 'room'])
      const invalid = await expectRefusal(
        alice.conversations.openRoom({ id: newId(), target: { type: 'project', id: '1' } }),
        'invalid',
      )
      expect(invalid.places?.map(({ pointer }) => pointer)).toEqual(['/id'])
    }),
  },
  {
    name: 'a room about nothing always has an admin, and closes with its last member',
    proves: ['members.leave', 'members.setRole'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.openRoom({})
      await bob.members.join({ conversationId })
      const demoting = alice.members.setRole({ conversationId, userId: 'alice', role: 'member' })
      expect((await expectRefusal(demoting, 'forbidden')).reason).toBe('last_admin')
      await alice.members.leave({ conversationId })
      expect((await bob.conversations.get({ conversationId })).me.role).toBe('admin')
      expect((await bob.members.leave({ conversationId })).closedAt).not.toBeNull()
      expect((await expectRefusal(carol.members.join({ conversationId }), 'forbidden')).reason).toBe('closed')
      expect((await carol.conversations.get({ conversationId })).memberCount).toBe(0)
    }),
  },
  {
    name: 'readers of a public room have reader state of their own, and keep it when they join',
    proves: ['receipts.markRead', 'messages.hide', 'members.join'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.openRoom({})
      const [first] = [await alice.messages.send({ conversationId, body: '1' })]
      for (const n of upTo(3)) await alice.messages.send({ conversationId, body: `${n + 1}` })
      expect(await bob.receipts.markRead({ conversationId, seq: 2 })).toMatchObject({ userId: 'bob', readSeq: 2 })
      await bob.messages.hide({ messageId: first.id })
      await expectRefusal(bob.messages.get({ messageId: first.id }), 'not_found')
      expect((await carol.messages.list({ conversationId })).messages).toHaveLength(4)
      const own = async () => (await bob.conversations.get({ conversationId })).me
      expect(await own()).toMatchObject({ status: 'none', readSeq: 2, unread: { count: 2 } })
      expect((await bob.inbox.unread()).messages.count).toBe(0)
      await bob.members.join({ conversationId })
      expect(await own()).toMatchObject({ status: 'active', readSeq: 2, unread: { count: 2 } })
      expect((await bob.inbox.unread()).messages.count).toBe(2)
      expect((await bob.messages.list({ conversationId })).messages).toHaveLength(3)
    }),
  },
  {
    name: 'a room takes more members than a group, all at once, and its numbers stay dense',
    proves: ['members.join', 'members.leave', 'messages.send'],
    run: (context) =>
      withSessions(context, async (session) => {
        const alice = await session('alice')
        const { id: conversationId } = await alice.conversations.openRoom({})
        const crowd = await Promise.all(upTo(120).map((n) => session(`user-${n}`)))
        const { cursor } = await alice.live.read()
        for (const part of [0, 1, 2, 3])
          await Promise.all(
            crowd.slice(part * 30, part * 30 + 30).map((member) => member.members.join({ conversationId })),
          )
        expect((await alice.conversations.get({ conversationId })).memberCount).toBe(121)
        const [last] = crowd.slice(-1)
        await last?.messages.send({ conversationId, body: 'we are many' })
        expect((await alice.inbox.unread()).messages.count).toBe(1)
        const { changes } = await alice.live.read({ after: cursor, limit: 500 })
        expect(changes.map(({ revision }) => revision)).toEqual(upTo(121).map((n) => n + 1))
      }),
  },
  {
    name: 'closing a room while people join lets in exactly those who were told so',
    proves: ['members.join', 'conversations.update'],
    run: (context) =>
      withSessions(context, async (session) => {
        const alice = await session('alice')
        const crowd = await Promise.all(upTo(12).map((n) => session(`user-${n}`)))
        for (let round = 0; round < 4; round += 1) {
          const { id: conversationId } = await alice.conversations.openRoom({})
          const [, ...joins] = await Promise.all([
            alice.conversations.update({ conversationId, joinPolicy: 'closed' }),
            ...crowd.map(async (one) =>
              one.members.join({ conversationId }).then(
                () => one.me,
                (error: unknown) => {
                  expect(error).toMatchObject({ code: 'forbidden', reason: 'join_policy' })
                  return null
                },
              ),
            ),
          ])
          const { members } = await alice.members.list({ conversationId })
          const told = joins.filter((me) => me !== null)
          expect(members.map(({ userId }) => userId).toSorted()).toEqual([alice.me, ...told].toSorted())
        }
      }),
  },
  {
    name: 'joining, leaving and being removed at once leave one standing and one admin',
    proves: ['members.join', 'members.leave', 'members.remove'],
    run: withThree(async ({ alice, bob, carol }) => {
      for (let round = 0; round < 6; round += 1) {
        const { id: conversationId } = await alice.conversations.openRoom({})
        await bob.members.join({ conversationId })
        await alice.members.setRole({ conversationId, userId: 'bob', role: 'admin' })
        await Promise.allSettled([
          carol.members.join({ conversationId }),
          carol.members.join({ conversationId }),
          alice.members.remove({ conversationId, userId: 'carol' }),
          alice.members.leave({ conversationId }),
          bob.members.remove({ conversationId, userId: 'alice' }),
          bob.members.setRole({ conversationId, userId: 'bob', role: 'member' }),
        ])
        const { members } = await bob.members.list({ conversationId })
        expect(members.filter(({ role }) => role === 'admin').length).toBeGreaterThan(0)
        expect(new Set(members.map(({ userId }) => userId)).size).toBe(members.length)
        expect((await bob.conversations.get({ conversationId })).memberCount).toBe(members.length)
      }
    }),
  },
]
