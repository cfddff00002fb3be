import type { Session } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { upTo } from '../factories.ts'
import { project } from '../fake-targets.ts'
import type { SessionContext } from './host.ts'
import { withTargets, withThree } from './with-sessions.ts'

const titles = async (session: Session, query?: string) =>
  (await session.rooms.browse(query === undefined ? {} : { query })).conversations.map(({ title }) => title)

/** All rooms, page by page. */
const allRooms = async (session: Session, limit: number): Promise<readonly string[]> => {
  const found: string[] = []
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<typeof session.rooms.browse>> = await session.rooms.browse({
      limit,
      ...(after === null ? {} : { after }),
    })
    found.push(...page.conversations.map(({ id }) => id))
    after = page.next
  } while (after !== null)
  return found
}

export const browsingCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'rooms are found by those who may read them, latest activity first',
    proves: ['rooms.browse'],
    run: withThree(async ({ alice, bob, carol }) => {
      const open = async (title: string, visibility: 'public' | 'private' = 'public') =>
        (await alice.conversations.openRoom({ title, visibility })).id
      const [tea, , secret] = [await open('Tea'), await open('Chess'), await open('Secret', 'private')]
      await alice.conversations.startGroup({ title: 'Group', userIds: ['bob'] })
      expect(await titles(alice)).toEqual(['Secret', 'Chess', 'Tea'])
      expect(await titles(bob)).toEqual(['Chess', 'Tea'])
      await alice.messages.send({ conversationId: tea, body: 'a cup' })
      const { conversations, profiles } = await bob.rooms.browse()
      expect(conversations.map(({ title }) => title)).toEqual(['Tea', 'Chess'])
      expect(conversations[0]).toEqual(await bob.conversations.get({ conversationId: tea }))
      expect(conversations[0]?.me).toMatchObject({ status: 'none', can: { join: true } })
      expect(profiles.map(({ id }) => id)).toEqual(['alice'])
      await alice.members.add({ conversationId: secret, userIds: ['bob'] })
      expect(await titles(bob)).toEqual(['Tea', 'Secret', 'Chess'])
      await bob.members.leave({ conversationId: secret })
      await bob.members.join({ conversationId: tea })
      await alice.members.remove({ conversationId: tea, userId: 'bob' })
      expect(await titles(bob)).toEqual(['Chess'])
      expect(await titles(carol)).toEqual(['Tea', 'Chess'])
      await alice.conversations.update({ conversationId: tea, visibility: 'private' })
      expect(await titles(carol)).toEqual(['Chess'])
      await alice.conversations.update({ conversationId: secret, visibility: 'public' })
      expect(await titles(carol)).toEqual(['Secret', 'Chess'])
      await alice.conversations.delete({ conversationId: secret })
      expect(await titles(carol)).toEqual(['Chess'])
      expect(await titles(alice)).toEqual(['Tea', 'Chess'])
    }),
  },
  {
    name: 'rooms are found by a part of their title, case aside, every character standing for itself',
    proves: ['rooms.browse'],
    run: withThree(async ({ alice, bob }) => {
      for (const title of ['Green Tea', '100% cotton', 'under_score', 'Black TEA', "O'Hara"])
        await alice.conversations.openRoom({ title })
      await alice.conversations.openRoom({})
      await alice.conversations.openRoom({ title: 'tea for one', visibility: 'private' })
      expect(await titles(bob, 'tea')).toEqual(['Black TEA', 'Green Tea'])
      expect(await titles(alice, 'Tea')).toEqual(['tea for one', 'Black TEA', 'Green Tea'])
      expect(await titles(bob, '%')).toEqual(['100% cotton'])
      expect(await titles(bob, '_')).toEqual(['under_score'])
      expect(await titles(bob, "'")).toEqual(["O'Hara"])
      expect(await titles(bob, 'coffee')).toEqual([])
      await expectRefusal(bob.rooms.browse({ query: '' }), 'invalid')
    }),
  },
  {
    name: 'rooms are browsed page by page, each exactly once',
    proves: ['rooms.browse'],
    run: withThree(async ({ alice, bob }) => {
      const ids: string[] = []
      for (const n of upTo(9)) ids.unshift((await alice.conversations.openRoom({ title: `room ${n}` })).id)
      expect(await allRooms(bob, 4)).toEqual(ids)
      expect(await allRooms(alice, 3)).toEqual(ids)
      const { next } = await bob.rooms.browse({ limit: 4 })
      await expectRefusal(alice.rooms.browse({ after: next ?? '' }), 'invalid_cursor')
      await expectRefusal(alice.rooms.browse({ after: 'made-up' }), 'invalid_cursor')
    }),
  },
  {
    name: 'a room about a target is found by those who may view the target, and by its members',
    proves: ['rooms.browse'],
    run: withTargets(async ({ targets, alice, bob, carol }) => {
      for (const name of ['alice', 'bob']) targets.grant(name, '1', 'view')
      const about = await alice.conversations.openRoom({ target: project('1'), title: 'Project' })
      await carol.conversations.openRoom({ title: 'Tea' })
      await bob.members.join({ conversationId: about.id })
      targets.revoke('bob', '1', 'view')
      expect(await titles(alice)).toEqual(['Tea', 'Project'])
      expect(await titles(bob)).toEqual(['Tea', 'Project'])
      expect(await titles(carol)).toEqual(['Tea'])
      expect(await allRooms(carol, 1)).toHaveLength(1)
      await bob.members.leave({ conversationId: about.id })
      expect(await titles(bob)).toEqual(['Tea'])
    }),
  },
]
