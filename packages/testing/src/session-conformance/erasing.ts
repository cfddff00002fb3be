import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { asSeenOutside, codesAmong, expectRefusal, expectRefusals } from '../expect-refusal.ts'
import { newId, unusedId, upTo } from '../factories.ts'
import { project } from '../fake-targets.ts'
import type { SessionContext } from './host.ts'
import { inShort, readerOf } from './live-events.ts'
import { withTargets, withThree } from './with-sessions.ts'

export const erasingCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'a purged message is in no view, its number stays used and its id answers gone',
    proves: ['messages.purge', 'messages.sendToTarget', 'messages.list'],
    run: withTargets(async ({ targets, alice, bob }) => {
      targets.grant('alice', '1', 'view', 'post')
      targets.grant('bob', '1', 'view', 'moderate')
      const target = project('1')
      const post = { target, id: newId(), body: 'secret' }
      const { message } = await alice.messages.sendToTarget(post)
      const { conversationId, id: messageId } = message
      await alice.messages.edit({ messageId, body: 'still secret' })
      await bob.messages.pin({ messageId })
      const second = await alice.messages.sendToTarget({ target, body: 'two' })
      expect((await expectRefusal(alice.messages.purge({ messageId }), 'forbidden')).reason).toBe('moderators_only')
      expect(await bob.messages.purge({ messageId })).toEqual({ conversationId, messageId, seq: 1 })
      for (const session of [alice, bob]) {
        await expectRefusals(
          [
            session.messages.get({ messageId }),
            session.messages.revisions({ messageId }),
            session.messages.purge({ messageId }),
            session.messages.hide({ messageId }),
            session.reactions.add({ messageId, emoji: '👍' }),
            session.messages.retract({ messageId }),
          ],
          'not_found',
        )
        expect((await session.messages.list({ conversationId })).messages.map(({ seq }) => seq)).toEqual([2])
        expect((await session.messages.list({ conversationId, pinned: true })).messages).toEqual([])
      }
      expect((await bob.conversations.get({ conversationId })).me.unread.count).toBe(1)
      await expectRefusal(alice.messages.sendToTarget(post), 'gone')
      await expectRefusal(alice.messages.sendToTarget({ ...post, body: 'other' }), 'gone')
      await bob.messages.purge({ messageId: second.message.id })
      expect(await bob.conversations.get({ conversationId })).toMatchObject({ lastSeq: 2, lastMessage: null })
      expect((await alice.messages.sendToTarget({ target, body: 'three' })).message.seq).toBe(3)
    }),
  },
  {
    name: 'members of a room learn of a purge, and no longer of the text; also what was retracted is purged',
    proves: ['messages.purge', 'live.subscribe', 'live.read'],
    run: withTargets(async ({ targets, alice, bob }) => {
      for (const name of ['alice', 'bob']) targets.grant(name, '1', 'view')
      targets.grant('bob', '1', 'moderate')
      const { id: conversationId } = await alice.conversations.openRoom({ target: project('1') })
      await alice.members.join({ conversationId })
      const live = readerOf(alice.live.subscribe())
      await live.untilReady()
      const { cursor } = await alice.live.read()
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'secret' })
      const other = await alice.messages.send({ conversationId, body: 'retracted' })
      await live.changes(2)
      await alice.messages.retract({ messageId: other.id })
      await bob.messages.purge({ messageId })
      await bob.messages.purge({ messageId: other.id })
      expect((await live.changes(3)).map(({ type }) => type).slice(1)).toEqual(['message.purged', 'message.purged'])
      const { changes } = await alice.live.read({ after: cursor })
      expect(changes.map((change) => [change.type, change.revision, change.subject])).toEqual([
        ['message.sent', 3, 'gone'],
        ['message.sent', 4, 'gone'],
        ['message.retracted', 5, 'gone'],
        ['message.purged', 6, { conversationId, messageId, seq: 1 }],
        ['message.purged', 7, { conversationId, messageId: other.id, seq: 2 }],
      ])
    }),
  },
  {
    name: 'purging, editing, pinning, reacting and answering at once leave nothing of the message',
    proves: ['messages.purge', 'messages.edit', 'messages.pin', 'reactions.add', 'messages.send'],
    run: withTargets(async ({ targets, alice, bob }) => {
      targets.grant('alice', '1', 'view', 'post')
      targets.grant('bob', '1', 'view', 'moderate')
      for (let round = 0; round < 5; round += 1) {
        const { message } = await alice.messages.sendToTarget({ target: project('1'), body: 'secret' })
        const { id: messageId, conversationId, seq } = message
        const [purged, ...others] = await Promise.allSettled([
          bob.messages.purge({ messageId }),
          alice.messages.edit({ messageId, body: 'still secret' }),
          bob.messages.pin({ messageId }),
          bob.reactions.add({ messageId, emoji: '👍' }),
          alice.messages.retract({ messageId }),
          alice.messages.send({ conversationId, body: 'an answer', replyTo: messageId }),
        ])
        expect(purged.status).toBe('fulfilled')
        for (const code of codesAmong(others)) expect(['not_found', 'message_retracted']).toContain(code)
        await expectRefusal(alice.messages.get({ messageId }), 'not_found')
        const { messages } = await bob.messages.list({ conversationId, after: seq - 1 })
        expect(messages.map(({ body }) => body)).not.toContain('secret')
        expect(messages.map((left) => left.id)).not.toContain(messageId)
        expect((await bob.messages.list({ conversationId, pinned: true })).messages).toEqual([])
      }
    }),
  },
  {
    name: 'nobody purges where nobody moderates',
    proves: ['messages.purge'],
    run: withThree(async ({ alice, bob, carol }) => {
      const group = await alice.conversations.startGroup({ userIds: ['bob'] })
      const { id: messageId } = await alice.messages.send({ conversationId: group.id, body: 'hello' })
      await expectRefusals([alice.messages.purge({ messageId }), bob.messages.purge({ messageId })], 'forbidden')
      await expectRefusal(carol.messages.purge({ messageId }), 'not_found')
      await bob.members.leave({ conversationId: group.id })
      await expectRefusal(bob.messages.purge({ messageId }), 'not_a_member')
    }),
  },
  {
    name: 'a deleted conversation answers everybody like one that never existed, and its ids answer gone',
    proves: ['conversations.delete', 'conversations.startGroup', 'messages.send', 'inbox.list'],
    run: withThree(async ({ alice, bob, carol }) => {
      const start = { id: newId(), title: 'Secret', userIds: ['bob', 'carol'] }
      const { id: conversationId } = await alice.conversations.startGroup(start)
      const sent = { conversationId, id: newId(), body: 'secret' }
      const { id: messageId } = await alice.messages.send(sent)
      await carol.members.leave({ conversationId })
      const live = readerOf(bob.live.subscribe())
      await live.untilReady()
      const { cursor } = await bob.live.read()
      const gone = readerOf(carol.live.subscribe())
      await gone.untilReady()
      const before = await carol.live.read()
      expect((await expectRefusal(bob.conversations.delete({ conversationId }), 'forbidden')).reason).toBe(
        'admins_only',
      )
      await expectRefusal(carol.conversations.delete({ conversationId }), 'not_a_member')
      expect(await alice.conversations.delete({ conversationId })).toEqual({ conversationId })
      expect((await live.changes(1)).map(inShort)).toEqual(['conversation.deleted'])
      // Who left may still show what they saw.
      expect((await gone.changes(1)).map(inShort)).toEqual(['conversation.deleted'])
      expect((await carol.live.read({ after: before.cursor })).changes.map(inShort)).toEqual(['conversation.deleted'])
      for (const session of [alice, bob, carol]) {
        const refusals = (id: string, message: string) =>
          Promise.all(
            [
              session.conversations.get({ conversationId: id }),
              session.conversations.delete({ conversationId: id }),
              session.messages.list({ conversationId: id }),
              session.messages.get({ messageId: message }),
              session.messages.send({ conversationId: id, body: 'more' }),
              session.members.list({ conversationId: id }),
              session.members.leave({ conversationId: id }),
              session.receipts.markRead({ conversationId: id, seq: 1 }),
              session.messages.hide({ messageId: message }),
            ].map(async (attempt) => asSeenOutside(await expectRefusal(attempt, 'not_found'))),
          )
        expect(await refusals(conversationId, messageId)).toEqual(await refusals(unusedId(), unusedId()))
        expect((await session.inbox.list()).conversations).toEqual([])
        expect((await session.inbox.unread()).messages.count).toBe(0)
      }
      await expectRefusal(alice.conversations.startGroup(start), 'gone')
      await expectRefusal(alice.messages.send(sent), 'gone')
      const { changes } = await bob.live.read({ after: cursor })
      expect(changes.map(({ type, subject }) => [type, subject])).toEqual([
        ['conversation.deleted', { conversationId }],
      ])
    }),
  },
  {
    name: 'deleting a direct clears it for me only, and it goes on',
    proves: ['conversations.delete', 'messages.list', 'inbox.list'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      await bob.messages.send({ conversationId, body: 'hello' })
      await expectRefusal(carol.conversations.delete({ conversationId }), 'not_found')
      const deleting = { conversationId }
      expect(await alice.conversations.delete(deleting)).toEqual(deleting)
      expect((await alice.messages.list({ conversationId })).messages).toEqual([])
      const [own] = (await alice.inbox.list()).conversations
      expect(own).toMatchObject({ id: conversationId, lastMessage: null, me: { clearedSeq: 1, unread: { count: 0 } } })
      expect((await bob.messages.list({ conversationId })).messages).toHaveLength(1)
      await bob.messages.send({ conversationId, body: 'still there?' })
      expect((await alice.messages.list({ conversationId })).messages.map(({ seq }) => seq)).toEqual([2])
      await Promise.all([alice.conversations.delete(deleting), alice.conversations.delete(deleting)])
      expect((await alice.messages.list({ conversationId })).messages).toEqual([])
    }),
  },
  {
    name: 'who deletes a room: its admins, or who moderates its target; a channel nobody',
    proves: ['conversations.delete', 'conversations.openRoom'],
    run: withTargets(async ({ targets, alice, bob, carol }) => {
      for (const name of ['alice', 'carol']) targets.grant(name, '1', 'view')
      targets.grant('bob', '1', 'view', 'moderate')
      const target = project('1')
      const room = await alice.conversations.openRoom({ target })
      await alice.members.join({ conversationId: room.id })
      await expectRefusal(alice.conversations.delete({ conversationId: room.id }), 'forbidden')
      await expectRefusal(carol.conversations.delete({ conversationId: room.id }), 'not_a_member')
      await bob.conversations.delete({ conversationId: room.id })
      await expectRefusal(alice.conversations.get({ conversationId: room.id }), 'not_found')
      await expectRefusal(alice.conversations.openRoom({ target }), 'gone')
      const own = await alice.conversations.openRoom({})
      await expectRefusal(carol.conversations.delete({ conversationId: own.id }), 'not_a_member')
      await alice.conversations.delete({ conversationId: own.id })
      await expectRefusal(carol.conversations.get({ conversationId: own.id }), 'not_found')
      const channel = await bob.conversations.openChannel({ target })
      expect((await expectRefusal(bob.conversations.delete({ conversationId: channel.id }), 'forbidden')).reason).toBe(
        'channel',
      )
    }),
  },
  {
    name: 'opening a room about a target while it is deleted finds it before or is told that it is gone',
    proves: ['conversations.delete', 'conversations.openRoom'],
    run: withTargets(async ({ targets, alice, bob }) => {
      targets.grant('alice', '1', 'view')
      targets.grant('bob', '1', 'view', 'moderate')
      const opening = { target: project('1') }
      const { id: conversationId } = await alice.conversations.openRoom(opening)
      const attempts = await Promise.allSettled([
        ...upTo(4).map(() => alice.conversations.openRoom(opening)),
        bob.conversations.delete({ conversationId }),
        ...upTo(4).map(() => alice.conversations.openRoom(opening)),
      ])
      for (const code of codesAmong(attempts)) expect(['gone', 'not_found']).toContain(code)
      await expectRefusal(alice.conversations.openRoom(opening), 'gone')
      await expectRefusal(bob.conversations.openRoom(opening), 'gone')
    }),
  },
  {
    name: 'sending, joining and deleting at once: what was acknowledged before is gone, what comes later is refused',
    proves: ['conversations.delete', 'messages.send', 'members.join'],
    run: withThree(async ({ alice, bob, carol }) => {
      for (let round = 0; round < 5; round += 1) {
        const { id: conversationId } = await alice.conversations.openRoom({})
        await bob.members.join({ conversationId })
        const outcomes = await Promise.allSettled([
          ...upTo(4).map((n) => bob.messages.send({ conversationId, body: `${n}` })),
          carol.members.join({ conversationId }),
          alice.conversations.delete({ conversationId }),
          bob.messages.send({ conversationId, body: 'last' }),
        ])
        expect(outcomes[5]?.status).toBe('fulfilled')
        for (const outcome of outcomes)
          if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'not_found' })
        await expectRefusal(bob.messages.list({ conversationId }), 'not_found')
        expect((await carol.inbox.list()).conversations).toEqual([])
        expect((await bob.inbox.unread()).messages.count).toBe(0)
      }
    }),
  },
]
