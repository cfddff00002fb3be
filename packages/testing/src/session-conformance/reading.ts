import type { Session } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { upTo } from '../factories.ts'
import type { SessionContext } from './host.ts'
import { withThree } from './with-sessions.ts'

export const readingCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: "unread is others' messages above the read watermark; replying is not reading",
    proves: ['receipts.markRead', 'inbox.unread', 'conversations.get'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      for (const n of upTo(3)) await alice.messages.send({ conversationId, body: `${n}` })
      await bob.messages.send({ conversationId, body: 'an answer' })
      const unread = async () => (await bob.conversations.get({ conversationId })).me.unread
      expect(await unread()).toEqual({ count: 3, capped: false })
      const receipt = await bob.receipts.markRead({ conversationId, seq: 2 })
      expect(receipt).toMatchObject({ conversationId, userId: 'bob', readSeq: 2 })
      expect(await unread()).toEqual({ count: 1, capped: false })
      expect((await bob.conversations.get({ conversationId })).me).toMatchObject({ readSeq: 2, readAt: receipt.readAt })
      await bob.receipts.markRead({ conversationId, seq: 4 })
      expect(await unread()).toEqual({ count: 0, capped: false })
      expect((await alice.conversations.get({ conversationId })).me.unread.count).toBe(1)
    }),
  },
  {
    name: 'standing says when I last wrote, to the minute, and never before I did',
    proves: ['conversations.get', 'inbox.list', 'messages.send', 'messages.sendToUsers', 'messages.retract'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { conversation, message } = await alice.messages.sendToUsers({ userIds: ['bob', 'carol'], body: 'hi' })
      const conversationId = conversation.id
      const repliedAt = async (session: Session) => (await session.conversations.get({ conversationId })).me.repliedAt
      expect(conversation.me.repliedAt).toBe(message.createdAt)
      expect([await repliedAt(bob), await repliedAt(carol)]).toEqual([null, null])
      const answer = await bob.messages.send({ conversationId, body: 'hello' })
      expect(await repliedAt(bob)).toBe(answer.createdAt)
      const again = await alice.messages.send({ conversationId, body: 'how are you?' })
      const inTheMinute = again.createdAt.slice(0, 16) === message.createdAt.slice(0, 16)
      expect(await repliedAt(alice)).toBe(inTheMinute ? message.createdAt : again.createdAt)
      await bob.messages.retract({ messageId: answer.id })
      await bob.members.leave({ conversationId })
      const [row] = (await carol.inbox.list()).conversations
      expect([await repliedAt(bob), row?.me.repliedAt]).toEqual([answer.createdAt, null])
      const many = await alice.conversations.startGroup({ userIds: upTo(120).map((n) => `member-${n}`) })
      const said = await alice.messages.send({ conversationId: many.id, body: 'to all' })
      expect((await alice.conversations.get({ conversationId: many.id })).me.repliedAt).toBe(said.createdAt)
    }),
  },
  {
    name: 'the read watermark never moves back and never passes the last message',
    proves: ['receipts.markRead'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      expect(await bob.receipts.markRead({ conversationId, seq: 5 })).toMatchObject({ readSeq: 0, readAt: null })
      for (const n of upTo(3)) await alice.messages.send({ conversationId, body: `${n}` })
      const first = await bob.receipts.markRead({ conversationId, seq: 99 })
      expect(first.readSeq).toBe(3)
      expect(await bob.receipts.markRead({ conversationId, seq: 1 })).toEqual(first)
      await alice.messages.send({ conversationId, body: '4' })
      expect((await bob.conversations.get({ conversationId })).me.unread.count).toBe(1)
    }),
  },
  {
    name: 'unread counts stop at their cap and say so',
    proves: ['inbox.unread', 'conversations.get'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      await alice.conversations.startGroup({ userIds: ['bob'] })
      await Promise.all(upTo(100).map((n) => alice.messages.send({ conversationId, body: `${n}` })))
      expect((await bob.inbox.unread()).messages).toEqual({ count: 100, capped: false })
      await alice.messages.send({ conversationId, body: 'one more' })
      expect((await bob.conversations.get({ conversationId })).me.unread).toEqual({ count: 100, capped: true })
      expect(await bob.inbox.unread()).toEqual({
        conversations: { count: 1, capped: false },
        messages: { count: 100, capped: true },
      })
    }),
  },
  {
    name: 'the inbox has one row per conversation, latest activity first',
    proves: ['inbox.list'],
    run: withThree(async ({ alice, bob, carol }) => {
      const withBob = await alice.conversations.startDirect({ userId: 'bob' })
      const withCarol = await alice.conversations.startDirect({ userId: 'carol' })
      const order = async () => (await alice.inbox.list()).conversations.map(({ id }) => id)
      await alice.messages.send({ conversationId: withBob.id, body: 'one' })
      await alice.messages.send({ conversationId: withCarol.id, body: 'two' })
      expect(await order()).toEqual([withCarol.id, withBob.id])
      const answer = await bob.messages.send({ conversationId: withBob.id, body: 'three' })
      expect(await order()).toEqual([withBob.id, withCarol.id])
      await carol.receipts.markRead({ conversationId: withCarol.id, seq: 1 })
      expect(await order()).toEqual([withBob.id, withCarol.id])
      const { conversations, profiles } = await alice.inbox.list()
      expect(conversations[0]).toEqual(await alice.conversations.get({ conversationId: withBob.id }))
      expect(conversations[0]?.lastMessage).toEqual(answer)
      expect(profiles.map(({ id }) => id).toSorted()).toEqual(['alice', 'bob', 'carol'])
    }),
  },
  {
    name: 'the inbox is listed page by page, each conversation exactly once',
    proves: ['inbox.list'],
    run: withThree(async ({ alice, bob }) => {
      const ids: string[] = []
      for (const n of upTo(7)) {
        const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'], title: `group ${n}` })
        if (n % 2 === 0) await alice.messages.send({ conversationId, body: 'hello' })
        ids.push(conversationId)
      }
      const seen: string[] = []
      let after: string | null = null
      do {
        const page: Awaited<ReturnType<typeof bob.inbox.list>> = await bob.inbox.list({
          limit: 3,
          ...(after === null ? {} : { after }),
        })
        seen.push(...page.conversations.map(({ id }) => id))
        after = page.next
        if (after !== null) await expectRefusal(alice.inbox.list({ limit: 3, after }), 'invalid_cursor')
      } while (after !== null)
      expect(seen).toEqual(ids.toReversed())
      await expectRefusal(bob.inbox.list({ after: 'made-up' }), 'invalid_cursor')
    }),
  },
]
