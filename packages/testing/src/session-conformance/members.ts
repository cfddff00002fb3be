import type { ListMembersInput, Member, Session } from '@msg/core'
import { limits } from '@msg/core'
import { memoryDirectory } from '@msg/core/memory'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { upTo } from '../factories.ts'
import type { SessionContext } from './host.ts'
import { withSessions, withThree } from './with-sessions.ts'

export const memberCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'a newcomer to a group sees the whole history and starts unread',
    proves: ['members.add', 'members.list'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
      await alice.messages.send({ conversationId, body: 'one' })
      const { added, conversation } = await bob.members.add({ conversationId, userIds: ['carol', 'alice'] })
      expect(added).toEqual(['carol'])
      expect(conversation.memberCount).toBe(3)
      await alice.messages.send({ conversationId, body: 'two' })
      const { messages } = await carol.messages.list({ conversationId, order: 'asc' })
      expect(messages.map(({ body }) => body)).toEqual(['one', 'two'])
      const seen = await carol.conversations.get({ conversationId })
      expect(seen.me).toMatchObject({ role: 'member', unread: { count: 2, capped: false } })
      const { members } = await carol.members.list({ conversationId })
      expect(members.map(({ userId, role, status }) => [userId, role, status])).toEqual([
        ['alice', 'admin', 'active'],
        ['bob', 'member', 'active'],
        ['carol', 'member', 'active'],
      ])
    }),
  },
  {
    name: 'where only admins invite, a member is refused',
    proves: ['members.add'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'], invitePolicy: 'admins' })
      const refusal = await expectRefusal(bob.members.add({ conversationId, userIds: ['carol'] }), 'forbidden')
      expect(refusal.reason).toBe('invite_policy')
      expect((await bob.conversations.get({ conversationId })).me.can.addMembers).toBe(false)
      expect((await alice.members.add({ conversationId, userIds: ['carol'] })).added).toEqual(['carol'])
    }),
  },
  {
    name: 'a member who left reads what was said until then, and nothing later',
    proves: ['members.leave', 'members.list', 'messages.list', 'messages.get', 'conversations.get', 'inbox.list'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const before = await alice.messages.send({ conversationId, body: 'before' })
      const left = await bob.members.leave({ conversationId })
      expect(left.me).toMatchObject({ status: 'left', role: 'member' })
      expect(Object.values(left.me.can)).toEqual(Object.keys(left.me.can).map(() => false))
      const after = await alice.messages.send({ conversationId, body: 'after' })
      await alice.members.add({ conversationId, userIds: ['dave'] })
      await carol.members.leave({ conversationId })

      const seen = await bob.conversations.get({ conversationId })
      expect(seen).toMatchObject({ lastSeq: 1, memberCount: 2, lastMessage: { id: before.id } })
      expect(seen.memberIds).toEqual(['alice', 'carol'])
      expect((await bob.messages.list({ conversationId })).messages).toEqual([before])
      expect(await bob.messages.get({ messageId: before.id })).toEqual(before)
      await expectRefusal(bob.messages.get({ messageId: after.id }), 'not_found')
      const { members } = await bob.members.list({ conversationId })
      expect(members.map(({ userId, status, endedAt }) => [userId, status, endedAt])).toEqual([
        ['alice', 'active', null],
        ['carol', 'active', null],
      ])
      expect((await bob.inbox.list()).conversations).toEqual([])
      expect((await bob.inbox.unread()).messages.count).toBe(0)
    }),
  },
  {
    name: 'a member who left can write nothing',
    proves: ['members.leave', 'messages.send', 'members.add', 'receipts.markRead'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      await bob.members.leave({ conversationId })
      await expectRefusal(bob.messages.send({ conversationId, body: 'still here?' }), 'not_a_member')
      await expectRefusal(bob.members.add({ conversationId, userIds: ['dave'] }), 'not_a_member')
      await expectRefusal(bob.receipts.markRead({ conversationId, seq: 1 }), 'not_a_member')
      expect((await alice.messages.list({ conversationId })).messages).toEqual([])
    }),
  },
  {
    name: 'leaving again answers as the first time',
    proves: ['members.leave'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const first = await bob.members.leave({ conversationId })
      await alice.messages.send({ conversationId, body: 'gone?' })
      expect(await bob.members.leave({ conversationId })).toEqual(first)
    }),
  },
  {
    name: 'a member who left cannot rejoin without an invitation, and sees everything after one',
    proves: ['members.leave', 'members.add'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      await alice.messages.send({ conversationId, body: 'one' })
      await bob.members.leave({ conversationId })
      await alice.messages.send({ conversationId, body: 'two' })
      await expectRefusal(bob.members.add({ conversationId, userIds: ['bob'] }), 'reinvite_required')
      expect((await carol.members.add({ conversationId, userIds: ['bob'] })).added).toEqual(['bob'])
      const { messages } = await bob.messages.list({ conversationId, order: 'asc' })
      expect(messages.map(({ body }) => body)).toEqual(['one', 'two'])
      expect((await bob.conversations.get({ conversationId })).me.status).toBe('active')
      expect((await bob.inbox.list()).conversations.map(({ id }) => id)).toEqual([conversationId])
      expect((await alice.members.list({ conversationId })).members.map(({ userId }) => userId)).toEqual([
        'alice',
        'carol',
        'bob',
      ])
    }),
  },
  {
    name: 'a direct cannot be left',
    proves: ['members.leave'],
    run: withThree(async ({ alice }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      await expectRefusal(alice.members.leave({ conversationId }), 'direct_cannot_be_left')
      const sent = await alice.messages.send({ conversationId, body: 'still here' })
      expect(sent.seq).toBe(1)
      expect((await alice.conversations.get({ conversationId })).memberCount).toBe(2)
    }),
  },
  {
    name: 'when the last admin leaves, the earliest-joined member becomes admin',
    proves: ['members.leave'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['carol', 'bob'] })
      await alice.members.leave({ conversationId })
      const { members } = await bob.members.list({ conversationId })
      expect(members.map(({ userId, role }) => [userId, role])).toEqual([
        ['carol', 'admin'],
        ['bob', 'member'],
      ])
    }),
  },
  {
    name: 'when everybody leaves at once somebody is always admin until the group closes',
    proves: ['members.leave'],
    run: (context) =>
      withSessions(context, async (session) => {
        const names = ['alice', ...upTo(7).map((n) => `member-${n}`)]
        const sessions = await Promise.all(names.map(session))
        const [alice, second] = sessions
        if (alice === undefined || second === undefined) return expect.fail('no sessions')
        const { id: conversationId } = await alice.conversations.startGroup({ userIds: names.slice(1) })
        await Promise.all(sessions.slice(0, 4).map(async (one) => leaveInTheEnd(one, conversationId)))
        const { members } = await (await session('member-7')).members.list({ conversationId })
        expect(members.filter(({ role }) => role === 'admin')).toHaveLength(1)
        const others = sessions.slice(4)
        await Promise.all(others.map(async (one) => leaveInTheEnd(one, conversationId)))
        const last = await Promise.all(others.map((one) => one.conversations.get({ conversationId })))
        expect(last.filter(({ closedAt }) => closedAt !== null)).toHaveLength(1)
        const closed = await alice.conversations.get({ conversationId })
        expect(closed.me.status).toBe('left')
        expect((await alice.inbox.list()).conversations).toEqual([])
      }),
  },
  {
    name: 'a group closes with its last member and takes nothing more',
    proves: ['members.leave', 'members.add', 'messages.send'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob'] })
      await bob.members.leave({ conversationId })
      await alice.messages.send({ conversationId, body: 'a note to myself' })
      const left = await alice.members.leave({ conversationId })
      expect(left.closedAt).not.toBeNull()
      for (const one of [alice, bob]) {
        await expectRefusal(one.messages.send({ conversationId, body: 'more' }), 'not_a_member')
        await expectRefusal(one.members.add({ conversationId, userIds: ['carol'] }), 'not_a_member')
        await expectRefusal(one.members.add({ conversationId, userIds: [one.me] }), 'reinvite_required')
        expect((await one.inbox.list()).conversations).toEqual([])
      }
      await expectRefusal(carol.conversations.get({ conversationId }), 'not_found')
    }),
  },
  {
    name: 'members are listed page by page, each exactly once',
    proves: ['members.list'],
    run: withThree(async ({ alice, bob }) => {
      const userIds = upTo(9).map((n) => `member-${n}`)
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', ...userIds] })
      const seen: string[] = []
      let after: string | null = null
      do {
        const page: Awaited<ReturnType<typeof alice.members.list>> = await alice.members.list({
          conversationId,
          limit: 4,
          ...(after === null ? {} : { after }),
        })
        seen.push(...page.members.map(({ userId }) => userId))
        expect(page.profiles.map(({ id }) => id).toSorted()).toEqual(
          page.members.map(({ userId }) => userId).toSorted(),
        )
        after = page.next
        if (after !== null) await expectRefusal(bob.members.list({ conversationId, limit: 4, after }), 'invalid_cursor')
      } while (after !== null)
      expect(seen).toEqual(['alice', 'bob', ...userIds])
      await expectRefusal(alice.members.list({ conversationId, after: 'made-up' }), 'invalid_cursor')
    }),
  },
  {
    name: 'members are found by their names, also whom one may not write to, and nobody else is',
    proves: ['members.list'],
    run: (context) =>
      withSessions(
        context,
        async (session) => {
          const [alice, bob] = [await session('alice'), await session('bob')]
          const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol', 'dave'] })
          const found = async (one: Session, query: string) =>
            (await everyMember(one, { conversationId, query })).map(({ userId }) => userId)
          expect(await found(alice, 'ÖDEGAARD jan')).toEqual(['bob'])
          expect(await found(bob, 'jan')).toEqual(['bob', 'dave'])
          expect(await found(alice, 'car')).toEqual(['carol'])
          expect(await found(alice, 'roline')).toEqual(['carol'])
          expect(await found(alice, 'jan nowhere')).toEqual([])
          expect(await found(alice, 'erin')).toEqual([])
          expect(await found(alice, 'lice')).toEqual(['alice'])
          expect(await found(alice, 'example')).toEqual([])
          expect(await found(alice, '%')).toEqual([])
          const page = await alice.members.list({ conversationId, query: 'jan' })
          expect(page.profiles.map(({ id }) => id)).toEqual(page.members.map(({ userId }) => userId))
          expect(page.next).toBeNull()
          await alice.members.remove({ conversationId, userId: 'bob' })
          expect(await found(alice, 'jan')).toEqual(['dave'])
          await expectRefusal(bob.members.list({ conversationId, query: 'jan' }), 'not_found')
          for (const query of ['', 'a'.repeat(limits.query + 1)])
            await expectRefusal(alice.members.list({ conversationId, query }), 'invalid')
        },
        memoryDirectory(
          [
            { id: 'alice', displayName: 'Alice', isActive: true },
            { id: 'bob', displayName: 'Jan Ödegaard', isActive: true },
            { id: 'carol', displayName: 'Caz', firstName: 'Caroline', email: 'caz@example.org', isActive: true },
            { id: 'dave', displayName: 'Dave', username: 'janitor', isActive: true },
            { id: 'erin', displayName: 'Erin', isActive: true },
          ],
          (viewer) => viewer === 'alice',
        ),
      ),
  },
  {
    name: 'in a crowd whoever is looked for is found, page by page, each exactly once',
    proves: ['members.list'],
    run: (context) =>
      withSessions(
        context,
        async (session) => {
          const alice = await session('alice')
          const { id: conversationId } = await alice.conversations.startGroup({ userIds: crowd })
          const all = await everyMember(alice, { conversationId, query: 'guest' })
          expect(all.map(({ userId }) => userId)).toEqual(crowd)
          const sevens = await everyMember(alice, { conversationId, query: '77', limit: 2 })
          expect(sevens.map(({ userId }) => userId)).toEqual(crowd.filter((id) => id.includes('77')))
          const { members, next } = await alice.members.list({ conversationId, query: `guest-${crowd.length}` })
          expect(members).toEqual([])
          expect(next).not.toBeNull()
        },
        memoryDirectory(['alice', ...crowd].map((id) => ({ id, displayName: id, isActive: true }))),
      ),
  },
]

/** More than a page of found members looks at. */
const crowd = upTo(limits.memberScan + 300).map((n) => `guest-${n}`)

/** Every member that is found, page by page. */
const everyMember = async (session: Session, input: ListMembersInput, after?: string): Promise<readonly Member[]> => {
  const { members, next } = await session.members.list({ ...input, ...(after === undefined ? {} : { after }) })
  return next === null ? members : [...members, ...(await everyMember(session, input, next))]
}

/** Leaving while others do too: `busy` asks to try again. */
const leaveInTheEnd = async (
  session: { readonly members: { leave(input: { conversationId: string }): Promise<unknown> } },
  conversationId: string,
): Promise<void> => {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const error: unknown = await session.members.leave({ conversationId }).then(
      () => null,
      (reason: unknown) => reason,
    )
    if (error === null) return
    expect(error).toMatchObject({ code: 'busy' })
  }
  expect.fail('leaving was busy twenty times')
}
