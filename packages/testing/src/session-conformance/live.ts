import type { Change } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { upTo } from '../factories.ts'
import type { SessionContext } from './host.ts'
import { inShort, readerOf } from './live-events.ts'
import { withThree } from './with-sessions.ts'

/** The numbers of the messages that changes are about. */
const seqs = (changes: readonly Change[]): readonly number[] =>
  changes.flatMap(({ subject }) => (subject !== 'gone' && 'body' in subject ? [subject.seq] : []))

export const liveCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'a subscription says ready, then yields what happens, with the whole subject and the profiles',
    proves: ['live.subscribe'],
    run: withThree(async ({ alice, bob }) => {
      const live = readerOf(bob.live.subscribe())
      expect(await live.untilReady()).toEqual([])
      const direct = await alice.conversations.startDirect({ userId: 'bob' })
      const sent = await alice.messages.send({ conversationId: direct.id, body: 'hello' })
      const [created, message] = await live.changes(2)
      expect(created).toMatchObject({
        type: 'conversation.created',
        conversationId: direct.id,
        revision: 1,
        actor: 'alice',
      })
      expect(created?.subject).toMatchObject({ id: direct.id, kind: 'direct', revision: 1 })
      expect(message).toMatchObject({ type: 'message.sent', revision: 2, actor: 'alice', subject: sent })
      const receipt = await bob.receipts.markRead({ conversationId: direct.id, seq: 1 })
      expect(await live.next()).toMatchObject({
        type: 'changes',
        changes: [{ type: 'receipt.advanced', revision: null, actor: 'bob', subject: receipt }],
        profiles: [{ id: 'bob', displayName: 'bob' }],
      })
    }),
  },
  {
    name: 'from a cursor a subscription yields what was missed, then ready, then live, nothing twice',
    proves: ['live.subscribe', 'live.read'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      await alice.messages.send({ conversationId, body: 'before' })
      const { cursor, changes } = await bob.live.read()
      expect(changes).toEqual([])
      await alice.messages.send({ conversationId, body: 'missed' })
      const live = readerOf(bob.live.subscribe({ after: cursor }))
      expect((await live.untilReady()).map(inShort)).toEqual(['message.sent 2 missed'])
      await alice.messages.send({ conversationId, body: 'live' })
      expect((await live.changes(1)).map(inShort)).toEqual(['message.sent 3 live'])
      await alice.messages.send({ conversationId, body: 'later' })
      expect((await live.changes(1)).map(inShort)).toEqual(['message.sent 4 later'])
      const again = readerOf(bob.live.subscribe({ after: live.cursor() }))
      expect(await again.untilReady()).toEqual([])
    }),
  },
  {
    name: 'subscribing from a cursor while others write loses nothing and repeats nothing',
    proves: ['live.subscribe'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const { cursor } = await bob.live.read()
      const total = 60
      const sending = Promise.all(
        [alice, carol].map(async (one) => {
          for (const n of upTo(total / 2)) await one.messages.send({ conversationId, body: `${one.me} ${n}` })
        }),
      )
      const streams: (readonly number[])[] = await Promise.all(
        upTo(4).map(async (delay) => {
          for (let step = 0; step < delay * 3; step += 1) await alice.inbox.unread()
          const live = readerOf(bob.live.subscribe({ after: cursor }))
          return (await live.changes(total)).flatMap(({ subject }) =>
            typeof subject === 'object' && 'seq' in subject ? [subject.seq] : [],
          )
        }),
      )
      await sending
      for (const seen of streams) expect(seen).toEqual(upTo(total))
    }),
  },
  {
    name: 'reading page by page yields exactly the changes missed, also those made meanwhile',
    proves: ['live.read'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      let { cursor } = await bob.live.read()
      for (const n of upTo(7)) await alice.messages.send({ conversationId, body: `${n}` })
      const seen: string[] = []
      for (let page = 1; ; page += 1) {
        const read = await bob.live.read({ after: cursor, limit: 3 })
        seen.push(...read.changes.map(inShort))
        expect(read.changes.length).toBeLessThanOrEqual(3)
        if (page === 1) await alice.messages.send({ conversationId, body: 'meanwhile' })
        cursor = read.cursor
        if (!read.more) break
      }
      expect(seen).toEqual([...upTo(7).map((n) => `message.sent ${n} ${n}`), 'message.sent 8 meanwhile'])
      expect(await bob.live.read({ after: cursor })).toMatchObject({ changes: [], more: false })
    }),
  },
  {
    name: 'long texts do not make long answers: a catch-up comes in pieces of bounded size',
    proves: ['live.read', 'live.subscribe'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const { cursor } = await bob.live.read()
      const body = 'x'.repeat(16_000)
      for (const n of upTo(60)) await alice.messages.send({ conversationId, body: `${n} ${body}` })
      const read: number[] = []
      for (let after = cursor; ;) {
        const page = await bob.live.read({ after, limit: 500 })
        expect(JSON.stringify(page).length).toBeLessThan(400_000)
        read.push(...seqs(page.changes))
        after = page.cursor
        if (!page.more) break
      }
      expect(read).toEqual(upTo(60))
      const live = readerOf(bob.live.subscribe({ after: cursor }))
      const missed: number[] = []
      for (let event = await live.next(); event?.type === 'changes'; event = await live.next()) {
        expect(JSON.stringify(event).length).toBeLessThan(400_000)
        missed.push(...seqs(event.changes))
      }
      expect(missed).toEqual(upTo(60))
    }),
  },
  {
    name: 'changes reach members from their joining to their leaving, and nobody else',
    proves: ['live.subscribe', 'live.read', 'members.add', 'members.leave'],
    run: withThree(async ({ alice, bob, carol }) => {
      const [before, strangers] = [await bob.live.read(), await carol.live.read()]
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: [] })
      const live = readerOf(bob.live.subscribe())
      await live.untilReady()
      await alice.messages.send({ conversationId, body: 'alone' })
      await alice.members.add({ conversationId, userIds: ['bob'] })
      await alice.messages.send({ conversationId, body: 'together' })
      await bob.members.leave({ conversationId })
      await alice.messages.send({ conversationId, body: 'alone again' })
      const direct = await alice.conversations.startDirect({ userId: 'bob' })
      const expected = ['member.added bob', 'message.sent 2 together', 'member.left bob']
      expect((await live.changes(4)).map(inShort)).toEqual([...expected, 'conversation.created'])
      const read = await bob.live.read({ after: before.cursor })
      expect(read.changes.map(inShort)).toEqual([...expected, 'conversation.created'])
      expect(read.changes.at(-1)?.conversationId).toBe(direct.id)
      expect((await carol.live.read({ after: strangers.cursor })).changes).toEqual([])
    }),
  },
  {
    name: 'who comes back gets changes again from their return on',
    proves: ['live.subscribe', 'members.add'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
      const live = readerOf(bob.live.subscribe())
      await live.untilReady()
      await bob.members.leave({ conversationId })
      await alice.messages.send({ conversationId, body: 'away' })
      await alice.members.add({ conversationId, userIds: ['bob'] })
      await alice.messages.send({ conversationId, body: 'back' })
      expect((await live.changes(3)).map(inShort)).toEqual([
        'member.left bob',
        'member.added bob',
        'message.sent 2 back',
      ])
    }),
  },
  {
    name: 'the handover of the last admin and the closing of a group are changes of their own, in order',
    proves: ['members.leave', 'live.read'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
      const { cursor } = await bob.live.read()
      await alice.members.leave({ conversationId })
      await bob.members.leave({ conversationId })
      const { changes } = await bob.live.read({ after: cursor })
      expect(changes.map(inShort)).toEqual([
        'member.left alice',
        'member.role bob',
        'conversation.updated',
        'member.left bob',
      ])
      expect(changes.map(({ revision }) => revision)).toEqual([2, 3, 4, 5])
    }),
  },
  {
    name: 'a change carries the current state of its subject, not that of its time',
    proves: ['live.read'],
    run: withThree(async ({ alice, bob }) => {
      const { cursor } = await bob.live.read()
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
      for (const n of upTo(3)) await alice.messages.send({ conversationId, body: `${n}` })
      for (const seq of upTo(3)) await bob.receipts.markRead({ conversationId, seq })
      const receipts = (await bob.live.read({ after: cursor })).changes.filter(
        ({ type }) => type === 'receipt.advanced',
      )
      expect(receipts.map(inShort)).toEqual(upTo(3).map(() => 'receipt.advanced bob 3'))
    }),
  },
  {
    name: 'marking as read what is read already is no change',
    proves: ['receipts.markRead', 'live.read'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      await alice.messages.send({ conversationId, body: 'one' })
      await bob.receipts.markRead({ conversationId, seq: 1 })
      const { cursor } = await alice.live.read()
      await bob.receipts.markRead({ conversationId, seq: 1 })
      expect((await alice.live.read({ after: cursor })).changes).toEqual([])
    }),
  },
  {
    name: "another user's, a damaged or a truncated cursor is invalid",
    proves: ['live.read', 'live.subscribe'],
    run: withThree(async ({ alice, bob }) => {
      await alice.conversations.startDirect({ userId: 'bob' })
      const { cursor } = await alice.live.read()
      const flipped = upTo(cursor.length)
        .filter((index) => index % 7 === 1)
        .map((index) => cursor.slice(0, index - 1) + (cursor[index - 1] === 'A' ? 'B' : 'A') + cursor.slice(index))
      const bad = [cursor.slice(0, -1), cursor.slice(1), `${cursor}A`, 'A', '.', '..', 'a.b.c', ...flipped]
      for (const after of bad) await expectRefusal(alice.live.read({ after }), 'invalid_cursor')
      await expectRefusal(bob.live.read({ after: cursor }), 'invalid_cursor')
      await expectRefusal(readerOf(bob.live.subscribe({ after: cursor })).next(), 'invalid_cursor')
      expect((await alice.live.read({ after: cursor })).changes).toEqual([])
    }),
  },
  {
    name: 'closing a subscription ends its iteration',
    proves: ['live.subscribe'],
    run: withThree(async ({ alice, bob }) => {
      const subscription = bob.live.subscribe()
      const live = readerOf(subscription)
      await live.untilReady()
      const waiting = live.next()
      subscription.close()
      expect(await waiting).toBeNull()
      expect(await live.next()).toBeNull()

      const controller = new AbortController()
      const other = readerOf(bob.live.subscribe({}, { signal: controller.signal }))
      await other.untilReady()
      controller.abort()
      expect(await other.next()).toBeNull()

      for await (const event of bob.live.subscribe()) {
        expect(event.type).toBe('ready')
        break
      }
      expect((await alice.conversations.startDirect({ userId: 'bob' })).lastSeq).toBe(0)
    }),
  },
  {
    name: 'every subscription of a user gets every change',
    proves: ['live.subscribe'],
    run: withThree(async ({ alice, bob }) => {
      const readers = upTo(3).map(() => readerOf(bob.live.subscribe()))
      for (const live of readers) await live.untilReady()
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      await alice.messages.send({ conversationId, body: 'hello' })
      for (const live of readers)
        expect((await live.changes(2)).map(inShort)).toEqual(['conversation.created', 'message.sent 1 hello'])
    }),
  },
]
