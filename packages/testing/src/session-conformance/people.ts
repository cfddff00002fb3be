import type { Directory, Person } from '@msg/core'
import { limits } from '@msg/core'
import { memoryDirectory } from '@msg/core/memory'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { upTo } from '../factories.ts'
import type { SessionContext } from './host.ts'
import { withSessions } from './with-sessions.ts'

const person = (id: string, more: Partial<Person> = {}): Person => ({ id, displayName: id, isActive: true, ...more })

const users: readonly Person[] = [
  person('alice', { displayName: 'Alice Jansen', username: 'alice', email: 'alice@example.com' }),
  person('by-name', { displayName: 'Jan de Vries' }),
  person('by-username', { displayName: 'Mari', username: 'MariJAN' }),
  person('by-email', { displayName: 'Bob', email: 'janitor@example.com' }),
  person('inactive', { displayName: 'Jan Inactive', isActive: false }),
  person('stranger', { displayName: 'Jan Stranger' }),
]

/** A directory that leaves nobody out: what may not be found is then kept back by the engine. */
const careless = (known: readonly Person[], canContact?: (viewer: string, other: string) => boolean): Directory => {
  const directory = memoryDirectory(known, canContact)
  return {
    ...directory,
    search: async () => known,
    contacts: async () => ({ profiles: known, next: null }),
  }
}

const notTheStranger = (_: string, other: string): boolean => other !== 'stranger'

export const peopleCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'people are found by full name, username or e-mail, whatever the case',
    proves: ['people.search'],
    run: (context) =>
      withSessions(
        context,
        async (session) => {
          const alice = await session('alice')
          for (const query of ['jan', 'JAN', 'jAn']) {
            const { profiles } = await alice.people.search({ query })
            expect(profiles.map(({ id }) => id).toSorted()).toEqual(['by-email', 'by-name', 'by-username'])
          }
          expect((await alice.people.search({ query: 'jan', limit: 1 })).profiles).toHaveLength(1)
          expect((await alice.people.search({ query: '%' })).profiles).toEqual([])
        },
        memoryDirectory(users, notTheStranger),
      ),
  },
  {
    name: 'nobody finds themselves, who is not active or whom they may not contact, even if the directory says them',
    proves: ['people.search', 'people.contacts'],
    run: (context) =>
      withSessions(
        context,
        async (session) => {
          const alice = await session('alice')
          const { profiles } = await alice.people.search({ query: 'jan' })
          expect(profiles.map(({ id }) => id)).toEqual(['by-name', 'by-username', 'by-email'])
          expect(await alice.people.contacts()).toEqual({ profiles, next: null })
          expect((await alice.people.search({ query: 'jan', limit: 2 })).profiles.length).toBeLessThanOrEqual(2)
        },
        careless(users, notTheStranger),
      ),
  },
  {
    name: 'contacts are listed page by page, each exactly once, to their own user',
    proves: ['people.contacts'],
    run: (context) =>
      withSessions(
        context,
        async (session) => {
          const [alice, bob] = [await session('user-1'), await session('user-2')]
          const seen: string[] = []
          let after: string | null = null
          do {
            const page: Awaited<ReturnType<typeof alice.people.contacts>> = await alice.people.contacts({
              limit: 3,
              ...(after === null ? {} : { after }),
            })
            seen.push(...page.profiles.map(({ id }) => id))
            after = page.next
            if (after !== null) await expectRefusal(bob.people.contacts({ after }), 'invalid_cursor')
          } while (after !== null)
          expect(seen.toSorted()).toEqual(
            upTo(8)
              .slice(1)
              .map((n) => `user-${n}`),
          )
          await expectRefusal(alice.people.contacts({ after: 'made-up' }), 'invalid_cursor')
        },
        memoryDirectory(upTo(8).map((n) => person(`user-${n}`))),
      ),
  },
  {
    name: 'profiles are got by id, who does not exist is absent, and no e-mail leaves unless the host says so',
    proves: ['people.get', 'people.search', 'people.contacts'],
    run: (context) =>
      withSessions(
        context,
        async (session) => {
          const alice = await session('alice')
          const { profiles } = await alice.people.get({
            userIds: ['by-email', 'nobody', 'inactive', 'stranger', 'alice'],
          })
          expect(profiles.map(({ id }) => id).toSorted()).toEqual(['alice', 'by-email', 'inactive', 'stranger'])
          expect(profiles.find(({ id }) => id === 'inactive')?.isActive).toBe(false)
          const all = [profiles, await alice.people.search({ query: 'jan' }), await alice.people.contacts()]
          expect(JSON.stringify(all)).not.toContain('@')
        },
        memoryDirectory(users),
      ),
  },
  {
    name: 'whoever is mentioned is known wherever the message is read, and a directory is asked for at most a page of profiles at once',
    proves: ['messages.list', 'messages.around', 'messages.search', 'live.read'],
    run: async (context) => {
      const crowd = upTo(limits.page + 20).map((n) => `user-${n}`)
      const directory = memoryDirectory(['alice', ...crowd].map((id) => person(id)))
      const askedAtOnce: number[] = []
      const counting: Directory = {
        ...directory,
        get: async (ids) => {
          askedAtOnce.push(ids.length)
          return directory.get(ids)
        },
      }
      await withSessions(
        context,
        async (session) => {
          const alice = await session('alice')
          const { id: conversationId } = await alice.conversations.startGroup({ userIds: crowd })
          const { cursor } = await alice.live.read()
          for (const from of [0, 40, 80]) {
            const mentions = crowd.slice(from, from + 40)
            await alice.messages.send({ conversationId, body: 'hello', mentions })
          }
          const listed = await alice.messages.list({ conversationId })
          const all = ['alice', ...crowd].toSorted()
          for (const { profiles } of [
            listed,
            await alice.messages.around({ messageId: listed.messages[1]?.id ?? '' }),
            await alice.messages.search({ conversationId, query: 'hello' }),
            await alice.live.read({ after: cursor }),
          ])
            expect(profiles.map(({ id }) => id).toSorted()).toEqual(all)
          expect(Math.max(...askedAtOnce)).toBeLessThanOrEqual(limits.page)
        },
        counting,
      )
    },
  },
]
