import { memoryDirectory } from '@msg/core/memory'
import { expect } from 'vitest'
import type { Session } from '@msg/core'
import type { ConformanceCase } from '../conformance-case.ts'
import { asSeenOutside, expectRefusal } from '../expect-refusal.ts'
import { upTo } from '../factories.ts'
import { fakeDirectory } from '../fakes.ts'
import type { SessionContext } from './host.ts'
import { readerOf } from './live-events.ts'
import { withSessions, withThree } from './with-sessions.ts'

const tellsNoReason = (refusal: { readonly reason: string | undefined }): void => expect(refusal.reason).toBeUndefined()

const ids = ({ profiles }: { readonly profiles: readonly { readonly id: string }[] }): readonly string[] =>
  profiles.map(({ id }) => id).toSorted()

const told = (changes: readonly { readonly type: string; readonly actor: string }[]): readonly string[] =>
  changes.map(({ type, actor }) => `${type} ${actor}`)

/** Everything one may try in a direct that changes it for the other. */
const attempts = (session: Session, at: { readonly conversationId: string; readonly messageId: string }) => [
  () => session.messages.send({ conversationId: at.conversationId, body: 'again' }),
  () => session.messages.pin({ messageId: at.messageId }),
  () => session.messages.unpin({ messageId: at.messageId }),
  () => session.reactions.add({ messageId: at.messageId, emoji: '👍' }),
  () => session.reactions.remove({ messageId: at.messageId, emoji: '👍' }),
]

