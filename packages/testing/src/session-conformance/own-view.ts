import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal, expectRefusals } from '../expect-refusal.ts'
import { unusedId, upTo } from '../factories.ts'
import type { SessionContext } from './host.ts'
import { withThree } from './with-sessions.ts'

export const ownViewCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'what I clear is out of my view for good, whatever it is, and nobody else notices',
    proves: ['inbox.clear', 'inbox.list', 'inbox.unread', 'messages.list', 'messages.get', 'conversations.get'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
      const sent = []
      for (const n of upTo(4)) sent.push(await alice.messages.send({ conversationId, body: `${n}` }))
      const [first, , third, last] = sent.map(({ id }) => id)
      if (first === undefined || third === undefined || last === undefined) throw new TypeError('four were sent')
      await alice.messages.pin({ messageId: first })
      await bob.messages.hide({ messageId: third })
      expect(await bob.inbox.clear({ conversationId, seq: 2 })).toEqual({
        conversationId,
        userId: 'bob',
        clearedSeq: 2,
      })
      const seen = async () =>
        (await bob.messages.list({ conversationId, order: 'asc' })).messages.map(({ seq }) => seq)
      expect(await seen()).toEqual([4])
      expect((await bob.messages.list({ conversationId, pinned: true })).messages).toEqual([])
      expect((await bob.inbox.unread()).messages.count).toBe(1)
      await expectRefusal(bob.messages.get({ messageId: first }), 'not_found')
      await expectRefusal(bob.messages.revisions({ messageId: first }), 'not_found')
      await expectRefusal(bob.reactions.add({ messageId: first, emoji: '👍' }), 'not_found')
      await expectRefusal(bob.messages.send({ conversationId, body: 'to what?', replyTo: first }), 'not_found')
      expect(await bob.inbox.clear({ conversationId, seq: 1 })).toMatchObject({ clearedSeq: 2 })
      expect(await bob.inbox.clear({ conversationId })).toMatchObject({ clearedSeq: 4 })
      const [entry] = (await bob.inbox.list()).conversations
      expect(entry).toMatchObject({ id: conversationId, lastSeq: 4, lastMessage: null })
      expect(entry?.me).toMatchObject({ clearedSeq: 4, readSeq: 0, unread: { count: 0 } })
      expect(await bob.inbox.unread()).toMatchObject({ conversations: { count: 0 }, messages: { count: 0 } })
      expect((await alice.messages.list({ conversationId })).messages).toHaveLength(4)
      expect((await alice.conversations.get({ conversationId })).me.clearedSeq).toBe(0)
      await alice.messages.edit({ messageId: last, body: 'other' })
      expect(await seen()).toEqual([])
      await alice.messages.send({ conversationId, body: '5' })
      expect(await seen()).toEqual([5])
      expect((await bob.inbox.unread()).messages.count).toBe(1)
    }),
  },
  {
    name: 'who left clears what they see; who was removed, and strangers, find nothing to clear or to mute',
    proves: ['inbox.clear', 'inbox.mute'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      await alice.messages.send({ conversationId, body: 'one' })
      await bob.members.leave({ conversationId })
      await alice.members.remove({ conversationId, userId: 'carol' })
      await alice.messages.send({ conversationId, body: 'two' })
      const until = '2030-01-01T00:00:00.000Z'
      await expectRefusal(bob.inbox.mute({ conversationId, until }), 'not_a_member')
      expect(await bob.inbox.clear({ conversationId, seq: 9 })).toMatchObject({ clearedSeq: 1 })
      expect((await bob.messages.list({ conversationId })).messages).toEqual([])
      await alice.members.add({ conversationId, userIds: ['bob'] })
      expect((await bob.messages.list({ conversationId })).messages.map(({ body }) => body)).toEqual(['two'])
      for (const place of [conversationId, unusedId()]) {
        await expectRefusal(carol.inbox.clear({ conversationId: place }), 'not_found')
        await expectRefusal(carol.inbox.mute({ conversationId: place, until }), 'not_found')
      }
    }),
  },
  {
    name: 'who left hides what they see; what was said later is to them as if it were not there, whatever they try',
    proves: ['messages.hide', 'messages.edit', 'messages.pin', 'reactions.add', 'messages.revisions'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const { id: early } = await bob.messages.send({ conversationId, body: 'one' })
      await bob.members.leave({ conversationId })
      const { id: late } = await alice.messages.send({ conversationId, body: 'two' })
      const attempts = (messageId: string) => [
        bob.messages.edit({ messageId, body: 'other' }),
        bob.messages.retract({ messageId }),
        bob.messages.pin({ messageId }),
        bob.reactions.add({ messageId, emoji: '👍' }),
      ]
      await expectRefusals(attempts(early), 'not_a_member')
      await expectRefusals(
        [...attempts(late), bob.messages.hide({ messageId: late }), bob.messages.revisions({ messageId: late })],
        'not_found',
      )
      expect(await bob.messages.hide({ messageId: early })).toMatchObject({ messageId: early })
      expect((await bob.messages.list({ conversationId })).messages).toEqual([])
      expect((await alice.messages.list({ conversationId })).messages).toHaveLength(2)
    }),
  },
  {
    name: 'who read a room that is private now finds nothing there any more to mark, to hide or to clear',
    proves: ['receipts.markRead', 'receipts.markDelivered', 'messages.hide', 'inbox.clear', 'conversations.update'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.openRoom({})
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'one' })
      await alice.messages.send({ conversationId, body: 'two' })
      const attempts = [
        () => bob.receipts.markDelivered({ conversationId, seq: 1 }),
        () => bob.receipts.markRead({ conversationId, seq: 1 }),
        () => bob.messages.hide({ messageId }),
        () => bob.inbox.clear({ conversationId, seq: 1 }),
      ]
      for (const attempt of attempts) await attempt()
      await alice.conversations.update({ conversationId, visibility: 'private' })
      for (const attempt of attempts) await expectRefusal(attempt(), 'not_found')
      await alice.conversations.update({ conversationId, visibility: 'public' })
      for (const attempt of attempts) await attempt()
      await alice.conversations.delete({ conversationId })
      for (const attempt of attempts) await expectRefusal(attempt(), 'not_found')
    }),
  },
  {
    name: 'muting is my own, until a time or until I take it back, and does not touch what is unread',
    proves: ['inbox.mute', 'conversations.get', 'inbox.list'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const until = '2030-01-01T12:30:00.500Z'
      const muted = { conversationId, userId: 'bob', mutedUntil: until }
      expect(await bob.inbox.mute({ conversationId, until })).toEqual(muted)
      expect(await bob.inbox.mute({ conversationId, until })).toEqual(muted)
      await alice.messages.send({ conversationId, body: 'hello' })
      expect((await bob.inbox.list()).conversations[0]?.me).toMatchObject({ mutedUntil: until, unread: { count: 1 } })
      expect((await alice.conversations.get({ conversationId })).me.mutedUntil).toBeNull()
      expect(await bob.inbox.mute({ conversationId, until: null })).toEqual({ ...muted, mutedUntil: null })
      expect((await bob.conversations.get({ conversationId })).me.mutedUntil).toBeNull()
    }),
  },
  {
    name: 'clearing and muting are told to my own devices, in their present state, and to nobody else',
    proves: ['inbox.clear', 'inbox.mute', 'live.read'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      for (const n of upTo(3)) await alice.messages.send({ conversationId, body: `${n}` })
      const [mine, others] = [await bob.live.read(), await alice.live.read()]
      await bob.inbox.clear({ conversationId, seq: 1 })
      await bob.inbox.mute({ conversationId, until: '2030-01-01T00:00:00.000Z' })
      const cleared = await bob.inbox.clear({ conversationId, seq: 2 })
      await bob.inbox.clear({ conversationId, seq: 2 })
      const muted = await bob.inbox.mute({ conversationId, until: null })
      await bob.inbox.mute({ conversationId, until: null })
      const { changes, profiles } = await bob.live.read({ after: mine.cursor })
      expect(changes.map(({ type, revision, actor, subject }) => [type, revision, actor, subject])).toEqual([
        ['inbox.cleared', null, 'bob', cleared],
        ['inbox.muted', null, 'bob', muted],
        ['inbox.cleared', null, 'bob', cleared],
        ['inbox.muted', null, 'bob', muted],
      ])
      expect(profiles.map(({ id }) => id)).toEqual(['bob'])
      expect((await alice.live.read({ after: others.cursor })).changes).toEqual([])
    }),
  },
  {
    name: 'unread is what a naive count says, step by step, with own, hidden, retracted and cleared messages',
    proves: ['inbox.unread', 'inbox.clear', 'messages.hide', 'messages.retract', 'receipts.markRead'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const sent: { readonly id: string; readonly seq: number; readonly authorId: string }[] = []
      const gone = { bob: new Set<number>(), all: new Set<number>() }
      let [read, cleared] = [0, 0]
      const agrees = async () => {
        const above = sent.filter(({ seq, authorId }) => authorId !== 'bob' && seq > Math.max(read, cleared))
        const count = above.filter(({ seq }) => !gone.bob.has(seq) && !gone.all.has(seq)).length
        const expected = { conversations: { count: Math.min(count, 1) }, messages: { count } }
        expect(await bob.inbox.unread()).toMatchObject(expected)
        expect((await bob.conversations.get({ conversationId })).me.unread).toEqual({ count, capped: false })
      }
      for (const n of upTo(24)) {
        const author = [alice, bob, carol][n % 3] ?? alice
        const { id, seq, authorId } = await author.messages.send({ conversationId, body: `${n}` })
        sent.push({ id, seq, authorId })
        await agrees()
        const earlier = sent[n - 3]
        if (earlier !== undefined && n % 4 === 0) {
          await (earlier.authorId === 'bob' ? bob : earlier.authorId === 'carol' ? carol : alice).messages
            .retract({ messageId: earlier.id })
            .catch(() => {})
          if (earlier.seq > cleared || earlier.authorId !== 'bob') gone.all.add(earlier.seq)
        }
        if (earlier !== undefined && n % 5 === 0 && earlier.seq > cleared) {
          await bob.messages.hide({ messageId: earlier.id })
          gone.bob.add(earlier.seq)
        }
        await agrees()
        if (n % 7 === 0) cleared = (await bob.inbox.clear({ conversationId, seq: n - 4 })).clearedSeq
        if (n % 9 === 0) read = (await bob.receipts.markRead({ conversationId, seq: n - 2 })).readSeq
        await agrees()
      }
      cleared = (await bob.inbox.clear({ conversationId })).clearedSeq
      await agrees()
    }),
  },
  {
    name: 'what is unread is told conversation by conversation, page by page, each exactly once, to its reader only',
    proves: ['inbox.unreadByConversation'],
    run: withThree(async ({ alice, bob, carol }) => {
      const expected = new Map<string, number>()
      for (const n of upTo(7)) {
        const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
        for (const m of upTo(n % 4)) await alice.messages.send({ conversationId, body: `${m}` })
        if (n === 2) await bob.receipts.markRead({ conversationId, seq: 1 })
        if (n === 3) await bob.inbox.clear({ conversationId })
        if (n === 5) await bob.members.leave({ conversationId })
        const count = [0, 1, 1, 0, 0, 0, 2, 3][n] ?? 0
        if (count > 0) expected.set(conversationId, count)
      }
      const seen: [string, number][] = []
      let after: string | null = null
      do {
        const page: Awaited<ReturnType<typeof bob.inbox.unreadByConversation>> = await bob.inbox.unreadByConversation({
          limit: 2,
          ...(after === null ? {} : { after }),
        })
        seen.push(
          ...page.conversations.map(({ conversationId, unread }): [string, number] => [conversationId, unread.count]),
        )
        after = page.next
        if (after !== null) await expectRefusal(carol.inbox.unreadByConversation({ after }), 'invalid_cursor')
      } while (after !== null)
      expect(seen).toHaveLength(expected.size)
      expect(new Map(seen)).toEqual(expected)
      expect(await carol.inbox.unreadByConversation()).toEqual({ conversations: [], next: null })
    }),
  },
]
