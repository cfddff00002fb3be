import { limits } from '@msg/core'
import type { Conversation, ListInboxInput, Session } from '@msg/core'
import { memoryDirectory } from '@msg/core/memory'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { upTo } from '../factories.ts'
import type { SessionContext } from './host.ts'
import { withSessions, withThree } from './with-sessions.ts'

/** Every conversation, page by page. */
const listed = async (session: Session, input: ListInboxInput): Promise<readonly Conversation[]> => {
  const found: Conversation[] = []
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<Session['inbox']['list']>> = await session.inbox.list({
      ...input,
      ...(after === null ? {} : { after }),
    })
    found.push(...page.conversations)
    after = page.next
  } while (after !== null)
  return found
}

const people = memoryDirectory([
  { id: 'alice', displayName: 'Alice', isActive: true },
  { id: 'bob', displayName: 'Jan Ödegaard', isActive: true },
  { id: 'carol', displayName: 'Carol', isActive: true },
])

export const inboxFilterCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'an inbox is searched by the titles and by the names of the members, whatever the case',
    proves: ['inbox.list'],
    run: (context) =>
      withSessions(
        context,
        async (session) => {
          const [alice, carol] = [await session('alice'), await session('carol')]
          const direct = await alice.conversations.startDirect({ userId: 'bob' })
          const plans = await alice.conversations.startGroup({ userIds: ['carol'], title: 'Übungsplan, 100% done' })
          const both = await alice.conversations.startGroup({ userIds: ['carol', 'bob'], title: 'Lunch' })
          await alice.messages.send({ conversationId: direct.id, body: 'latest' })
          const found = async (query: string, more: ListInboxInput = {}) =>
            (await listed(alice, { query, limit: 1, ...more })).map(({ id }) => id)
          expect(new Set(await found('ÖDEGAARD jan'))).toEqual(new Set([direct.id, both.id]))
          expect(await found('jan', { kind: 'direct' })).toEqual([direct.id])
          expect(await found('jan', { kind: 'room' })).toEqual([])
          expect(await found('done übung')).toEqual([plans.id])
          expect(await found('100%')).toEqual([plans.id])
          expect(await found('_')).toEqual([])
          expect(await found('done nowhere')).toEqual([])
          expect(await found('Alice')).toEqual([])
          expect(await listed(carol, { query: 'jan', kind: 'direct' })).toEqual([])
          const page = await alice.inbox.list({ query: 'lunch' })
          expect(page.next).toBeNull()
          expect(page.conversations[0]?.me.can.send).toBe(true)
          expect(page.profiles.map(({ id }) => id).toSorted()).toEqual(['alice', 'bob', 'carol'])
          await alice.members.remove({ conversationId: both.id, userId: 'bob' })
          expect(await found('jan')).toEqual([direct.id])
        },
        people,
      ),
  },
  {
    name: 'an inbox of one kind has those of that kind and no other',
    proves: ['inbox.list'],
    run: withThree(async ({ alice }) => {
      const { id: direct } = await alice.conversations.startDirect({ userId: 'bob' })
      const { id: group } = await alice.conversations.startGroup({ userIds: ['bob'] })
      const { id: room } = await alice.conversations.openRoom({ title: 'room' })
      const found = async (kind: NonNullable<ListInboxInput['kind']>) =>
        (await alice.inbox.list({ kind })).conversations.map(({ id }) => id)
      expect([await found('direct'), await found('group'), await found('room')]).toEqual([[direct], [group], [room]])
      expect(await found('channel')).toEqual([])
    }),
  },
  {
    name: 'what is looked for is found also beyond what one page looks through, each exactly once',
    proves: ['inbox.list'],
    run: withThree(async ({ alice }) => {
      const directs: string[] = []
      const start = async (n: number) =>
        directs.push((await alice.conversations.startDirect({ userId: `user-${n}` })).id)
      for (const n of upTo(3)) await start(n)
      await Promise.all(
        upTo(limits.inboxScan).map((n) => alice.conversations.startGroup({ userIds: [], title: `${n}` })),
      )
      for (const n of upTo(2)) await start(3 + n)
      for (const limit of [1, 2, 5, 6]) {
        const found = (await listed(alice, { kind: 'direct', limit })).map(({ id }) => id)
        expect(found.toSorted()).toEqual(directs.toSorted())
      }
      expect(await listed(alice, { kind: 'room' })).toEqual([])
    }),
  },
  {
    name: 'who wrote last is among the profiles of an inbox, and of the rooms that are found, also when they have left',
    proves: ['inbox.list', 'rooms.browse'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.openRoom({ title: 'room' })
      await bob.members.join({ conversationId })
      await bob.messages.send({ conversationId, body: 'bye' })
      await bob.members.leave({ conversationId })
      for (const { profiles } of [await alice.inbox.list(), await carol.rooms.browse()])
        expect(profiles.map(({ id }) => id).toSorted()).toEqual(['alice', 'bob'])
    }),
  },
  {
    name: 'those I left are listed when asked for, as they were then, the latest first',
    proves: ['inbox.list', 'members.leave'],
    run: withThree(async ({ alice, bob, carol }) => {
      const groups: string[] = []
      for (const n of upTo(3))
        groups.push((await alice.conversations.startGroup({ userIds: ['bob', 'carol'], title: `group ${n}` })).id)
      const [one = '', two = '', three = ''] = groups
      for (const conversationId of groups) await alice.messages.send({ conversationId, body: 'then' })
      for (const conversationId of [two, one, three]) await bob.members.leave({ conversationId })
      await alice.messages.send({ conversationId: two, body: 'later' })
      await alice.conversations.update({ conversationId: two, title: 'later' })
      await alice.members.remove({ conversationId: three, userId: 'bob' })
      const left = await listed(bob, { status: 'left', limit: 1 })
      expect(new Set(left.map(({ id }) => id))).toEqual(new Set([one, two]))
      const ends = left.map(({ me }) => me.endedAt ?? '')
      expect(ends).toEqual(ends.toSorted().toReversed())
      for (const { lastMessage, me, title } of left) {
        expect(me.status).toBe('left')
        expect(me.can.send).toBe(false)
        expect(lastMessage?.body).toBe('then')
        expect(title).not.toBe('later')
      }
      expect(await listed(bob, { status: 'left', query: 'group 2' })).toMatchObject([{ id: two }])
      expect(await listed(bob, { status: 'left', query: 'later' })).toEqual([])
      expect(await listed(bob, {})).toEqual([])
      expect(await listed(carol, { status: 'left' })).toEqual([])
      expect(await listed(carol, { status: 'active' })).toHaveLength(3)
    }),
  },
  {
    name: 'a cursor of one inbox listing is no cursor of another, nor of anybody else',
    proves: ['inbox.list'],
    run: withThree(async ({ alice, bob }) => {
      for (const n of upTo(3)) await alice.conversations.startGroup({ userIds: ['bob'], title: `group ${n}` })
      const { next } = await alice.inbox.list({ query: 'group', limit: 1 })
      if (next === null) throw new TypeError('there is more')
      await expectRefusal(alice.inbox.list({ after: next }), 'invalid_cursor')
      await expectRefusal(alice.inbox.list({ after: next, status: 'left' }), 'invalid_cursor')
      await expectRefusal(bob.inbox.list({ after: next, query: 'group' }), 'invalid_cursor')
    }),
  },
]
