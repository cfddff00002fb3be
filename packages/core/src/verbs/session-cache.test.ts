import { expect, test } from 'vitest'
import { createMessaging } from '../messaging.ts'
import { createSessionCache } from './session-cache.ts'

test('a user who comes again gets the session they had, the oldest give way', async () => {
  await using messaging = createMessaging()
  const cache = createSessionCache((userId) => messaging.asService(userId), 2)
  const alice = cache.make('alice')
  cache.make('bob')
  expect(cache.get('alice')).toBe(alice)
  cache.make('carol')
  expect(['alice', 'bob', 'carol'].map((userId) => cache.get(userId)?.me)).toEqual([
    undefined,
    'service:bob',
    'service:carol',
  ])
})

test('sessions in process are kept by user, and nobody acts under a malformed id', async () => {
  await using messaging = createMessaging()
  expect(messaging.as('alice')).toBe(messaging.as('alice'))
  expect(messaging.as('bob').me).toBe('bob')
  expect(() => messaging.as('')).toThrow('the input is not valid')
})
