import type { LiveEvent, Session, Signal } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { unusedId, upTo } from '../factories.ts'
import type { SessionContext } from './host.ts'
import { readerOf } from './live-events.ts'
import type { LiveReader } from './live-events.ts'
import { withThree } from './with-sessions.ts'

const listen = async (session: Session): Promise<LiveReader> => {
  const live = readerOf(session.live.subscribe())
  await live.untilReady()
  return live
}

/** Everything up to and with the first event that holds. */
const until = async (live: LiveReader, holds: (event: LiveEvent) => boolean): Promise<readonly LiveEvent[]> => {
  const events: LiveEvent[] = []
  for (;;) {
    const event = await live.next()
    if (event === null) return events
    events.push(event)
    if (holds(event)) return events
  }
}

const signalsOf = (events: readonly LiveEvent[]): readonly Signal[] =>
  events.flatMap((event) => (event.type === 'signals' ? event.signals : []))

const hasSignal = (event: LiveEvent): boolean => event.type === 'signals'

/** Whether an event tells of a message with this text. */
const says =
  (body: string) =>
  (event: LiveEvent): boolean =>
    event.type === 'changes' &&
    event.changes.some(({ subject }) => subject !== 'gone' && 'body' in subject && subject.body === body)

export const typingCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'that somebody types is told to the other active members who listen, and to nobody else',
    proves: ['live.typing', 'live.subscribe'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
      const { id: other } = await alice.conversations.startGroup({ userIds: ['carol'] })
      const [mine, bobs, again, carols] = [
        await listen(alice),
        await listen(bob),
        await listen(bob),
        await listen(carol),
      ]
      expect(await alice.live.typing({ conversationId, typing: true })).toEqual({ conversationId })
      for (const live of [bobs, again])
        expect(signalsOf(await until(live, hasSignal))).toMatchObject([
          { type: 'typing', conversationId, userId: 'alice', typing: true },
        ])
      await alice.messages.send({ conversationId: other, body: 'barrier' })
      for (const live of [mine, carols]) expect(signalsOf(await until(live, says('barrier')))).toEqual([])
      await bob.live.typing({ conversationId, typing: false })
      expect(signalsOf(await until(mine, hasSignal))).toMatchObject([{ userId: 'bob', typing: false }])
    }),
  },
  {
    name: 'of several typing signals at once the first is told',
    proves: ['live.typing'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const { id: group } = await alice.conversations.startGroup({ userIds: ['bob'] })
      const bobs = await listen(bob)
      const answers = await Promise.all(upTo(5).map(() => alice.live.typing({ conversationId, typing: true })))
      expect(answers).toEqual(upTo(5).map(() => ({ conversationId })))
      // In another conversation it is another matter.
      await alice.live.typing({ conversationId: group, typing: true })
      const signals = signalsOf(await until(bobs, (event) => signalsOf([event])[0]?.conversationId === group))
      expect(signals.map((signal) => signal.conversationId)).toEqual([conversationId, group])
    }),
  },
  {
    name: 'in a direct with a block neither of the two hears that the other types',
    proves: ['live.typing', 'people.block', 'people.unblock'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const { id: group } = await alice.conversations.startGroup({ userIds: ['bob'] })
      const [alices, bobs] = [await listen(alice), await listen(bob)]
      await alice.people.block({ userId: 'bob' })
      for (const session of [alice, bob])
        expect(await session.live.typing({ conversationId, typing: true })).toEqual({ conversationId })
      await alice.messages.send({ conversationId: group, body: 'barrier' })
      for (const live of [alices, bobs]) expect(signalsOf(await until(live, says('barrier')))).toEqual([])
      await alice.people.unblock({ userId: 'bob' })
      await alice.live.typing({ conversationId, typing: true })
      expect(signalsOf(await until(bobs, hasSignal))).toMatchObject([{ userId: 'alice', typing: true }])
    }),
  },
  {
    name: 'typing moves no cursor and is replayed to nobody',
    proves: ['live.typing', 'live.read'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const bobs = await listen(bob)
      const before = bobs.cursor()
      await alice.live.typing({ conversationId, typing: true })
      await until(bobs, hasSignal)
      expect(bobs.cursor()).toBe(before)
      expect((await bob.live.read({ after: before })).changes).toEqual([])
      expect(await readerOf(bob.live.subscribe({ after: before })).next()).toMatchObject({ type: 'ready' })
    }),
  },
  {
    name: 'only active members can say that they type, and only they hear it',
    proves: ['live.typing', 'members.remove', 'members.leave'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const { id: direct } = await alice.conversations.startDirect({ userId: 'bob' })
      const [bobs, carols] = [await listen(bob), await listen(carol)]
      await alice.members.remove({ conversationId, userId: 'bob' })
      await alice.live.typing({ conversationId, typing: true })
      await until(carols, hasSignal)
      await alice.messages.send({ conversationId: direct, body: 'barrier' })
      expect(signalsOf(await until(bobs, says('barrier')))).toEqual([])
      await expectRefusal(bob.live.typing({ conversationId, typing: true }), 'not_found')
      await carol.members.leave({ conversationId })
      await expectRefusal(carol.live.typing({ conversationId, typing: true }), 'not_a_member')
      await expectRefusal(carol.live.typing({ conversationId: direct, typing: true }), 'not_found')
      await expectRefusal(carol.live.typing({ conversationId: unusedId(), typing: true }), 'not_found')
    }),
  },
  {
    name: 'who may read a public room without being in it neither types in it nor hears who does',
    proves: ['live.typing', 'members.join'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.openRoom({ title: 'hall' })
      const { id: direct } = await alice.conversations.startDirect({ userId: 'carol' })
      const [mine, carols] = [await listen(alice), await listen(carol)]
      await expectRefusal(bob.live.typing({ conversationId, typing: true }), 'not_a_member')
      await bob.members.join({ conversationId })
      await bob.live.typing({ conversationId, typing: true })
      expect(signalsOf(await until(mine, hasSignal))).toMatchObject([{ userId: 'bob' }])
      await alice.messages.send({ conversationId: direct, body: 'barrier' })
      expect(signalsOf(await until(carols, says('barrier')))).toEqual([])
    }),
  },
  {
    name: 'whom I blocked types unheard by me, and heard by the others; unblocked, they are heard again',
    proves: ['live.typing', 'people.block', 'people.unblock'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const { id: other } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const early = await listen(alice)
      await alice.people.block({ userId: 'bob' })
      const [late, carols] = [await listen(alice), await listen(carol)]
      await bob.live.typing({ conversationId, typing: true })
      await until(carols, hasSignal)
      await carol.messages.send({ conversationId, body: 'barrier' })
      for (const live of [early, late]) expect(signalsOf(await until(live, says('barrier')))).toEqual([])
      await alice.people.unblock({ userId: 'bob' })
      await bob.live.typing({ conversationId: other, typing: true })
      // A client that polls may be told again what is not over yet.
      const inOther = (event: LiveEvent): boolean =>
        signalsOf([event]).some((signal) => signal.conversationId === other)
      for (const live of [early, late]) {
        const signals = signalsOf(await until(live, inOther))
        expect(new Set(signals.map(({ userId }) => userId))).toEqual(new Set(['bob']))
      }
    }),
  },
]
