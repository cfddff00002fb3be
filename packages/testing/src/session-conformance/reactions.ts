import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { upTo } from '../factories.ts'
import type { SessionContext } from './host.ts'
import { withSessions, withThree } from './with-sessions.ts'

/** The nth of many emoji. */
const emojiNumber = (n: number): string => String.fromCodePoint(0x1f400 + n)

export const reactionCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'a reaction is one per user and emoji, and everybody learns of it',
    proves: ['reactions.add', 'reactions.remove'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'good news' })
      const { cursor } = await alice.live.read()
      await bob.reactions.add({ messageId, emoji: '👍' })
      await bob.reactions.add({ messageId, emoji: '👍' })
      await carol.reactions.add({ messageId, emoji: '🎉' })
      const both = await carol.reactions.add({ messageId, emoji: '👍' })
      expect(both.reactions).toEqual([
        { emoji: '👍', count: 2, userIds: ['bob', 'carol'] },
        { emoji: '🎉', count: 1, userIds: ['carol'] },
      ])
      const one = await bob.reactions.remove({ messageId, emoji: '👍' })
      await bob.reactions.remove({ messageId, emoji: '👍' })
      await bob.reactions.remove({ messageId, emoji: '🙃' })
      expect(one.reactions.find(({ emoji }) => emoji === '👍')).toEqual({ emoji: '👍', count: 1, userIds: ['carol'] })
      const { changes } = await alice.live.read({ after: cursor })
      expect(changes.map(({ type, actor }) => [type, actor])).toEqual([
        ['reaction.added', 'bob'],
        ['reaction.added', 'carol'],
        ['reaction.added', 'carol'],
        ['reaction.removed', 'bob'],
      ])
      expect(changes.at(-1)?.subject).toEqual(await alice.messages.get({ messageId }))
      expect((await alice.inbox.unread()).messages.count).toBe(0)
    }),
  },
  {
    name: 'a reaction is one grapheme that contains an emoji, kept byte for byte',
    proves: ['reactions.add'],
    run: withThree(async ({ alice }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'hm' })
      const good = ['👍', '👍🏽', '❤️', '❤', '👩‍👩‍👧‍👦', '🏳️‍🌈', '🇺🇳', '1️⃣', '©️']
      // Sixty-four bytes, and not one more.
      const family = `👨🏽${'\u200d👩'.repeat(8)}`
      good.push(family)
      for (const emoji of good) await alice.reactions.add({ messageId, emoji })
      expect((await alice.messages.get({ messageId })).reactions.map(({ emoji }) => emoji)).toEqual(good)
      await expectRefusal(alice.reactions.add({ messageId, emoji: `${family}\ufe0f` }), 'invalid')
      for (const emoji of ['', 'a', '1', '👍👍', '👍 ', ':)', ' ', '\u200d', '\ud83d', `👍${'\u200d👍'.repeat(20)}`])
        await expectRefusal(alice.reactions.add({ messageId, emoji }), 'invalid')
    }),
  },
  {
    name: 'parallel reactions all count, and the same one counts once',
    proves: ['reactions.add'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'hm' })
      await Promise.all(
        [alice, bob, carol].flatMap((one) => upTo(3).map(() => one.reactions.add({ messageId, emoji: '🚀' }))),
      )
      const { reactions } = await alice.messages.get({ messageId })
      expect(reactions).toMatchObject([{ emoji: '🚀', count: 3 }])
      expect(reactions[0]?.userIds.toSorted()).toEqual(['alice', 'bob', 'carol'])
    }),
  },
  {
    name: 'there are bounds to how many different emoji a message takes',
    proves: ['reactions.add'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'zoo' })
      for (const n of upTo(20)) await alice.reactions.add({ messageId, emoji: emojiNumber(n) })
      const refusal = await expectRefusal(alice.reactions.add({ messageId, emoji: emojiNumber(21) }), 'forbidden')
      expect(refusal.reason).toBe('too_many')
      await alice.reactions.add({ messageId, emoji: emojiNumber(20) })
      expect((await alice.reactions.remove({ messageId, emoji: emojiNumber(21) })).reactions).toHaveLength(20)
      await bob.reactions.add({ messageId, emoji: emojiNumber(21) })
      await alice.reactions.remove({ messageId, emoji: emojiNumber(1) })
      expect((await alice.reactions.add({ messageId, emoji: emojiNumber(21) })).reactions).toHaveLength(20)
    }),
  },
  {
    name: 'a message takes a hundred different emoji, whoever they are from',
    proves: ['reactions.add'],
    run: (context) =>
      withSessions(context, async (session) => {
        const six = await Promise.all(upTo(6).map((n) => session(`user-${n}`)))
        const [first, , , , , last] = six
        if (first === undefined || last === undefined) return expect.fail('no sessions')
        const { id: conversationId } = await first.conversations.startGroup({ userIds: six.map(({ me }) => me) })
        const { id: messageId } = await first.messages.send({ conversationId, body: 'zoo' })
        for (const n of upTo(100)) await six[n % 5]?.reactions.add({ messageId, emoji: emojiNumber(n) })
        const refusal = await expectRefusal(last.reactions.add({ messageId, emoji: emojiNumber(101) }), 'forbidden')
        expect(refusal.reason).toBe('too_many')
        // One that is there already is no other.
        const { reactions } = await last.reactions.add({ messageId, emoji: emojiNumber(1) })
        expect(reactions).toHaveLength(100)
        expect(reactions.find(({ emoji }) => emoji === emojiNumber(1))).toMatchObject({ count: 2 })
      }),
  },
]
