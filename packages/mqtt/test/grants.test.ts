import { expect, test } from 'vitest'
import { watchGrants } from '../src/index.ts'
import type { Grant } from '../src/index.ts'

/** Grants whose minutes pass when told to, and what became of them. */
const watched = (onEnd: (grant: Grant) => void = () => {}) => {
  const allowed = new Set<string>()
  const ended: Grant[] = []
  const asked: string[] = []
  let pass = (): void => {}
  const acl = {
    async allows(user: string, _: string, topic: string) {
      asked.push(`${user} ${topic}`)
      if (topic === '/broken') throw new Error('nobody can tell')
      return allowed.has(`${user} ${topic}`)
    },
  }
  const clock = {
    now: Date.now,
    after(_: number, task: () => void) {
      pass = task
      return () => void (pass = () => {})
    },
  }
  const end = (grant: Grant): void => {
    ended.push(grant)
    onEnd(grant)
  }
  const grants = watchGrants({ acl, clock, end })
  return { allowed, ended, asked, grants, pass: () => pass() }
}

const grantOf = (user: string, topic: string): Grant => ({ user, client: `client of ${user}`, topic })

test('a subscription lasts as long as its user may subscribe, and ends within a minute', async () => {
  const { allowed, ended, grants, pass } = watched()
  const [bob, carol] = [grantOf('bob', '/msg/project/7/#'), grantOf('carol', '/msg/project/7/#')]
  for (const grant of [bob, carol]) {
    allowed.add(`${grant.user} ${grant.topic}`)
    grants.add(grant)
  }
  pass()
  await expect.poll(() => ended).toEqual([])
  allowed.delete(`carol ${carol.topic}`)
  pass()
  await expect.poll(() => ended).toEqual([carol])
  grants.add(grantOf('dave', '/broken'))
  pass()
  await expect.poll(() => ended).toEqual([carol, grantOf('dave', '/broken')])
})

test('what has ended by itself is not asked about, and after the close nothing is', async () => {
  const { asked, ended, grants, pass } = watched()
  for (const topic of ['/a', '/b']) grants.add(grantOf('bob', topic))
  grants.add(grantOf('carol', '/a'))
  grants.remove('client of bob', '/b')
  grants.remove('client of carol')
  pass()
  await expect.poll(() => ended).toEqual([grantOf('bob', '/a')])
  expect(asked).toEqual(['bob /a'])
  grants.add(grantOf('bob', '/a'))
  grants.close()
  pass()
  expect(asked).toEqual(['bob /a'])
})

test('where a subscription cannot be ended, the others are, and it is tried again', async () => {
  let refusals = 1
  const { ended, asked, grants, pass } = watched(({ user }) => {
    if (user === 'bob' && refusals-- > 0) throw new Error('no such client')
  })
  const [bob, carol] = [grantOf('bob', '/a'), grantOf('carol', '/a')]
  for (const grant of [bob, carol]) grants.add(grant)
  pass()
  await expect.poll(() => ended).toEqual([bob, carol])
  await expect.poll(() => (pass(), ended)).toEqual([bob, carol, bob])
  expect(asked).toEqual(['bob /a', 'carol /a', 'bob /a'])
})
