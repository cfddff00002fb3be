import { expect } from 'vitest'
import type { AccountRecord, MessageOfMine, Session } from '@msg/core'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { upTo } from '../factories.ts'
import { project } from '../fake-targets.ts'
import type { SessionContext } from './host.ts'
import { withTargets, withThree } from './with-sessions.ts'

/** The whole account, page by page. */
const exported = async (session: Session, limit = 100): Promise<readonly AccountRecord[]> => {
  const records: AccountRecord[] = []
  let after: string | null = null
  do {
    const page = await session.account.export({ limit, ...(after === null ? {} : { after }) })
    expect(page.records.length).toBeLessThanOrEqual(limit)
    records.push(...page.records)
    after = page.next
  } while (after !== null)
  return records
}

const messagesIn = (records: readonly AccountRecord[]): readonly MessageOfMine[] =>
  records.filter((record) => record.type === 'message')

const bodiesIn = (records: readonly AccountRecord[]): readonly (string | null)[] =>
  messagesIn(records).map(({ message }) => message?.body ?? null)

export const accountCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'an account is exported whole, the same by pages of any length',
    proves: ['account.export'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'], title: 'plans' })
      const { id: directId } = await alice.conversations.startDirect({ userId: 'bob' })
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'frist' })
      await alice.messages.edit({ messageId, body: 'first' })
      const theirs = await bob.messages.send({ conversationId, body: 'second', mentions: ['alice'] })
      await alice.reactions.add({ messageId: theirs.id, emoji: '👍' })
      await alice.receipts.markRead({ conversationId, seq: 2 })
      const { at } = await alice.people.block({ userId: 'carol' })
      const records = await exported(alice)
      expect(records.map(({ type }) => type).toSorted()).toEqual([
        'block',
        'conversation',
        'conversation',
        'message',
        'message',
        'profile',
      ])
      expect(records[0]).toEqual({ type: 'profile', profile: { id: 'alice', displayName: 'alice', isActive: true } })
      expect(records.at(-1)).toEqual({ type: 'block', block: { userId: 'carol', at } })
      const { me: standing, ...conversation } = await alice.conversations.get({ conversationId })
      const place = records.find((record) => record.type === 'conversation' && record.kind === 'group')
      expect(place).toMatchObject({
        conversationId,
        conversation: { title: 'plans', revision: conversation.revision },
        membership: { userId: 'alice', role: 'admin', status: 'active' },
        reader: { readSeq: 2, readAt: standing.readAt, repliedAt: standing.repliedAt, clearedSeq: 0, mutedUntil: null },
      })
      expect(records.find((record) => record.type === 'conversation' && record.kind === 'direct')).toMatchObject({
        conversationId: directId,
        reader: null,
      })
      expect(messagesIn(records)).toMatchObject([
        {
          seq: 1,
          messageId,
          message: { body: 'first' },
          revisions: [{ body: 'frist' }, { body: 'first' }],
          reactions: [],
        },
        { seq: 2, messageId: theirs.id, message: { body: 'second' }, revisions: [], reactions: ['👍'], hidden: false },
      ])
      for (const limit of [1, 2, 3, 5]) expect(await exported(alice, limit)).toEqual(records)
      expect((await exported(carol)).some((record) => record.type === 'block')).toBe(false)
    }),
  },
  {
    name: 'an export shows what others wrote as far as I see it, and what I wrote for ever',
    proves: ['account.export'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const send = async (session: Session, body: string) => (await session.messages.send({ conversationId, body })).id
      await send(bob, 'cleared')
      await send(carol, "carol's")
      await carol.inbox.clear({ conversationId })
      const hidden = await send(alice, 'hidden')
      const own = await send(carol, "carol's hidden")
      await send(bob, 'seen')
      await carol.messages.hide({ messageId: hidden })
      await carol.messages.hide({ messageId: own })
      expect(bodiesIn(await exported(carol))).toEqual(["carol's", "carol's hidden", 'seen'])
      expect(messagesIn(await exported(carol)).map((message) => message.hidden)).toEqual([false, true, false])
      await bob.members.leave({ conversationId })
      const later = await send(alice, 'later')
      await alice.conversations.update({ conversationId, title: 'later' })
      expect(bodiesIn(await exported(bob))).toEqual(['cleared', "carol's", 'hidden', "carol's hidden", 'seen'])
      expect((await exported(bob)).find((record) => record.type === 'conversation')).toMatchObject({
        conversation: { title: null },
        membership: { status: 'left' },
      })
      await carol.reactions.add({ messageId: later, emoji: '👍' })
      await alice.members.remove({ conversationId, userId: 'carol' })
      await alice.reactions.add({ messageId: own, emoji: '🎉' })
      const records = await exported(carol)
      expect(messagesIn(records).map(({ seq, message }) => [seq, message?.body, message?.reactions])).toEqual([
        [2, "carol's", []],
        [4, "carol's hidden", []],
        [6, undefined, undefined],
      ])
      expect(records.find((record) => record.type === 'conversation')).toMatchObject({ conversation: null })
      await carol.account.export()
      expect(bodiesIn(await exported(alice))).toHaveLength(6)
    }),
  },
  {
    name: 'what I retracted is exported empty',
    proves: ['account.export'],
    run: withThree(async ({ alice }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'oops' })
      await alice.messages.edit({ messageId, body: 'oops!' })
      await alice.messages.retract({ messageId })
      expect(messagesIn(await exported(alice))).toMatchObject([{ messageId, message: { body: null }, revisions: [] }])
    }),
  },
  {
    name: 'of a channel only what is mine is exported, also what I may no longer view',
    proves: ['account.export'],
    run: withTargets(async ({ targets, alice, bob, carol }) => {
      const target = project('1')
      targets.grant('alice', '1', 'view', 'post')
      targets.grant('bob', '1', 'view', 'post')
      targets.grant('carol', '1', 'view')
      const { id: conversationId } = await alice.conversations.openChannel({ target })
      const { message } = await bob.messages.sendToTarget({ target, body: "bob's" })
      const own = await alice.messages.sendToTarget({ target, body: "alice's" })
      await carol.messages.hide({ messageId: message.id })
      expect(bodiesIn(await exported(alice))).toEqual(["alice's"])
      expect((await exported(bob)).slice(1)).toMatchObject([
        { type: 'conversation', kind: 'channel', conversationId, conversation: null, membership: null },
        { type: 'message', messageId: message.id },
      ])
      expect((await exported(carol)).slice(1)).toMatchObject([{ type: 'conversation', conversationId }])
      targets.revoke('alice', '1', 'view', 'post')
      expect(messagesIn(await exported(alice)).map(({ messageId }) => messageId)).toEqual([own.message.id])
    }),
  },
  {
    name: 'whom I have blocked is exported latest first, the same by pages of any length',
    proves: ['account.export', 'people.blocked'],
    run: withThree(async ({ alice }) => {
      for (const n of upTo(4)) await alice.people.block({ userId: `user-${n}` })
      const { blocks } = await alice.people.blocked()
      const records = await exported(alice)
      expect(records.slice(1)).toEqual(blocks.map((block) => ({ type: 'block', block })))
      for (const limit of [1, 2, 3, 4, 5]) expect(await exported(alice, limit)).toEqual(records)
    }),
  },
  {
    name: "nobody reads on in another's export",
    proves: ['account.export'],
    run: withThree(async ({ alice, bob }) => {
      await alice.conversations.startDirect({ userId: 'bob' })
      const { next } = await alice.account.export({ limit: 1 })
      await expectRefusal(bob.account.export({ after: next ?? 'none' }), 'invalid_cursor')
    }),
  },
]
