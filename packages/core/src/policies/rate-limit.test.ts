import { expect, test } from 'vitest'
import { isMsgError } from '../errors.ts'
import type { Act } from './policy.ts'
import { rateLimit } from './rate-limit.ts'
import type { Rate } from './rate-limit.ts'

const act = (actor: string, seconds: number, verb: Act['verb'] = 'messages.send'): Act => ({
  actor,
  verb,
  at: seconds * 1_000,
  conversationId: null,
  conversation: null,
  member: null,
  message: null,
  changes: [],
  others: [],
})

test('a bucket empties, and fills again as time goes by', () => {
  const { judge } = rateLimit({ send: { perSecond: 2, burst: 2 } })
  expect([judge(act('alice', 0)), judge(act('alice', 0))]).toEqual([null, null])
  expect(judge(act('alice', 0))).toEqual({ code: 'rate_limited', reason: 'send', retryAfter: 1 })
  expect(judge(act('alice', 0.4))).not.toBeNull()
  expect(judge(act('alice', 0.6))).toBeNull()
  expect(judge(act('alice', 0.7))).not.toBeNull()
  expect([judge(act('alice', 100)), judge(act('alice', 100))]).toEqual([null, null])
  expect(judge(act('alice', 100))).not.toBeNull()
})

test('a rate by which nobody ever could is refused', () => {
  const pointers = (rate: Rate): unknown => {
    try {
      rateLimit({ send: rate })
      return null
    } catch (error) {
      return isMsgError(error) && error.code === 'invalid' && error.places?.map(({ pointer }) => pointer)
    }
  }
  expect(pointers({ perSecond: 0.001, burst: 1 })).toBeNull()
  expect(pointers({ perSecond: 0, burst: 5 })).toEqual(['/send/perSecond'])
  expect(pointers({ perSecond: Number.NaN, burst: 0.5 })).toEqual(['/send/perSecond', '/send/burst'])
})

test('each user and each group of verbs has a bucket, and what has no rate is free', () => {
  const { judge } = rateLimit({ send: { perSecond: 1, burst: 1 }, invite: { perSecond: 1, burst: 1 } })
  expect(judge(act('alice', 0))).toBeNull()
  expect(judge(act('alice', 0, 'messages.sendToUsers'))).not.toBeNull()
  expect(judge(act('bob', 0))).toBeNull()
  expect(judge(act('alice', 0, 'members.add'))).toBeNull()
  for (let n = 0; n < 1_000; n += 1) expect(judge(act('alice', 0, 'messages.list'))).toBeNull()
})

test('a clock that is set back gives nothing', () => {
  const { judge } = rateLimit({ send: { perSecond: 1, burst: 1 } })
  expect(judge(act('alice', 100))).toBeNull()
  expect(judge(act('alice', 10))).toMatchObject({ retryAfter: 1 })
  expect(judge(act('alice', 11))).toBeNull()
})

test('who has been quiet longest is forgotten first, so that memory is bounded', () => {
  const { judge } = rateLimit({ send: { perSecond: 0.001, burst: 1 } })
  for (let n = 0; n <= 100_000; n += 1) void judge(act(`user ${n}`, 0))
  expect(judge(act('user 1', 0))).not.toBeNull()
  expect(judge(act('user 0', 0))).toBeNull()
})
