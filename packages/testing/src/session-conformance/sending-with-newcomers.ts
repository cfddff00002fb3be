import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { newId, upTo } from '../factories.ts'
import type { FaultPlan } from '../faults/fault-plan.ts'
import { faultyStore } from '../faults/faulty-store.ts'
import type { SessionContext, SessionHostOptions } from './host.ts'
import { withHost, withSessions, withThree } from './with-sessions.ts'

/** A storage that takes so many commits, once it is told, and no more until it is told again. */
const failingStorage = () => {
  let left = Number.POSITIVE_INFINITY
  const plan: FaultPlan = {
    next(method) {
      if (method !== 'commit') return 'none'
      left -= 1
      return left < 0 ? 'lost before' : 'none'
    },
    end: () => {},
    counts: { 'lost before': 0, 'lost after': 0, late: 0 },
  }
  const between: SessionHostOptions['between'] = (store) => faultyStore(store, plan)
  return { between, take: (commits: number): void => void (left = commits) }
}

export const newcomerCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'a send to a group that adds people is one commit: they are members, with the whole history, before it is there',
    proves: ['messages.send', 'live.read'],
    run: (context) =>
      withSessions(context, async (session) => {
        const [alice, bob, dave] = [await session('alice'), await session('bob'), await session('dave')]
        const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
        await alice.messages.send({ conversationId, body: 'one' })
        const { cursor } = await alice.live.read()
        const sent = await bob.messages.send({
          conversationId,
          body: 'two',
          addMembers: ['dave', 'alice', 'carol', 'dave'],
          mentions: ['dave'],
        })
        expect(sent).toMatchObject({ conversationId, seq: 2, mentions: ['dave'] })
        const { changes } = await alice.live.read({ after: cursor })
        expect(changes.map(({ type }) => type)).toEqual(['member.added', 'member.added', 'message.sent'])
        expect(changes.map(({ revision }) => revision)).toEqual([3, 4, 5])
        expect(await dave.messages.get({ messageId: sent.id })).toEqual(sent)
        const { messages } = await dave.messages.list({ conversationId, order: 'asc' })
        expect(messages.map(({ body }) => body)).toEqual(['one', 'two'])
        expect(await dave.conversations.get({ conversationId })).toMatchObject({
          memberIds: ['alice', 'bob', 'dave', 'carol'],
          me: { role: 'member', unread: { count: 2 } },
        })
      }),
  },
  {
    name: 'a send that would add people against the rules adds nobody and sends nothing',
    proves: ['messages.send'],
    run: withThree(async ({ alice, bob, carol }) => {
      const group = await alice.conversations.startGroup({ userIds: ['bob', 'carol'], invitePolicy: 'admins' })
      const conversationId = group.id
      const bringing = { conversationId, body: 'with dave', addMembers: ['dave'] }
      const refusal = await expectRefusal(bob.messages.send(bringing), 'forbidden')
      expect(refusal.reason).toBe('invite_policy')
      const stranger = await expectRefusal(alice.messages.send({ ...bringing, mentions: ['eve'] }), 'forbidden')
      expect(stranger.reason).toBe('not_members')
      await expectRefusal(alice.messages.send({ ...bringing, replyTo: newId() }), 'not_found')
      await carol.members.leave({ conversationId })
      await expectRefusal(carol.messages.send(bringing), 'not_a_member')
      await expectRefusal(carol.messages.send({ ...bringing, addMembers: ['carol'] }), 'reinvite_required')
      expect(await alice.conversations.get({ conversationId })).toMatchObject({ memberCount: 2, lastSeq: 0 })
      const back = await alice.messages.send({ ...bringing, addMembers: ['carol', 'dave'] })
      expect((await carol.messages.get({ messageId: back.id })).body).toBe('with dave')
    }),
  },
  {
    name: 'wherever the storage fails during a send that adds people, all of it is there or nothing, and nobody is told of a part',
    proves: ['messages.send'],
    run: async (context) => {
      const { between, take } = failingStorage()
      await withHost(context, { between }, async (session) => {
        const [alice, carol] = [await session('alice'), await session('carol')]
        const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
        await alice.messages.send({ conversationId, body: 'one' })
        const { cursor } = await alice.live.read()
        const send = () => alice.messages.send({ conversationId, body: 'two', addMembers: ['carol'] })
        take(0)
        await expectRefusal(send(), 'unavailable')
        take(Number.POSITIVE_INFINITY)
        expect(await alice.conversations.get({ conversationId })).toMatchObject({ memberCount: 2, lastSeq: 1 })
        await expectRefusal(carol.conversations.get({ conversationId }), 'not_found')
        expect((await alice.live.read({ after: cursor })).changes).toEqual([])
        take(1)
        expect((await send()).seq).toBe(2)
        expect(await carol.conversations.get({ conversationId })).toMatchObject({ memberCount: 3, lastSeq: 2 })
        const { changes } = await alice.live.read({ after: cursor })
        expect(changes.map(({ type }) => type)).toEqual(['member.added', 'message.sent'])
      })
    },
  },
  {
    name: 'a send that adds people can be repeated, also after they went',
    proves: ['messages.send'],
    run: withThree(async ({ alice, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
      const input = { conversationId, id: newId(), body: 'welcome', addMembers: ['dave', 'carol'] }
      const answers = await Promise.all(upTo(4).map(() => alice.messages.send(input)))
      for (const answer of answers) expect(answer).toEqual(answers[0])
      await carol.members.leave({ conversationId })
      let replayed = false
      const again = { ...input, addMembers: ['carol', 'dave'] }
      expect(await alice.messages.send(again, { onReplay: () => (replayed = true) })).toEqual(answers[0])
      expect(replayed).toBe(true)
      expect(await alice.conversations.get({ conversationId })).toMatchObject({ memberCount: 3, lastSeq: 1 })
      await expectRefusal(alice.messages.send({ ...input, addMembers: ['carol'] }), 'idempotency_mismatch')
    }),
  },
  {
    name: 'a send to a direct that adds people goes to the group of them all, which sees nothing of the direct',
    proves: ['messages.send', 'messages.sendToUsers'],
    run: withThree(async ({ alice, bob, carol }) => {
      const direct = await alice.conversations.startDirect({ userId: 'bob' })
      const conversationId = direct.id
      const first = await alice.messages.send({ conversationId, body: 'between us' })
      await bob.messages.send({ conversationId, body: 'yes' })
      const input = {
        conversationId,
        id: newId(),
        body: 'all of us',
        addMembers: ['carol'],
        mentions: ['bob', 'carol'],
      }
      const sent = await alice.messages.send(input)
      expect(sent).toMatchObject({ seq: 1, replyTo: null })
      expect(sent.conversationId).not.toBe(conversationId)
      expect(await alice.messages.send(input)).toEqual(sent)
      expect(await alice.conversations.get({ conversationId })).toMatchObject({ memberCount: 2, lastSeq: 2 })
      const group = await carol.conversations.get({ conversationId: sent.conversationId })
      expect(group).toMatchObject({
        kind: 'group',
        memberIds: ['alice', 'bob', 'carol'],
        lastSeq: 1,
        createdBy: 'alice',
      })
      await expectRefusal(carol.messages.get({ messageId: first.id }), 'not_found')
      await expectRefusal(carol.conversations.get({ conversationId }), 'not_found')
      const same = await carol.messages.sendToUsers({ userIds: ['alice', 'bob'], body: 'hello' })
      expect(same.conversation.id).toBe(sent.conversationId)
      expect((await bob.messages.send({ ...input, id: newId() })).conversationId).toBe(sent.conversationId)
      await expectRefusal(alice.messages.send({ ...input, id: newId(), replyTo: first.id }), 'not_found')
      const here = await alice.messages.send({ conversationId, body: 'only us', addMembers: ['bob', 'alice'] })
      expect(here.conversationId).toBe(conversationId)
    }),
  },
  {
    name: 'inviting into a direct makes a new group of both and the newcomers, without its history',
    proves: ['members.add'],
    run: withThree(async ({ alice, bob, carol }) => {
      const direct = await alice.conversations.startDirect({ userId: 'bob' })
      const conversationId = direct.id
      expect(direct.me.can.addMembers).toBe(true)
      await alice.messages.send({ conversationId, body: 'between us' })
      const { conversation, added } = await bob.members.add({ conversationId, userIds: ['carol', 'alice', 'dave'] })
      expect(added).toEqual(['carol', 'dave'])
      expect(conversation).toMatchObject({ kind: 'group', memberIds: ['bob', 'alice', 'carol', 'dave'], lastSeq: 0 })
      expect(conversation.me.role).toBe('admin')
      expect(conversation.id).not.toBe(conversationId)
      expect((await alice.conversations.get({ conversationId })).memberCount).toBe(2)
      await expectRefusal(carol.conversations.get({ conversationId }), 'not_found')
      const other = await bob.members.add({ conversationId, userIds: ['carol', 'dave'] })
      expect(other.conversation.id).not.toBe(conversation.id)
      const sent = await bob.messages.sendToUsers({ userIds: ['alice', 'carol', 'dave'], body: 'found?' })
      expect([conversation.id, other.conversation.id]).not.toContain(sent.conversation.id)
      const nobody = await bob.members.add({ conversationId, userIds: ['alice', 'bob'] })
      expect(nobody).toMatchObject({ conversation: { id: conversationId }, added: [] })
    }),
  },
  {
    name: 'inviting into a direct again with the same id is the same group',
    proves: ['members.add'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const input = { conversationId, id: newId(), userIds: ['carol', 'dave'] }
      const answers = await Promise.all(upTo(4).map(() => alice.members.add(input)))
      for (const answer of answers)
        expect(answer).toMatchObject({ conversation: { id: input.id }, added: ['carol', 'dave'] })
      const again = await alice.members.add({ ...input, userIds: ['dave', 'carol'] })
      expect(again.conversation.id).toBe(input.id)
      await expectRefusal(alice.members.add({ ...input, userIds: ['carol'] }), 'idempotency_mismatch')
      await expectRefusal(bob.members.add(input), 'id_taken')
      expect((await bob.inbox.list()).conversations).toHaveLength(2)
    }),
  },
]
