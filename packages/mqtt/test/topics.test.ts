import type { Notice, Target } from '@msg/core'
import { expect, test } from 'vitest'
import { flatTopics, hierarchicalTopics, idOfLevel, topicLevel } from '../src/index.ts'
import type { Topics } from '../src/index.ts'
import { noticeOf } from './notice.ts'

const topicsOf = async (topics: Topics, notice: Notice): Promise<readonly string[]> => {
  const found: string[] = []
  for await (const { topic } of topics(notice)) found.push(topic)
  return found
}

/** Ids that a host may have and a broker could misread. */
const hostile = [
  '+',
  '#',
  'a/b',
  '/',
  '..',
  '$SYS',
  '$share/x/y',
  '~YQ',
  'ä',
  'A\u030a',
  'Å',
  ' ',
  'x'.repeat(65),
  '🙂',
  'a+b',
]

test.each(hostile)('the id %j is one level, with nothing in it that a broker could misread', (id) => {
  expect(topicLevel(id)).toMatch(/^~[A-Za-z0-9_-]+$/)
  expect(idOfLevel(topicLevel(id))).toBe(id)
})

test('a plain id is its own level, and no two ids have the same', () => {
  expect(topicLevel('Alice_1-x')).toBe('Alice_1-x')
  const ids = [...hostile, 'a', 'A', 'YQ', 'alice', 'Alice']
  expect(new Set(ids.map(topicLevel)).size).toBe(ids.length)
})

test.each(['', '\ud800', 'a\udfff'])('%j is no id', (id) => {
  expect(() => topicLevel(id)).toThrow(expect.objectContaining({ code: 'invalid' }))
})

test.each(['', '~', '~YQ', '~YQ==', '~!!!', 'a b', '~w6', '#', '+', '$SYS'])('%j is the level of no id', (level) => {
  expect(idOfLevel(level)).toBeNull()
})

test.each([
  [{ type: 'user', id: '42' }, '/onadata/user/42/messages/publish'],
  [{ type: 'xform', id: '1337' }, '/onadata/xform/1337/messages/publish'],
  [{ type: 'project', id: '7' }, '/onadata/project/7/messages/publish'],
  [{ type: 'post', id: 'a/#' }, '/onadata/post/~YS8j/messages/publish'],
])('what is said about %j goes to its topic', async (target, topic) => {
  expect(await topicsOf(flatTopics('onadata'), noticeOf({ target }))).toEqual([topic])
})

test('what is said in a room goes to each member but its author, also where the room is about an object', async () => {
  const about = noticeOf({ target: { type: 'project', id: '7' }, members: ['alice', 'bob'] })
  const conversation = async () => {
    const channel = await about.conversation()
    return channel === null ? null : { ...channel, kind: 'room' as const }
  }
  expect(await topicsOf(flatTopics('msg'), { ...about, conversation })).toEqual(['/msg/user/bob/messages/publish'])
})

test('what is said in a group goes to each member but its author', async () => {
  expect(await topicsOf(flatTopics('a/b'), noticeOf({ members: ['alice', 'bob', 'c d'] }))).toEqual([
    '/a/b/user/bob/messages/publish',
    '/a/b/user/~YyBk/messages/publish',
  ])
})

test.each(['', '/', 'a/', '/a', 'a//b', '#', 'a/+', '$SYS', 'ä', 'x'.repeat(256)])('%j is no base', (base) => {
  expect(() => flatTopics(base)).toThrow(expect.objectContaining({ code: 'invalid' }))
})

test('hierarchical topics are below what the object belongs to, and name the verb where it is not message', async () => {
  const parents = ({ type }: Target) =>
    type === 'xform'
      ? [
          { type: 'organization', id: 'ona' },
          { type: 'project', id: '7' },
        ]
      : []
  const topics = hierarchicalTopics({ base: 'onadata', parents })
  const form = { type: 'xform', id: '1337' }
  expect(await topicsOf(topics, noticeOf({ target: form, verb: 'submission_created' }))).toEqual([
    '/onadata/organization/ona/project/7/xform/1337/submission/created/messages/publish',
  ])
  expect(await topicsOf(topics, noticeOf({ target: form }))).toEqual([
    '/onadata/organization/ona/project/7/xform/1337/messages/publish',
  ])
  expect(await topicsOf(topics, noticeOf({ target: { type: 'user', id: '42' } }))).toEqual([
    '/onadata/user/42/messages/publish',
  ])
})
