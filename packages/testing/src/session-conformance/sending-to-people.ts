import { expect } from 'vitest'
import type { Session } from '@msg/core'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { newId, upTo } from '../factories.ts'
import { fakeDirectory } from '../fakes.ts'
import type { SessionContext } from './host.ts'
import { withSessions, withThree } from './with-sessions.ts'

export const sendingToPeopleCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'sending to one other goes into the direct, whoever sends, and makes it where there is none',
    proves: ['messages.sendToUsers', 'conversations.startDirect'],
    run: withThree(async ({ alice, bob }) => {
      const first = await alice.messages.sendToUsers({ userIds: ['bob'], body: 'a' })
      expect(first.conversation).toMatchObject({ kind: 'direct', memberCount: 2, createdBy: 'alice', lastSeq: 1 })
      expect(first.message).toMatchObject({
        conversationId: first.conversation.id,
        seq: 1,
        authorId: 'alice',
        body: 'a',
        verb: 'message',
        mentions: [],
        attachments: [],
      })
      const second = await bob.messages.sendToUsers({ userIds: ['alice', 'bob', 'alice'], body: 'b' })
      expect(second.conversation).toMatchObject({
        id: first.conversation.id,
        lastMessage: second.message,
        memberCount: 2,
      })
      expect((await alice.conversations.startDirect({ userId: 'bob' })).id).toBe(first.conversation.id)
      expect(await alice.messages.get({ messageId: first.message.id })).toEqual(first.message)
      expect(await bodiesIn(alice, first.conversation.id)).toEqual(['a', 'b'])
    }),
  },
  {
    name: 'sending to the same people is one group, whoever of them sends; more or fewer people are another',
    proves: ['messages.sendToUsers'],
    run: withThree(async ({ alice, bob, carol }) => {
      const first = await alice.messages.sendToUsers({ userIds: ['bob', 'dave'], body: 'one' })
      expect(first.conversation).toMatchObject({ kind: 'group', title: null, invitePolicy: 'members', memberCount: 3 })
      expect(first.conversation.me).toMatchObject({ role: 'admin', status: 'active' })
      const second = await bob.messages.sendToUsers({ userIds: ['dave', 'alice'], body: 'two' })
      expect(second.conversation).toMatchObject({ id: first.conversation.id, createdBy: 'alice', memberCount: 3 })
      expect(second.conversation.me.role).toBe('member')
      const pair = await alice.messages.sendToUsers({ userIds: ['bob'], body: 'between us' })
      const four = await alice.messages.sendToUsers({ userIds: ['bob', 'carol', 'dave'], body: 'all' })
      expect(new Set([first, pair, four].map(({ conversation }) => conversation.id)).size).toBe(3)
      expect(pair.conversation).toMatchObject({ kind: 'direct', lastSeq: 1 })
      expect(await bodiesIn(alice, first.conversation.id)).toEqual(['one', 'two'])
      await expectRefusal(carol.messages.list({ conversationId: first.conversation.id }), 'not_found')
    }),
  },
  {
    name: 'a message needs a recipient other than its sender',
    proves: ['messages.sendToUsers'],
    run: withThree(async ({ alice }) => {
      await expectRefusal(alice.messages.sendToUsers({ userIds: [], body: 'hello?' }), 'no_recipients')
      await expectRefusal(alice.messages.sendToUsers({ userIds: ['alice', 'alice'], body: 'me' }), 'self_message')
      expect((await alice.inbox.list()).conversations).toEqual([])
    }),
  },
  {
    name: 'a started group is never found by sending to its members',
    proves: ['messages.sendToUsers', 'conversations.startGroup'],
    run: withThree(async ({ alice }) => {
      const started = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const { conversation } = await alice.messages.sendToUsers({ userIds: ['bob', 'carol'], body: 'hi' })
      expect(conversation.id).not.toBe(started.id)
    }),
  },
  {
    name: 'twenty parallel first messages to the same people make one group with seq 1 to 20',
    proves: ['messages.sendToUsers'],
    run: withThree(async ({ alice, bob, carol }) => {
      const all = ['alice', 'bob', 'carol']
      const sessions = [alice, bob, carol]
      const sent = await Promise.all(
        upTo(20).map((n) => (sessions[n % 3] ?? alice).messages.sendToUsers({ userIds: all, body: `${n}` })),
      )
      expect(new Set(sent.map(({ conversation }) => conversation.id)).size).toBe(1)
      expect(sent.map(({ message }) => message.seq).toSorted((a, b) => a - b)).toEqual(upTo(20))
      for (const session of sessions) expect((await session.inbox.list()).conversations).toHaveLength(1)
    }),
  },
  {
    name: 'the same send to people eight times in parallel is one message and one answer',
    proves: ['messages.sendToUsers'],
    run: withThree(async ({ alice, bob }) => {
      for (const userIds of [['bob'], ['bob', 'carol']]) {
        const id = newId()
        const replays: string[] = []
        const answers = await Promise.all(
          upTo(8).map((n) =>
            alice.messages.sendToUsers(
              { id, userIds: n % 2 === 0 ? userIds : userIds.toReversed(), body: 'once' },
              { onReplay: () => replays.push(id) },
            ),
          ),
        )
        const [first] = answers
        for (const answer of answers) expect(answer.message).toEqual(first?.message)
        expect(replays).toHaveLength(7)
        const conversationId = first?.conversation.id ?? ''
        expect(await bodiesIn(alice, conversationId)).toEqual(['once'])
        await expectRefusal(alice.messages.sendToUsers({ id, userIds, body: 'other' }), 'idempotency_mismatch')
        await expectRefusal(alice.messages.sendToUsers({ id, userIds: ['dave'], body: 'once' }), 'idempotency_mismatch')
        await expectRefusal(bob.messages.sendToUsers({ id, userIds: ['alice'], body: 'once' }), 'id_taken')
      }
      expect((await alice.inbox.list()).conversations).toHaveLength(2)
    }),
  },
  {
    name: 'a send to people repeated after one of them left is the message it was',
    proves: ['messages.sendToUsers', 'members.leave'],
    run: withThree(async ({ alice, carol }) => {
      const input = { id: newId(), userIds: ['bob', 'carol'], body: 'once' }
      const { message, conversation } = await alice.messages.sendToUsers(input)
      await carol.members.leave({ conversationId: conversation.id })
      const again = await alice.messages.sendToUsers(input)
      expect(again.message).toEqual(message)
      expect(again.conversation).toMatchObject({ id: conversation.id, memberCount: 2 })
      expect((await alice.inbox.list()).conversations).toHaveLength(1)
    }),
  },
  {
    name: 'nobody sends first to users who do not exist, are not active, or refuse contact; a known conversation goes on',
    proves: ['messages.sendToUsers', 'messages.send'],
    run: (context) =>
      withSessions(
        context,
        async (session) => {
          const [alice, carol] = [await session('alice'), await session('carol')]
          const refused = (userIds: readonly string[]) => alice.messages.sendToUsers({ userIds, body: 'hi' })
          await expectRefusal(refused(['nobody']), 'not_found')
          await expectRefusal(refused(['bob', 'inactive-ian']), 'not_found')
          await expectRefusal(refused(['bob', 'carol']), 'recipient_refused')
          expect((await alice.inbox.list()).conversations).toEqual([])
          const { conversation } = await carol.messages.sendToUsers({ userIds: ['alice', 'bob'], body: 'hi' })
          expect((await refused(['bob', 'carol'])).conversation.id).toBe(conversation.id)
          const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
          const bringing = (userId: string) => alice.messages.send({ conversationId, body: 'hi', addMembers: [userId] })
          await expectRefusal(bringing('nobody'), 'not_found')
          await expectRefusal(bringing('carol'), 'recipient_refused')
          expect(await alice.conversations.get({ conversationId })).toMatchObject({ memberCount: 2, lastSeq: 0 })
        },
        fakeDirectory(
          ['alice', 'bob', 'carol', 'inactive-ian'],
          (viewer, other) => viewer === 'carol' || other !== 'carol',
        ),
      ),
  },
  {
    name: 'a message to people may speak to those it goes to only',
    proves: ['messages.sendToUsers'],
    run: withThree(async ({ alice }) => {
      for (const body of ['the first', 'the second']) {
        const to = { userIds: ['bob', 'carol'], body }
        const refusal = await expectRefusal(alice.messages.sendToUsers({ ...to, mentions: ['dave'] }), 'forbidden')
        expect(refusal.reason).toBe('not_members')
        const { message } = await alice.messages.sendToUsers({ ...to, mentions: ['carol'], verb: 'alarm_raised' })
        expect(message).toMatchObject({ mentions: ['carol'], verb: 'alarm_raised' })
      }
    }),
  },
  {
    name: '{a, b, c}; c leaves; a new {a, b, c}; c back in the first: it goes on being unambiguous',
    proves: ['messages.sendToUsers', 'members.add', 'members.leave'],
    run: withThree(async ({ alice, bob, carol }) => {
      const all = { userIds: ['alice', 'bob', 'carol'] }
      const send = async (session: Session) =>
        (await session.messages.sendToUsers({ ...all, body: `from ${session.me}` })).conversation.id
      const first = await send(alice)
      await carol.members.leave({ conversationId: first })
      const second = await send(bob)
      expect(second).not.toBe(first)
      await alice.members.add({ conversationId: first, userIds: ['carol'] })
      for (const session of [alice, bob, carol]) expect(await send(session)).toBe(second)
      await carol.members.leave({ conversationId: first })
      await alice.members.add({ conversationId: first, userIds: ['carol'] })
      for (const session of [alice, bob, carol]) expect(await send(session)).toBe(second)

      await bob.members.leave({ conversationId: second })
      for (const session of [carol, alice, bob]) expect(await send(session)).toBe(first)
      await carol.members.add({ conversationId: second, userIds: ['bob'] })
      for (const session of [bob, carol, alice]) expect(await send(session)).toBe(first)
      expect((await carol.inbox.list()).conversations).toHaveLength(2)
    }),
  },
  {
    name: 'live, a first message to people is a conversation that begins, and then its message',
    proves: ['messages.sendToUsers', 'live.read'],
    run: withThree(async ({ alice, bob }) => {
      const { cursor } = await bob.live.read()
      const { conversation, message } = await alice.messages.sendToUsers({ userIds: ['bob', 'carol'], body: 'hi' })
      const { changes } = await bob.live.read({ after: cursor })
      expect(changes.map(({ type, revision, conversationId }) => [type, revision, conversationId])).toEqual([
        ['conversation.created', 1, conversation.id],
        ['message.sent', 2, conversation.id],
      ])
      expect(changes[1]?.subject).toEqual(message)
    }),
  },
]

const bodiesIn = async (session: Session, conversationId: string) =>
  (await session.messages.list({ conversationId, order: 'asc' })).messages.map(({ body }) => body)
