import { expect, test } from 'vitest'
import { groupOf, readGroupBy } from './group-by.ts'

test.each([
  [['verb'], ['verb']],
  [['user'], ['author']],
  [
    ['user', 'verb', 'day', 'day'],
    ['author', 'verb', 'day'],
  ],
  [[], []],
])('group_by %j', (values, by) => {
  expect(readGroupBy(values)).toEqual(by)
})

test('case 67: what cannot be grouped by is refused in the words of the forerunner', () => {
  expect(readGroupBy(['user', 'colour'])).toBe("Unsupported group_by value 'colour'")
  expect(readGroupBy(['day', 'month'])).toBe('Only one time bucket may be combined per group_by request')
})

test('a group says what it was grouped by and nothing else; nobody is named whose account is gone', () => {
  const [earliest, latest] = ['2026-03-10T12:00:00.000Z', '2026-03-10T15:00:00.000Z']
  const alice = { id: '7', displayName: 'Alice', username: 'alice', isActive: true }
  const profiles = new Map([[alice.id, alice]])
  const counted = { count: 2, earliest, latest }
  const told = { count: 2, earliest_timestamp: earliest, latest_timestamp: latest }
  expect(groupOf(counted, profiles)).toStrictEqual(told)
  expect(groupOf({ ...counted, authorId: '7' }, profiles)).toStrictEqual({ user: 'alice', ...told })
  expect(groupOf({ ...counted, authorId: '8', verb: 'message' }, profiles)).toStrictEqual({
    user: null,
    verb: 'message',
    ...told,
  })
})