export const blockingCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'whoever of the two blocked, neither starts a direct; who was blocked is told what of an unknown user',
    proves: ['people.block', 'people.unblock', 'conversations.startDirect', 'messages.sendToUsers'],
    run: (context) =>
      withSessions(
        context,
        async (session) => {
          const [alice, bob] = [await session('alice'), await session('bob')]
          const { at } = await alice.people.block({ userId: 'bob' })
          expect(await alice.people.block({ userId: 'bob' })).toEqual({ userId: 'bob', at })
          const refused = await expectRefusal(bob.conversations.startDirect({ userId: 'alice' }), 'not_found')
          const unknown = await expectRefusal(bob.conversations.startDirect({ userId: 'nobody' }), 'not_found')
          expect(asSeenOutside(refused)).toEqual(asSeenOutside(unknown))
          const sent = await expectRefusal(bob.messages.sendToUsers({ userIds: ['alice'], body: 'hi' }), 'not_found')
          expect(asSeenOutside(sent)).toEqual(asSeenOutside(unknown))
          const own = await expectRefusal(alice.conversations.startDirect({ userId: 'bob' }), 'recipient_refused')
          expect(own.reason).toBe('blocked')
          await expectRefusal(alice.people.block({ userId: 'nobody' }), 'not_found')
          expect(await alice.people.unblock({ userId: 'bob' })).toEqual({ userId: 'bob', at: null })
          expect(await alice.people.unblock({ userId: 'bob' })).toEqual({ userId: 'bob', at: null })
          const direct = await bob.conversations.startDirect({ userId: 'alice' })
          expect(direct.me.can.send).toBe(true)
        },
        fakeDirectory(['alice', 'bob']),
      ),
  },
  {
    name: 'who blocks somebody, or is blocked, starts directs with others as before',
    proves: ['people.block', 'conversations.startDirect', 'messages.sendToUsers'],
    run: withThree(async ({ alice, bob, carol }) => {
      await alice.people.block({ userId: 'bob' })
      await carol.people.block({ userId: 'dave' })
      expect((await alice.conversations.startDirect({ userId: 'carol' })).me.can.send).toBe(true)
      const { message } = await bob.messages.sendToUsers({ userIds: ['carol'], body: 'hello' })
      expect((await carol.messages.get({ messageId: message.id })).body).toBe('hello')
    }),
  },
  {
    name: 'in a direct with a block nobody writes, both still read, and what is mine I may take back',
    proves: [
      'people.block',
      'messages.send',
      'messages.edit',
      'messages.pin',
      'messages.unpin',
      'reactions.add',
      'reactions.remove',
    ],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const { id: messageId } = await bob.messages.send({ conversationId, body: 'hello' })
      await alice.people.block({ userId: 'bob' })
      for (const attempt of attempts(bob, { conversationId, messageId }))
        tellsNoReason(await expectRefusal(attempt(), 'recipient_refused'))
      tellsNoReason(await expectRefusal(bob.messages.edit({ messageId, body: 'other' }), 'recipient_refused'))
      for (const attempt of attempts(alice, { conversationId, messageId }))
        expect((await expectRefusal(attempt(), 'recipient_refused')).reason).toBe('blocked')
      for (const session of [alice, bob]) {
        const { me } = await session.conversations.get({ conversationId })
        expect(me.can).toMatchObject({ send: false, react: false, pin: false, markRead: true })
        expect((await session.messages.list({ conversationId })).messages).toHaveLength(1)
        expect((await session.inbox.list()).conversations.map(({ id }) => id)).toEqual([conversationId])
        expect((await session.conversations.startDirect({ userId: session === alice ? 'bob' : 'alice' })).id).toBe(
          conversationId,
        )
      }
      await bob.receipts.markRead({ conversationId, seq: 1 })
      expect((await bob.messages.retract({ messageId })).body).toBeNull()
      await alice.people.unblock({ userId: 'bob' })
      expect((await bob.messages.send({ conversationId, body: 'again' })).seq).toBe(2)
    }),
  },
  {
    name: 'neither of the two invites the other; groups they share go on',
    proves: ['people.block', 'conversations.startGroup', 'members.add', 'messages.send'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: shared } = await carol.conversations.startGroup({ userIds: ['alice', 'bob'] })
      await alice.people.block({ userId: 'bob' })
      const { id: conversationId } = await bob.conversations.startGroup({ userIds: [] })
      tellsNoReason(
        await expectRefusal(bob.conversations.startGroup({ userIds: ['carol', 'alice'] }), 'recipient_refused'),
      )
      tellsNoReason(
        await expectRefusal(bob.messages.sendToUsers({ userIds: ['carol', 'alice'], body: 'hi' }), 'recipient_refused'),
      )
      tellsNoReason(await expectRefusal(bob.members.add({ conversationId, userIds: ['alice'] }), 'recipient_refused'))
      await expectRefusal(alice.conversations.startGroup({ userIds: ['bob'] }), 'recipient_refused')
      const said = await bob.messages.send({ conversationId: shared, body: 'still here' })
      expect(await alice.messages.get({ messageId: said.id })).toEqual(said)
      expect((await alice.reactions.add({ messageId: said.id, emoji: '👍' })).reactions).toHaveLength(1)
    }),
  },
  {
    name: 'who blocks is not found by whom they blocked, who is still found by them',
    proves: ['people.block', 'people.search', 'people.contacts', 'people.get'],
    run: (context) =>
      withSessions(
        context,
        async (session) => {
          const [alice, bob] = [await session('alice'), await session('bob')]
          await alice.people.block({ userId: 'bob' })
          expect(ids(await bob.people.search({ query: 'a' }))).toEqual(['carol'])
          expect(ids(await bob.people.contacts())).toEqual(['carol'])
          expect(ids(await alice.people.contacts())).toEqual(['bob', 'carol'])
          expect(ids(await bob.people.get({ userIds: ['alice'] }))).toEqual(['alice'])
        },
        memoryDirectory(['alice', 'bob', 'carol'].map((id) => ({ id, displayName: id, isActive: true }))),
      ),
  },
  {
    name: 'of two who have blocked one another each is told since when they themselves have',
    proves: ['people.block'],
    run: withThree(async ({ alice, bob }) => {
      const first = await alice.people.block({ userId: 'bob' })
      for (let turn = 0; turn < 10_000 && Date.now() <= Date.parse(first.at ?? ''); turn += 1) await bob.inbox.unread()
      const second = await bob.people.block({ userId: 'alice' })
      expect(Date.parse(second.at ?? '')).toBeGreaterThan(Date.parse(first.at ?? ''))
      expect(await alice.people.block({ userId: 'bob' })).toEqual(first)
      expect(await bob.people.block({ userId: 'alice' })).toEqual(second)
    }),
  },
  {
    name: 'whom I have blocked is listed latest first, page by page, to me only',
    proves: ['people.blocked'],
    run: withThree(async ({ alice, bob }) => {
      for (const n of upTo(5)) await alice.people.block({ userId: `user-${n}` })
      const first = await alice.people.blocked({ limit: 3 })
      expect(first.blocks.map(({ userId }) => userId)).toEqual(['user-5', 'user-4', 'user-3'])
      expect(first.profiles.map(({ id }) => id).toSorted()).toEqual(['user-3', 'user-4', 'user-5'])
      const after = first.next ?? expect.fail('there is more')
      await expectRefusal(bob.people.blocked({ after }), 'invalid_cursor')
      const second = await alice.people.blocked({ limit: 3, after })
      expect(second.blocks.map(({ userId }) => userId)).toEqual(['user-2', 'user-1'])
      expect(second.next).toBeNull()
      expect((await bob.people.blocked()).blocks).toEqual([])
    }),
  },
  {
    name: 'a send that races a block is refused, or was first',
    proves: ['people.block', 'messages.send'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      for (const n of upTo(10)) {
        await bob.messages.send({ conversationId, body: `before ${n}` })
        const sends = Promise.allSettled(
          upTo(5).map((m) => bob.messages.send({ conversationId, body: `racing ${n}.${m}` })),
        )
        await alice.people.block({ userId: 'bob' })
        const blockedAt = (await alice.conversations.get({ conversationId })).lastSeq
        await expectRefusal(bob.messages.send({ conversationId, body: 'after' }), 'recipient_refused')
        for (const sent of await sends) {
          if (sent.status === 'fulfilled') expect(sent.value.seq).toBeLessThanOrEqual(blockedAt)
          else expect(sent.reason).toMatchObject({ code: 'recipient_refused' })
        }
        await alice.people.unblock({ userId: 'bob' })
      }
    }),
  },
  {
    name: 'my blocks are told to my own devices, and what whom I blocked has read is not',
    proves: ['people.block', 'people.unblock', 'live.subscribe', 'live.read'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await carol.conversations.startGroup({ userIds: ['alice', 'bob'] })
      await carol.messages.send({ conversationId, body: 'one' })
      const theirs = await bob.live.read()
      const live = readerOf(alice.live.subscribe())
      await live.untilReady()
      await alice.people.block({ userId: 'bob' })
      await bob.receipts.markRead({ conversationId, seq: 1 })
      await alice.people.unblock({ userId: 'bob' })
      await carol.messages.send({ conversationId, body: 'two' })
      await bob.receipts.markRead({ conversationId, seq: 2 })
      await carol.messages.send({ conversationId, body: 'the end' })
      expect(told(await live.changes(5))).toEqual([
        'user.blocked alice',
        'user.unblocked alice',
        'message.sent carol',
        'receipt.advanced bob',
        'message.sent carol',
      ])
      const page = await bob.live.read({ after: theirs.cursor })
      expect(told(page.changes).filter((line) => line.startsWith('user.'))).toEqual([])
    }),
  },
]
