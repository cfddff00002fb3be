import type { LiveEvent, Session } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { asSeenOutside, expectRefusal } from '../expect-refusal.ts'
import { unusedId } from '../factories.ts'
import { project } from '../fake-targets.ts'
import type { SessionContext } from './host.ts'
import { inShort, readerOf } from './live-events.ts'
import type { LiveReader } from './live-events.ts'
import { withFour, withTargets, withThree } from './with-sessions.ts'

const watch = async (session: Session, conversationId: string): Promise<LiveReader> => {
  const live = readerOf(session.live.watch({ conversationId }))
  expect(await live.next()).toMatchObject({ type: 'ready' })
  return live
}

/** The refusal a watch begins, or goes on, with. */
const refusalOf = (live: LiveReader, code: Parameters<typeof expectRefusal>[1]) => expectRefusal(live.next(), code)

const attempt = (session: Session, conversationId: string): LiveReader =>
  readerOf(session.live.watch({ conversationId }))

/** What is told until a message with this text, in short; typing by who types. */
const toldUntil = async (live: LiveReader, body: string): Promise<readonly string[]> => {
  const told: string[] = []
  for (;;) {
    const lines = linesOf(await live.next())
    told.push(...lines)
    if (lines.some((line) => line.endsWith(` ${body}`))) return told
  }
}

const linesOf = (event: LiveEvent | null): readonly string[] => {
  if (event?.type === 'changes') return event.changes.map(inShort)
  return event?.type === 'signals'
    ? event.signals.map(({ type, userId }) => `${type} ${userId}`)
    : [String(event?.type)]
}

