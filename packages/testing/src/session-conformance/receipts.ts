import type { Session } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { unusedId, upTo } from '../factories.ts'
import type { SessionContext } from './host.ts'
import { inShort } from './live-events.ts'
import { withThree } from './with-sessions.ts'

/** Calls on until the clock shows a later millisecond, so that times can tell who came first. */
const later = async (session: Session, than: string | null): Promise<void> => {
  for (let turn = 0; turn < 10_000 && Date.now() <= Date.parse(than ?? ''); turn += 1) await session.inbox.unread()
}

export const receiptCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'what was delivered is not read, what is read is delivered, and neither moves back or past the last message',
    proves: ['receipts.markDelivered', 'receipts.markRead', 'conversations.get'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const nothing = { conversationId, userId: 'bob', readSeq: 0, readAt: null, deliveredSeq: 0, deliveredAt: null }
      expect(await bob.receipts.markDelivered({ conversationId, seq: 9 })).toEqual(nothing)
      for (const n of upTo(3)) await alice.messages.send({ conversationId, body: `${n}` })
      const got = await bob.receipts.markDelivered({ conversationId, seq: 2 })
      expect(got).toEqual({ ...nothing, deliveredSeq: 2, deliveredAt: got.deliveredAt })
      const me = async () => (await bob.conversations.get({ conversationId })).me
      expect(await me()).toMatchObject({ readSeq: 0, readAt: null, deliveredSeq: 2, unread: { count: 3 } })
      expect(await bob.receipts.markDelivered({ conversationId, seq: 1 })).toEqual(got)
      const read = await bob.receipts.markRead({ conversationId, seq: 1 })
      expect(read).toMatchObject({ readSeq: 1, deliveredSeq: 2, deliveredAt: got.deliveredAt })
      const all = await bob.receipts.markRead({ conversationId, seq: 99 })
      expect(all).toMatchObject({ readSeq: 3, deliveredSeq: 3, deliveredAt: all.readAt })
      expect(await bob.receipts.markDelivered({ conversationId, seq: 99 })).toEqual(all)
      expect(await me()).toMatchObject({ readSeq: 3, deliveredSeq: 3, unread: { count: 0 } })
    }),
  },
  {
    name: 'a delivery is told to the others once, with the whole receipt',
    proves: ['receipts.markDelivered', 'live.read'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      await alice.messages.send({ conversationId, body: 'one' })
      const [{ cursor }, other] = [await alice.live.read(), await carol.live.read()]
      const receipt = await bob.receipts.markDelivered({ conversationId, seq: 1 })
      await bob.receipts.markDelivered({ conversationId, seq: 1 })
      const { changes } = await alice.live.read({ after: cursor })
      expect(changes.map(({ type, revision, actor, subject }) => ({ type, revision, actor, subject }))).toEqual([
        { type: 'receipt.advanced', revision: null, actor: 'bob', subject: receipt },
      ])
      expect(changes.map(inShort)).toEqual(['receipt.advanced bob 0'])
      expect((await carol.live.read({ after: other.cursor })).changes).toEqual([])
    }),
  },
  {
    name: 'receipts of all active members are listed to members, earliest joined first, page by page',
    proves: ['receipts.list'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol', 'dave'] })
      await alice.messages.send({ conversationId, body: 'one' })
      await alice.messages.send({ conversationId, body: 'two' })
      const read = await bob.receipts.markRead({ conversationId, seq: 1 })
      const got = await carol.receipts.markDelivered({ conversationId, seq: 2 })
      const { receipts, profiles, next } = await carol.receipts.list({ conversationId })
      const nothing = { conversationId, readSeq: 0, readAt: null, deliveredSeq: 0, deliveredAt: null }
      expect(receipts).toEqual([{ ...nothing, userId: 'alice' }, read, got, { ...nothing, userId: 'dave' }])
      expect([profiles.map(({ id }) => id).toSorted(), next]).toEqual([['alice', 'bob', 'carol', 'dave'], null])
      const first = await alice.receipts.list({ conversationId, limit: 3 })
      expect(first.receipts).toEqual(receipts.slice(0, 3))
      const after = first.next ?? expect.fail('there is a second page')
      expect(await alice.receipts.list({ conversationId, limit: 3, after })).toMatchObject({
        receipts: receipts.slice(3),
        next: null,
      })
      await expectRefusal(bob.receipts.list({ conversationId, after }), 'invalid_cursor')
      await carol.members.leave({ conversationId })
      await expectRefusal(carol.receipts.list({ conversationId }), 'not_a_member')
      await expectRefusal(carol.receipts.markDelivered({ conversationId, seq: 2 }), 'not_a_member')
      expect((await bob.receipts.list({ conversationId })).receipts.map(({ userId }) => userId)).not.toContain('carol')
      await alice.members.remove({ conversationId, userId: 'carol' })
      await expectRefusal(carol.receipts.list({ conversationId }), 'not_found')
      await expectRefusal(bob.receipts.list({ conversationId: unusedId() }), 'not_found')
    }),
  },
  {
    name: 'with a message number, receipts tell when each reader first got and first read that message',
    proves: ['receipts.list'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      for (const n of upTo(4)) await alice.messages.send({ conversationId, body: `${n}` })
      const got = await bob.receipts.markDelivered({ conversationId, seq: 3 })
      await later(bob, got.deliveredAt)
      const first = await bob.receipts.markRead({ conversationId, seq: 2 })
      await later(bob, first.readAt)
      const last = await bob.receipts.markRead({ conversationId, seq: 4 })
      expect(last.readAt).not.toBe(first.readAt)
      const times = async (seq: number) => {
        const { receipts } = await alice.receipts.list({ conversationId, seq })
        const { readAt, deliveredAt, readSeq } = receipts.find(({ userId }) => userId === 'bob') ?? expect.fail('bob')
        return [readAt, deliveredAt, readSeq]
      }
      expect(await times(1)).toEqual([first.readAt, got.deliveredAt, 4])
      expect(await times(2)).toEqual([first.readAt, got.deliveredAt, 4])
      expect(await times(3)).toEqual([last.readAt, got.deliveredAt, 4])
      expect(await times(4)).toEqual([last.readAt, last.readAt, 4])
      expect(await times(5)).toEqual([null, null, 4])
      const { receipts } = await bob.receipts.list({ conversationId, seq: 1 })
      expect(receipts[0]).toMatchObject({ userId: 'alice', readAt: null, deliveredAt: null })
    }),
  },
  {
    name: 'how a member read on is told to members step by step',
    proves: ['receipts.reads'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      for (const n of upTo(5)) await alice.messages.send({ conversationId, body: `${n}` })
      await bob.receipts.markDelivered({ conversationId, seq: 5 })
      const first = await bob.receipts.markRead({ conversationId, seq: 2 })
      await later(bob, first.readAt)
      const last = await bob.receipts.markRead({ conversationId, seq: 4 })
      const [one, two] = [
        { seq: 2, at: first.readAt },
        { seq: 4, at: last.readAt },
      ]
      const reads = (from?: number, limit?: number) =>
        alice.receipts.reads({
          conversationId,
          userId: 'bob',
          ...(from === undefined ? {} : { from }),
          ...(limit === undefined ? {} : { limit }),
        })
      expect(await reads()).toEqual({ reads: [one, two], more: false })
      expect(await reads(1, 1)).toEqual({ reads: [one], more: true })
      expect(await reads(2)).toEqual({ reads: [one, two], more: false })
      expect(await reads(3)).toEqual({ reads: [two], more: false })
      expect(await reads(5)).toEqual({ reads: [], more: false })
      const nothing = { reads: [], more: false }
      expect(await bob.receipts.reads({ conversationId, userId: 'alice' })).toEqual(nothing)
      expect(await bob.receipts.reads({ conversationId, userId: 'nobody' })).toEqual(nothing)
      await alice.people.block({ userId: 'bob' })
      expect(await reads()).toEqual(nothing)
      expect((await carol.receipts.reads({ conversationId, userId: 'bob' })).reads).toHaveLength(2)
      await bob.members.leave({ conversationId })
      expect(await carol.receipts.reads({ conversationId, userId: 'bob' })).toEqual(nothing)
      await expectRefusal(bob.receipts.reads({ conversationId, userId: 'carol' }), 'not_a_member')
      await expectRefusal(alice.receipts.reads({ conversationId: unusedId(), userId: 'bob' }), 'not_found')
    }),
  },
]
