import { isErased, isMsgError } from '@msg/core'
import type { Change, Session } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { newId, upTo } from '../factories.ts'
import { project } from '../fake-targets.ts'
import type { SessionContext } from './host.ts'
import { readerOf } from './live-events.ts'
import { withTargets, withThree } from './with-sessions.ts'

/** Everything somebody can read, as one text. */
const everythingOf = async (session: Session): Promise<string> => {
  const { conversations } = await session.inbox.list({ limit: 100 })
  const inside = conversations.map(async ({ id: conversationId, kind }) => [
    await session.messages.list({ conversationId, limit: 100 }),
    await session.members.list({ conversationId }),
    kind === 'channel' ? null : await session.receipts.list({ conversationId }),
  ])
  return JSON.stringify([conversations, await Promise.all(inside), await session.people.blocked()])
}

/** What may be answered to what races an erasure. */
const refusals = /^(not_found|not_a_member|forbidden|message_retracted|busy)$/

const typesOf = (changes: readonly Change[]): readonly string[] => changes.map(({ type }) => type)

export const accountErasureCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'of who is erased nothing is left but numbers without a text and a name that leads to nobody',
    proves: ['account.erase'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const { id: directId } = await bob.conversations.startDirect({ userId: 'alice' })
      const secret = await alice.messages.send({ conversationId, body: 'first secret' })
      await alice.messages.edit({ messageId: secret.id, body: 'second secret', mentions: ['bob'] })
      const theirs = await bob.messages.send({ conversationId, body: 'hello', mentions: ['alice', 'carol'] })
      await alice.messages.pin({ messageId: theirs.id })
      await alice.reactions.add({ messageId: theirs.id, emoji: '👍' })
      await bob.reactions.add({ messageId: secret.id, emoji: '🎉' })
      await alice.messages.hide({ messageId: theirs.id })
      await alice.receipts.markRead({ conversationId, seq: 2 })
      await alice.messages.send({ conversationId: directId, body: 'direct secret' })
      await bob.messages.send({ conversationId: directId, body: 'kept' })
      await bob.people.block({ userId: 'alice' })
      await alice.people.block({ userId: 'carol' })

      expect(await alice.account.erase()).toEqual({ erased: true })

      const { messages, profiles } = await bob.messages.list({ conversationId, order: 'asc' })
      const [tombstone, hello] = messages
      expect(messages.map(({ seq }) => seq)).toEqual([1, 2])
      expect(tombstone).toMatchObject({ id: secret.id, body: null, mentions: [], reactions: [] })
      expect(tombstone?.retractedAt).not.toBeNull()
      const nobody = tombstone?.authorId ?? ''
      expect(isErased(nobody)).toBe(true)
      expect(profiles.map(({ id }) => id)).not.toContain(nobody)
      expect((await bob.people.get({ userIds: [nobody, 'carol'] })).profiles.map(({ id }) => id)).toEqual(['carol'])
      await expectRefusal(bob.people.block({ userId: nobody }), 'not_found')
      expect(hello).toMatchObject({
        body: 'hello',
        mentions: [nobody, 'carol'],
        pinnedBy: nobody,
        reactions: [{ emoji: '👍', count: 1, userIds: [nobody] }],
      })
      expect((await bob.messages.revisions({ messageId: secret.id })).revisions).toEqual([])
      const group = await bob.conversations.get({ conversationId })
      expect(group).toMatchObject({
        createdBy: nobody,
        memberIds: ['bob', 'carol'],
        memberCount: 2,
        me: { role: 'admin' },
      })
      const direct = await bob.conversations.get({ conversationId: directId })
      expect(direct.memberIds.toSorted()).toEqual(['bob', nobody].toSorted())
      expect(direct).toMatchObject({ memberCount: 2, lastMessage: { body: 'kept' }, me: { can: { send: false } } })
      expect(
        (await expectRefusal(bob.messages.send({ conversationId: directId, body: 'hi' }), 'forbidden')).reason,
      ).toBe('closed')
      for (const session of [bob, carol]) expect(await everythingOf(session)).not.toMatch(/alice|secret/)
      await carol.conversations.startDirect({ userId: 'bob' })
      expect((await carol.messages.send({ conversationId, body: 'on we go' })).seq).toBe(3)
    }),
  },
  {
    name: 'who was erased has nothing, and erasing again answers as the first time',
    proves: ['account.erase', 'account.export'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'secret' })
      await bob.account.erase()
      await alice.account.erase()
      const before = (await alice.live.read()).cursor
      for (const session of [alice, bob]) {
        expect(await session.account.erase()).toEqual({ erased: true })
        expect((await session.inbox.list()).conversations).toEqual([])
        expect((await session.account.export()).records.map(({ type }) => type)).toEqual(['profile'])
        await expectRefusal(session.conversations.get({ conversationId }), 'not_found')
        await expectRefusal(session.messages.edit({ messageId, body: 'again' }), 'not_found')
        await expectRefusal(session.messages.retract({ messageId }), 'not_found')
      }
      expect(typesOf((await alice.live.read({ after: before })).changes)).toEqual([])
      const { id } = await alice.conversations.startGroup({ userIds: ['bob'] })
      expect((await bob.conversations.get({ conversationId: id })).memberIds).toEqual(['alice', 'bob'])
    }),
  },
  {
    name: 'an erasure is told to those who share a conversation, and no change names who it was',
    proves: ['account.erase', 'live.subscribe', 'live.read'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await bob.conversations.startGroup({ userIds: ['alice', 'carol'] })
      await alice.messages.send({ conversationId, body: 'secret' })
      await carol.conversations.startDirect({ userId: 'bob' })
      const live = readerOf(bob.live.subscribe())
      await live.untilReady()
      const { cursor } = await bob.live.read()
      await alice.account.erase()
      await bob.messages.send({ conversationId, body: 'the end' })
      const told = await live.changes(4)
      expect(typesOf(told)).toEqual(['member.left', 'message.retracted', 'user.erased', 'message.sent'])
      const erased = told.find(({ type }) => type === 'user.erased')
      expect(erased?.subject).toMatchObject({ conversationId, userId: erased?.actor })
      const { changes } = await bob.live.read({ after: cursor })
      expect(typesOf(changes)).toEqual(['member.left', 'message.retracted', 'user.erased', 'message.sent'])
      expect(JSON.stringify(changes)).not.toMatch(/alice|secret/)
      expect(changes.map(({ revision }) => revision)).toEqual(upTo(4).map((n) => (changes[0]?.revision ?? 0) + n - 1))
    }),
  },
  {
    name: 'who is erased hears no more of what they were in',
    proves: ['account.erase', 'live.subscribe'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
      const live = readerOf(alice.live.subscribe())
      await live.untilReady()
      await alice.account.erase()
      await bob.messages.send({ conversationId, body: 'among ourselves' })
      // In process the subscription has ended; a client over the wire comes back, and hears of what begins now.
      const { id: anew } = await alice.conversations.startGroup({ userIds: [] })
      const heard: Change[] = []
      try {
        while (heard.at(-1)?.conversationId !== anew) heard.push(...(await live.changes(1)))
      } catch (error) {
        expect(isMsgError(error) && error.code).toBe('unauthenticated')
      }
      expect(typesOf(heard)).not.toContain('message.sent')
    }),
  },
  {
    name: 'an edit racing an erasure never brings the text back',
    proves: ['account.erase', 'messages.edit', 'messages.send'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const ids: string[] = []
      for (const n of upTo(12)) ids.push((await alice.messages.send({ conversationId, body: `secret ${n}` })).id)
      const theirs = await bob.messages.send({ conversationId, body: 'hello' })
      const racing = [
        ...ids.map((messageId) => alice.messages.edit({ messageId, body: 'the secret again' })),
        ...ids.map((messageId) =>
          bob.messages.send({ conversationId, body: 'x', replyTo: messageId, mentions: ['alice'] }),
        ),
        bob.messages.edit({ messageId: theirs.id, body: 'hello!', mentions: ['alice'] }),
        carol.reactions.add({ messageId: theirs.id, emoji: '👍' }),
      ]
      const settled = Promise.allSettled(racing)
      await alice.account.erase()
      const failed = (await settled).flatMap((outcome): readonly unknown[] =>
        outcome.status === 'rejected' ? [outcome.reason] : [],
      )
      for (const reason of failed) expect(isMsgError(reason) ? reason.code : String(reason)).toMatch(refusals)
      const { messages } = await bob.messages.list({ conversationId, order: 'asc', limit: 100 })
      expect(messages.map(({ seq }) => seq)).toEqual(upTo(messages.length))
      expect(JSON.stringify(messages)).not.toMatch(/alice|secret/)
      for (const messageId of ids) expect((await bob.messages.revisions({ messageId })).revisions).toEqual([])
    }),
  },
  {
    name: 'the ids of who was erased stay used',
    proves: ['account.erase', 'messages.send'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
      const draft = { conversationId, id: newId(), body: 'secret' }
      await alice.messages.send(draft)
      await alice.account.erase()
      await expectRefusal(bob.messages.send(draft), 'id_taken')
      await expectRefusal(alice.messages.send(draft), 'not_found')
    }),
  },
  {
    name: 'what somebody did in channels is erased too',
    proves: ['account.erase', 'messages.sendToTarget'],
    run: withTargets(async ({ targets, alice, bob }) => {
      const target = project('1')
      for (const userId of ['alice', 'bob']) targets.grant(userId, '1', 'view', 'post', 'moderate')
      const { id: conversationId } = await alice.conversations.openChannel({ target })
      const { message } = await bob.messages.sendToTarget({ target, body: 'hello' })
      await alice.messages.sendToTarget({ target, body: 'secret' })
      await alice.reactions.add({ messageId: message.id, emoji: '👍' })
      await alice.messages.pin({ messageId: message.id })
      await alice.account.erase()
      const channel = await bob.conversations.get({ conversationId })
      expect(isErased(channel.createdBy)).toBe(true)
      const { messages } = await bob.messages.list({ conversationId, order: 'asc' })
      expect(messages.map(({ body, pinnedBy }) => [body, pinnedBy])).toEqual([
        ['hello', channel.createdBy],
        [null, null],
      ])
      expect(JSON.stringify([channel, messages])).not.toMatch(/alice|secret/)
      expect((await bob.messages.sendToTarget({ target, body: 'on' })).message.seq).toBe(3)
    }),
  },
]
