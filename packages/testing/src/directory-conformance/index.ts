import type { Directory, Person } from '@msg/core'
import { describe, expect, test } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { upTo } from '../factories.ts'

/** What a directory case works with: a way to open a directory of these users, where `dave` may be contacted by nobody. */
export interface DirectoryContext {
  readonly open: (users: readonly Person[]) => Promise<Directory>
}

const users: readonly Person[] = [
  { id: 'alice', displayName: 'Alice Liddell', username: 'al', email: 'alice@example.com', isActive: true },
  {
    id: 'jan',
    displayName: 'JdV',
    firstName: 'Jan',
    lastName: 'de Vries',
    username: 'jdv',
    email: 'j.devries@example.com',
    isActive: true,
  },
  { id: 'marijan', displayName: 'Mari Novak', username: 'MariJAN', email: 'mari@example.com', isActive: true },
  { id: 'bob', displayName: 'Bob 100% Marsh', username: 'bob_m', email: 'janitor@example.com', isActive: true },
  { id: 'gone', displayName: 'Jan Gone', isActive: false },
  { id: 'dave', displayName: 'Jan Dave', isActive: true },
]

const withDirectory =
  (run: (directory: Directory) => Promise<void>, known: readonly Person[] = users) =>
  async ({ open }: DirectoryContext): Promise<void> =>
    run(await open(known))

const idsOf = (profiles: readonly Person[]): readonly string[] => profiles.map(({ id }) => id).toSorted()

/** Everything the `Directory` port promises. */
export const directoryCases: readonly ConformanceCase<DirectoryContext>[] = [
  {
    name: 'the profiles of users that exist are found, each once, and unknown ids are absent',
    proves: ['get'],
    run: withDirectory(async (directory) => {
      const found = await directory.get(['bob', 'nobody', 'alice', 'bob', 'gone', "' or 1 = 1 --", '%'])
      expect(idsOf(found)).toEqual(['alice', 'bob', 'gone'])
      expect(found.find(({ id }) => id === 'alice')).toMatchObject({ displayName: 'Alice Liddell', isActive: true })
      expect(found.find(({ id }) => id === 'gone')?.isActive).toBe(false)
      expect(await directory.get(['Alice', 'BOB'])).toEqual([])
      expect(await directory.get([])).toEqual([])
    }),
  },
  {
    name: 'a search matches full name, username and e-mail, whatever the case',
    proves: ['search'],
    run: withDirectory(async (directory) => {
      for (const text of ['jan', 'JAN', ' jan '])
        expect(idsOf(await directory.search('alice', text, 10))).toEqual(['bob', 'jan', 'marijan'])
      expect(idsOf(await directory.search('alice', 'vries jan', 10))).toEqual(['jan'])
      expect(idsOf(await directory.search('alice', 'jdv', 10))).toEqual(['jan'])
      expect(idsOf(await directory.search('alice', 'mari@example.com', 10))).toEqual(['marijan'])
      expect(await directory.search('alice', 'jan nobody', 10)).toEqual([])
    }),
  },
  {
    name: 'nobody finds themselves, who is not active, or whom they may not contact',
    proves: ['search', 'contacts'],
    run: withDirectory(async (directory) => {
      expect(idsOf(await directory.search('jan', 'jan', 10))).toEqual(['bob', 'marijan'])
      const { profiles } = await directory.contacts('jan', { limit: 10 })
      expect(idsOf(profiles)).toEqual(['alice', 'bob', 'marijan'])
    }),
  },
  {
    name: 'a search takes its text literally and answers no more than asked for',
    proves: ['search'],
    run: withDirectory(async (directory) => {
      expect(idsOf(await directory.search('alice', '%', 10))).toEqual(['bob'])
      expect(idsOf(await directory.search('alice', '_', 10))).toEqual(['bob'])
      for (const text of ["'", '"', '\\', ';--', '(', '[a-z]', ':*', '\u{1F600}', 'x'.repeat(256)])
        expect(await directory.search('alice', text, 10)).toEqual([])
      expect(await directory.search('alice', 'example', 2)).toHaveLength(2)
    }),
  },
  {
    name: 'contacts come page by page, each exactly once',
    proves: ['contacts'],
    run: withDirectory(
      async (directory) => {
        const seen: string[] = []
        let after: string | null = null
        do {
          const page = await directory.contacts('user-3', { limit: 4, ...(after === null ? {} : { after }) })
          expect(page.profiles.length).toBeLessThanOrEqual(4)
          seen.push(...page.profiles.map(({ id }) => id))
          after = page.next
        } while (after !== null)
        expect(seen.toSorted()).toEqual(
          upTo(11)
            .filter((n) => n !== 3)
            .map((n) => `user-${n}`)
            .toSorted(),
        )
      },
      upTo(11).map((n) => ({ id: `user-${n}`, displayName: n % 2 === 0 ? 'Same Name' : `Name ${n}`, isActive: true })),
    ),
  },
  {
    name: 'whether somebody may be contacted is answered for each pair',
    proves: ['canContact'],
    run: withDirectory(async (directory) => {
      expect(await directory.canContact('alice', 'bob')).toBe(true)
      expect(await directory.canContact('alice', 'dave')).toBe(false)
    }),
  },
]

/**
 * Puts a directory to the test; call it in a vitest file. `open` answers a directory of just these users, where anyone may
 * contact anyone but `dave`.
 */
export const directoryConformance = (name: string, open: DirectoryContext['open']): void => {
  describe(`directory conformance: ${name}`, () => {
    for (const { name: sentence, run } of directoryCases) test(sentence, () => run({ open }))
  })
}