export const watchingCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'who may view a channel watches it, from ready on, and nobody else does',
    proves: ['live.watch'],
    run: withTargets(async ({ targets, session, alice, bob, carol }) => {
      targets.grant('alice', '1', 'view', 'post', 'moderate')
      targets.grant('bob', '1', 'view')
      const { id: conversationId } = await alice.conversations.openChannel({ target: project('1') })
      await alice.messages.send({ conversationId, body: 'before' })
      const [bobs, mine] = [await watch(bob, conversationId), await watch(alice, conversationId)]
      const refusals = [
        await refusalOf(attempt(carol, conversationId), 'not_found'),
        await refusalOf(attempt(bob, unusedId()), 'not_found'),
      ].map(asSeenOutside)
      expect(refusals[0]).toEqual(refusals[1])
      const dave = readerOf((await session('dave')).live.subscribe())
      await dave.untilReady()
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'hello' })
      await alice.messages.edit({ messageId, body: 'hello!' })
      await bob.reactions.add({ messageId, emoji: '👍' })
      await alice.messages.retract({ messageId })
      const types = ['message.sent', 'message.edited', 'reaction.added', 'message.retracted']
      for (const live of [bobs, mine]) expect((await live.changes(4)).map(({ type }) => type)).toEqual(types)
      await carol.conversations.startDirect({ userId: 'dave' })
      expect((await dave.changes(1)).map(({ type }) => type)).toEqual(['conversation.created'])
    }),
  },
  {
    name: 'a public room is watched without being in it: messages, members and typing, not how far they have read',
    proves: ['live.watch', 'live.typing'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.openRoom({ title: 'hall' })
      await bob.members.join({ conversationId })
      const carols = await watch(carol, conversationId)
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'hello' })
      await bob.receipts.markRead({ conversationId, seq: 1 })
      await bob.messages.hide({ messageId })
      await alice.conversations.update({ conversationId, title: 'big hall' })
      await bob.members.leave({ conversationId })
      await alice.messages.send({ conversationId, body: 'last' })
      expect(await toldUntil(carols, 'last')).toEqual([
        'message.sent 1 hello',
        'conversation.updated',
        'member.left bob',
        'message.sent 2 last',
      ])
      await alice.live.typing({ conversationId, typing: true })
      expect(await carols.next()).toMatchObject({ type: 'signals', signals: [{ userId: 'alice', conversationId }] })
    }),
  },
  {
    name: 'a watch tells nothing of other conversations, nor of who was blocked that they type',
    proves: ['live.watch', 'people.block'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.openRoom({ title: 'hall' })
      const { id: other } = await alice.conversations.startDirect({ userId: 'carol' })
      await bob.members.join({ conversationId })
      await carol.people.block({ userId: 'bob' })
      const carols = await watch(carol, conversationId)
      const mine = await watch(alice, conversationId)
      await alice.messages.send({ conversationId: other, body: 'elsewhere' })
      await bob.live.typing({ conversationId, typing: true })
      expect(linesOf(await mine.next())).toEqual(['typing bob'])
      await bob.messages.send({ conversationId, body: 'here' })
      expect(await toldUntil(carols, 'here')).toEqual(['message.sent 1 here'])
    }),
  },
  {
    name: 'a watch ends with the change by which its user no longer sees the conversation',
    proves: ['live.watch', 'members.remove', 'members.leave', 'conversations.update'],
    run: withFour(async ({ alice, bob, carol, dave }) => {
      const { id: conversationId } = await alice.conversations.openRoom({ title: 'hall' })
      await bob.members.join({ conversationId })
      await dave.members.join({ conversationId })
      const [bobs, carols, daves] = [
        await watch(bob, conversationId),
        await watch(carol, conversationId),
        await watch(dave, conversationId),
      ]
      await alice.members.remove({ conversationId, userId: 'bob' })
      await alice.messages.send({ conversationId, body: 'without bob' })
      await refusalOf(bobs, 'not_found')
      expect(await toldUntil(carols, 'without bob')).toHaveLength(2)
      await alice.conversations.update({ conversationId, visibility: 'private' })
      await alice.messages.send({ conversationId, body: 'between us' })
      await refusalOf(carols, 'not_found')
      expect(await toldUntil(daves, 'between us')).toHaveLength(4)
      await dave.members.leave({ conversationId })
      await alice.messages.send({ conversationId, body: 'alone' })
      await refusalOf(daves, 'not_a_member')
      for (const [session, code] of [
        [bob, 'not_found'],
        [carol, 'not_found'],
        [dave, 'not_a_member'],
      ] as const)
        await refusalOf(attempt(session, conversationId), code)
    }),
  },
  {
    name: 'a watch tells that the conversation is deleted, and ends',
    proves: ['live.watch', 'conversations.delete'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.openRoom({ title: 'hall' })
      const bobs = await watch(bob, conversationId)
      await alice.conversations.delete({ conversationId })
      expect((await bobs.changes(1)).map(({ type }) => type)).toEqual(['conversation.deleted'])
      await refusalOf(bobs, 'not_found')
      await refusalOf(attempt(bob, conversationId), 'not_found')
    }),
  },
  {
    name: 'members watch their group too; who left or was removed does not, and a stranger knows nothing of it',
    proves: ['live.watch'],
    run: withFour(async ({ alice, bob, carol, dave }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const bobs = await watch(bob, conversationId)
      await carol.members.leave({ conversationId })
      await refusalOf(attempt(carol, conversationId), 'not_a_member')
      await alice.members.remove({ conversationId, userId: 'carol' })
      for (const session of [carol, dave]) await refusalOf(attempt(session, conversationId), 'not_found')
      await alice.messages.send({ conversationId, body: 'hello' })
      expect(await toldUntil(bobs, 'hello')).toEqual([
        'member.left carol',
        'member.removed carol',
        'message.sent 1 hello',
      ])
    }),
  },
  {
    name: 'a watch ends when it is closed, and one of something that is no id is refused as invalid',
    proves: ['live.watch'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.openRoom({ title: 'hall' })
      const subscription = bob.live.watch({ conversationId })
      const live = readerOf(subscription)
      expect(await live.next()).toMatchObject({ type: 'ready' })
      subscription.close()
      expect(await live.next()).toBeNull()
      for await (const event of bob.live.watch({ conversationId })) {
        expect(event.type).toBe('ready')
        break
      }
      for (const bad of ['', 'hall', conversationId.toUpperCase()]) await refusalOf(attempt(bob, bad), 'invalid')
    }),
  },
]
