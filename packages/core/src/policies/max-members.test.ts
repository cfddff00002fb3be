import { expect, test } from 'vitest'
import { createMessaging } from '../messaging.ts'

test('invitations of many at the same moment do not pass the bound together, however far from it each began', async () => {
  await using messaging = createMessaging({ maxMembers: 300 })
  const alice = messaging.as('alice')
  const { id: conversationId } = await alice.conversations.startGroup({ userIds: [] })
  const fifty = (nth: number) => Array.from({ length: 50 }, (_, n) => `user-${nth}-${n}`)
  const outcomes = await Promise.allSettled(
    [1, 2, 3, 4, 5, 6, 7].map((nth) => alice.members.add({ conversationId, userIds: fifty(nth) })),
  )
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
  expect(refused.length).toBeGreaterThan(0)
  for (const reason of refused) expect(['forbidden', 'busy']).toContain(reason.code)
  const { memberCount } = await alice.conversations.get({ conversationId })
  expect(memberCount).toBe(1 + 50 * (7 - refused.length))
  expect(memberCount).toBeLessThanOrEqual(300)
})
