import { randomFrom, upTo } from '@msg/testing'
import { expect, test } from 'vitest'
import { createTopicAcl, topicLevel } from '../src/index.ts'

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))

/** Ids that a user may choose for themself, hoping to be taken for somebody else or for a pattern. */
const users = [
  'bob',
  'alice',
  '#',
  '+',
  'bob/#',
  '~Ym9i',
  '$share',
  '../alice',
  'Bob',
  'böb',
  'x'.repeat(65),
  ' ',
  '%23',
]

const topicOf = (user: string): string => `/msg/user/${topicLevel(user)}/messages/publish`

/** What lies below the base, and whose it is. */
const secrets = [
  ...users.map((user) => ({ owner: user, topic: topicOf(user) })),
  { owner: null, topic: '/msg/project/7/messages/publish' },
  { owner: null, topic: '/msg/organization/1/project/7/messages/publish' },
]

const words = ['', 'msg', 'user', 'project', 'organization', 'messages', 'publish', '7', '1']
const tricks = ['#', '+', '$share', '$queue', 'group', '$SYS', '\0', '%2F', '..', 'bob+', '#bob']

const pieces = [...words, ...tricks, ...users, ...users.map(topicLevel)]

/** What a broker lets a subscription see, as the standard says it. */
const matches = (filter: string, topic: string): boolean => {
  const shared = /^\$share\/[^/]+\/(.*)$/s.exec(filter)?.[1]
  const wanted = (shared ?? filter).split('/')
  const levels = topic.split('/')
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return true
    if (index >= levels.length || (level !== '+' && level !== levels[index])) return false
  }
  return wanted.length === levels.length
}

test(`no filter that the ACL allows matches what is somebody else's (SEED=${seed})`, async () => {
  const random = randomFrom(seed)
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)]
  const acl = createTopicAcl()
  /** A filter of random pieces, or somebody's topic with some of its levels replaced. */
  const filterFor = (): string => {
    const levels = (pick(secrets)?.topic ?? '').split('/')
    const made =
      random() < 0.3
        ? upTo(Math.floor(random() * 8)).map(() => pick(pieces))
        : levels.map((level) => (random() < 0.25 ? pick(pieces) : level)).slice(0, 2 + Math.floor(random() * 6))
    return `${random() < 0.2 ? '$share/group/' : ''}${made.join('/')}`
  }
  let allowed = 0
  for (const _ of upTo(20_000)) {
    const filter = filterFor()
    const user = pick(users) ?? 'bob'
    if (!(await acl.allows(user, 'subscribe', filter))) continue
    allowed += 1
    const others = secrets.filter(({ owner, topic }) => owner !== user && matches(filter, topic))
    expect({ user, filter, others }).toEqual({ user, filter, others: [] })
  }
  expect(allowed).toBeGreaterThan(50)
})

test('everybody may subscribe to what is their own, whatever their id', async () => {
  const acl = createTopicAcl()
  for (const user of users) expect(await acl.allows(user, 'subscribe', topicOf(user))).toBe(true)
})
