import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { asSeenOutside, expectRefusal } from '../expect-refusal.ts'
import { newId, unusedId, upTo } from '../factories.ts'
import { fakeDirectory } from '../fakes.ts'
import type { SessionContext } from './host.ts'
import { withSessions, withThree } from './with-sessions.ts'

export const conversationCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'a direct is one per pair, whoever starts it',
    proves: ['conversations.startDirect', 'conversations.get'],
    run: withThree(async ({ alice, bob, carol }) => {
      const first = await alice.conversations.startDirect({ userId: 'bob' })
      const second = await bob.conversations.startDirect({ userId: 'alice' })
      const other = await carol.conversations.startDirect({ userId: 'alice' })
      expect(second.id).toBe(first.id)
      expect(other.id).not.toBe(first.id)
      expect(first).toMatchObject({ kind: 'direct', createdBy: 'alice', memberCount: 2, lastSeq: 0, lastMessage: null })
      expect(first.memberIds.toSorted()).toEqual(['alice', 'bob'])
      expect(second.me).toMatchObject({ status: 'active', role: 'member', readSeq: 0, readAt: null, repliedAt: null })
      expect(await alice.conversations.get({ conversationId: first.id })).toEqual(first)
    }),
  },
  {
    name: 'a direct with oneself is refused',
    proves: ['conversations.startDirect'],
    run: withThree(async ({ alice }) => {
      await expectRefusal(alice.conversations.startDirect({ userId: 'alice' }), 'self_message')
      expect((await alice.inbox.list()).conversations).toEqual([])
    }),
  },
  {
    name: 'nobody starts anything with users who do not exist, are not active, or refuse contact',
    proves: ['conversations.startDirect', 'conversations.startGroup', 'members.add'],
    run: (context) =>
      withSessions(
        context,
        async (session) => {
          const alice = await session('alice')
          await expectRefusal(alice.conversations.startDirect({ userId: 'nobody' }), 'not_found')
          await expectRefusal(alice.conversations.startDirect({ userId: 'inactive-ian' }), 'not_found')
          await expectRefusal(alice.conversations.startDirect({ userId: 'carol' }), 'recipient_refused')
          await expectRefusal(alice.conversations.startGroup({ userIds: ['bob', 'carol'] }), 'recipient_refused')
          await expectRefusal(alice.messages.sendToUsers({ userIds: ['nobody'], body: 'hi' }), 'not_found')
          await expectRefusal(
            alice.messages.sendToUsers({ userIds: ['bob', 'carol'], body: 'hi' }),
            'recipient_refused',
          )
          const group = await alice.conversations.startGroup({ userIds: ['bob'] })
          const conversationId = group.id
          await expectRefusal(alice.members.add({ conversationId, userIds: ['nobody'] }), 'not_found')
          await expectRefusal(alice.members.add({ conversationId, userIds: ['carol'] }), 'recipient_refused')
          expect((await alice.inbox.list()).conversations.map(({ id }) => id)).toEqual([group.id])
          expect((await alice.members.list({ conversationId })).members).toHaveLength(2)
        },
        fakeDirectory(['alice', 'bob', 'carol', 'inactive-ian'], (_, other) => other !== 'carol'),
      ),
  },
  {
    name: 'a direct that exists is found again even when first contact would now be refused',
    proves: ['conversations.startDirect'],
    run: (context) =>
      withSessions(
        context,
        async (session) => {
          const [alice, bob] = [await session('alice'), await session('bob')]
          const direct = await alice.conversations.startDirect({ userId: 'bob' })
          expect((await bob.conversations.startDirect({ userId: 'alice' })).id).toBe(direct.id)
        },
        fakeDirectory(['alice', 'bob'], (viewer) => viewer === 'alice'),
      ),
  },
  {
    name: 'twenty parallel first messages between two people make one direct with seq 1 to 20',
    proves: ['conversations.startDirect', 'messages.send'],
    run: withThree(async ({ alice, bob }) => {
      const sent = await Promise.all(
        upTo(20).map(async (n) => {
          const [me, other] = n % 2 === 0 ? [alice, 'bob'] : [bob, 'alice']
          const direct = await me.conversations.startDirect({ userId: other })
          return me.messages.send({ conversationId: direct.id, body: `first ${n}` })
        }),
      )
      expect(new Set(sent.map((message) => message.conversationId)).size).toBe(1)
      expect(sent.map((message) => message.seq).toSorted((a, b) => a - b)).toEqual(upTo(20))
      expect((await alice.inbox.list()).conversations).toHaveLength(1)
    }),
  },
  {
    name: 'a started group has its creator as admin, and the others as members',
    proves: ['conversations.startGroup'],
    run: withThree(async ({ alice, bob }) => {
      const group = await alice.conversations.startGroup({
        title: 'Ramble on',
        userIds: ['bob', 'carol', 'bob', 'alice'],
      })
      expect(group).toMatchObject({ kind: 'group', title: 'Ramble on', memberCount: 3, invitePolicy: 'members' })
      expect(group.memberIds).toEqual(['alice', 'bob', 'carol'])
      expect(group.me).toMatchObject({ role: 'admin', status: 'active' })
      expect(group.me.can).toEqual({
        send: true,
        attach: false,
        react: true,
        edit: true,
        retract: true,
        retractOthers: false,
        pin: true,
        rename: true,
        update: true,
        addMembers: true,
        manageMembers: true,
        moderate: false,
        delete: true,
        join: false,
        leave: true,
        markRead: true,
      })
      expect((await bob.conversations.get({ conversationId: group.id })).me.role).toBe('member')
    }),
  },
  {
    name: 'starting groups with the same people makes another group each time',
    proves: ['conversations.startGroup'],
    run: withThree(async ({ alice }) => {
      const first = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const second = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      expect(second.id).not.toBe(first.id)
    }),
  },
  {
    name: 'a group started again with the same id is the same group',
    proves: ['conversations.startGroup'],
    run: withThree(async ({ alice, bob }) => {
      const id = newId()
      const replays: string[] = []
      const start = (userIds: readonly string[], session = alice) =>
        session.conversations.startGroup({ id, title: 'Once', userIds }, { onReplay: () => replays.push(id) })
      const first = await start(['bob', 'carol'])
      expect(replays).toEqual([])
      expect(await start(['carol', 'bob'])).toEqual(first)
      expect(replays).toEqual([id])
      await expectRefusal(start(['bob']), 'idempotency_mismatch')
      await expectRefusal(start(['carol'], bob), 'id_taken')
      expect((await alice.inbox.list()).conversations).toHaveLength(1)
    }),
  },
  {
    name: 'a conversation one is not in answers exactly like one that never existed',
    proves: [
      'conversations.get',
      'members.list',
      'members.add',
      'members.leave',
      'messages.list',
      'messages.get',
      'messages.send',
      'messages.edit',
      'messages.retract',
      'messages.hide',
      'messages.pin',
      'messages.unpin',
      'messages.revisions',
      'reactions.add',
      'reactions.remove',
      'conversations.update',
      'members.remove',
      'members.setRole',
      'receipts.markRead',
    ],
    run: withThree(async ({ alice, carol }) => {
      const direct = await alice.conversations.startDirect({ userId: 'bob' })
      const message = await alice.messages.send({ conversationId: direct.id, body: 'between us' })
      const refusals = (conversationId: string, messageId: string) =>
        Promise.all(
          [
            carol.conversations.get({ conversationId }),
            carol.members.list({ conversationId }),
            carol.members.add({ conversationId, userIds: ['carol'] }),
            carol.members.leave({ conversationId }),
            carol.messages.list({ conversationId }),
            carol.messages.get({ messageId }),
            carol.messages.send({ conversationId, body: 'let me in' }),
            carol.receipts.markRead({ conversationId, seq: 1 }),
            carol.messages.edit({ messageId, body: 'other' }),
            carol.messages.retract({ messageId }),
            carol.messages.hide({ messageId }),
            carol.messages.pin({ messageId }),
            carol.messages.unpin({ messageId }),
            carol.messages.revisions({ messageId }),
            carol.reactions.add({ messageId, emoji: '👍' }),
            carol.reactions.remove({ messageId, emoji: '👍' }),
            carol.conversations.update({ conversationId, title: 'mine now' }),
            carol.members.remove({ conversationId, userId: 'bob' }),
            carol.members.setRole({ conversationId, userId: 'carol', role: 'admin' }),
          ].map(async (call) => asSeenOutside(await expectRefusal(call, 'not_found'))),
        )
      expect(await refusals(direct.id, message.id)).toEqual(await refusals(unusedId(), unusedId()))
      expect((await alice.messages.list({ conversationId: direct.id })).messages).toEqual([message])
    }),
  },
]
